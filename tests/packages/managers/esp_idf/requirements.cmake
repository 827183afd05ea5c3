# cmake -DCOMPONENT=<directory> -DESP_PLATFORM=1 -P requirements.cmake - before it configures a
# project, ESP-IDF reads each component's CMakeLists.txt in a script, where there are no projects
# and no targets.
macro(idf_component_register)
  set(registered TRUE)
  return()
endmacro()

function(read)
  include("${COMPONENT}/CMakeLists.txt")
  set(registered "${registered}" PARENT_SCOPE)
endfunction()

macro(project)
  message(FATAL_ERROR "A component is not a project.")
endmacro()
read()
if(NOT registered)
  message(FATAL_ERROR "It was not registered.")
endif()
message(STATUS "The requirements were read.")

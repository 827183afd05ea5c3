# cmake -DCOMPONENT=<directory> -DESP_PLATFORM=1 -P requirements.cmake
# Read the component's CMakeLists.txt as ESP-IDF does before it configures a project: in a script,
# which has neither projects nor targets.
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

include("${CMAKE_CURRENT_LIST_DIR}/gen-targets.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/gen-lint.cmake")

# In a system header the compilers would not report what the macros find.
set_property(TARGET gen::gen PROPERTY IMPORTED_NO_SYSTEM ON)

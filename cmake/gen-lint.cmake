# gen_lint(<target>) - check the sources of a target whenever it is built. They are compiled once more
# with GEN_LINT, which finds local variables that a yield loses; the objects are not used. clang also
# runs its analyser, only for reads of uninitialised values, because its warnings do not follow
# arrays and structs. Call it after the sources, options and libraries of the target are set, in the
# same directory.

function(gen_lint target)
  get_target_property(sources ${target} SOURCES)
  list(FILTER sources INCLUDE REGEX "\\.(c|cc|cpp|cxx)>?$") # perhaps in a generator expression
  set(checks lint)
  if("${CMAKE_C_COMPILER_ID} ${CMAKE_CXX_COMPILER_ID}" MATCHES "Clang")
    list(APPEND checks analysis)
  endif()
  foreach(check IN LISTS checks)
    set(name ${target}_${check})
    add_library(${name} OBJECT EXCLUDE_FROM_ALL ${sources})
    foreach(property IN ITEMS COMPILE_DEFINITIONS COMPILE_OPTIONS INCLUDE_DIRECTORIES)
      set_property(TARGET ${name} PROPERTY ${property}
                   "$<GENEX_EVAL:$<TARGET_PROPERTY:${target},${property}>>")
    endforeach()
    foreach(property IN ITEMS C_STANDARD C_EXTENSIONS CXX_STANDARD CXX_EXTENSIONS LINK_LIBRARIES)
      get_target_property(value ${target} ${property})
      if(NOT value MATCHES "NOTFOUND$")
        set_property(TARGET ${name} PROPERTY ${property} "${value}")
      endif()
    endforeach()
    set_property(TARGET ${name} PROPERTY INTERPROCEDURAL_OPTIMIZATION OFF)
    target_compile_definitions(${name} PRIVATE GEN_LINT)
    add_dependencies(${target} ${name})
  endforeach()
  target_compile_options(${target}_lint PRIVATE
    "$<$<OR:$<C_COMPILER_ID:GNU,Clang>,$<CXX_COMPILER_ID:GNU,Clang>>:-fno-lto>")
  if(TARGET ${target}_analysis)
    # The depth leads from a generator through its child to the function that refuses to resume.
    target_compile_options(${target}_analysis PRIVATE
      --analyze "SHELL:--analyzer-output text-minimal" "SHELL:-Xclang -analyzer-werror"
      "SHELL:-Xclang -analyzer-inline-max-stack-depth=20"
      "SHELL:-Xclang -analyzer-disable-checker -Xclang deadcode,security,unix"
      "SHELL:-Xclang -analyzer-disable-checker -Xclang core.DivideZero,core.NonNullParamChecker"
      "SHELL:-Xclang -analyzer-disable-checker -Xclang core.NullDereference,core.StackAddressEscape")
  endif()
endfunction()

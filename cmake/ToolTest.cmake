# The tests are in tiers, which CMakePresets.json runs: `test` are those with the label quick, and `full`
# all. Those with the label soak are there if GEN_SOAK_SECONDS is set.
if(NOT TARGET quick)
  add_custom_target(quick) # what the quick tests run
endif()

# gen_quick(<test> [<target>...]) - this test is quick, and runs these targets. It needs nothing but a C
# compiler and CMake, or Python, without which it is skipped.
function(gen_quick test)
  set_property(TEST ${test} APPEND PROPERTY LABELS quick)
  if(ARGN)
    add_dependencies(quick ${ARGN})
  endif()
endfunction()

# gen_skip_test(<name> <reason>) - a test that cannot run here. It is registered all the same, so
# that it is reported as skipped, by name.
function(gen_skip_test name reason)
  add_test(NAME ${name} COMMAND ${CMAKE_COMMAND} -E echo "SKIPPED: ${reason}")
  set_tests_properties(${name} PROPERTIES SKIP_REGULAR_EXPRESSION "^SKIPPED:")
endfunction()

# gen_add_test(NAME <name> [NEEDS <program>...] [MAY_SKIP] COMMAND <command> <argument>...) - the
# add_test for one that runs programs found in the PATH, and is skipped where one of them is absent.
# MAY_SKIP: or where the command says so itself, in a line "SKIPPED: <reason>".
function(gen_add_test)
  cmake_parse_arguments(PARSE_ARGV 0 arg "MAY_SKIP" "NAME" "NEEDS;COMMAND")
  foreach(program IN LISTS arg_NEEDS)
    # Looked for anew at each configuration, and nowhere but where a shell would.
    find_program(GEN_FOUND ${program} NO_CMAKE_SYSTEM_PATH)
    set(found "${GEN_FOUND}")
    unset(GEN_FOUND CACHE)
    if(NOT found)
      gen_skip_test(${arg_NAME} "${program} is not installed")
      return()
    endif()
  endforeach()
  add_test(NAME ${arg_NAME} COMMAND ${arg_COMMAND})
  if(arg_MAY_SKIP)
    set_tests_properties(${arg_NAME} PROPERTIES SKIP_REGULAR_EXPRESSION "(^|\n)SKIPPED:")
  endif()
endfunction()

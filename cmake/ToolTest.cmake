# CMakePresets.json runs the tests in tiers: `test` runs those with the label quick, `full` runs
# all. Tests with the label soak exist only if GEN_SOAK_SECONDS is set.
if(NOT TARGET quick)
  add_custom_target(quick) # builds the targets that the quick tests run
endif()

# gen_quick(<test> [<target>...]) - mark the test as quick; it runs these targets. A quick test
# needs only a C compiler and CMake, or Python, without which it is skipped.
function(gen_quick test)
  set_property(TEST ${test} APPEND PROPERTY LABELS quick)
  if(ARGN)
    add_dependencies(quick ${ARGN})
  endif()
endfunction()

# gen_skip_test(<name> <reason>) - register a test that cannot run here, so that it is reported as
# skipped, by name.
function(gen_skip_test name reason)
  add_test(NAME ${name} COMMAND ${CMAKE_COMMAND} -E echo "SKIPPED: ${reason}")
  set_tests_properties(${name} PROPERTIES SKIP_REGULAR_EXPRESSION "^SKIPPED:")
endfunction()

# gen_add_test(NAME <name> [NEEDS <program>...] [MAY_SKIP] COMMAND <command> <argument>...) - add a
# test that runs programs from the PATH. It is skipped if one of them is missing. With MAY_SKIP, the
# command can also skip it by printing a line "SKIPPED: <reason>".
function(gen_add_test)
  cmake_parse_arguments(PARSE_ARGV 0 arg "MAY_SKIP" "NAME" "NEEDS;COMMAND")
  foreach(program IN LISTS arg_NEEDS)
    # Search at each configuration, and only in the directories that a shell would search.
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

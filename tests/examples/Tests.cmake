# Tests of the programs in examples/, which includes this file.

# gen_test_output(<name>) - check that the small program prints its .out file.
function(gen_test_output name)
  add_test(NAME examples/${name}
    COMMAND ${CMAKE_COMMAND} "-DPROGRAM=$<TARGET_FILE:example-${name}>"
            "-DEXPECTED=${CMAKE_CURRENT_SOURCE_DIR}/${name}.out"
            -P "${PROJECT_SOURCE_DIR}/tests/documents/run_example.cmake")
  gen_quick(examples/${name} example-${name})
endfunction()

# gen_test_example(<name> <needed> <found>) - run the real program by tests/examples/<name>.py, and once more under
# AddressSanitizer and UBSan in the tier `full`. A program that needs no library is tested in the tier `test`. The
# lists are modules of pkg-config.
function(gen_test_example name needed found)
  set(script "${PROJECT_SOURCE_DIR}/tests/examples/${name}.py")
  set(arguments --source "${CMAKE_CURRENT_SOURCE_DIR}" --libraries ${found})
  gen_add_test(NAME examples/${name} NEEDS python3
    COMMAND python3 -B "${script}" --program "$<TARGET_FILE:example-${name}>" ${arguments})
  if(NOT needed)
    gen_quick(examples/${name} example-${name})
  endif()
  if(TARGET example-${name}-sanitized)
    set_target_properties(example-${name}-sanitized PROPERTIES
      RUNTIME_OUTPUT_DIRECTORY "${CMAKE_CURRENT_BINARY_DIR}/sanitized")
    target_compile_options(example-${name}-sanitized PRIVATE
      -g -O1 -fsanitize=address,undefined -fno-sanitize-recover=all)
    target_link_options(example-${name}-sanitized PRIVATE -fsanitize=address,undefined)
    gen_add_test(NAME examples/${name}/sanitized NEEDS python3
      COMMAND python3 -B "${script}" --program "$<TARGET_FILE:example-${name}-sanitized>" ${arguments}
              --sanitized)
  endif()
endfunction()

# cmake -DROOT=<directory> -P stages_kept.cmake - check that each stage of docs/itertools.md is in
# one of tests/programs/itertools/stages*.c, which check what every stage promises. The page has all
# stages: stages.py checks that.
cmake_minimum_required(VERSION 3.20)

# A stage that borrows its upstream does not close it, and has its own tests.
set(borrowing ITER_TAKE_WHILE_PEEKING)

# Functions over arrays stand beside the stages that do the same.
set(functions ITER_SORT_ARRAY ITER_BISECT)

file(GLOB files "${ROOT}/tests/programs/itertools/stages*.c")
set(tests)
foreach(file IN LISTS files)
  file(READ "${file}" text)
  string(APPEND tests "${text}")
endforeach()
file(STRINGS "${ROOT}/docs/itertools.md" lines)
set(inside 0)
set(count 0)
set(missing)
foreach(line IN LISTS lines)
  if(line MATCHES "^## ")
    set(inside 0)
    if(line MATCHES "^## Stages ")
      set(inside 1)
    endif()
  elseif(inside AND line MATCHES "^\\| `ITER_")
    string(REGEX REPLACE "^\\|([^|]*)\\|.*" "\\1" cell "${line}")
    string(REGEX MATCHALL "`ITER_[A-Z0-9_]+" macros "${cell}")
    foreach(macro IN LISTS macros)
      string(REPLACE "`" "" macro "${macro}")
      math(EXPR count "${count} + 1")
      if(NOT macro IN_LIST borrowing AND NOT macro IN_LIST functions AND
         NOT tests MATCHES "\n${macro}\\(")
        list(APPEND missing ${macro})
      endif()
    endforeach()
  endif()
endforeach()
if(count LESS 40)
  message(FATAL_ERROR "Only ${count} stages were found on the page.")
endif()
if(missing)
  list(JOIN missing ", " names)
  message(FATAL_ERROR "Not in tests/programs/itertools/stages*.c: ${names}")
endif()
message("All ${count} stages are checked.")

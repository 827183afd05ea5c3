# gen_warning_flags(<result> C|CXX <compiler id> <compiler version>) - the warnings under which the
# headers and all that uses them are clean. They are errors up to the newest version of a compiler
# that has been tried: a warning invented later is to be seen, and not to break somebody's build.
function(gen_warning_flags result language id version)
  if(id STREQUAL "GNU")
    set(newest 12)
    set(flags -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wswitch-default)
    if(version VERSION_GREATER_EQUAL 7)
      list(APPEND flags -Wimplicit-fallthrough=5)
    endif()
    if(language STREQUAL "C")
      list(APPEND flags -Wjump-misses-init)
    endif()
  elseif(id STREQUAL "Clang")
    set(newest 19)
    set(flags
        -Weverything
        -Wno-unknown-warning-option # the names below, in an older clang
        -Wno-declaration-after-statement # for C89
        -Wno-c++98-compat
        -Wno-c++98-compat-pedantic
        -Wno-padded # remarks on the layout of a user's struct
        -Wno-used-but-marked-unused # every function of a header is marked so, and used
        -Wno-unsafe-buffer-usage # any pointer arithmetic
        -Wno-switch-default -Wno-covered-switch-default) # contradict each other
  elseif(id STREQUAL "AppleClang") # its versions are its own
    set(newest 0)
    set(flags -Wall -Wextra -Wpedantic)
  else()
    set(newest 0)
    set(flags)
  endif()
  string(REGEX MATCH "^[0-9]+" major "${version}")
  if(major LESS_EQUAL newest)
    list(APPEND flags -Werror)
  endif()
  set(${result} "${flags}" PARENT_SCOPE)
endfunction()

# The same for a C source compiled as C++. No header needs these two: they concern C's own idioms.
function(gen_warning_flags_c_as_cxx result id version)
  gen_warning_flags(flags CXX "${id}" "${version}")
  if(id STREQUAL "Clang")
    list(APPEND flags -Wno-old-style-cast -Wno-zero-as-null-pointer-constant)
  endif()
  set(${result} "${flags}" PARENT_SCOPE)
endfunction()

# cmake -DLANGUAGE=<C|CXX|C_AS_CXX> -DID=<compiler id> -DVERSION=<version> -P Warnings.cmake prints them.
if(CMAKE_SCRIPT_MODE_FILE STREQUAL CMAKE_CURRENT_LIST_FILE)
  if(LANGUAGE STREQUAL "C_AS_CXX")
    gen_warning_flags_c_as_cxx(flags "${ID}" "${VERSION}")
  else()
    gen_warning_flags(flags ${LANGUAGE} "${ID}" "${VERSION}")
  endif()
  list(JOIN flags " " flags)
  execute_process(COMMAND ${CMAKE_COMMAND} -E echo "${flags}")
endif()

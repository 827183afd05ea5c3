# gen_warning_flags(<result> C|CXX <compiler id> <compiler version>) - the warnings that the headers
# and all code here must not draw. They are errors up to the newest compiler version that has been
# tried, because a warning added in a later version should be seen but should not break a user's
# build.
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
        -Wno-unknown-warning-option # an older clang does not know all names below
        -Wno-declaration-after-statement # for C89
        -Wno-c++98-compat
        -Wno-c++98-compat-pedantic
        -Wno-padded # a user's struct may have padding
        -Wno-used-but-marked-unused # every function of a header has the attribute, and may be used
        -Wno-unsafe-buffer-usage # it warns of any pointer arithmetic
        -Wno-switch-default -Wno-covered-switch-default) # these two contradict each other
  elseif(id STREQUAL "AppleClang") # it numbers its versions differently
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

# The same for C compiled as C++. Two warnings that reject idioms of C are off. The headers do not
# draw them.
function(gen_warning_flags_c_as_cxx result id version)
  gen_warning_flags(flags CXX "${id}" "${version}")
  if(id STREQUAL "Clang")
    list(APPEND flags -Wno-old-style-cast -Wno-zero-as-null-pointer-constant)
  endif()
  set(${result} "${flags}" PARENT_SCOPE)
endfunction()

# cmake -DLANGUAGE=<C|CXX|C_AS_CXX> -DID=<compiler id> -DVERSION=<version> -P Warnings.cmake - print
# them
if(CMAKE_SCRIPT_MODE_FILE STREQUAL CMAKE_CURRENT_LIST_FILE)
  if(LANGUAGE STREQUAL "C_AS_CXX")
    gen_warning_flags_c_as_cxx(flags "${ID}" "${VERSION}")
  else()
    gen_warning_flags(flags ${LANGUAGE} "${ID}" "${VERSION}")
  endif()
  list(JOIN flags " " flags)
  execute_process(COMMAND ${CMAKE_COMMAND} -E echo "${flags}")
endif()

# change(<text> <other text>) - in the variable `header`, where the text must stand once: for
# BREAK=<how>, a copy of a header that has a mistake. Texts stay whole, for CMake's lists know no `[`.
function(change old new)
  string(FIND "${header}" "${old}" first)
  string(FIND "${header}" "${old}" last REVERSE)
  if(first EQUAL -1 OR NOT first EQUAL last)
    message(FATAL_ERROR "BREAK=${BREAK} does not fit the header, where this must stand once: ${old}")
  endif()
  string(REPLACE "${old}" "${new}" header "${header}")
  set(header "${header}" PARENT_SCOPE)
endfunction()

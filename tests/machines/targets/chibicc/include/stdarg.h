/* For chibicc where its package brings no headers of its own: the types that stdio.h asks for. */
#ifndef CHIBICC_STDARG_H
#define CHIBICC_STDARG_H

typedef struct {
    unsigned gp_offset;
    unsigned fp_offset;
    void *overflow_arg_area;
    void *reg_save_area;
} chibicc_va_elem;

typedef chibicc_va_elem va_list[1];
typedef va_list __gnuc_va_list;

#endif

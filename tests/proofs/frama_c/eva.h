/* Shared by the programs for Eva: unknown values. */
#ifndef EVA_H
#define EVA_H

#include "__fc_builtin.h"
#include <limits.h>
#include <stddef.h>

#define UNKNOWN(object) Frama_C_make_unknown((char *)&(object), sizeof(object))

static int any_int(void) { return Frama_C_interval(INT_MIN, INT_MAX); }

/* Use a value, so that Eva checks that it is initialised. */
static volatile int used;
static void use(int value) { used = value; }

#endif

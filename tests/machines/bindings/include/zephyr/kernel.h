/* A stand-in for Zephyr: the part that lazy.h's binding uses, with the signatures of the
 * documentation. */
#ifndef ZEPHYR_KERNEL_H
#define ZEPHYR_KERNEL_H
#include <stdbool.h>
#include <stdint.h>

typedef struct k_thread *k_tid_t;
k_tid_t k_current_get(void);
bool k_is_in_isr(void);
int32_t k_msleep(int32_t ms);

#endif

/* A stand-in for FreeRTOS, over pthread: the part that lazy.h's binding uses, with the signatures
 * of the manual. */
#ifndef FREERTOS_H
#define FREERTOS_H
#include <stdint.h>

typedef long BaseType_t;
typedef uint32_t TickType_t;
#define portTICK_PERIOD_MS ((TickType_t)10)

BaseType_t xPortIsInsideInterrupt(void); /* part of the port, for example on ARM */

#endif

/* Stands in for FreeRTOS: what lazy.h's binding uses, with the signatures of its manual, over
 * pthread. */
#ifndef FREERTOS_H
#define FREERTOS_H
#include <stdint.h>

typedef long BaseType_t;
typedef uint32_t TickType_t;
#define portTICK_PERIOD_MS ((TickType_t)10)

BaseType_t xPortIsInsideInterrupt(void); /* of the port: on ARM for one */

#endif

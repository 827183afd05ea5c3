/* A stand-in for FreeRTOS: see FreeRTOS.h. */
#ifndef TASK_H
#define TASK_H
#include "FreeRTOS.h"

typedef struct tskTaskControlBlock *TaskHandle_t;
TaskHandle_t xTaskGetCurrentTaskHandle(void); /* needs INCLUDE_xTaskGetCurrentTaskHandle 1 */
void vTaskDelay(const TickType_t xTicksToDelay);

#endif

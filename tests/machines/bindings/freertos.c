/* lazy.h under FreeRTOS. A waiting task checks again at each tick; no task wakes it. */
#include "FreeRTOS.h"
#include "task.h"

static inline long wait_a_tick(long ms) {
    vTaskDelay(1);
    if (ms < 0) return ms;
    return ms > (long)portTICK_PERIOD_MS ? ms - (long)portTICK_PERIOD_MS : 0;
}

/* The address of the task's control block, which is larger than 16 bytes. */
#define LAZY_SELF() ((lazy_word)((uintptr_t)xTaskGetCurrentTaskHandle() >> 4 & 0x0FFFFFFF))
#define LAZY_WAIT(word, seen, ms) ((void)(word), (void)(seen), wait_a_tick(ms))
#define LAZY_WAKE(word) ((void)(word))
#define LAZY_IN_ISR() xPortIsInsideInterrupt()
#include "lazy.h"

/* ---- Stand-ins and the test ----------------------------------------------------------------- */

#include "tasks.h"

struct tskTaskControlBlock {
    char state[32];
};
static struct tskTaskControlBlock blocks[TASKS];

TaskHandle_t xTaskGetCurrentTaskHandle(void) { return &blocks[this_task]; }
void vTaskDelay(const TickType_t xTicksToDelay) { sleep_ms(xTicksToDelay * portTICK_PERIOD_MS); }
BaseType_t xPortIsInsideInterrupt(void) { return in_interrupt; }

/* An LM3S6965 (Cortex-M3) at 50 MHz, as on its evaluation board: the LED at PF0, the button SELECT
 * at PF1, the thermometer at ADC0, UART0 at 38400 baud. Startup code included; link with m3.ld. */
#include "board.h"

#define REGISTER(address) (*(volatile uint32_t *)(address))

#define SYSTICK_CTRL REGISTER(0xE000E010)
#define SYSTICK_LOAD REGISTER(0xE000E014)
#define NVIC_ENABLE REGISTER(0xE000E100)

#define SYSCTL_RIS REGISTER(0x400FE050)
#define SYSCTL_RCC REGISTER(0x400FE060)
#define SYSCTL_RCGC0 REGISTER(0x400FE100)
#define SYSCTL_RCGC1 REGISTER(0x400FE104)
#define SYSCTL_RCGC2 REGISTER(0x400FE108)

#define PORTA_AFSEL REGISTER(0x40004420)
#define PORTA_DEN REGISTER(0x4000451C)
#define PORTF_LED REGISTER(0x40025000 + (1 << 2)) /* the address selects the bit */
#define PORTF_BUTTON REGISTER(0x40025000 + (2 << 2))
#define PORTF_DIR REGISTER(0x40025400)
#define PORTF_PUR REGISTER(0x40025510)
#define PORTF_DEN REGISTER(0x4002551C)

#define UART0_DR REGISTER(0x4000C000)
#define UART0_FR REGISTER(0x4000C018)
#define UART0_IBRD REGISTER(0x4000C024)
#define UART0_FBRD REGISTER(0x4000C028)
#define UART0_LCRH REGISTER(0x4000C02C)
#define UART0_CTL REGISTER(0x4000C030)
#define UART0_IM REGISTER(0x4000C038)

#define TIMER0_CFG REGISTER(0x40030000)
#define TIMER0_TAMR REGISTER(0x40030004)
#define TIMER0_CTL REGISTER(0x4003000C)
#define TIMER0_TAILR REGISTER(0x40030028)

#define ADC_ACTSS REGISTER(0x40038000)
#define ADC_RIS REGISTER(0x40038004)
#define ADC_ISC REGISTER(0x4003800C)
#define ADC_EMUX REGISTER(0x40038014)
#define ADC_SSMUX3 REGISTER(0x400380A0)
#define ADC_SSCTL3 REGISTER(0x400380A4)
#define ADC_SSFIFO3 REGISTER(0x400380A8)

int main(void);
void reset(void);

static volatile uint16_t ticks;

/* The factory writes it to flash. */
static const struct calibration stored
    __attribute__((section(".calibration"))) = {-100, 600, 120, CALIBRATION_CHECK(-100, 600, 120)};

static void on_systick(void) { ticks++; }

static void on_uart(void) {
    uint32_t const word = UART0_DR; /* a byte, and the flags of its errors; reading it is enough */
    app_received((word & 0xF00) != 0 ? (uint8_t)UART_LOST : (uint8_t)word);
}

void led_set(bool on) { PORTF_LED = on; }
bool button_is_down(void) { return PORTF_BUTTON == 0; }

/* The timer triggers the conversion, because QEMU emulates no other trigger. */
void adc_start(void) {
    ADC_ISC = 8;
    TIMER0_CTL = 0x21;
}
bool adc_is_ready(void) { return (ADC_RIS & 8) != 0; }
uint16_t adc_read(void) { return (uint16_t)(ADC_SSFIFO3 & 0x3FF); }

uint16_t millis(void) { return ticks; }

void uart_put(char c) {
    while ((UART0_FR & 0x20) != 0) {}
    UART0_DR = (uint8_t)c;
}

void calibration_read(struct calibration *into) {
    *into = *(const volatile struct calibration *)&stored; /* volatile: the factory overwrites it */
}

int main(void) {
    /* The PLL from the crystal of 8 MHz, divided by 4: 50 MHz. */
    SYSCTL_RCC = SYSCTL_RCC | 0x800;                       /* without the PLL */
    SYSCTL_RCC = (SYSCTL_RCC & ~0x07C033F3u) | 0x01C00380; /* /4; 8 MHz; main oscillator, PLL on */
    while ((SYSCTL_RIS & 0x40) == 0) {}
    SYSCTL_RCC &= ~0x800u;

    SYSCTL_RCGC0 = 1 << 16;          /* ADC */
    SYSCTL_RCGC1 = 1 << 16 | 1 << 0; /* timer 0, UART 0 */
    SYSCTL_RCGC2 = 1 << 5 | 1 << 0;  /* ports F, A */
    (void)SYSCTL_RCGC2;              /* the clocks take some cycles */

    PORTF_DIR = 1;
    PORTF_PUR = 2;
    PORTF_DEN = 3;
    PORTA_AFSEL = 3;
    PORTA_DEN = 3;

    UART0_IBRD = 81; /* 50 MHz / 16 / 38400 = 81.38 */
    UART0_FBRD = 24;
    UART0_LCRH = 0x60; /* 8N1, no FIFO: an interrupt for each byte */
    UART0_IM = 0x10;
    UART0_CTL = 0x301;
    NVIC_ENABLE = 1 << 5;

    TIMER0_CFG = 0;
    TIMER0_TAMR = 1; /* once */
    TIMER0_TAILR = 50;
    ADC_EMUX = 5 << 12; /* sequencer 3: by a timer */
    ADC_SSMUX3 = 0;
    ADC_SSCTL3 = 6;
    ADC_ACTSS = 8;

    SYSTICK_LOAD = 50000 - 1;
    SYSTICK_CTRL = 7;
    for (;;) {
        app_poll();
        __asm__ volatile("wfi"); /* the next tick ends it, if another interrupt did not */
    }
}

/* ---- Startup --------------------------------------------------------------------------------- */

extern uint32_t data_source[], data_start[], data_end[], bss_end[], stack_top[];

void reset(void) {
    const uint32_t *from = data_source;
    uint32_t *to = data_start;
    while (to < data_end) *to++ = *from++;
    while (to < bss_end) *to++ = 0;
    (void)main();
}

static void fault(void) {
    for (;;) {}
}

static const struct {
    uint32_t *stack;
    void (*handlers[21])(void);
} vectors __attribute__((section(".vectors"), used)) = {
    stack_top,
    {reset, fault, fault, fault,      fault, fault, 0,     0,     0,     0,      fault,
     fault, 0,     fault, on_systick, fault, fault, fault, fault, fault, on_uart},
};

"""The machines that programs run on and sizes are measured for, with their compilers."""

COMPILERS = {
    "cortex-m0": ["arm-none-eabi-gcc", "-mthumb", "-mcpu=cortex-m0"],
    "cortex-m3": ["arm-none-eabi-gcc", "-mthumb", "-mcpu=cortex-m3"],
    "cortex-m4f": ["arm-none-eabi-gcc", "-mthumb", "-mcpu=cortex-m4", "-mfloat-abi=hard",
                   "-mfpu=fpv4-sp-d16"],
    # With _zicsr in the name, gcc 12 does not find its own libraries for it when it links.
    "rv32imc": ["riscv64-unknown-elf-gcc", "-march=rv32imc_zicsr", "-mabi=ilp32", "-ffreestanding"],
    "rv64gc": ["riscv64-unknown-elf-gcc", "-march=rv64gc_zicsr", "-mabi=lp64d", "-ffreestanding"],
    "atmega328p": ["avr-gcc", "-mmcu=atmega328p"],
    "atmega2560": ["avr-gcc", "-mmcu=atmega2560"],
    "mcs51": ["sdcc", "-mmcs51", "--model-large", "--stack-auto"],
    "stm8": ["sdcc", "-mstm8"],
    "z80": ["sdcc", "-mz80"],
}

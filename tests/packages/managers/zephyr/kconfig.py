#!/usr/bin/env python3
"""kconfig.py <root> <symbols set to y>... - print what Zephyr's build gets from Kconfig, as CMake.

The script finds the module's Kconfig by zephyr/module.yml and sources it in a menu, as Zephyr does.
The first line names the directory of the module's CMakeLists.txt.
"""

import pathlib
import sys
import tempfile

import kconfiglib
import yaml


def main():
    root = pathlib.Path(sys.argv[1]).resolve()
    module = yaml.safe_load((root / "zephyr/module.yml").read_text())
    menu = f"""\
menu "{module['name']}"
osource "{root / module['build']['kconfig']}"
config ZEPHYR_{module['name'].upper()}_MODULE
\tbool
\tdefault y
endmenu
"""
    with tempfile.TemporaryDirectory() as work:
        file = pathlib.Path(work) / "Kconfig"
        file.write_text(menu)
        kconfig = kconfiglib.Kconfig(str(file), warn_to_stderr=False)
        for name in sys.argv[2:]:
            if name not in kconfig.syms or not kconfig.syms[name].set_value("y"):
                sys.exit(f"there is no option {name}")
    if kconfig.warnings:
        sys.exit("\n".join(kconfig.warnings))
    print(f'set(MODULE "{root / module["build"]["cmake"]}")')
    for symbol in kconfig.unique_defined_syms:
        if symbol.str_value == "y":
            print(f"set(CONFIG_{symbol.name} y)")


if __name__ == "__main__":
    main()

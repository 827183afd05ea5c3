#!/usr/bin/env python3
"""Check the files that package managers read.

- They have the version of CMakeLists.txt.
- They have the fields that the manager's documentation demands, no unknown fields, and only allowed
  values.
- The files that they name exist, and they pack the intended files.
- There are no sources where Arduino would compile them: in the root of the library, in utility/, or in
  src/ and below.
- Conan's recipe, run with a stand-in for Conan, packs the headers and the license.

    tests/packages/managers/manifests.py                 exit 1 if there is a mistake
    tests/packages/managers/manifests.py --self-check    make each mistake; exit 1 if one is not noticed
"""

import argparse
import json
import pathlib
import re
import runpy
import shutil
import sys
import tempfile
import types

import yaml

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent.parent
HEADERS = ["gen.h", "gen_stack.h", "async.h", "async_gen.h", "async_sync.h", "itertools.h", "more_itertools.h", "iter_table.h", "iter_text.h",
           "iter_testing.h", "lazy.h", "lazy_graph.h", "lazy_library.h", "lazy_shared.h"]

VERSIONS = {  # the line with the version in each file
    "meson.build": r"^project\('gen', version: '([^']*)'",
    "library.properties": r"^version=(.*)$",
    "library.json": r'^  "version": "([^"]*)"',
    "idf_component.yml": r'^version: "([^"]*)"',
    "packaging/vcpkg/gen/vcpkg.json": r'^  "version": "([^"]*)"',
    "packaging/conan/conanfile.py": r'^    version = "([^"]*)"',
    "docs/packaging.md": r"`gen/([0-9.]*)`",
}
FILES = [*VERSIONS, *HEADERS, "CMakeLists.txt", "LICENSE", "README.md", "examples/Blink/Blink.ino",
         "examples/Blink/lamp.h", "packaging/vcpkg/gen/portfile.cmake", "zephyr/module.yml",
         "zephyr/CMakeLists.txt", "zephyr/Kconfig"]

ARDUINO_DEMANDED = {"name", "version", "author", "maintainer", "sentence", "paragraph", "category",
                    "url", "architectures"}
ARDUINO_ALLOWED = ARDUINO_DEMANDED | {"depends", "dot_a_linkage", "includes", "precompiled",
                                      "ldflags"}
ARDUINO_CATEGORIES = {"Display", "Communication", "Signal Input/Output", "Sensors",
                      "Device Control", "Timing", "Data Storage", "Data Processing", "Other"}
ARDUINO_COMPILES = {".c", ".cpp", ".cc", ".cxx", ".s", ".ino", ".pde"}
PLATFORMIO_ALLOWED = {"name", "version", "description", "keywords", "homepage", "repository",
                      "authors", "license", "frameworks", "platforms", "headers", "examples",
                      "dependencies", "export", "scripts", "build"}
ESP_ALLOWED = {"version", "targets", "maintainers", "description", "license", "tags",
               "dependencies", "files", "examples", "url", "repository", "documentation", "issues",
               "discussion"}
VCPKG_ALLOWED = {"name", "version", "version-semver", "port-version", "maintainers", "summary",
                 "description", "homepage", "documentation", "license", "dependencies", "supports"}


class Check:
    """All mistakes in a source tree."""

    def __init__(self, root):
        self.root = root
        self.mistakes = []
        for check in (self.versions, self.arduino, self.platformio, self.esp_idf, self.zephyr,
                      self.vcpkg, self.conan):
            self.file = check.__name__
            try:
                check()
            except Exception as error:  # a file that cannot be read, or lacks something
                self.demand(False, f"{type(error).__name__}: {error}")

    def demand(self, condition, text):
        if not condition:
            self.mistakes.append(f"{self.file}: {text}")

    def read(self, name):
        self.file = name
        return (self.root / name).read_text(encoding="utf-8")

    def fields(self, found, demanded, allowed):
        for name in sorted(demanded - set(found)):
            self.demand(False, f"there is no {name}")
        for name in sorted(set(found) - allowed):
            self.demand(False, f"there is no such field as {name}")

    def packs(self, found, expected):
        """Check which files are packed."""
        self.demand(sorted(found) == sorted(expected),
                    f"it packs {', '.join(sorted(found))}")

    def versions(self):
        cmake = re.search(r"^project\(gen VERSION ([0-9.]+)", self.read("CMakeLists.txt"), re.M)
        for name, pattern in VERSIONS.items():
            found = re.findall(pattern, self.read(name), re.M)
            self.demand(found == [cmake[1]], f"the version is {found}, and not {cmake[1]}")
            self.demand(re.fullmatch(r"\d+\.\d+\.\d+", found[0]), "the version does not have three parts")

    def arduino(self):
        lines = self.read("library.properties").splitlines()
        fields = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
        self.fields(fields, ARDUINO_DEMANDED, ARDUINO_ALLOWED)
        self.demand(re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9 _.-]{0,62}", fields["name"])
                    and not fields["name"].lower().startswith("arduino"), "the name is not allowed")
        for name in ("author", "maintainer", "sentence", "architectures"):
            self.demand(fields[name], f"{name} is empty")
        # The field is required, but only the library index requires that it is a URL.
        self.demand(fields["url"] == "" or re.match(r"https?://.", fields["url"]), "no URL")
        self.demand(fields["category"] in ARDUINO_CATEGORIES, "there is no such category")
        for name in fields.get("includes", "").split(","):
            self.demand((self.root / name.strip()).is_file(), f"there is no {name}")

        for path in [*self.root.iterdir(), *(self.root / "utility").glob("*")]:
            self.demand(path.suffix.lower() not in ARDUINO_COMPILES,
                        f"Arduino would compile {path.name}")
        for name in ("src", "arch"):
            self.demand(not (self.root / name).exists(),
                        f"with {name}/ Arduino does not take the headers in the root")
        sketches = list((self.root / "examples").glob("**/*.ino"))
        self.demand(sketches, "there is no example")
        for sketch in sketches:
            self.demand(sketch.stem == sketch.parent.name,
                        f"{sketch.name} lies in a directory of another name")

    def platformio(self):
        fields = json.loads(self.read("library.json"))
        self.fields(fields, {"name", "version"}, PLATFORMIO_ALLOWED)
        self.demand(re.fullmatch(r"[^:;/,@<>]{1,100}", fields["name"]), "the name is not allowed")
        self.demand(1 <= len(fields["description"]) <= 255, "the description is too long")
        for word in fields["keywords"]:
            self.demand(re.fullmatch(r"[a-z0-9_+. -]{1,50}", word), f"{word} is not allowed")
        for author in fields["authors"]:
            self.demand(set(author) <= {"name", "email", "url", "maintainer"} and author["name"],
                        "an author has other fields")
        for name in ("frameworks", "platforms"):
            self.demand(fields[name] == "*", f"{name} does not allow all")
        self.demand(fields["headers"] == HEADERS, "the headers differ")
        for example in fields["examples"]:
            self.demand(set(example) == {"name", "base", "files"}, "an example has other fields")
            for name in example["files"]:
                self.demand((self.root / example["base"] / name).is_file(), f"there is no {name}")
        packed = set()
        for name in fields["export"]["include"]:
            for path in self.root.glob(name):
                below = path.glob("**/*") if path.is_dir() else [path]
                packed |= {str(file.relative_to(self.root)) for file in below if file.is_file()}
        self.packs(packed, [*HEADERS, "LICENSE", "README.md", "examples/Blink/Blink.ino",
                            "examples/Blink/lamp.h"])
        # Otherwise it would compile bench/ of a source tree that is not packed.
        self.demand(fields["build"] == {"srcFilter": "-<*>"}, "it compiles something")

    def esp_idf(self):
        fields = yaml.safe_load(self.read("idf_component.yml"))
        self.fields(fields, {"version", "description", "license"}, ESP_ALLOWED)
        for name in ("version", "description", "license"):
            self.demand(isinstance(fields[name], str), f"{name} is not a string")
        files = fields["files"]
        self.demand(set(files) == {"include", "exclude"} and files["exclude"] == ["**/*"],
                    "all files that are not included must be excluded")
        packed = {str(path.relative_to(self.root))
                  for pattern in files["include"] for path in self.root.glob(pattern)}
        self.packs(packed, [*HEADERS, "CMakeLists.txt", "idf_component.yml", "LICENSE",
                            "README.md"])
        first = re.sub(r"^(#.*)?\n", "", self.read("CMakeLists.txt"), flags=re.M).split("\n")
        self.demand(first[0] == "if(ESP_PLATFORM)", "something is done before it is registered")

    def zephyr(self):
        fields = yaml.safe_load(self.read("zephyr/module.yml"))
        self.fields(fields, {"name", "build"}, {"name", "build"})
        self.fields(fields["build"], {"cmake", "kconfig"}, {"cmake", "kconfig"})
        for path in (pathlib.Path(fields["build"]["cmake"]) / "CMakeLists.txt",
                     fields["build"]["kconfig"]):
            self.demand((self.root / path).is_file(), f"there is no {path}")

    def vcpkg(self):
        fields = json.loads(self.read("packaging/vcpkg/gen/vcpkg.json"))
        self.fields(fields, {"name", "version", "description", "license"}, VCPKG_ALLOWED)
        self.demand(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", fields["name"]), "no such name")
        self.demand(fields["name"] == "gen", "the port lies in a directory of another name")
        called = set(re.findall(r"^vcpkg_cmake_(?:config)?", (
            self.root / "packaging/vcpkg/gen/portfile.cmake").read_text(), re.M))
        provided = {{"vcpkg-cmake": "vcpkg_cmake_", "vcpkg-cmake-config": "vcpkg_cmake_config"}
                    [port["name"]] for port in fields["dependencies"] if port["host"] is True}
        self.demand(called == provided, "it does not depend on the ports whose functions it calls")

    def conan(self):
        self.file = "packaging/conan/conanfile.py"

        def copy(_, pattern, source, to):
            for path in pathlib.Path(source).glob(pattern):
                pathlib.Path(to).mkdir(parents=True, exist_ok=True)
                shutil.copy(path, to)

        class Info:
            def __init__(self):
                self.properties = {}
                self.cleared = False
                self.bindirs = ["bin"]
                self.libdirs = ["lib"]

            def clear(self):
                self.cleared = True

            def set_property(self, name, value):
                self.properties[name] = value

        modules = {name: types.ModuleType(name)
                   for name in ("conan", "conan.tools", "conan.tools.files")}
        modules["conan"].ConanFile = object
        modules["conan.tools.files"].copy = copy
        kept = {name: sys.modules.pop(name) for name in modules if name in sys.modules}
        sys.modules.update(modules)
        try:
            recipe = runpy.run_path(str(self.root / self.file))["Gen"]()
        finally:
            for name in modules:
                del sys.modules[name]
            sys.modules.update(kept)

        with tempfile.TemporaryDirectory() as work:
            work = pathlib.Path(work)
            recipe.recipe_folder = str((self.root / self.file).parent)
            recipe.export_sources_folder = recipe.source_folder = str(work / "source")
            recipe.package_folder = str(work / "package")
            recipe.info = Info()
            recipe.cpp_info = Info()
            recipe.export_sources()
            recipe.package()
            recipe.package_id()
            recipe.package_info()
            self.packs([str(path.relative_to(work / "package"))
                        for path in (work / "package").glob("**/*") if path.is_file()],
                       [*(f"include/{name}" for name in HEADERS), "licenses/LICENSE"])
        self.demand(recipe.name == "gen" and recipe.license == "MIT"
                    and recipe.package_type == "header-library", "the name, license or type differs")
        self.demand(recipe.info.cleared, "there is a package for each configuration")
        self.demand(recipe.cpp_info.bindirs == recipe.cpp_info.libdirs == [],
                    "it has directories, but there is nothing to link or run")
        self.demand(recipe.cpp_info.properties == {
            "cmake_file_name": "gen", "cmake_target_name": "gen::gen", "pkg_config_name": "gen",
        }, "it has other names than the package that CMake installs")


# (file, old text, new text, expected message). Without an old text, the file is new.
MISTAKES = [
    *((name, None, None, "the version is") for name in VERSIONS),
    ("CMakeLists.txt", "VERSION 0", "VERSION 9", "the version is"),
    ("CMakeLists.txt", "if(ESP_PLATFORM)", "project(x)\nif(ESP_PLATFORM)", "something is done"),
    ("any.c", "", "int any;", "Arduino would compile any.c"),
    ("any.S", "", "", "Arduino would compile any.S"),
    ("utility/any.cpp", "", "int any;", "Arduino would compile any.cpp"),
    ("src/any.h", "", "", "with src/"),
    ("examples/Other/Another.ino", "", "", "lies in a directory of another name"),
    ("library.properties", "url=\n", "", "there is no url"),
    ("library.properties", "url=", "url=somewhere", "no URL"),
    ("library.properties", "maintainer=The gen authors", "maintainer=", "maintainer is empty"),
    ("library.properties", "category=Other", "category=Others", "no such category"),
    ("library.properties", "includes=gen.h", "includes=gem.h", "there is no gem.h"),
    ("library.properties", "name=gen", "name=Arduino gen", "the name is not allowed"),
    ("library.properties", "author=", "authors=", "no such field as authors"),
    ("library.json", '"name": "gen",', '"name": "gen"', "JSONDecodeError"),
    ("library.json", '"license"', '"licence"', "no such field as licence"),
    ("library.json", '"platforms": "*"', '"platforms": "atmelavr"', "platforms does not allow all"),
    ("library.json", '"lazy_shared.h"],', '"lazy_scared.h"],', "the headers differ"),
    ("library.json", '"examples/Blink", "LICENSE"', '"LICENSE"', "it packs"),
    ("library.json", '"lazy_shared.h", "examples', '"*", "examples',
     "it packs"),
    ("library.json", '"-<*>"', '"-<tests>"', "it compiles something"),
    ("library.json", '["Blink.ino", ', '["Blank.ino", ', "there is no Blank.ino"),
    ("idf_component.yml", "    - CMakeLists.txt\n", "", "it packs"),
    ("idf_component.yml", "lazy_graph.h", "lazy_graph.c", "it packs"),
    ("idf_component.yml", "license:", "licence:", "no such field as licence"),
    ("idf_component.yml", '"**/*"', '"*"', "must be excluded"),
    ("idf_component.yml", "license: MIT", "license: [MIT]", "license is not a string"),
    ("zephyr/module.yml", "kconfig: zephyr/Kconfig", "kconfig: Kconfig", "there is no Kconfig"),
    ("packaging/vcpkg/gen/vcpkg.json", '"gen"', '"Gen"', "no such name"),
    ("packaging/vcpkg/gen/vcpkg.json", '"host": true', '"host": false', "it does not depend on"),
    ("packaging/conan/conanfile.py", ', "LICENSE")', ")", "it packs"),
    ("packaging/conan/conanfile.py", '"lazy_graph.h", ', "", "it packs"),
    ("packaging/conan/conanfile.py", "clear()", "clear", "for each configuration"),
    ("packaging/conan/conanfile.py", "gen::gen", "gen", "other names"),
    ("packaging/conan/conanfile.py", "libdirs = []", "libdirs", "nothing to link"),
]


def self_check():
    missed = 0
    with tempfile.TemporaryDirectory() as work:
        tree = pathlib.Path(work)
        for name in FILES:
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, tree / name)
        if Check(tree).mistakes:
            sys.exit("There are mistakes before any is made.")
        for name, old, new, said in MISTAKES:
            path = tree / name
            kept = path.read_text() if path.exists() else None
            if old is None:
                start, end = re.search(VERSIONS[name], kept, re.M).span(1)
                path.write_text(kept[:start] + "9.9.9" + kept[end:])
            elif kept is None:
                path.parent.mkdir(exist_ok=True)
                path.write_text(new)
            else:
                if old not in kept:
                    sys.exit(f"{name} has no {old!r}")
                path.write_text(kept.replace(old, new, 1))
            mistakes = Check(tree).mistakes
            if not any(said in mistake for mistake in mistakes):
                print(f"not noticed in {name}: {old!r} is {new!r}; found only {mistakes}")
                missed += 1
            if kept is None:
                shutil.rmtree(path.parent) if path.parent != tree else path.unlink()
            else:
                path.write_text(kept)
    print(f"{len(MISTAKES)} mistakes, {missed} not noticed")
    return missed != 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--self-check", action="store_true")
    if parser.parse_args().self_check:
        return self_check()
    mistakes = Check(ROOT).mistakes
    print("\n".join(mistakes) or f"{len(FILES)} files are right.")
    return bool(mistakes)


if __name__ == "__main__":
    sys.exit(main())

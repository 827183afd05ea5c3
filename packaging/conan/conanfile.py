"""For Conan 2: `conan create packaging/conan` packs the headers of the surrounding source tree."""

import os

from conan import ConanFile
from conan.tools.files import copy


class Gen(ConanFile):
    name = "gen"
    version = "0.1.0"
    description = "Python's generators, itertools and lazy values in plain C"
    license = "MIT"
    package_type = "header-library"
    no_copy_source = True

    def export_sources(self):
        root = os.path.join(self.recipe_folder, "..", "..")
        for name in ("gen.h", "gen_stack.h", "async.h", "async_gen.h", "async_sync.h", "itertools.h", "more_itertools.h",
                     "iter_table.h", "iter_text.h", "iter_testing.h", "lazy.h", "lazy_graph.h", "lazy_library.h", "lazy_shared.h", "LICENSE"):
            copy(self, name, root, self.export_sources_folder)

    def package(self):
        copy(self, "*.h", self.source_folder, os.path.join(self.package_folder, "include"))
        copy(self, "LICENSE", self.source_folder, os.path.join(self.package_folder, "licenses"))

    def package_id(self):
        self.info.clear()

    def package_info(self):
        self.cpp_info.bindirs = []
        self.cpp_info.libdirs = []
        self.cpp_info.set_property("cmake_file_name", "gen")
        self.cpp_info.set_property("cmake_target_name", "gen::gen")
        self.cpp_info.set_property("pkg_config_name", "gen")

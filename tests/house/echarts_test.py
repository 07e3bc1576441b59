"""The build takes the one ECharts file that it knows, refuses any other, and does without.

It configures tools/report alone, in a project of its own, and builds what the program contains.
"""
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROJECT = """cmake_minimum_required(VERSION 3.25)
project(alone LANGUAGES CXX)
foreach(name sim_record sim_scenario chokepoint_flags)
  add_library(${name} INTERFACE)
endforeach()
add_library(nlohmann_json::nlohmann_json INTERFACE IMPORTED)
add_subdirectory(tools/report)
add_executable(size size.cpp ${CMAKE_BINARY_DIR}/tools/report/assets.cpp)
set_source_files_properties(${CMAKE_BINARY_DIR}/tools/report/assets.cpp PROPERTIES GENERATED ON)
target_include_directories(size PRIVATE ${CMAKE_SOURCE_DIR})
target_compile_features(size PRIVATE cxx_std_20)
"""
MAIN = """#include <cstdio>
#include "tools/report/assets.hpp"
int main() { std::printf("%zu", chokepoint::tools::echarts_js().size()); }
"""


class ECharts(unittest.TestCase):
    def setUp(self):
        self.temporary = tempfile.TemporaryDirectory()
        self.folder = Path(self.temporary.name)
        shutil.copytree(ROOT / "tools/report", self.folder / "tools/report")
        (self.folder / "CMakeLists.txt").write_text(PROJECT)
        (self.folder / "size.cpp").write_text(MAIN)
        self.library = self.folder / "tools/report/echarts/echarts.min.js"

    def tearDown(self):
        self.temporary.cleanup()

    def configure(self, *options):
        return subprocess.run(["cmake", "-S", self.folder, "-B", self.folder / "build", "-G", "Ninja",
                               *options], capture_output=True, text=True, timeout=100)

    def library_size(self, *options):
        done = self.configure(*options)
        self.assertEqual(done.returncode, 0, done.stderr)
        subprocess.run(["cmake", "--build", self.folder / "build", "--target", "size"], check=True,
                       capture_output=True, timeout=100)
        return int(subprocess.run([self.folder / "build/size"], check=True, capture_output=True,
                                  timeout=10).stdout)

    def test_the_file_is_in_the_program_whole(self):
        self.assertEqual(self.library_size(), 1_121_883)

    def test_without_it_there_is_none(self):
        self.assertEqual(self.library_size("-DCHOKEPOINT_ECHARTS=OFF"), 0)

    def test_where_it_is_missing_reports_are_static(self):
        self.library.unlink()
        self.assertEqual(self.library_size(), 0)

    def test_a_changed_file_is_refused(self):
        with open(self.library, "a", encoding="utf-8") as file:
            file.write(" ")
        done = self.configure()
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("SHA-256 is", done.stderr)

    def test_its_licence_lies_beside_it(self):
        licence = (self.library.parent / "LICENSE").read_text(encoding="utf-8")
        self.assertIn("Apache License", licence)
        self.assertIn("Apache ECharts", (self.library.parent / "NOTICE").read_text(encoding="utf-8"))
        self.assertIn("Licensed to the Apache Software Foundation",
                      self.library.read_text(encoding="utf-8")[:2000])


if __name__ == "__main__":
    unittest.main()

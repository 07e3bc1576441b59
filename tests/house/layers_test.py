"""The layer check accepts this repository and finds every planted violation."""
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CHECKER = ROOT / "tools" / "check_layers.py"


def check(root):
    return subprocess.run([sys.executable, str(CHECKER), str(root)], capture_output=True, text=True)


class Layers(unittest.TestCase):
    def planted(self, file, line):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, file)
            path.parent.mkdir(parents=True)
            path.write_text(f"#pragma once\n\n{line}\n", encoding="utf-8")
            return check(folder)

    def test_the_repository_keeps_its_layers(self):
        result = check(ROOT)
        self.assertEqual((result.returncode, result.stdout), (0, ""))

    def test_a_planted_violation_is_named_with_file_and_line(self):
        for file, line in [
            ("sim/base/a.hpp", '#include "sim/engine/b.hpp"'),
            ("sim/base/a.hpp", '#include "sim/trace/b.hpp"'),
            ("sim/trace/a.cpp", '#include "sim/flow/b.hpp"'),
            ("sim/engine/a.cpp", '#include "sim/scenario/b.hpp"'),
            ("sim/engine/a.cpp", '#include "sim/flow/b.hpp"'),
            ("sim/scenario/a.cpp", '#include "sim/graph/b.hpp"'),
            ("sim/flow/a.cpp", '#include "sim/record/b.hpp"'),
            ("sim/bottleneck/a.cpp", '#include "sim/record/b.hpp"'),
            ("sim/record/a.cpp", '#include "models/world.hpp"'),
            ("sim/flow/a.cpp", '#include "models/core/order.hpp"'),
            ("models/core/a.cpp", '#include "models/actors/lab.hpp"'),
            ("models/policy/a.cpp", '#include "models/core/b.hpp"'),
            ("models/policy/a.cpp", '#include "sim/engine/b.hpp"'),
            ("models/generic/a.cpp", '#include "models/actors/lab.hpp"'),
            ("models/actors/a.cpp", '#include "models/world.hpp"'),
            ("models/world.cpp", '#include "tools/commands/run.hpp"'),
            ("tools/a.cpp", '#include "tests/unit/b.hpp"'),
            ("sim/flow/a.cpp", "#include <simgrid/s4u.hpp>"),
            ("models/actors/a.cpp", "#  include <simgrid/s4u.hpp>"),
            ("sim/graph/a.cpp", "#include <yaml-cpp/yaml.h>"),
            ("tools/a.cpp", "#include <yaml-cpp/yaml.h>"),
            ("sim/flow/a.cpp", "#include <boost/graph/adjacency_list.hpp>"),
            ("sim/flow/a.cpp", '#include "gate.hpp"'),
            ("sim/misc/a.cpp", "int x;"),
            ("sim/record/a.cpp", 'if (series == "dram_price") return;'),
            ("sim/bottleneck/a.cpp", "const double cowos_share = 1;"),
            ("sim/flow/a.cpp", "#include <simgrid.h>"),
            ("sim/flow/a.cpp", "#include <simgrid/s4u/Actor.hpp>"),
            ("sim/flow/a.cpp", "#include <xbt.h>"),
            ("tools/a.cpp", "#include <yaml.h>"),
            ("tools/a.cpp", "#include<yaml-cpp/node/node.h>"),
            ("models/core/a.cpp", "#include <boost/graph_traits.hpp>"),
            ("sim/base/a.cpp", '#include "../../sim/engine/b.hpp"'),
            ("sim/base/a.cpp", '#include "sim/../models/world.hpp"'),
            ("sim/base/a.cpp", '#include "./time.hpp"'),
            ("sim/base/a.cpp", "#include <sim/engine/b.hpp>"),
            ("sim/base/a.cpp", "#include <models/world.hpp>"),
            ("sim/base/a.cpp", '/* x */ #include "models/world.hpp"'),
            ("sim/base/a.cpp", '#include \\\n"models/world.hpp"'),
            ("sim/base/a.cpp", "#include HEADER"),
            ("sim/flow/a.cpp", "simgrid::s4u::Engine* engine;"),
            ("models/core/a.cpp", "YAML::Node node;"),
            ("tools/a.cpp", "#include <openturns/Sample.hxx>"),
            ("sim/sensitivity/a.cpp", "OT::Sample sample;"),
            ("tools/study/a.cpp", '#include "models/world.hpp"'),
        ]:
            with self.subTest(file=file, line=line):
                result = self.planted(file, line)
                self.assertEqual(result.returncode, 1)
                self.assertRegex(result.stdout, rf"^{file}:[13]: ")

    def test_what_is_allowed_passes(self):
        for file, line in [
            ("sim/flow/a.cpp", '#include "sim/engine/b.hpp"'),
            ("sim/record/a.cpp", '#include "sim/bottleneck/b.hpp"'),
            ("sim/engine/a.cpp", "#include <simgrid/s4u.hpp>"),
            ("tools/study/a.cpp", "#include <openturns/Sample.hxx>"),
            ("sim/scenario/a.cpp", "#include <yaml-cpp/yaml.h>"),
            ("sim/bottleneck/a.cpp", "#include <boost/graph/adjacency_list.hpp>"),
            ("models/actors/a.cpp", '#include "models/policy/b.hpp"'),
            ("models/core/a.cpp", '#include "models/policy/allocation.hpp"'),
            ("tools/a.cpp", '#include "models/world.hpp"'),
            ("sim/base/a.cpp", '// #include "models/world.hpp"'),
            ("sim/base/a.cpp", '/*\n#include "models/world.hpp"\n*/'),
            ("sim/base/a.cpp", "// as simgrid::s4u::Engine does"),
            ("sim/base/a.cpp", 'const char* x = "YAML::Node";'),
            ("sim/base/a.cpp", "#include <sys/stat.h>"),
            ("sim/engine/a.cpp", "simgrid::s4u::Engine* engine;"),
            ("tools/a.cpp", "#include <CLI/CLI.hpp>"),
        ]:
            with self.subTest(file=file, line=line):
                result = self.planted(file, line)
                self.assertEqual((result.returncode, result.stdout), (0, ""))

    def test_an_empty_tree_is_not_taken_for_a_clean_one(self):
        with tempfile.TemporaryDirectory() as folder:
            self.assertEqual(check(folder).returncode, 1)


if __name__ == "__main__":
    unittest.main()

"""The block of data of a report has the keys that its reference describes, and no others.

usage: report_block_test.py PROGRAM REPOSITORY
"""
import json
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

PROGRAM = ""
ROOT = Path()
STUDY = """chokepoint: 1
name: few
states: "How far do three worlds differ?"
base: {base}
design: {{kind: replications}}
replications: 3
outputs:
  - {{name: end, read: {{statistic: at, of: online, from: 2023-12-01}}}}
"""

def described():
    """Keys such as "constraints[].share[]", without the brackets."""
    text = (ROOT / "docs/reference/report.md").read_text(encoding="utf-8")
    table = text[text.index("## The block of data"):text.index("## Without ECharts")]
    keys = set()
    for line in table.splitlines():
        cells = line.split(" | ")
        if not line.startswith("| `"):
            continue
        names = re.findall(r"`([^`]+)`", cells[0])
        parent = names[0].rsplit(".", 1)[0] if "." in names[0] else ""
        for name in names:
            keys.add((parent + name if name.startswith(".") else name).replace("[]", ""))
        if names[0] in ("stacks.*.layers[]", "lines.*.layers[]", "lines.*.bands[]",
                        "lines.*.marks[]", "goods[]"):
            keys |= {names[0].replace("[]", "") + "." + inner.replace("[]", "")
                     for inner in re.findall(r"`([a-z]+(?:\[\])?)`", cells[1])}
    return keys


def keys_of(value, path=""):
    found = set()
    if isinstance(value, dict):
        for key, inner in value.items():
            name = "*" if path in ("stacks", "lines") else key
            if name != "*":
                found.add(f"{path}.{name}".lstrip("."))
            found |= keys_of(inner, f"{path}.{name}".lstrip("."))
    elif isinstance(value, list):
        for inner in value:
            found |= keys_of(inner, path)
    return found


class Block(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.found = set()
        path = Path(cls.folder.name)
        small = ROOT / "tests/cli/small.yaml"
        (path / "study.yaml").write_text(STUDY.format(base=small), encoding="utf-8")
        baseline = ROOT / "scenarios/baseline.yaml"
        cls.kinds = {}
        for kind, command in (
                ("run", ["run", baseline, "--deterministic", "--report", "-o"]),
                ("comparison", ["compare", baseline, ROOT / "scenarios/overlays/taiwan-stop.yaml",
                                "--seeds", "2", "--report", "-o"]),
                ("sweep", ["sweep", path / "study.yaml", "--report", "-o"])):
            subprocess.run([PROGRAM, *map(str, command), str(path / kind)], check=True,
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120)
            page = (path / kind / "report.html").read_text(encoding="utf-8")
            text = re.search(r'id="report-data">(.*?)</script>', page, re.DOTALL).group(1)
            cls.kinds[kind] = json.loads(text)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def test_every_key_is_described_and_every_described_key_exists(self):
        found = set()
        for kind, block in self.kinds.items():
            self.assertEqual(block["kind"], kind)
            self.assertIn(f"`{block['schema']}`",
                          (ROOT / "docs/reference/report.md").read_text(encoding="utf-8"))
            found |= keys_of(block)
        # Nothing was relieved here, and no world is one of many.
        known_elsewhere = {"constraints.gain", "constraints.tried", "lines.*.layers.named"}
        self.assertEqual(found - described(), set(), "not described")
        self.assertEqual(described() - found - known_elsewhere, set(), "described, but not there")

    def test_every_constraint_of_the_baseline_has_a_place(self):
        self.assertEqual([row["id"] for row in self.kinds["run"]["constraints"] if row["group"] == "Chain"], [])

    def test_there_is_a_text_for_every_number_that_is_read(self):
        for block in self.kinds.values():
            charts = list(block["lines"].values()) + list(block["stacks"].values())
            self.assertGreater(len(charts), 0)
            for chart in charts:
                for layer in chart["layers"]:
                    self.assertEqual(len(layer["values"]), len(chart["months"]))
                    self.assertEqual(len(layer["shown"].split("|")), len(chart["months"]))
            for row in block["constraints"]:
                self.assertEqual(len(row["shown"].split("|")), len(row["share"]))


if __name__ == "__main__":
    PROGRAM = sys.argv.pop(1)
    ROOT = Path(sys.argv.pop(1)).resolve()
    unittest.main()

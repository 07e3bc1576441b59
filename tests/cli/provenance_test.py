"""The command that a report shows gives the results again that the report is made of.

usage: provenance_test.py PROGRAM
"""
import html
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

PROGRAM = ""
ROOT = Path(__file__).resolve().parents[2]
SMALL = (ROOT / "tests/cli/small.yaml").read_text(encoding="utf-8")
STUDY = """chokepoint: 1
name: few
states: "How far do worlds differ?"
base: my scenario.yaml
design: {kind: replications}
replications: 2
outputs:
  - {name: end, read: {statistic: at, of: online, from: 2023-12-01}}
"""


class Provenance(unittest.TestCase):
    def setUp(self):
        self.temporary = tempfile.TemporaryDirectory()
        self.folder = Path(self.temporary.name)
        (self.folder / "my scenario.yaml").write_text(SMALL, encoding="utf-8")
        (self.folder / "my study.yaml").write_text(STUDY, encoding="utf-8")
        (self.folder / "chokepoint").symlink_to(Path(PROGRAM).resolve())

    def tearDown(self):
        self.temporary.cleanup()

    def call(self, *words):
        path = f"{self.folder}:{os.environ['PATH']}"
        done = subprocess.run(words, cwd=self.folder, capture_output=True, text=True, timeout=120,
                              env={**os.environ, "PATH": path})
        self.assertEqual(done.returncode, 0, f"{words}: {done.stderr}")

    def repeat(self, *words, report=True):
        """Runs it, runs the command of its page, and hands back that command."""
        for name in ("first", "out"):
            shutil.rmtree(self.folder / name, ignore_errors=True)
        self.call(*words, "-o", "first", *(["--report"] if report else []))
        if not report:
            self.call("chokepoint", "report", "first")
        page = (self.folder / "first/report.html").read_text(encoding="utf-8")
        shown = re.search(r"<dt>Repeat it with</dt><dd><code>(.*?)</code>", page).group(1)
        command = shlex.split(html.unescape(shown))
        self.call(*(command if "-o" in command else [*command, "-o", "out"]))
        for name in ("summary.json", "compare.json", "runs.csv", "orders.csv", "manifest.json",
                     "quantiles.csv", "relief.csv", "bound.json", "rents.csv"):
            if (self.folder / "first" / name).exists():
                self.assertEqual((self.folder / "out" / name).read_bytes(),
                                 (self.folder / "first" / name).read_bytes(), name)
        return command

    def test_of_a_run_with_settings_that_need_quotes(self):
        command = self.repeat("chokepoint", "run", "my scenario.yaml", "--set",
                              "parts.oven.rate=9 lot/day", "--seed", "7", "--trace", "--log-level=error")
        self.assertEqual(command, ["chokepoint", "run", "my scenario.yaml", "--set",
                                   "parts.oven.rate=9 lot/day", "--seed", "7"])

    def test_of_a_file_whose_name_is_hard_to_quote(self):
        name = "it's\na \"$HOME\" \\012 file.yaml"
        (self.folder / "my scenario.yaml").rename(self.folder / name)
        self.call("chokepoint", "run", name, "--seed", "7", "-o", "first", "--report")
        page = (self.folder / "first/report.html").read_text(encoding="utf-8")
        shown = html.unescape(re.search(r"<dt>Repeat it with</dt><dd><code>(.*?)</code>", page).group(1))
        self.assertNotIn("\n", shown)
        self.call("bash", "-c", shown + " -o out")  # $'...' is of POSIX since 2024; not every sh knows it
        self.assertEqual((self.folder / "out/summary.json").read_bytes(),
                         (self.folder / "first/summary.json").read_bytes())

    def test_of_a_comparison_with_settings_and_seeds(self):
        (self.folder / "more.yaml").write_text(
            "source: textbook\nparts:\n  - {name: press, rate: 9.5 lot/day}\n", encoding="utf-8")
        command = self.repeat("chokepoint", "compare", "my scenario.yaml", "more.yaml", "--set",
                              "parts.oven.rate=9 lot/day", "--seeds", "3", "-j", "2", "--json")
        self.assertEqual(command[4:], ["--set", "parts.oven.rate=9 lot/day", "--seeds", "3"])

    def test_of_what_more_would_bring_and_of_what_could_have_been(self):
        for words, left in ((["relieve", "my scenario.yaml", "--constraint", "oven", "--by", "5 %", "-j", "1"],
                             ["--constraint", "oven", "--by", "5 %"]),
                            (["bound", "my scenario.yaml", "--deterministic"], ["--deterministic"])):
            command = self.repeat("chokepoint", *words, report=False)
            self.assertEqual(command, ["chokepoint", words[0], "my scenario.yaml", *left])

    def test_of_a_sweep_with_more_replications_than_its_study(self):
        command = self.repeat("chokepoint", "sweep", "my study.yaml", "--reps", "4", "-j", "2")
        self.assertEqual(command,
                         ["chokepoint", "sweep", "my study.yaml", "--reps", "4", "-o", "out"])


if __name__ == "__main__":
    PROGRAM = sys.argv.pop(1)
    unittest.main()

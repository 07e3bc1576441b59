"""What machines read, and what is silent: --json and --quiet of commands that run many worlds.

usage: quiet_test.py PROGRAM
"""
import csv
import datetime
import json
import os
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from small_world import END, ROOT, SMALL, call, write_small

PROGRAM = ""


class Quiet(unittest.TestCase):
    def setUp(self):
        self.temporary = tempfile.TemporaryDirectory()
        self.folder = Path(self.temporary.name)
        write_small(self.folder, "{kind: replications}\nreplications: 5",
                    (END, "{name: first, read: {statistic: first_above, of: online, above: 100, from: 2022-01-01}}",
                     "{name: never, read: {statistic: first_above, of: online, above: 1e9, from: 2022-01-01}}"))

    def tearDown(self):
        self.temporary.cleanup()

    def call(self, *arguments):
        done = call(PROGRAM, *arguments)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done

    def test_quiet_commands_write_files_and_print_nothing(self):
        for command in (["compare", SMALL, self.folder / "less.yaml", "--seeds", 2],
                        ["relieve", SMALL, "--deterministic"],
                        ["bound", ROOT / "tests/systems/T1.yaml"],
                        ["sweep", self.folder / "study.yaml"],
                        ["run", SMALL]):
            out = self.folder / command[0]
            for option in ("-q", "--quiet"):
                done = self.call(*command, "--overwrite", "-o", out, option)
                self.assertEqual((done.stdout, done.stderr), ("", ""), command)
            self.assertTrue((out / "datapackage.json").exists())
        done = self.call("report", self.folder / "run", "-q")
        self.assertEqual((done.stdout, done.stderr), ("", ""))
        done = self.call("merge", self.folder / "sweep", "-q")
        self.assertEqual((done.stdout, done.stderr), ("", ""))

    def test_quiet_json_is_the_same_json_and_nothing_else(self):
        baseline = [ROOT / "scenarios/baseline.yaml", "--set", "end=2023-01-01"]
        held = self.folder / "held"
        self.call("run", *baseline, "--deterministic", "-o", held, "-q")
        sweep = self.folder / "sweep"
        self.call("sweep", self.folder / "study.yaml", "-o", sweep, "-q")
        data = ROOT / "scenarios/data/accelerator_sales.csv"
        for command in (["run", SMALL], ["report", held],
                        ["compare", SMALL, self.folder / "less.yaml", "--seeds", 2],
                        ["relieve", SMALL, "--deterministic"],
                        ["bound", ROOT / "tests/systems/T1.yaml"],
                        ["why", *baseline, "--deterministic", "--year", 2022],
                        ["facts", *baseline, "--deterministic"],
                        ["allocation", *baseline, "--deterministic"],
                        ["assumptions", *baseline],
                        ["score", held, data, "--before", "2023-01-01"],
                        ["merge", sweep]):
            told = self.call(*command, "--json")
            json.loads(told.stdout)
            for option in ("-q", "--quiet"):
                done = self.call(*command, option, "--json")
                self.assertEqual((done.stdout, done.stderr), (told.stdout, ""), command)
        resumed = self.call("sweep", self.folder / "study.yaml", "-o", sweep, "--resume", "-q", "--json")
        json.loads(resumed.stdout)
        self.assertEqual(resumed.stderr, "")
        for command in (["assumptions", *baseline], ["score", held, data, "--before", "2023-01-01"]):
            table = self.call(*command, "--csv").stdout
            self.assertIn(",", table)
            self.assertEqual(self.call(*command, "-q", "--csv").stdout, table)

    def test_commands_that_only_print_are_silent_as_well(self):
        baseline = [ROOT / "scenarios/baseline.yaml", "--set", "end=2024-01-01"]
        self.call("run", *baseline, "--deterministic", "-o", self.folder / "held", "-q")
        commands = (["why", *baseline, "--deterministic", "--year", 2023],
                    ["facts", *baseline, "--deterministic"],
                    ["allocation", *baseline, "--deterministic"],
                    ["assumptions", *baseline],
                    ["score", self.folder / "held", ROOT / "scenarios/data/accelerator_sales.csv",
                     "--before", "2024-01-01"])
        for command in commands:
            self.assertNotEqual(self.call(*command).stdout, "", command)
            for option in ("-q", "--quiet"):
                done = self.call(*command, option)
                self.assertEqual((done.stdout, done.stderr), ("", ""), command)
        done = call(PROGRAM, "sensitivity", self.folder, "-q")
        self.assertNotEqual((done.returncode, done.stderr), (0, ""))  # errors are told

    @unittest.skipUnless(sys.platform == "linux", "opens a terminal")
    def test_a_quiet_run_with_relief_shows_no_progress(self):
        # A terminal is told of a command that takes more than a second.
        for quiet in ([], ["-q"]):
            ours, its = os.openpty()
            out = self.folder / f"relief{len(quiet)}"
            done = subprocess.run([PROGRAM, "run", str(ROOT / "scenarios/baseline.yaml"),
                                   "--set", "end=2023-01-01", "--relief", *quiet, "-o", str(out)],
                                  stdout=subprocess.PIPE, stderr=its, timeout=300)
            os.close(its)
            told = b""
            try:
                while read := os.read(ours, 65536):
                    told += read
            except OSError:
                pass  # the end of a terminal
            os.close(ours)
            self.assertEqual(done.returncode, 0, told)
            self.assertEqual(told == b"", bool(quiet), told)

    def test_elsewhere_than_on_a_terminal_each_tenth_has_a_line(self):
        for quiet in ([], ["-q"]):
            done = subprocess.run([PROGRAM, "run", str(ROOT / "scenarios/baseline.yaml"),
                                   "--set", "end=2026-01-01", "--relief", "-j", "1", *quiet, "-o",
                                   str(self.folder / f"tenths{len(quiet)}")],
                                  capture_output=True, text=True, timeout=300)
            self.assertEqual(done.returncode, 0, done.stderr)
            if quiet:
                self.assertEqual(done.stderr, "")
                continue
            told = [(int(count), int(percent) // 10) for count, percent in re.findall(
                r"^\[[#.]+\] \d+ of (\d+) worlds, (\d+) %(?:, .+ left)?$", done.stderr, flags=re.MULTILINE)]
            # Nothing else is said.
            self.assertEqual(len(told), len(done.stderr.splitlines()), done.stderr)
            self.assertGreater(len(told), 2, done.stderr)
            self.assertEqual(told[-1][1], 10)
            # No tenth twice, none left out; after the last begin other worlds.
            for (_, before), (count, tenth) in zip(told, told[1:]):
                if count >= 10 and before < 10:
                    self.assertEqual(tenth, before + 1, done.stderr)
                self.assertTrue(tenth > before or before == 10, done.stderr)

    def test_commands_that_write_files_say_which(self):
        for command in (["compare", SMALL, self.folder / "less.yaml", "--report"],
                        ["relieve", SMALL, "--deterministic"],
                        ["bound", ROOT / "tests/systems/T1.yaml"],
                        ["sweep", self.folder / "study.yaml", "--report"],
                        ["run", SMALL, "--report"]):
            out = self.folder / command[0]
            printed = self.call(*command, "-o", out).stdout.splitlines()
            told = {line for line in printed if line.startswith(f"{out}/")}
            written = {str(path) for path in out.iterdir() if path.is_file()}
            # The plan of a sweep was there before its results.
            plan = {str(out / name) for name in ("manifest.json", "design.csv", "origin.json")}
            self.assertEqual(told - plan, written - plan, command)

    def test_a_sweep_prints_its_outputs_as_json_with_the_numbers_of_its_file(self):
        out = self.folder / "out"
        done = self.call("sweep", self.folder / "study.yaml", "-o", out, "--json")
        told = json.loads(done.stdout)
        self.assertEqual((told["study"], told["runs"], told["failed"]), ("few", 5, 0))
        with open(out / "quantiles.csv", encoding="utf-8") as file:
            kept = {row["quantity"]: row for row in csv.DictReader(file) if not row["date"]}
        self.assertEqual([output["name"] for output in told["outputs"]], ["end", "first", "never"])
        end, first, never = told["outputs"]
        for key in ("p10", "p50", "p90"):
            self.assertEqual(end[key], float(kept["end"][key]))
            days = datetime.date.fromisoformat(first[key]) - datetime.date(1970, 1, 1)
            self.assertEqual(days.days, float(kept["first"][key]))
            self.assertIsNone(never[key])
        self.assertEqual((end["runs"], never["runs"]), (5, 0))
        self.assertIn(str(out / "quantiles.csv"), told["files"])
        self.assertEqual(json.loads(self.call("merge", out, "--json").stdout), told)


if __name__ == "__main__":
    PROGRAM = sys.argv.pop(1)
    unittest.main()

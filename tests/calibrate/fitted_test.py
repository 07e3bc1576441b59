"""The fitted overlays that are shipped load, run and say what the fit beside them found.

usage: fitted_test.py PROGRAM REPOSITORY
"""
import contextlib
import fnmatch
import importlib.machinery
import importlib.util
import io
import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import yaml

PROGRAM = Path(sys.argv[1]).resolve()
REPOSITORY = Path(sys.argv[2]).resolve()
SPEC = REPOSITORY / "scenarios" / "calibration" / "hindcast.yaml"
BASE = REPOSITORY / "scenarios" / "hindcast.yaml"
FITS = sorted(SPEC.parent.glob("*/fitted.yaml"))


def program(*arguments):
    return subprocess.run([PROGRAM, *map(str, arguments)], text=True, capture_output=True, check=False)


def numbers(*files):
    found = json.loads(program("assumptions", *files, "--json").stdout)["numbers"]
    return {number["path"]: number for number in found}


class Fitted(unittest.TestCase):
    def test_there_are_two(self):
        self.assertEqual([file.parent.name for file in FITS], ["fit", "rehearsal"])

    def test_the_scenario_is_still_the_one_that_was_fitted(self):
        sys.path.insert(0, str(REPOSITORY / "tools"))
        from used_values import values_sha256
        with tempfile.TemporaryDirectory() as folder:
            run = Path(folder, "run")
            self.assertEqual(program("run", BASE, "--deterministic", "-o", run).returncode, 0)
            now = values_sha256(run)
        for file in FITS:
            self.assertEqual(json.loads((file.parent / "fit.json").read_text())["values_sha256"], now, file)

    def test_each_is_checked_and_run(self):
        for file in FITS:
            for command in (("check",), ("run", "--deterministic"), ("run", "--seed", "3")):
                result = program(command[0], BASE, file, *command[1:])
                self.assertEqual(result.returncode, 0, f"{file}: {result.stderr}")

    def test_what_is_free_takes_its_best_point_and_nothing_else_changes(self):
        free = yaml.safe_load(SPEC.read_text(encoding="utf-8"))["free"]
        before = numbers(BASE)
        for file in FITS:
            fitted = {one["name"]: one for one in json.loads((file.parent / "fit.json").read_text())["free"]}
            after = numbers(BASE, file)
            self.assertEqual(before.keys(), after.keys())
            moved = {path: one for one in free for path in before
                     if any(fnmatch.fnmatchcase(path, pattern) for pattern in one["paths"])}
            for path, number in after.items():
                if path not in moved:
                    self.assertEqual({**number, "place": ""}, {**before[path], "place": ""})
                    continue
                best = fitted[moved[path]["name"]]["best"]
                self.assertIn("fitted to the figures", number["why"], path)
                if "scale" in moved[path]:
                    whole, part = (float(value["value"].split()[0]) for value in (number, before[path]))
                    self.assertTrue(part > 0 or whole == 0, path)
                    if part > 0:
                        self.assertAlmostEqual(whole / part / best, 1, delta=0.001, msg=path)
                else:
                    self.assertAlmostEqual(float(number["value"]) / best, 1, delta=0.001, msg=path)


class Hindcast(unittest.TestCase):
    """tools/hindcast, with parts that only say that they were asked."""

    @staticmethod
    def tool():
        sys.path.insert(0, str(REPOSITORY / "tools"))
        loader = importlib.machinery.SourceFileLoader("hindcast", str(REPOSITORY / "tools" / "hindcast"))
        module = importlib.util.module_from_spec(importlib.util.spec_from_loader("hindcast", loader))
        loader.exec_module(module)
        return module

    def shown(self, *arguments):
        module = self.tool()
        for part in ("worlds", "rehearsal", "fit"):
            setattr(module, part, lambda _, part=part: part)
        module.calibrate = lambda _: print("calibrated")
        text, before = io.StringIO(), sys.argv
        sys.argv = ["hindcast", *arguments]
        try:
            with contextlib.redirect_stdout(text):
                module.main()
        finally:
            sys.argv = before
        return text.getvalue().split()

    def test_one_command_makes_the_fits_anew_and_prints_all_tables(self):
        self.assertEqual(self.shown("calibrate"), ["calibrated", "worlds", "rehearsal", "fit"])
        self.assertEqual(self.shown("fit", "calibrate"), ["calibrated", "fit"])
        self.assertEqual(self.shown(), ["worlds", "rehearsal", "fit"])

    def test_it_says_when_the_program_makes_other_worlds_of_a_fit(self):
        key = {"series": "made", "entity": "mill", "generation": "", "date": "2022-01-01", "months": "3"}
        figures = {("file", *key.values()): [{"value": value, "data": "2"} for value in ("0", "2", "4")]}
        self.assertEqual(self.tool().since(figures, {"figures": [{**key, "log_error_worlds": 0.0}]}),
                         "its worlds are those that were made with the fit")
        self.assertIn("moved at 1 of 1 figures, by 0.20 of a logarithm at most",
                      self.tool().since(figures, {"figures": [{**key, "log_error_worlds": 0.2}]}))

    def test_the_error_of_a_series_widens_its_intervals_and_no_others(self):
        worlds = [{"value": value, "data": "14", "low": "", "high": ""} for value in ("9", "10", "11")]
        figures = {("file", series, "", "", "2022-01-01", "3"): worlds for series in ("made", "sold")}
        held = self.tool().held_with(figures, {"made": 0.0, "sold": 0.5}.get, own_errors=False)
        self.assertEqual(held, {("file", "made"): [0, 1], ("file", "sold"): [1, 1]})
        told = [{**world, "low": "7", "high": "28"} for world in worlds]
        held = self.tool().held_with({("file", "made", "", "", "2022-01-01", "3"): told}, lambda _: 0.0, own_errors=True)
        self.assertEqual(held, {("file", "made"): [1, 1]})

    def test_an_unknown_part_is_refused(self):
        with self.assertRaisesRegex(SystemExit, "expected worlds, rehearsal, fit or calibrate, found 'rehersal'"):
            self.shown("rehersal")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])

"""tools/calibrate finds the parameter that made the data, and looks at no figure of a later time.

usage: calibrate_test.py PROGRAM REPOSITORY
"""
import json
import math
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

PROGRAM = Path(sys.argv[1]).resolve()
REPOSITORY = Path(sys.argv[2]).resolve()
WORLD = REPOSITORY / "tests" / "studies" / "three.yaml"
TRUTH = 6.3  # lots a day of the last gate, which is slower than the others


def program(*arguments):
    return subprocess.run([PROGRAM, *map(str, arguments)], text=True, capture_output=True, check=False)


class Calibrate(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.scratch = tempfile.TemporaryDirectory()
        cls.folder = Path(cls.scratch.name)
        run = cls.folder / "truth"
        program("run", WORLD, "--set", f"parts.c.rate={TRUTH} lot/day", "--seed", "99", "-o", run)
        online = [line.split(",") for line in (run / "timeseries.csv").read_text().splitlines()
                  if ",online," in line]
        cls.rows = [f"{date},online,,{value},lot" for date, _, _, _, _, value, _ in online]
        cls.write_data(cls.rows)

    @classmethod
    def tearDownClass(cls):
        cls.scratch.cleanup()

    @classmethod
    def write_data(cls, rows):
        (cls.folder / "data.csv").write_text("date,series,entity,value,unit\n" + "\n".join(rows) + "\n")

    def spec(self, **changes):
        base = os.path.relpath(WORLD, self.folder)
        spec = {"name": "three", "base": base, "seed": 4, "replications": 1,
                "window": {"from": "2022-01-01", "before": "2022-07-01"}, "targets": ["data.csv"],
                "figure_error": 0.02, "model_error": [0.01, 1], "keep_series": ["online"],
                "optimiser": {"population": 12, "generations": 6},
                "sampler": {"walkers": 8, "steps": 10, "kept": 12},
                "free": [{"name": "last_gate", "paths": ["parts.c.rate"], "between": [3, 7.5], "why": "unknown"}],
                **changes}
        file = self.folder / "spec.yaml"
        file.write_text(json.dumps(spec), encoding="utf-8")
        return file

    def calibrate(self, spec, *options, to="fit"):
        return subprocess.run(["/usr/bin/python3", REPOSITORY / "tools" / "calibrate", spec, "-o", self.folder / to,
                               "--program", PROGRAM, *options], text=True, capture_output=True, check=False)

    def fit(self, spec, *options, to="fit"):
        result = self.calibrate(spec, *options, to=to)
        self.assertEqual(result.returncode, 0, result.stderr)
        return json.loads((self.folder / to / "fit.json").read_text(encoding="utf-8"))

    def test_the_parameter_that_made_the_data_is_found_and_lies_in_its_interval(self):
        free = self.fit(self.spec())["free"][0]
        self.assertAlmostEqual(free["best"], TRUTH, delta=0.05 * TRUTH)
        self.assertLess(free["p90"] - free["p10"], 0.5 * (7.5 - 3))
        self.assertLess(abs(math.log(free["p50"] / TRUTH)), 0.1)

    def test_a_fit_names_the_values_it_was_made_of_and_not_their_sources(self):
        text = WORLD.read_text(encoding="utf-8") + "sources: [{name: S1, title: t, published: 2020}]\n"
        said = {}
        for name, line in (("same", "rate: 9 lot/day"), ("told", "rate: {value: 9 lot/day, source: S1, why: it was said}"),
                           ("other", "rate: 8 lot/day")):
            world = self.folder / f"{name}.yaml"
            world.write_text(text.replace("rate: 9 lot/day", line), encoding="utf-8")
            said[name] = self.fit(self.spec(base=f"{name}.yaml"), "--quick", to="named")["values_sha256"]
        self.assertEqual(said["same"], said["told"])
        self.assertNotEqual(said["same"], said["other"])

    def test_what_it_writes_can_be_run(self):
        self.fit(self.spec(), "--quick")
        overlay = self.folder / "fit" / "fitted.yaml"
        resolved = program("check", WORLD, overlay)
        self.assertEqual(resolved.returncode, 0, resolved.stderr)
        sweep = program("sweep", self.folder / "fit" / "ensemble.yaml", "-o", self.folder / "sweep")
        self.assertEqual(sweep.returncode, 0, sweep.stderr)
        numbers = json.loads(program("assumptions", WORLD, overlay, "--json").stdout)["numbers"]
        rate = next(number for number in numbers if number["path"] == "parts.c.rate")
        self.assertEqual(rate["source"], "assumption")
        self.assertTrue(rate["low"] < rate["high"] and "fitted to the figures" in rate["why"])

    def test_figures_after_the_window_change_nothing(self):
        self.fit(self.spec(), "--quick", "--before", "2022-05-01", to="blind")
        before = {file.name: file.read_bytes() for file in (self.folder / "blind").iterdir()}
        self.write_data([row if row < "2022-05" else row.replace(",online,,", ",online,,9") for row in self.rows])
        facts = self.fit(self.spec(), "--quick", "--before", "2022-05-01", to="blind")
        self.write_data(self.rows)
        self.assertEqual(before, {file.name: file.read_bytes() for file in (self.folder / "blind").iterdir()})
        self.assertEqual([figure["date"] for figure in facts["figures"]],
                         ["2022-01-01", "2022-02-01", "2022-03-01", "2022-04-01"])

    def test_another_seed_tries_other_points(self):
        one = self.fit(self.spec(), "--quick", to="one")
        two = self.fit(self.spec(), "--quick", "--seed", "5", to="two")
        self.assertNotEqual(one["free"][0]["best"], two["free"][0]["best"])

    def test_four_figures_of_a_year_weigh_as_much_as_one(self):
        facts = self.fit(self.spec(), "--quick")
        self.assertAlmostEqual(sum(figure["weight"] for figure in facts["figures"]), 1)

    def test_a_wrong_spec_is_refused_and_nothing_written(self):
        free = {"name": "a", "paths": ["parts.c.rate"], "between": [3, 7], "why": "w"}
        for changes, expected in (
                ({"free": [{**free, "paths": ["parts.c.rat"]}]}, "found 'parts.c.rat'"),
                ({"free": [{**free, "between": [7, 3]}]}, "free[0]: expected two bounds, the lower one first"),
                ({"free": [{**free, "scale": [1, 2]}]}, "free[0]: expected either 'between' or 'scale'"),
                ({"colour": 1}, "missing or unknown: colour"),
                ({"targets": ["none.csv"]}, "none.csv"),
                ({"keep_series": ["demand"]}, "expected a series of the run, found 'online'")):
            result = self.calibrate(self.spec(**changes), "--quick", to="refused")
            self.assertEqual(result.returncode, 1, changes)
            self.assertIn(expected, result.stderr)
            self.assertFalse((self.folder / "refused").exists())


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])

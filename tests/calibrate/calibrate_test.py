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
        self.fit(self.spec(free=[{"name": "last_gate", "paths": ["parts.c.rate"], "between": [3, 7.5],
                                  "why": "a long reason: " + 30 * "that goes on, "}]), "--quick")
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
                ({"free": [{**free, "between": ["3", "7"]}]}, "free[0]: expected two bounds, the lower one first"),
                ({"free": [{**free, "scale": [1, 2]}]}, "free[0]: expected either 'between' or 'scale'"),
                ({"colour": 1}, "missing or unknown: colour"),
                ({"targets": ["none.csv"]}, "targets[0]: expected a file of figures, found no file none.csv"),
                ({"base": "none.yaml"}, "base: expected a scenario, found no file none.yaml"),
                ({"sampler": {"walkers": 2, "steps": 10, "kept": 12}},
                 "sampler.walkers: expected a whole number of at least 4, found 2"),
                ({"sampler": {"walkers": 20, "steps": 10, "kept": 12}},
                 "sampler.walkers: expected no more than optimiser.population 12, found 20"),
                ({"model_error": 0}, "model_error: expected two bounds above 0, the lower one first, found 0"),
                ({"model_error": [0, 1]}, "model_error: expected two bounds above 0"),
                ({"figure_error": "much"}, "figure_error: expected a number above 0, found much"),
                ({"replications": 0}, "replications: expected a whole number of at least 1, found 0"),
                ({"window": {"from": "2022-01-01", "before": "soon"}}, "window.before: expected a date"),
                ({"window": {"from": "2022-06-01", "before": "2022-06-01"}}, "window: expected a day to end before"),
                ({"window": {"from": "2022-01-02", "before": "2022-01-03"}}, "no figure of"),
                ({"keep_series": ["demand"]}, "expected a series of the run, found 'online'")):
            self.expect_refusal(self.spec(**changes), expected)

    def expect_refusal(self, spec, *expected):
        result = self.calibrate(spec, "--quick", to="refused")
        self.assertEqual(result.returncode, 1, result.stderr)
        for text in expected:
            self.assertIn(text, result.stderr)
        self.assertNotIn("Traceback", result.stderr)
        self.assertFalse((self.folder / "refused").exists())
        return result.stderr

    def test_all_faults_of_a_spec_are_named_at_once(self):
        free = {"name": "a", "paths": ["parts.c.rate"], "between": ["3", "7"], "why": "w"}
        said = self.expect_refusal(self.spec(model_error=0, sampler={"walkers": 2, "steps": 10, "kept": 12},
                                             free=[free, {**free, "why": 3}]),
                                   "model_error:", "sampler.walkers:", "free[0]: expected two bounds",
                                   "free[1]: expected a text 'why'", "free[1]: expected two bounds")
        self.assertEqual(len(said.splitlines()), 5)

    def test_figures_without_a_logarithm_are_named_by_line_with_all_that_is_unknown(self):
        free = {"name": "a", "paths": ["parts.c.rat"], "between": [3, 7], "why": "w"}
        self.write_data([self.rows[0], "2022-02-01,online,,0,lot", "2022-03-01,online,,-2,lot"])
        self.expect_refusal(self.spec(free=[free]), "data.csv:3: expected a value above 0", "data.csv:4: expected a value",
                            "found 'parts.c.rat'")
        self.write_data(self.rows)

    def test_what_is_no_yaml_is_refused_in_one_line(self):
        spec = self.folder / "broken.yaml"
        spec.write_text("name: [a\nbase: b\n", encoding="utf-8")
        self.assertEqual(len(self.expect_refusal(spec, "broken.yaml").splitlines()), 1)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])

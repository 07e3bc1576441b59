"""From a study to what matters: the functions of Ishigami and Sobol swept, merged and asked about, and
what is refused when runs are missing.

usage: sweep_test.py CHOKEPOINT
"""
import json
import math
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

CHOKEPOINT = sys.argv.pop(1)
SYSTEMS = Path(__file__).resolve().parents[1] / "systems"

STUDY = """\
chokepoint: 1
name: {name}
base: {systems}/{base}.yaml
block: 100
design: {{kind: {kind}, size: {size}}}
factors:
{factors}
outputs:
  - {{name: y, read: {{statistic: at, of: value, entity: f, from: 2022-01-01}}}}
"""

# Exact: Ishigami and Homma (1990) with a = 7, b = 0.1.
PART_1 = 0.5 * (1 + 0.1 * math.pi ** 4 / 5) ** 2
PART_2 = 49 / 8
PART_13 = 0.01 * math.pi ** 8 * (1 / 18 - 1 / 50)
VARIANCE = PART_1 + PART_2 + PART_13
ISHIGAMI = {"x1": (PART_1 / VARIANCE, (PART_1 + PART_13) / VARIANCE),
            "x2": (PART_2 / VARIANCE, PART_2 / VARIANCE),
            "x3": (0.0, PART_13 / VARIANCE)}


def sobol_g_indices():
    """Exact: Saltelli and Sobol (1995)."""
    parts = [1 / (3 * (1 + a) ** 2) for a in (0, 1, 4.5, 9, 99, 99, 99, 99)]
    whole = math.prod(1 + part for part in parts) - 1
    return {f"x{i}": (part / whole,
                      part * math.prod(1 + other for other in parts) / (1 + part) / whole)
            for i, part in enumerate(parts, 1)}


def call(*arguments):
    return subprocess.run([CHOKEPOINT, *map(str, arguments)], capture_output=True, text=True)


class Sweep:
    """A study in a folder of its own, swept."""

    def __init__(self, base, inputs, kind, size, ranges="between: [0, 1]", more=""):
        self.folder = Path(tempfile.mkdtemp())
        self.results = self.folder / "results"
        factors = "\n".join(f"  - {{name: x{i}, path: parts.f.x{i}, {ranges}}}"
                            for i in range(1, inputs + 1))
        # The base stands beside the study: studies name files from their own folder.
        shutil.copy(SYSTEMS / f"{base}.yaml", self.folder)
        (self.folder / "study.yaml").write_text(
            STUDY.format(name=base, systems=".", base=base, kind=kind, size=size, factors=factors) + more)
        answer = call("sweep", self.folder / "study.yaml", "-o", self.results)
        assert answer.returncode == 0, answer.stderr

    def ask(self, *more, code=0):
        answer = call("sensitivity", self.results, *more)
        assert answer.returncode == code, (answer.returncode, answer.stderr)
        return answer.stdout

    def indices(self, *more, code=0):
        report = json.loads(self.ask("--json", *more, code=code))
        return report, {factor["factor"]: factor
                        for quantity in report["indices"]["quantities"] if quantity["quantity"] == "y"
                        for factor in quantity["factors"]}

    def lose_a_block(self):
        sorted((self.results / "blocks").glob("*.blk"))[0].unlink()

    def remove(self):
        shutil.rmtree(self.folder)


class Sensitivity(unittest.TestCase):
    def sweep(self, *arguments, **more):
        made = Sweep(*arguments, **more)
        self.addCleanup(made.remove)
        return made

    def assert_exact_values_in_intervals(self, found, exact):
        self.assertEqual(sorted(found), sorted(exact))
        for name, values in exact.items():
            for measure, value in zip(("first", "total"), values):
                interval = found[name][measure]
                self.assertTrue(interval["low"] <= value <= interval["high"],
                                (name, measure, value, interval))
                # An interval that holds everything says nothing.
                self.assertLess(interval["high"] - interval["low"], 0.3)

    def test_sobol_indices_of_ishigami(self):
        report, found = self.sweep("ishigami", 3, "saltelli", 512).indices()
        self.assertEqual((report["indices"]["method"], report["runs"]), ("sobol", 2560))
        self.assert_exact_values_in_intervals(found, ISHIGAMI)

    def test_sobol_indices_of_sobols_g(self):
        _, found = self.sweep("sobol_g", 8, "saltelli", 512).indices()
        self.assert_exact_values_in_intervals(found, sobol_g_indices())

    def test_a_group_of_factors_has_indices_of_its_own(self):
        # x1 and x3 act together and x2 alone: of the group both indices are what is not of x2.
        sweep = self.sweep("ishigami", 3, "saltelli", 512, more="groups: [{name: odd, factors: [x1, x3]}]\n")
        report, found = sweep.indices()
        self.assertEqual(report["runs"], 4 * 512)
        odd = (PART_1 + PART_13) / VARIANCE
        self.assert_exact_values_in_intervals(found, {"odd": (odd, odd), "x2": ISHIGAMI["x2"]})

    def test_correlated_factors_are_refused_unless_they_form_a_group(self):
        together = "correlations: [{name: t, factors: [x1, x3], rank_correlation: 0.5}]\n"
        with self.assertRaisesRegex(AssertionError, "only an lhs can keep them.*'groups:'"):
            self.sweep("ishigami", 3, "saltelli", 8, more=together)
        sweep = self.sweep("ishigami", 3, "saltelli", 64,
                           more=together + "groups: [{name: odd, factors: [x1, x3]}]\n")
        _, found = sweep.indices()
        self.assertEqual(sorted(found), ["odd", "x2"])

    def test_a_quantity_that_hardly_varies_leaves_the_others_their_indices(self):
        # `binds_from` of a constraint is the same at all points, and Ishigami's value is not.
        report, found = self.sweep("ishigami", 3, "saltelli", 16).indices()
        self.assertEqual(sorted(found), ["x1", "x2", "x3"])
        reasons = [one["refused"] for one in report["indices"]["quantities"] if "refused" in one]
        self.assertTrue(reasons and all("it is the same at all points" in why for why in reasons), reasons)

    def test_morris_finds_what_matters_and_what_does_not(self):
        _, found = self.sweep("sobol_g", 8, "morris", 60).indices()
        order = sorted(found, key=lambda name: -found[name]["mean_absolute"]["value"])
        self.assertEqual(order[:4], ["x1", "x2", "x3", "x4"])
        # A step of half the range between the middles of quarters changes |4 x - 2| by 0 or 1,
        # so an effect of x8 is at most 2 / 100 of a product that is at most 2 (3/2) (6.5/5.5) (1.1).
        self.assertLess(found["x8"]["mean_absolute"]["value"], 0.08)
        self.assertGreater(found["x1"]["mean_absolute"]["value"],
                           10 * found["x8"]["mean_absolute"]["value"])

    def test_ranks_of_a_latin_hypercube(self):
        # From 0 to 1/4, where each factor of the function falls with its input.
        sweep = self.sweep("sobol_g", 2, "lhs", 200, ranges="between: [0, 0.25]")
        report, found = sweep.indices()
        self.assertEqual(report["indices"]["method"], "ranks")
        for name in ("x1", "x2"):
            self.assertLess(found[name]["partial"]["high"], -0.9)
        self.assertLess(found["x1"]["spearman"]["value"], found["x2"]["spearman"]["value"])

    def test_sobol_indices_are_refused_with_the_missing_points_named(self):
        sweep = self.sweep("ishigami", 3, "saltelli", 64)
        sweep.lose_a_block()  # the first hundred runs
        report, _ = sweep.indices(code=75)
        self.assertIn("100 of 320 points are missing (1-100)", report["indices"]["refused"])
        self.assertEqual(report["indices"]["quantities"], [])
        self.assertEqual(report["missing_runs"], 100)
        self.assertEqual(report["incomplete_points"], list(range(1, 101)))
        text = sweep.ask(code=75)
        self.assertIn("No indices: Sobol indices need every point", text)

    def test_ranks_go_on_without_the_missing_points_and_say_so(self):
        sweep = self.sweep("sobol_g", 2, "lhs", 300, ranges="between: [0, 0.25]")
        sweep.lose_a_block()
        report, found = sweep.indices()
        self.assertEqual(report["indices"]["points"], 200)
        self.assertIn("100 of 300 points are missing (1-100)", report["indices"]["notes"][0])
        self.assertLess(found["x1"]["partial"]["high"], -0.9)

    def test_a_second_call_says_the_same_and_csv_has_the_same_numbers(self):
        sweep = self.sweep("ishigami", 3, "saltelli", 16)
        self.assertEqual(sweep.ask("--json"), sweep.ask("--json"))
        _, found = sweep.indices()
        lines = sweep.ask("--csv", "--of", "y").splitlines()
        self.assertEqual(lines[0], "quantity,factor,measure,value,low,high")
        self.assertEqual(len(lines), 1 + 3 * 2)
        name, factor, measure, value, low, high = lines[1].split(",")
        self.assertEqual((name, factor, measure), ("y", "x1", "first"))
        self.assertEqual({"value": float(value), "low": float(low), "high": float(high)},
                         found["x1"]["first"])

    def test_ranges_are_asked_for_with_a_constraint_and_a_year(self):
        sweep = self.sweep("ishigami", 3, "lhs", 40)
        text = sweep.ask("--binds", "made", "--year", "2022")
        self.assertIn("made binds in 2022 (in half of its months or more) in 40 of 40 runs", text)
        self.assertIn("No ranges of the factors", text)  # it always does

    def test_mistakes_are_named_with_what_was_meant(self):
        sweep = self.sweep("ishigami", 3, "lhs", 10)
        for arguments, words in [
            (["--of", "yy"], "no quantity 'yy'; did you mean 'y'"),
            (["--binds", "mad", "--year", "2022"], "did you mean 'made'"),
            (["--binds", "made", "--year", "2030"], "from 2022 to 2022"),
            (["--binds", "made"], "--binds and --year go together"),
            (["--ci", "95"], "--ci: expected a percentage"),
        ]:
            with self.subTest(arguments=arguments):
                answer = call("sensitivity", sweep.results, *arguments)
                self.assertEqual((answer.returncode, answer.stdout), (2, ""))
                self.assertIn(words, answer.stderr)
        answer = call("sensitivity", sweep.folder)
        self.assertEqual((answer.returncode, answer.stdout), (3, ""))


if __name__ == "__main__":
    unittest.main(verbosity=2)

"""What `run` prints and writes of the bottleneck: intervals, effects by cause, what came just before."""
import csv
import json
import tempfile
import unittest
from pathlib import Path

from program import Case, TESTS, call


class Intervals(Case):
    """What is printed and written about when something binds."""

    def told(self, system, *arguments):
        out = self.folder / "out"
        result = call("run", TESTS / "systems" / f"{system}.yaml", *arguments, "-o", out, "--overwrite")
        self.assertEqual(result.returncode, 0, result.stderr)
        summary = json.loads((out / "summary.json").read_text("utf-8"))
        rows = list(csv.DictReader((out / "bottlenecks.csv").read_text("utf-8").splitlines()))
        return result.stdout, summary, rows

    def test_the_pile_of_t3_is_gone_on_a_day_and_the_printed_dates_say_so(self):
        # 5 a day pile up until the rate falls, and are gone after as long again.
        for falls, gone in (("2022-06-30", "2022-12-27"), ("2022-06-25", "2022-12-17"), ("2022-06-24", "2022-12-15")):
            rate = f"parts.a.rate={{steps: [[2022-01-01, 20 lot/day], [{falls}, 10 lot/day]]}}"
            printed, summary, _ = self.told("T3", "--set", rate)
            first, second = summary["intervals"]
            self.assertEqual((first["constraint"], second["constraint"]), ("b", "a"))
            for date in (first["to"], second["from"], first["cause_to"], second["cause_from"]):
                self.assertEqual(date, gone)
            self.assertEqual((first["from"], second["to"]), ("2022-01-01", "2024-01-01"))
            for interval in (first, second):
                line = rf"(?m)^{interval['constraint']} +{interval['from']} to {interval['to']} +"
                self.assertRegex(printed, line + rf"{interval['cause_from']} to {interval['cause_to']}$")
            (binding,) = summary["years"][1]["binding"]
            self.assertEqual((binding["from"], binding["cause_from"]), (second["from"], second["cause_from"]))

    def test_who_keeps_pace_after_an_outage_has_no_interval_as_it_has_no_share(self):
        for system in ("T9", "T9-order-up-to"):
            printed, summary, rows = self.told(system)
            self.assertEqual([i["constraint"] for i in summary["intervals"]], ["outage"])
            self.assertNotRegex(printed, r"(?m)^works .* to 20")
            self.assertNotIn("works", [row["constraint"] for row in rows])

    def test_no_cause_comes_after_its_effect_and_whoever_binds_has_a_share(self):
        for system in ("T3", "T9", "T10", "T15", "T2-series", "two-markets", "served-and-short"):
            _, summary, rows = self.told(system)
            for interval in summary["intervals"]:
                self.assertLessEqual(interval["cause_from"], interval["from"], (system, interval))
                months = [row for row in rows if row["constraint"] == interval["constraint"]
                          and interval["from"][:7] <= row["month"][:7] <= interval["to"][:7]]
                self.assertTrue(months, (system, interval))

    def test_a_tie_shows_its_runner_up(self):
        printed, summary, _ = self.told("T2-series")
        (year,) = summary["years"]
        self.assertEqual({year["runner_up"], year["binding"][0]["constraint"]}, {"b", "c"})
        self.assertRegex(printed, rf"(?m)^{year['runner_up']} +\d\d○$")

    def test_what_was_unmet_keeps_the_name_it_was_lost_under(self):
        # Decision 0004: of the growth of 2023 b has all, of what was missing in it a fifth.
        _, summary, _ = self.told("older-backlog")
        first, second = summary["years"]
        ((binding,),) = [second["binding"]]
        self.assertEqual(binding["constraint"], "b")
        self.assertGreater(binding["share"], 0.98)
        self.assertAlmostEqual(binding["unmet_share"], 0.2, delta=0.01)
        self.assertEqual(first["unmet_shares"][0]["constraint"], "a")
        self.assertGreater(first["unmet_shares"][0]["share"], 0.99)
        parts = {part["constraint"]: part["share"] for part in second["unmet_shares"]}
        self.assertAlmostEqual(parts["a"], 0.8, delta=0.01)
        self.assertEqual(parts["b"], binding["unmet_share"])

    def test_shares_of_what_was_unmet_add_up_to_one(self):
        for system in ("T1-demand", "T6", "T7", "T9", "served-and-short", "most", "finite-stock"):
            _, summary, _ = self.told(system)
            for year in summary["years"]:
                parts = [part["share"] for part in year["unmet_shares"]]
                self.assertAlmostEqual(sum(parts), 1 if year["unmet_gw_years"] > 0 else 0, 9, (system, year))
                self.assertEqual(parts, sorted(parts, reverse=True))

    def test_effects_by_cause_add_up_to_what_was_unmet(self):
        _, summary, _ = self.told("T9")
        cells = summary["effects_by_cause"]
        self.assertEqual({cell["constraint"] for cell in cells}, {"outage"})
        self.assertAlmostEqual(sum(cell["unmet_gw_years"] for cell in cells),
                               sum(year["unmet_gw_years"] for year in summary["years"]), 2)


class Matrix(Case):
    def test_an_outage_costs_later_than_it_was(self):
        plain = call("run", TESTS / "systems" / "T9.yaml").stdout
        self.assertNotIn("by year of effect", plain)
        result = call("run", TESTS / "systems" / "T9.yaml", "--matrix")
        self.assertIn("outage: lot-years lost, by year of effect (down) and of cause (across)",
                      result.stdout)


class Slack(Case):
    def test_an_input_that_came_just_before_the_last_is_told(self):
        with tempfile.TemporaryDirectory() as folder:
            # What two feeds make is put together; y is a little faster, and comes before x.
            scenario = Path(folder) / "join.yaml"
            scenario.write_text(
                "chokepoint: 1\nname: join\nstart: 2022-01-01\nend: 2023-01-01\nsource: textbook\nparts:\n"
                "  - {name: x, kind: source, rate: 7 lot/day, to: xs}\n"
                "  - {name: y, kind: source, rate: 7.3 lot/day, to: ys}\n"
                "  - {name: b, kind: assembly, inputs: {xs: 1 lot, ys: 1 lot}, outputs: {bs: 1 lot}}\n"
                "  - {name: end, kind: sink, from: bs}\n")
            plain = call("run", scenario).stdout
            self.assertNotIn("Inputs that came", plain)
            told = call("run", scenario, "--slack", "-o", Path(folder) / "out")
            self.assert_call(told, 0)
            self.assertRegex(told.stdout, r"(?m)^2022  y +\d+ +[\d,]+ +0")
            near = json.loads((Path(folder) / "out" / "why.json").read_text())["near_critical"]
            self.assertEqual([year["year"] for year in near], [2022])
            first = near[0]["inputs"][0]
            self.assertEqual(first["constraint"], "y")
            self.assertLessEqual(first["least_slack_days"], first["median_slack_days"])
            self.assertLessEqual(first["median_slack_days"], 30)


if __name__ == "__main__":
    unittest.main()

"""`chokepoint assumptions`."""
import csv
import json
import os
import re
import unittest

from program import Case, SMALL, TESTS, call


class Assumptions(Case):
    BASELINE = TESTS.parent / "scenarios" / "baseline.yaml"

    def test_every_number_has_a_row_and_the_last_line_counts_them(self):
        text = call("assumptions", self.BASELINE)
        self.assert_call(text, 0, stderr="")
        found = re.fullmatch(r"([\d,]+) of ([\d,]+) numbers of what is in the world are unsourced: ([\d.]+) %; with ([\d,]+) "
                             r"rules by which somebody decides, ([\d,]+) of ([\d,]+) numbers are unsourced: ([\d.]+) % "
                             r"\(([\d,]+) conventions are not counted\)", text.stdout.splitlines()[-1])
        without, world, part, rules, unsourced, counted, percent, conventions = (float(number.replace(",", ""))
                                                                                 for number in found.groups())
        self.assertEqual(world + rules, counted)
        self.assertAlmostEqual(part, 100 * without / world, delta=0.05)
        self.assertAlmostEqual(percent, 100 * unsourced / counted, delta=0.05)
        rows = list(csv.DictReader(call("assumptions", self.BASELINE, "--csv").stdout.splitlines()))
        self.assertEqual(len(rows), counted + conventions)
        self.assertEqual(len({row["path"] for row in rows}), len(rows))
        self.assertEqual(sum(row["confidence"] == "assumption" for row in rows), unsourced)
        for row in rows:
            self.assertEqual(row["as_of"] == "", row["confidence"] in ("assumption", "convention"), row["path"])

    def test_a_ranking_sorts_them(self):
        ranked = self.scenario("path,total\nactors.asml.uptime,0.5\nactors.asml.throughput,0.8\n",
                               "ranked.csv")
        rows = json.loads(call("assumptions", self.BASELINE, "--ranked", ranked,
                               "--json").stdout)["numbers"]
        self.assertEqual([row["path"] for row in rows[:2]],
                         ["actors.asml.throughput", "actors.asml.uptime"])
        result = call("assumptions", self.BASELINE, "--ranked", self.folder / "none.csv")
        self.assertEqual((result.returncode, result.stdout), (3, ""))

    def test_indices_at_hand_sort_the_scenario_they_are_of(self):
        scenario = self.folder / "own.yaml"
        scenario.write_text(SMALL.read_text(encoding="utf-8"), encoding="utf-8")
        rows = json.loads(call("assumptions", scenario, "--json").stdout)
        self.assertNotIn("ranked_by", rows)
        last = rows["numbers"][-1]["path"]
        indices = self.scenario(f"path,total\n{last},0.5\n", "own.sobol.csv")
        found = json.loads(call("assumptions", scenario, "--json").stdout)
        self.assertEqual((found["ranked_by"], found["numbers"][0]["path"]), (str(indices), last))
        self.assertIn(f"largest total Sobol index first ({indices})", call("assumptions", scenario).stdout)
        overlay = self.scenario("name: other\n", "overlay.yaml")
        for arguments in ((scenario, "--by-width"), (scenario, overlay), (scenario, "--set", "name=other")):
            self.assertNotEqual(json.loads(call("assumptions", *arguments, "--json").stdout)["numbers"][0]["path"], last)
        self.assertEqual(call("assumptions", scenario, "--by-width", "--ranked", indices).returncode, 2)
        indices.write_text("path,total\nno.such.number,0.5\n")
        self.assertEqual(call("assumptions", scenario).returncode, 3)

    def test_the_baseline_is_sorted_by_the_indices_that_are_shipped(self):
        rows = json.loads(call("assumptions", self.BASELINE, "--json").stdout)["numbers"]
        totals = [row["total"] for row in rows if row["total"] is not None]
        self.assertGreater(len(totals), 10)
        self.assertEqual(totals, sorted(totals, reverse=True))
        self.assertEqual([row["total"] for row in rows[:len(totals)]], totals)

    def test_a_sweep_that_asks_what_matters_sorts_them(self):
        study = self.scenario(
            f"chokepoint: 1\nname: two\nbase: {os.path.relpath(self.BASELINE, self.folder)}\n"
            "others: point\nbottlenecks: false\ndesign: {kind: saltelli, size: 4}\nset: [end=2026-01-01]\nfactors:\n"
            "  - {name: uptime, path: actors.asml.uptime, between: [0.89, 0.9]}\n"
            "  - {name: growth, path: actors.ai_customers.growth.scale}\n", "study.yaml")
        sweep = self.folder / "sweep"
        self.assertEqual(call("sweep", study, "-o", sweep).returncode, 0)
        rows = json.loads(call("assumptions", self.BASELINE, "--ranked", sweep, "--of", "online_gw_end.2025",
                               "--json").stdout)["numbers"]
        self.assertEqual([row["path"] for row in rows[:2]],
                         ["actors.ai_customers.growth", "actors.asml.uptime"])
        self.assertGreater(rows[0]["total"], rows[1]["total"])
        self.assertIsNone(rows[2]["total"])
        result = call("assumptions", self.BASELINE, "--ranked", sweep)  # the sweep ends before 2030
        self.assertEqual((result.returncode, result.stdout), (2, ""))
        result = call("assumptions", self.BASELINE.with_name("hindcast.yaml"), "--ranked", sweep, "--of", "online_gw_end.2025")
        self.assertEqual((result.returncode, result.stdout), (3, ""))
        self.assertIn("expected a sweep of the scenario", result.stderr)

    def test_a_quantity_is_one_of_a_sweep(self):
        ranked = self.scenario("path,total\nactors.asml.uptime,0.5\n", "ranked.csv")
        for options in (["--of", "online_gw_end.2030"], ["--ranked", ranked, "--of", "online_gw_end.2030"]):
            result = call("assumptions", self.BASELINE, *options)
            self.assertEqual((result.returncode, result.stdout), (2, ""), options)
            self.assertIn("--of", result.stderr)

    def test_every_number_of_firms_has_a_kind_and_kinds_add_up(self):
        for scenario in (self.BASELINE, self.BASELINE.with_name("hindcast.yaml")):
            facts = json.loads(call("assumptions", scenario, "--json").stdout)
            without = [row["path"] for row in facts["numbers"]
                       if row["confidence"] != "convention" and not row["kind"]]
            self.assertEqual(without, [])
            for key in ("counted", "unsourced", "statements", "unsourced_statements"):
                self.assertEqual(sum(kind[key] for kind in facts["kinds"]), facts[key])
            self.assertEqual(sum(kind["statements"] for kind in facts["kinds"] if kind["publishable"]),
                             facts["publishable_statements"])
        result = call("assumptions", self.BASELINE, "--ranked", self.folder / "none.csv")
        self.assertEqual((result.returncode, result.stdout), (3, ""))


if __name__ == "__main__":
    unittest.main()

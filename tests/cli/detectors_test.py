"""`chokepoint detectors`."""
import datetime
import json
import unittest

from program import Case, TESTS, call


class Detectors(Case):
    SERIES = TESTS / "systems" / "T1.yaml"

    def test_each_pair_has_a_line_with_its_scores(self):
        result = call("detectors", self.SERIES)
        self.assert_call(result, 0, stderr="")
        for about in ("online", "online, capacities alone", "online, decisions as one", "additions"):
            self.assertRegex(result.stdout, rf"(?m)^ledger vs counterfactual, {about}: top-1 1\.00 kappa 1\.00 "
                                            r"overlap 1\.00 .*\(12 months\)$")
        self.assertRegex(result.stdout, r"(?m)^cut vs counterfactual, online, capacities alone: top-1 1\.00 ")
        self.assertRegex(result.stdout, r"(?m)^cut vs counterfactual, additions, capacities alone: top-1 1\.00 ")

    def test_says_where_there_is_nothing_to_compare(self):
        told = call("detectors", TESTS / "systems" / "T6.yaml").stdout
        self.assertRegex(told, r"(?m)^ledger vs counterfactual, additions: nothing to compare")
        self.assertNotIn("(0 months", told)
        pairs = json.loads(call("detectors", TESTS / "systems" / "T6.yaml", "--json").stdout)["pairs"]
        self.assertEqual([pair["top1"] for pair in pairs if pair["months"] == 0 and pair["top1"] is not None], [])

    def test_says_how_much_chance_there_is_in_it_where_two_differ(self):
        told = call("detectors", TESTS / "systems" / "T3.yaml").stdout
        self.assertRegex(told, r"(?m)^ledger vs counterfactual, online, month by month: .*"
                               r"; the same by chance in 0\.[45]\d")

    def test_says_the_same_whatever_the_number_of_workers(self):
        one = call("detectors", self.SERIES, "--json", "-j", "1")
        self.assertEqual(one.stdout, call("detectors", self.SERIES, "--json", "-j", "3").stdout)
        told = json.loads(one.stdout)
        self.assertEqual(told["failed"], [])
        online = [told["methods"].index(f"{method}, online") for method in ("ledger", "counterfactual")]
        self.assertEqual([[month[i] for i in online] for month in told["months"]], [["b", "b"]] * 12)

    def test_a_shortfall_is_shared_by_water_filling(self):
        # 10 a day are wanted and 5 and 8 can be made: the last 2 of the missing 5 are shared evenly.
        # In February nothing is short; a year counts its months by what was missing.
        path = self.scenario(
            "chokepoint: 1\nname: two\nstart: 2022-01-01\nend: 2022-03-01\nsource: textbook\nparts:\n"
            "  - {name: a, kind: source, to: pile, rate: {steps: [[2022-01-01, 5 lot/day],"
            " [2022-02-01, 100 lot/day]]}}\n"
            "  - {name: b, kind: gate, from: pile, to: done, rate: {steps: [[2022-01-01, 8 lot/day],"
            " [2022-02-01, 100 lot/day]]}}\n"
            "  - {name: buyers, kind: market, rate: 10 lot/day, from: done}\n")
        told = json.loads(call("detectors", path, "--json").stdout)
        for shares in (told["shortfall_months"][0], told["shortfall_years"][0]["shares"]):
            self.assertEqual([entry["constraint"] for entry in shares], ["a", "b"])
            self.assertAlmostEqual(shares[0]["share"], 0.8, 2)
            self.assertAlmostEqual(shares[1]["share"], 0.2, 2)
        self.assertEqual(told["shortfall_months"][1], [{"constraint": "demand", "share": 1}])
        self.assertEqual(told["shortfall_years"][0]["year"], 2022)
        self.assertIn("\n2022  a 80 %, b 20 %\n", call("detectors", path).stdout)

    def momentary(self, system):
        """When who was the momentary bottleneck of the machines next to the sink, in days."""
        told = json.loads(call("detectors", TESTS / "systems" / f"{system}.yaml", "--json").stdout)
        day = lambda date: (datetime.date.fromisoformat(date[:10]) - datetime.date(2022, 1, 1)).days
        return [(span["constraint"], day(span["from"]), day(span["to"]), span["sole"])
                for span in told["tiers"][0]["momentary"]]

    def test_equal_active_periods_share_the_bottleneck_all_the_while(self):
        self.assertEqual(self.momentary("V1"), [("a", 0, 500, False), ("b", 0, 500, False)])

    def test_the_active_bottleneck_is_handed_on_at_the_end_of_the_longest_period(self):
        # A minute of the published example is ten days, and 8:10 is day 0.
        self.assertEqual(self.momentary("V2"), [("s1", 0, 100, True), ("s1", 100, 250, False),
                                                ("s2", 100, 370, False), ("s3", 200, 370, False),
                                                ("s3", 370, 450, True)])

    def test_the_shortfall_of_a_series_is_shared_as_shapley_does(self):
        told = json.loads(call("detectors", TESTS / "systems" / "T1-demand.yaml", "--json").stdout)
        # Later months have a backlog on top of the 20.
        parts = {entry["constraint"]: 13 * entry["share"] for entry in told["shortfall_months"][0]}
        self.assertEqual(sorted(parts), ["a", "b", "c"])
        for name, part in {"a": 11 / 3, "b": 20 / 3, "c": 8 / 3}.items():
            self.assertAlmostEqual(parts[name], part, delta=0.02)

    def test_a_stock_that_a_cut_overlooks_is_named_as_the_reason(self):
        # From July on the plain cut of T3 names a; until the pile is gone, on 27 December, it is b.
        # In August neither the switch of the cut nor the true one is within a quarter.
        told = json.loads(call("detectors", TESTS / "systems" / "T3.yaml", "--json").stdout)
        found = [(d["named"], d["counterfactual"], d["reason"]) for d in told["differences"]
                 if (d["method"], d["about"]) == ("cut", "additions, capacities alone")
                 and d["from"] <= "2022-08-01" < d["to"]]
        self.assertEqual(found, [("a", "b", "stock or queue")])
        result = call("detectors", TESTS / "systems" / "T3.yaml")
        self.assertRegex(result.stdout, r"(?m)^Where cut and counterfactual differ, additions, capacities alone "
                                        r"\(months: .*stock or queue.*\):$")

    def test_the_number_of_workers_is_checked(self):
        for jobs in ("0", "100000"):
            result = call("detectors", self.SERIES, "-j", jobs)
            self.assertEqual((result.returncode, result.stdout), (2, ""))
            self.assertIn("--jobs", result.stderr)


if __name__ == "__main__":
    unittest.main()

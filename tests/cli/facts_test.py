"""`chokepoint facts`."""
import json
import unittest

from program import Case, SMALL, TESTS, call


class Facts(Case):
    BASELINE = TESTS.parent / "scenarios" / "baseline.yaml"
    FILE = ("chokepoint: 1\nsources: [{name: talk-1, title: a talk, published: 2026}]\nfacts:\n"
            "  - {name: added, source: talk-1, states: GW added, unit: GW, says: [1], tolerance: 0.1,\n"
            "     read: {statistic: sum, of: added, from: 2026-01-01, to: 2027-01-01}}\n")

    def test_the_baseline_is_compared_with_the_facts_beside_it(self):
        table = json.loads(call("facts", self.BASELINE, "--deterministic", "--json").stdout)
        facts = {fact["name"]: fact for fact in table["facts"]}
        self.assertGreaterEqual(sum(fact["class"] != "not modelled" for fact in table["facts"]), 40)
        full = json.loads(call("facts", self.BASELINE.with_name("full-world.yaml"), "--deterministic", "--json").stdout)
        # A fact that names a series which is not there would be passed over in silence; the full world has them all.
        for fact in full["facts"]:
            self.assertEqual(fact["class"] == "not modelled", fact["low"] is None
                             and fact["high"] is None and fact["not_before"] is None, fact["name"])
        only_there = [fact["name"] for fact in full["facts"]
                      if fact["class"] != "not modelled" and facts[fact["name"]]["class"] == "not modelled"]
        self.assertEqual(only_there, ["M8-nand", "X1-domestic-duv"])
        for fact in table["facts"]:
            self.assertEqual(fact["reproduced"], fact["class"] == "output" and fact["holds"] is True)
        for name in ("R2-installed-2030", "R3-passes-per-gw", "R5-new-memory-fabs",
                     "R6-early-keeps-n3"):
            self.assertIn(name, facts)
        self.assertTrue(facts["R3-passes-per-gw"]["holds"])

    def test_a_fact_about_an_overlay_is_read_off_the_run_with_it(self):
        facts = self.scenario(
            "chokepoint: 1\nsources: [{name: talk-1, title: a talk, published: 2026}]\nfacts:\n"
            "  - {name: stopped, source: talk-1, states: GW added, unit: GW, at_most: 30, with: stop.yaml,\n"
            "     read: {statistic: sum, of: added, from: 2029-01-01, to: 2030-01-01}}\n", "mine.yaml")
        self.scenario("source: question\nevents:\n  - {name: stop, kind: stop, regions: taiwan, from: 2027-07-01}\n",
                      "stop.yaml")
        run = self.folder / "run"
        overlay = self.folder / "stop.yaml"
        call("run", self.BASELINE, overlay, "--deterministic", "-o", run)
        years = json.loads((run / "summary.json").read_text(encoding="utf-8"))["years"]
        added = next(year["added_gw"] for year in years if year["year"] == 2029)
        fact = json.loads(call("facts", self.BASELINE, "--facts", facts, "--deterministic", "--json").stdout)["facts"][0]
        self.assertAlmostEqual(fact["run"], added, places=5)
        self.scenario(facts.read_text(encoding="utf-8").replace("stop.yaml", "stp.yaml"), "mine2.yaml")
        missing = call("facts", self.BASELINE, "--facts", self.folder / "mine2.yaml")
        self.assertEqual((missing.returncode, missing.stdout), (3, ""))
        self.assertIn("expected an overlay in its folder, found no 'stp.yaml'", missing.stderr)
        # The same fact of a scenario that ends before the stop cannot be read, which is no error.
        early = call("facts", self.BASELINE, "--facts", facts, "--deterministic", "--set", "end=2027-01-01", "--json")
        self.assert_call(early, 0, stderr="")
        self.assertIsNone(json.loads(early.stdout)["facts"][0]["run"])
        # Nor that of a scenario that has the stop, which would be set against itself, on whatever date.
        for later in [], ["--set", "events.stop.from=2028-07-01"]:
            has = call("facts", self.BASELINE, overlay, "--facts", facts, "--deterministic", *later, "--json")
            self.assert_call(has, 0, stderr="")
            fact = json.loads(has.stdout)["facts"][0]
            self.assertIsNone(fact["run"])
            self.assertEqual(fact["missing"], "not applicable: the scenario has the events of stop.yaml")
            self.assertEqual(fact["class"], "not applicable")

    def test_a_value_that_cites_a_fact_makes_it_an_input(self):
        def row(*overlay):
            table = json.loads(call("facts", self.BASELINE, *overlay, "--deterministic",
                                    "--json").stdout)
            return next(fact for fact in table["facts"] if fact["name"] == "R2-installed-2030")
        self.assertEqual((row()["class"], row()["cited_by"]), ("output", []))
        overlay = self.scenario("actors:\n  - name: asml\n"
                                "    capacity: {value: 46 tool/year, source: F-L2}\n")
        cited = row(overlay)
        self.assertEqual(cited["class"], "input")
        self.assertEqual(cited["cited_by"][0]["path"], "actors.asml.capacity")
        self.assertRegex(cited["cited_by"][0]["place"], r"scenario\.yaml:3$")

    def test_several_seeds_say_how_often_whatever_the_number_of_workers(self):
        arguments = ("facts", self.BASELINE, "--seeds", "3", "--seed", "5", "--json")
        one = call(*arguments, "-j", "1")
        self.assert_call(one, 0, stderr="")
        self.assertEqual(one.stdout, call(*arguments, "-j", "3").stdout)
        shipped = next(fact for fact in json.loads(one.stdout)["facts"]
                       if fact["name"] == "R2-shipped-2025")
        self.assertEqual(len(shipped["runs"]), 3)
        held = [shipped["low"] <= run <= shipped["high"] for run in shipped["runs"]]
        self.assertAlmostEqual(shipped["probability"], sum(held) / 3)
        single = json.loads(call("facts", self.BASELINE, "--seed", "6", "--json").stdout)
        self.assertEqual(next(fact for fact in single["facts"]
                              if fact["name"] == "R2-shipped-2025")["run"], shipped["runs"][1])

    def test_offices_grant_permits_whether_or_not_causes_are_kept(self):
        overlay = self.BASELINE.parent / "overlays" / "permit-queue.yaml"
        found = [json.loads(call("run", self.BASELINE, overlay, "--set", "end=2024-01-01", "--deterministic", "--json",
                                 *more).stdout)["fingerprint"] for more in ([], ["--no-record"])]
        self.assertEqual(found[0], found[1])

    def test_another_file_of_facts_may_be_named(self):
        facts = self.scenario(self.FILE, "mine.yaml")
        result = call("facts", self.BASELINE, "--facts", facts, "--deterministic")
        self.assert_call(result, 0, stderr="")
        self.assertRegex(result.stdout, r"(?m)^added +talk-1 +1 +0\.9 to 1\.1 +[\d.]+ +fails +output ")

    def test_what_is_wrong_is_said(self):
        facts = self.scenario(self.FILE.replace("says", "sayz"), "mine.yaml")
        result = call("facts", self.BASELINE, "--facts", facts)
        self.assertEqual((result.returncode, result.stdout), (3, ""))
        self.assertRegex(result.stderr, r"mine\.yaml:4:\d+: facts\.added\.sayz: unknown key 'sayz'")
        result = call("facts", SMALL)
        self.assertEqual((result.returncode, result.stdout), (2, ""))
        self.assertIn("facts.yaml'; name the file of facts with --facts FILE", result.stderr)

    def test_best_guesses_may_stand_beside_drawn_worlds(self):
        both = json.loads(call("facts", self.BASELINE, "--seeds", "2", "--deterministic", "--json").stdout)
        best = json.loads(call("facts", self.BASELINE, "--deterministic", "--json").stdout)
        drawn = json.loads(call("facts", self.BASELINE, "--seeds", "2", "--json").stdout)
        for one, alone, many in zip(both["facts"], best["facts"], drawn["facts"]):
            self.assertEqual((one["run"], one["holds"], one["runs"]), (alone["run"], alone["holds"], alone["runs"]))
            self.assertEqual((one["drawn"], one["probability"]), (many["runs"], many["probability"]))


if __name__ == "__main__":
    unittest.main()

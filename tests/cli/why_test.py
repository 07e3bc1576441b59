"""`chokepoint why`."""
import json
import unittest

from program import Case, TESTS, call


class Why(Case):
    LATE = TESTS / "systems" / "T10.yaml"

    def test_a_late_lot_is_followed_to_the_decision_and_the_lead(self):
        result = call("why", self.LATE, "--year", "2022")
        self.assert_call(result, 0, stderr="")
        self.assertIn("works was busy without a break", result.stdout)
        self.assertIn("83 %  lead time (could not have known)", result.stdout)
        self.assertIn("17 %  decision (ordered late or too little)", result.stdout)

    def test_the_chain_is_json_when_asked_for(self):
        chain = json.loads(call("why", self.LATE, "--year", "2022", "--json").stdout)
        self.assertEqual(chain["steps"][chain["main_step"]]["constraint"], "works")
        self.assertEqual(chain["capacity"]["ordered"], "2022-06-10")
        self.assertEqual(chain["capacity"]["arrived"], "2023-04-06")

    def test_what_took_only_leads_is_each_lead_for_as_long_as_it_takes(self):
        system = TESTS / "systems" / "reliable-construction.yaml"
        chain = json.loads(call("why", system, "--year", "2022", "--json").stdout)
        weeks = [("a_lead", 2), ("b_lead", 4), ("c_lead", 10), ("e_lead", 4), ("f_lead", 5), ("j_lead", 8),
                 ("l_lead", 5), ("n_lead", 6)]
        self.assertEqual([(step["constraint"], step["delay_days"]) for step in chain["steps"]],
                         [(name, 7 * count) for name, count in weeks])
        self.assertEqual(chain["roots"],
                         [{"cause": "lead_time", "share": 1, "sentence": "as long as that takes"}])
        printed = " ".join(call("why", system, "--year", "2022").stdout.split())
        places = [printed.find(f"({name[0]} lead)") for name, _ in weeks]
        self.assertNotIn(-1, places)
        self.assertEqual(places, sorted(places))
        self.assertIn("308 days late", printed)  # 44 weeks
        for task in "dghikm":
            self.assertNotIn(f"({task} lead)", printed)

    def test_a_lot_in_time_was_held_up_by_nothing(self):
        system = TESTS / "systems" / "T6.yaml"
        result = call("why", system, "--year", "2022")
        self.assert_call(result, 0, stderr="")
        self.assertIn("came when it was wanted: nothing held it up.", result.stdout)
        self.assertNotIn("The last thing done for it", result.stdout)  # there was none
        self.assertNotIn("Why was it so?", result.stdout)
        chain = json.loads(call("why", system, "--year", "2022", "--json").stdout)
        self.assertIsNone(chain["main_step"])

    def test_where_nobody_says_how_much_is_wanted_all_is(self):
        result = call("why", TESTS / "systems" / "T1.yaml", "--year", "2022")
        self.assert_call(result, 0, stderr="")
        self.assertIn("had been wanted by 2022-01-01", result.stdout)
        self.assertIn("b at b was busy without a break", result.stdout)

    def test_what_the_run_does_not_have_is_a_usage_error_that_helps(self):
        for question, help_text in [
            (["--year", "1999"], "the run has no year 1999; it has 2022 to 2024"),
            (["--delivery", "1"], "this scenario has no orders"),
            (["--lab", "nobody", "--date", "2022-03-01"], "this scenario has no labs"),
            (["--lab", "nobody"], "--lab and --date belong together"),
            ([], "expected exactly one of --year, --delivery and --lab"),
            (["--lab", "nobody", "--date", "soon"], "expects a day as YYYY-MM-DD"),
        ]:
            result = call("why", self.LATE, *question)
            self.assertEqual((result.returncode, result.stdout), (2, ""))
            self.assertIn(help_text, result.stderr)


if __name__ == "__main__":
    unittest.main()

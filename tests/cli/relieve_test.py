"""`chokepoint relieve`."""
import csv
import json
import re
import unittest

from program import Case, SMALL, TESTS, call, comparable, contents


class Relieve(Case):
    def relieve(self, *arguments):
        return call("relieve", *arguments)

    def test_the_answer_is_the_same_for_any_number_of_workers(self):
        answers = []
        for jobs in (1, 2, 4):
            folder = self.folder / str(jobs)
            result = self.relieve(SMALL, "--all", "--windows", "--frozen", "-j", jobs, "-o", folder)
            self.assertEqual(result.returncode, 0, result.stderr)
            answers.append((result.stdout.replace(f"{folder}/", ""), comparable(folder)))
            self.assertEqual(sorted(contents(folder)),
                             ["bottlenecks.csv", "datapackage.json", "relief.csv", "relief.json", "run.log",
                              "summary.json", "windows.csv"])
        self.assertEqual(answers[0], answers[1])
        self.assertEqual(answers[0], answers[2])

    def test_a_run_with_relief_has_the_same_files_and_its_page_says_what_more_would_add(self):
        alone, together = self.folder / "alone", self.folder / "together"
        self.assertEqual(self.relieve(SMALL, "--deterministic", "-o", alone).returncode, 0)
        result = call("run", SMALL, "--deterministic", "--relief", "--report", "-o", together)
        self.assertEqual(result.returncode, 0, result.stderr)
        for name in ("relief.csv", "relief.json"):
            self.assertEqual((together / name).read_bytes(), (alone / name).read_bytes())
        self.assertEqual((together / "summary.json").read_bytes(), (alone / "summary.json").read_bytes())
        with open(together / "relief.csv", encoding="utf-8") as file:
            oven = {row["year"]: float(row["gain"]) for row in csv.DictReader(file)
                    if row["constraint"] == "oven" and row["mode"] == "responsive"}
        page = (together / "report.html").read_text(encoding="utf-8")
        shown = re.search(r'10 % more of it would add <data value="([^"]*)">[^<]*</data> lot by the end of 2023', page)
        self.assertEqual(float(shown.group(1)), oven["2023"])
        self.assertGreater(oven["2023"], 0)

    def test_months_gain_elasticities(self):
        folder = self.folder / "out"
        result = self.relieve(TESTS / "systems" / "T1.yaml", "--by", "2%", "--all", "-o", folder)
        self.assertEqual(result.returncode, 0, result.stderr)
        with open(folder / "bottlenecks.csv", encoding="utf-8") as file:
            rows = [row for row in csv.DictReader(file) if row["constraint"] == "b"]
        self.assertEqual(len(rows), 12)
        for row in rows[3:]:
            self.assertAlmostEqual(float(row["e_plus"]), 1, delta=0.05)
            self.assertAlmostEqual(float(row["e_minus"]), 1, delta=0.05)

    def test_an_amount_is_added_in_its_own_unit(self):
        system = TESTS / "systems" / "T1.yaml"
        added = self.relieve(system, "--constraint", "b", "--add", "1 lot/day", "--json")
        self.assertEqual(added.returncode, 0, added.stderr)
        gain = json.loads(added.stdout)["constraints"][0]["gain"][0]["mean"]
        self.assertAlmostEqual(gain, 365, delta=2)
        late = self.relieve(system, "--constraint", "b", "--add", "30 lot/month", "--json",
                            "--from", "2022-07-02")
        gain = json.loads(late.stdout)["constraints"][0]["gain"][0]["mean"]
        # 183 days with 12 times 30 lots a year.
        self.assertAlmostEqual(gain, 183 * 360 / 365.2425, delta=2)
        grown = self.relieve(system, "--constraint", "b", "--add", "1 lot/day/year", "--json")
        gain = json.loads(grown.stdout)["constraints"][0]["gain"][0]["mean"]
        self.assertAlmostEqual(gain, 365 / 2, delta=2)

    def test_money_is_added_in_dollars(self):
        # At 50 dollars apiece, 50 more a day buy one lot more.
        added = self.relieve(TESTS / "systems" / "T7.yaml", "--constraint", "money", "--add", "50 usd/day",
                             "--json")
        self.assertEqual(added.returncode, 0, added.stderr)
        self.assertAlmostEqual(json.loads(added.stdout)["constraints"][0]["gain"][0]["mean"], 365, delta=2)

    def test_as_many_worlds_as_were_run_are_no_advice(self):
        # The oven is the slower one in two worlds of a hundred.
        path = self.scenario(
            "chokepoint: 1\nname: rare\nstart: 2022-01-01\nend: 2023-01-01\nsource: textbook\nparts:\n"
            "  - {name: plates, kind: source, to: pile, rate: {uniform: [6 lot/day, 8 lot/day]}}\n"
            "  - {name: oven, kind: gate, rate: 7.9 lot/day, from: pile, to: done}\n"
            "  - {name: out, kind: sink, from: done}\n")
        told = self.relieve(path, "--seed", "2", "--constraint", "oven", "--add", "1 lot/day",
                            "--replications", "32").stdout
        self.assertIn("drowns in the noise", told)
        self.assertNotIn("--replications", told)

    def test_a_constraint_that_is_named_twice_is_run_once(self):
        once = self.relieve(SMALL, "--constraint", "oven", "--json")
        twice = self.relieve(SMALL, "--constraint", "oven", "--constraint", "oven", "--json")
        self.assertEqual(once.stdout, twice.stdout)
        self.assertEqual(len(json.loads(once.stdout)["constraints"]), 1)

    def test_what_a_textbook_system_is_about_is_run_without_being_asked_for(self):
        names = lambda system: [row["constraints"][0] for row in
                                json.loads(self.relieve(TESTS / "systems" / system, "--json").stdout)["constraints"]]
        # Nothing is short: what is wanted decides.
        self.assertEqual(names("T6.yaml"), ["demand"])
        # Works bind from the end of the stock on, though the new shortage of the year is all the outage's.
        self.assertIn("works", names("T9.yaml"))
        told = self.relieve(TESTS / "systems" / "T6.yaml").stdout
        self.assertRegex(told, r"(?m)^demand +1\.00$")
        told = self.relieve(TESTS / "systems" / "wip-limit.yaml").stdout
        self.assertRegex(told, r"(?m)^b_slots +1\.00 +1\.00 +> 200 %$")
        self.assertRegex(told, r"(?m)^b_slots +none +none$")
        self.assertIn("b_slots comes in whole units: it was relaxed by 100 %, and there can be no less of it.",
                      " ".join(told.split()))

    def test_a_window_that_ends_before_it_begins_is_refused_before_any_world_is_run(self):
        result = self.relieve(TESTS.parent / "scenarios" / "baseline.yaml", "--all", "--from", "2030-01-01",
                              "--to", "2026-01-01")
        self.assertEqual(result.returncode, 2)
        self.assertNotIn("worlds", result.stderr)
        self.assertIn("expected a date after --from", result.stderr)

    def test_what_is_drawn_gets_intervals_and_what_is_not_one_world(self):
        drawn = json.loads(self.relieve(TESTS / "systems" / "T12.yaml", "--constraint", "a", "--json").stdout)
        self.assertGreaterEqual(drawn["replications"], 8)
        self.assertLessEqual(drawn["replications"], 32)
        self.assertIn("pilot", drawn["note"])
        row = drawn["constraints"][0]
        for key in ("e_plus", "e_minus", "gain"):
            self.assertTrue(all(year["half"] > 0 for year in row[key]), key)
        fixed = json.loads(self.relieve(TESTS / "systems" / "T1.yaml", "--constraint", "b", "--json").stdout)
        self.assertEqual((fixed["replications"], fixed["note"]), (1, ""))
        every = json.loads(self.relieve(TESTS / "systems" / "T12.yaml", "--all", "--json").stdout)
        self.assertEqual(every["replications"], 1)
        self.assertIn("--replications 8", every["note"])

    def test_windows_have_intervals_too(self):
        told = json.loads(self.relieve(TESTS / "systems" / "T12.yaml", "--constraint", "a", "--windows",
                                       "--replications", "4", "--json").stdout)
        last = told["windows"][0]["gain"][-1]
        self.assertGreater(last["mean"], 0)
        self.assertGreater(last["half"], 0)

    def test_a_sum_that_is_not_one_is_explained(self):
        told = self.relieve(TESTS / "systems" / "T2-series.yaml", "--all", "--by", "2%")
        # Two equal gates: each is worth a half on average of more and less, nothing is missing.
        self.assertIn("add up to 1 within 0.05 in every year", told.stdout)
        # Three of them give 3 when all are tightened, and nothing when one is relaxed.
        told = self.relieve(TESTS / "systems" / "T2-three.yaml", "--all", "--by", "2%")
        self.assertIn("do not add up to 1 within 0.05 in 2022", told.stdout)
        self.assertRegex(told.stdout, r"0\.[45]\d too much: works 1\.[45]\d \(together (1|0.99|1.0\d)")
        self.assertIn("not in the sum", told.stdout)

    def test_of_a_root_that_is_never_short_itself_it_says_when_more_can_act(self):
        baseline = TESTS.parent / "scenarios" / "baseline.yaml"
        for name, told in {"euv_optics_specialists": True, "euv_tools": False}.items():
            text = self.relieve(baseline, "--deterministic", "--constraint", name).stdout
            self.assertEqual(f"Only a root in the ledger: {name}." in " ".join(text.split()), told)

    def test_what_does_not_exist_exits_with_2_and_the_nearest_name(self):
        cases = {
            ("--constraint", "ovn"): "did you mean 'oven'?",
            ("--constraint", "oven", "--from", "2031-01-01"):
                "2031-01-01 is outside the run, which goes from 2022-01-01 to 2024-01-01",
            ("--constraint", "oven", "--from", "soon"): "expected a date such as 2027-01-01",
            ("--constraint", "oven", "--add", "1 wafer"): "expected '1 lot/month' (at once)",
            ("--constraint", "oven", "--add", "inf lot/month"): "found 'inf lot/month'",
            ("--constraint", "oven", "--add", "1e300 lot/month"): "at most 1000 times what there is of oven",
            ("--constraint", "oven", "--add", "1e300 lot/month/year"): "at most 1000 times what there is of oven",
            ("--add", "1 lot/day"): "expected exactly one --constraint",
            ("--by", "0"): "expected more than 0 %",
            ("--by", "10"): "did you mean '10%'?",
            ("--constraint", "OVEN"): "did you mean 'oven'?",
            ("--from", "2023-01-01", "--to", "2022-06-01"): "expected a date after --from",
            ("--from", "2024-01-01"): "expected a day before the run ends, which is 2024-01-01",
            ("-j", "0"): "--jobs",
        }
        for arguments, message in cases.items():
            result = self.relieve(SMALL, *arguments)
            self.assertEqual(result.returncode, 2, result.stderr)
            self.assertIn(message, result.stderr)
            self.assertEqual(result.stdout, "")
        # Case, dashes, titles that are printed, parts of names and of titles.
        for typed, meant in {"EUV-TOOLS": "'euv_tools'?", "EUV tools": "'euv_tools'?", "hbm": "'hbm_stacking'",
                             "packaging": "'cowos'?", "Packaging (cowos)": "'cowos'?", "tools": "'euv_tools'"}.items():
            result = self.relieve(TESTS.parent / "scenarios" / "baseline.yaml", "--deterministic", "--constraint", typed)
            self.assertEqual(result.returncode, 2, result.stderr)
            self.assertRegex(result.stderr, "did you mean .*" + re.escape(meant))
        self.assertIn("did you mean 'anthropic'?", call("why", TESTS.parent / "scenarios" / "baseline.yaml", "--deterministic",
                                                        "--lab", "Anthropic", "--date", "2027-01-01").stderr)
        # Where one name is near the others say nothing.
        self.assertNotIn("largest are", self.relieve(SMALL, "--constraint", "ovn").stderr)
        self.assertIn("the largest are", self.relieve(SMALL, "--constraint", "xyzzy").stderr)


if __name__ == "__main__":
    unittest.main()

"""`chokepoint bound`: what it prints, writes and refuses."""
import csv
import json
import re
import unittest

from program import Case, SMALL, TESTS, call, contents


NETWORK = """\
chokepoint: 1
name: network
start: 2022-01-01
end: 2023-01-01
source: textbook
parts:
"""
# Rounds of several parts, and lots that come out of them at most: of leads of a and b days one unit makes
# a lot every a + b days, and one more may be under way as the run ends.
ROUNDS = [
    (365 / 2, """\
  - {name: pan, kind: store, initial: 1 lot}
  - {name: cook, kind: assembly, lead: 1 day, inputs: {pan: 1 lot}, outputs: {used: 1 lot, meal: 1 lot}}
  - {name: wash, kind: line, from: used, to: pan, lead: 1 day}
  - {name: out, kind: sink, from: meal}
"""),
    (10 * 365 / 62, """\
  - {name: pan, kind: store, initial: 10 lot}
  - {name: cook, kind: assembly, lead: 31 days, inputs: {pan: 1 lot}, outputs: {used: 1 lot, meal: 1 lot}}
  - {name: wash, kind: line, from: used, to: pan, lead: 31 days}
  - {name: out, kind: sink, from: meal}
"""),
    (10 * 365 / 33, """\
  - {name: pan, kind: store, initial: 10 lot}
  - {name: cook, kind: assembly, lead: 16 days, inputs: {pan: 1 lot}, outputs: {used: 1 lot, meal: 1 lot}}
  - {name: wash, kind: line, from: used, to: pan, lead: 17 days}
  - {name: out, kind: sink, from: meal}
"""),
    (365 / 3, """\
  - {name: crates, kind: store, initial: 1 lot}
  - {name: pack, kind: assembly, lead: 1 day, inputs: {crates: 1 lot}, outputs: {goods: 1 lot, used: 1 lot}}
  - {name: washing, kind: line, from: used, to: crates, lead: 2 days}
  - {name: out, kind: sink, from: goods}
"""),
    # Two pans make a crate, which is two pans again: four pans are two crates, of 40 days a turn.
    (2 * 365 / 40, """\
  - {name: pan, kind: store, initial: 4 lot}
  - {name: pack, kind: assembly, lead: 20 days, inputs: {pan: 2 lot}, outputs: {crate: 1 lot, goods: 1 lot}}
  - {name: unpack, kind: assembly, lead: 20 days, inputs: {crate: 1 lot}, outputs: {pan: 2 lot}}
  - {name: out, kind: sink, from: goods}
"""),
    (2 * 365 / 20, """\
  - {name: whole, kind: store, initial: 2 lot}
  - {name: part, kind: assembly, lead: 10 days, inputs: {whole: 1 lot}, outputs: {left: 1 lot, right: 1 lot, goods: 1 lot}}
  - {name: join, kind: assembly, lead: 10 days, inputs: {left: 1 lot, right: 1 lot}, outputs: {whole: 1 lot}}
  - {name: out, kind: sink, from: goods}
"""),
    # Each of twelve pans that are made, one a month, goes round from then on.
    (12 * 366 / 2 / 60, """\
  - {name: smith, kind: source, rate: 12 lot/year, to: pan}
  - {name: cook, kind: assembly, lead: 30 days, inputs: {pan: 1 lot}, outputs: {used: 1 lot, meal: 1 lot}}
  - {name: wash, kind: line, from: used, to: pan, lead: 30 days}
  - {name: out, kind: sink, from: meal}
"""),
]
# What nothing limits month by month, by the parts that must be named.
BOUNDLESS = [
    (["hatch", "lay", "out"], """\
  - {name: eggs, kind: store, initial: 1 lot}
  - {name: hatch, kind: assembly, lead: 10 days, inputs: {eggs: 1 lot}, outputs: {hens: 1 lot}}
  - {name: lay, kind: assembly, lead: 10 days, inputs: {hens: 1 lot}, outputs: {eggs: 2 lot, meat: 1 lot}}
  - {name: out, kind: sink, from: meat}
"""),
]
# Breeding has no limit month by month, but what follows it has.
LIMITED_LATER = BOUNDLESS[0][1].replace("out, kind: sink, from: meat", "oven, kind: gate, from: meat, to: eaten, rate: 3 lot/day") + """\
  - {name: out, kind: sink, from: eaten}
"""
# What makes lots without end in one minute, by the words that name it.
ENDLESS = [
    ("'p' gets back all that it takes", """\
  - {name: works, kind: source, rate: 1 lot/day, to: s}
  - {name: p, kind: assembly, inputs: {s: 1 lot}, outputs: {s: 1 lot, d: 1 lot}}
  - {name: out, kind: sink, from: d}
"""),
    ("'p', 'q', 'p'", """\
  - {name: works, kind: source, rate: 1 lot/day, to: s}
  - {name: p, kind: assembly, inputs: {s: 2 lot}, outputs: {t: 1 lot, d: 1 lot}}
  - {name: q, kind: assembly, inputs: {t: 1 lot}, outputs: {s: 2 lot}}
  - {name: out, kind: sink, from: d}
"""),
]


class Bound(Case):
    SYSTEM = TESTS / "systems" / "T10.yaml"

    def test_bound_and_run_stand_beside_each_other_and_rents_add_up(self):
        result = call("bound", self.SYSTEM, "-o", self.folder / "out")
        self.assert_call(result, 0, stderr="")
        self.assertEqual(set(contents(self.folder / "out")),
                         {"bound.json", "datapackage.json", "paths.csv", "rents.csv", "run.log", "summary.json"})
        bound = json.loads((self.folder / "out" / "bound.json").read_text())
        self.assertGreaterEqual(bound["value"], bound["run_value"])
        self.assertIn("Lots are whole in a run and not in a plan", result.stdout)
        self.assertAlmostEqual(sum(rent["rent"] for rent in bound["rents"]), bound["value"],
                               delta=1e-6 * bound["value"])
        for rent in bound["rents"]:
            self.assertAlmostEqual(sum(year["rent"] for year in rent["by_year"]), rent["rent"],
                                   delta=1e-6 * bound["value"])
        with open(self.folder / "out" / "rents.csv", encoding="utf-8") as file:
            rows = [row for row in csv.DictReader(file) if row["decide_from"] == "2022-01-01"]
        self.assertAlmostEqual(sum(float(row["rent"]) for row in rows), bound["value"],
                               delta=1e-6 * bound["value"])
        for rent in bound["rents"]:
            for year in rent["by_year"]:
                for side in ("more", "less"):
                    parts = [float(row[side]) for row in rows
                             if (row["constraint"], row["kind"]) == (rent["constraint"], rent["kind"])
                             and row["month"].startswith(str(year["year"])) and row[side]]
                    self.assertAlmostEqual(sum(parts), year[side] or 0, delta=1e-6 * bound["value"])
        with open(self.folder / "out" / "paths.csv", encoding="utf-8") as file:
            path = [row for row in csv.DictReader(file) if row["decide_from"] == "2022-01-01"]
        self.assertEqual([(row["month"], float(row["run_level"]), float(row["bound_level"])) for row in path],
                         [(month["month"], month["run"], month["bound"]) for month in bound["months"]])

    def test_what_held_the_run_back_stands_beside_the_plan(self):
        self.assert_call(call("run", self.SYSTEM, "-o", self.folder / "run"), 0)
        run = json.loads((self.folder / "run" / "summary.json").read_text())
        result = call("bound", self.SYSTEM, "-o", self.folder / "out")
        self.assertIn("The run: " + run["headline"][:20], result.stdout)
        bound = json.loads((self.folder / "out" / "bound.json").read_text())
        largest = [max(year["binding"], key=lambda part: part["share"])["constraint"]
                   if year["binding"] else None for year in run["years"]]
        self.assertEqual([year["run_constraint"] for year in bound["years"]], largest)

    def test_the_report_says_of_which_goods_the_first_stock_is(self):
        self.assert_call(call("bound", TESTS / "systems" / "T9.yaml", "-o", self.folder / "out"), 0)
        self.assert_call(call("report", self.folder / "out"), 0)
        bound = json.loads((self.folder / "out" / "bound.json").read_text())
        stock = next(rent for rent in bound["rents"] if rent["constraint"] == "initial_stock")
        self.assertEqual(len(stock["stocks"]), 1)
        goods = stock["stocks"][0]["stock"]
        page = (self.folder / "out" / "report.html").read_text("utf-8")
        self.assertRegex(page, rf"<small>stock</small>: {re.escape(goods)} 100 %\.</p>")

    def test_the_report_shows_the_path_and_the_rents(self):
        self.assert_call(call("bound", self.SYSTEM, "-o", self.folder / "out"), 0)
        self.assert_call(call("report", self.folder / "out"), 0)
        page = (self.folder / "out" / "report.html").read_text("utf-8")
        bound = json.loads((self.folder / "out" / "bound.json").read_text())
        section = page[page.index('<section id="foresight"'):]
        section = section[:section.index("</section>")]
        numbers = {float(text) for text in re.findall(r'<data value="([^"]+)"', section)}
        for year in bound["years"]:
            self.assertLessEqual({year["run_end"], year["bound_end"], year["envelope"]}, numbers)
        for rent in bound["rents"]:
            if rent["rent"] >= 0.005 * bound["value"]:
                self.assertIn(rent["rent"], numbers)
        self.assertEqual(section.count("All others"), 2)
        snippets = set(re.findall(r"pd\.read_csv\(&quot;([^&]+)&quot;", page))
        self.assertEqual(snippets, {"paths.csv"}, "of the files that are there")
        rows = section[section.index("The value of foresight"):]
        for step in bound["foresight"]:
            self.assertIn(f'<data value="{step["rounding"]}">', rows)
        for decision in bound["decisions"]:
            self.assertIn(f'<th scope="col">{decision["decide_from"]}</th>', rows)
        self.assertIn("<small>decided</small>", rows)
        self.assertIn("<svg", section)
        (self.folder / "out" / "bound.json").write_text("{}")
        (self.folder / "out" / "datapackage.json").unlink()
        result = call("report", self.folder / "out")
        self.assertNotEqual(result.returncode, 0)
        self.assertIn("bound.json", result.stderr)

    def test_steps_lead_from_the_run_to_the_earliest_decision(self):
        result = call("bound", self.SYSTEM, "--json", "--decide-from", "2022-01-01",
                      "--decide-from", "2023-01-01")
        self.assert_call(result, 0, stderr="")
        bound = json.loads(result.stdout)
        steps = bound["foresight"]
        self.assertEqual([step["to"] for step in steps],
                         ["as it was decided", "2023-01-01", "2022-01-01"])
        self.assertEqual([step["kind"] for step in steps],
                         ["friction", "foresight", "foresight"])
        self.assertTrue(all(step["gain"] >= 0 for step in steps), steps)
        self.assertAlmostEqual(bound["run_value"] + sum(step["gain"] for step in steps),
                               bound["value"], places=3)
        for step, decision in zip(steps, sorted(bound["decisions"], key=lambda d: d["value"])):
            self.assertAlmostEqual(step["rounding"], decision["value"] - decision["rounded_up"],
                                   places=3)

    def test_each_step_of_foresight_says_what_it_moves(self):
        result = call("bound", self.SYSTEM, "--decide-from", "2022-01-01",
                      "--decide-from", "2023-01-01")
        self.assert_call(result, 0, stderr="")
        moves = result.stdout.split("What each step moves", 1)[1]
        self.assertIn("as it was -> 2023-01-01   decided ", moves)
        self.assertIn("2023-01-01 -> 2022-01-01  decided 26 -> · %; from works (decided) -26; "
                      "to works +26", moves)

    def test_the_same_question_gives_the_same_bytes(self):
        first = call("bound", self.SYSTEM, "--json")
        self.assertEqual(call("bound", self.SYSTEM, "--json").stdout, first.stdout)

    def test_what_nothing_limits_is_named_and_nothing_is_written(self):
        result = call("bound", self.scenario(NETWORK + BOUNDLESS[0][1]), "-o", self.folder / "out")
        self.assert_call(result, 1, stdout="")
        self.assertIn("nothing limits these", result.stderr)
        self.assertIn("hatch (2022-01", result.stderr)
        self.assertFalse((self.folder / "out").exists())

    def test_what_comes_back_after_a_day_is_a_limit(self):
        result = call("bound", self.scenario(NETWORK + """\
  - {name: pan, kind: store, initial: 1 lot}
  - {name: cook, kind: assembly, lead: 1 day, inputs: {pan: 1 lot}, outputs: {pan: 1 lot, meal: 1 lot}}
  - {name: out, kind: sink, from: meal}
"""), "--json")
        self.assert_call(result, 0, stderr="")
        self.assertAlmostEqual(json.loads(result.stdout)["years"][-1]["bound_end"], 366, places=6)

    def test_goods_that_go_round_are_in_one_part_at_a_time(self):
        for most, parts in ROUNDS:
            result = call("bound", self.scenario(NETWORK + parts), "--json")
            self.assert_call(result, 0, stderr="")
            bound = json.loads(result.stdout)
            end = bound["years"][-1]
            self.assertGreaterEqual(end["bound_end"], end["run_end"])
            self.assertGreaterEqual(bound["value"], bound["run_value"])
            self.assertGreaterEqual(end["bound_end"] * 1.001, most, parts)
            self.assertLessEqual(end["bound_end"], 1.4 * most + 10, parts)

    def test_what_feeds_itself_in_no_time_is_refused_with_its_place(self):
        for words, parts in ENDLESS:
            for command in "check", "run", "bound":
                result = call(command, self.scenario(NETWORK + parts))
                self.assert_call(result, 3, stdout="")
                self.assertIn(words, result.stderr)
                self.assertRegex(result.stderr, r"\.yaml:\d+:\d+")
        # Whoever needs something else as well, or has to wait, comes to an end.
        for change in ("inputs: {s: 1 lot", "inputs: {s: 1 lot, x: 1 lot"), ("p, kind: assembly,", "p, kind: assembly, lead: 1 day,"):
            parts = ENDLESS[0][1].replace(*change) + "  - {name: x, kind: store, initial: 5 lot}\n"
            self.assert_call(call("check", self.scenario(NETWORK + parts)), 0)

    def test_all_that_takes_part_in_a_boundless_loop_is_named(self):
        for names, parts in BOUNDLESS:
            result = call("bound", self.scenario(NETWORK + parts), "-o", self.folder / "out")
            self.assert_call(result, 1, stdout="")
            self.assertIn("rounds down to whole months", result.stderr)
            named = re.findall(r"(\w+) \(2022-01\)", result.stderr)
            self.assertEqual(sorted(named), sorted(names), result.stderr)
            self.assertFalse((self.folder / "out").exists())

    def test_of_a_plan_that_is_worth_nothing_there_are_no_shares(self):
        system = TESTS / "systems" / "long-lead.yaml"
        result = call("bound", system)
        self.assert_call(result, 0)
        rows = [line.split() for line in result.stdout.splitlines()]
        self.assertIn(["demand", "0.0", "none", "none", "none"], rows)
        bound = json.loads(call("bound", system, "--json").stdout)
        self.assertEqual((bound["value"], bound["sum_of_rents"]), (0, 0))
        for rent in bound["rents"]:
            self.assertEqual((rent["share"], rent["e_plus"], rent["e_minus"]), (None, None, None))
            for year in rent["by_year"]:
                self.assertEqual((year["rent"], year["more"], year["less"]), (0, 0, 0))

    def test_what_is_kept_is_told_in_months_or_not_at_all(self):
        for system, months, part in [("T1", "6", "with demand"), ("T6", "0", "0.1"),
                                     ("T6", "-1", "0.1"), ("T6", "many", "many"),
                                     ("T6", "nan", "a number")]:
            result = call("bound", TESTS / "systems" / f"{system}.yaml", "--storage-months", months)
            self.assert_call(result, 2, stdout="")
            self.assertIn(part, result.stderr)
        trial = call("bound", TESTS / "systems" / "T6.yaml", "--storage-months", "6")
        self.assert_call(trial, 0, stderr="")
        self.assertIn("A trial: nothing is kept beyond 6", trial.stdout)
        for months in [], ["--storage-months", "none"]:
            result = call("bound", TESTS / "systems" / "T6.yaml", "--json", *months)
            self.assertIsNone(json.loads(result.stdout)["storage_months"])

    def test_months_that_are_none_are_refused(self):
        for months in "foo", "-1", "5000":
            result = call("bound", TESTS / "systems/T1.yaml", "--storage-months", months)
            self.assertEqual(result.returncode, 2)
            self.assertIn(f"expected a number of months, 0.1 to 1200, or none; found '{months}'", result.stderr)

    def test_firms_keep_a_year_of_what_is_wanted_unless_another_time_is_asked_for(self):
        baseline = [TESTS.parent / "scenarios" / "baseline.yaml", "--deterministic", "--json", "--set",
                    "end=2029-01-01"]
        values = []
        for months, told in [([], 12), (["--storage-months", "0.1"], 0.1),
                             (["--storage-months", "none"], None)]:
            result = call("bound", *baseline, *months)
            self.assert_call(result, 0)
            bound = json.loads(result.stdout)
            self.assertEqual(bound["storage_months"], told)
            # What the run held may be kept however short the time is.
            for decision in bound["decisions"]:
                self.assertGreaterEqual(decision["value"], bound["run_value"])
            values.append(bound["value"])
        usual, short, boundless = values
        self.assertLess(short, 0.999 * usual)
        self.assertLessEqual(usual, boundless * (1 + 1e-9))

    def test_money_is_a_limit_of_the_plan_and_told_beside_it(self):
        baseline = [TESTS.parent / "scenarios" / "baseline.yaml", "--deterministic", "--set",
                    "end=2026-01-01"]
        poor = []
        for firm in ("amazon", "coreweave", "google", "meta", "microsoft", "oracle",
                     "other_operators"):
            poor += ["--set", f"actors.{firm}.loan=500 usd/kW_it",
                     "--set", f"actors.{firm}.own_cash=0.001 Gusd/year"]
        usual = json.loads(call("bound", *baseline, "--json").stdout)
        short = json.loads(call("bound", *baseline, *poor, "--json").stdout)
        self.assertLess(short["value"], 0.95 * usual["value"])
        money = next(rent for rent in short["rents"] if rent["constraint"] == "money")
        self.assertEqual(money["kind"], "money")
        self.assertGreater(money["share"], 0.1)
        self.assertGreater(money["e_plus"], 0)
        for told in usual, short:
            for decision in told["decisions"]:
                self.assertGreaterEqual(decision["value"], told["run_value"])
        self.assertLess(short["run_value"], 0.7 * usual["run_value"])
        own = usual["money_gain"]["draws"][0]
        self.assertLess(abs(own), 0.01 * usual["run_value"])
        gain = short["money_gain"]
        self.assertEqual(len(gain["draws"]), 6)
        self.assertGreater(short["run_value"] + gain["draws"][0], 0.9 * usual["run_value"])
        self.assertAlmostEqual(gain["mean"], sum(gain["draws"]) / 6, places=5)
        self.assertGreater(gain["mean"], gain["error"])
        self.assertLessEqual(abs(usual["money_gain"]["mean"]), usual["money_gain"]["error"])
        self.assertIsNone(json.loads(call("bound", self.SYSTEM, "--json").stdout)["money_gain"])

    def test_a_rent_of_a_year_lies_between_its_re_solutions_or_is_said_to_vary(self):
        poor = ["--set", "end=2029-01-01"]
        for firm in ("amazon", "coreweave", "google", "meta", "microsoft", "oracle",
                     "other_operators"):
            poor += ["--set", f"actors.{firm}.loan=500 usd/kW_it",
                     "--set", f"actors.{firm}.own_cash=0.001 Gusd/year"]
        baseline = TESTS.parent / "scenarios" / "baseline.yaml"
        varying = []
        for words in ([self.SYSTEM], [baseline, "--deterministic", *poor]):
            self.assert_call(call("bound", *words, "-o", self.folder / "out", "--overwrite"), 0)
            printed = call("bound", *words).stdout
            bound = json.loads((self.folder / "out" / "bound.json").read_text())
            varying.append(0)
            for y, year in enumerate(bound["years"]):
                cells = [rent["by_year"][y] for rent in bound["rents"]]
                whole = sum(cell["rent"] for cell in cells)
                told, blurred = 0.01 * whole, 0.05 * whole
                noise = 1e-6 * bound["value"]
                known = [cell for cell in cells if cell["more"] is not None and cell["less"] is not None]

                def outside(cell):
                    return max(min(cell["more"], cell["less"]) - cell["rent"],
                               cell["rent"] - max(cell["more"], cell["less"])) - noise

                def wide(cell):
                    return abs(cell["more"] - cell["less"]) > blurred

                def blurs(cell):
                    """Wide, and not because each further per cent brings a little less."""
                    diminishes = -told < cell["more"] < cell["rent"] + told < cell["less"] + 2 * told
                    return outside(cell) > blurred or (wide(cell) and not diminishes)
                far = any(blurs(cell) for cell in known)
                for cell in known:
                    varies = outside(cell) > told or blurs(cell) or (far and wide(cell))
                    self.assertEqual(cell["varies"], varies, cell)
                    varying[-1] += cell["varies"]
                self.assertEqual(year["determined"], not far, year)
                line = next(line for line in printed.split("largest in")[1].splitlines()
                            if line.startswith(str(year["year"])))
                self.assertEqual(line.endswith("not determined"), far, line)
            table = printed.split("Rent by year of effect")[1].split("share, %")[0]
            self.assertEqual("varies" in table, varying[-1] > 0)
        self.assertEqual(varying[0], 0)
        self.assertGreater(varying[1], 0)

    def test_a_limit_behind_a_boundless_loop_is_a_bound(self):
        result = call("bound", self.scenario(NETWORK + LIMITED_LATER), "--json")
        self.assert_call(result, 0, stderr="")
        bound = json.loads(result.stdout)
        self.assertAlmostEqual(bound["years"][-1]["bound_end"], 3 * 365, places=6)
        self.assertEqual([rent["constraint"] for rent in bound["rents"] if rent["rent"] > 0],
                         ["oven"])

    def test_what_is_tied_is_told_together(self):
        # Gates of the same pace: less of either costs all of it, more of one alone brings nothing.
        file = self.folder / "tie.yaml"
        parts = """\
  - {name: first, kind: source, rate: 10 lot/day, to: x}
  - {name: second, kind: gate, rate: 10 lot/day, from: x, to: y}
  - {name: third, kind: gate, rate: RATE lot/day, from: y, to: z}
  - {name: out, kind: sink, from: z}
"""
        for rate, tied in (("30", ["first", "second"]), ("10", ["first", "second", "third"]), ("5", [])):
            file.write_text(NETWORK + parts.replace("RATE", rate), encoding="utf-8")
            told = json.loads(call("bound", file, "--json").stdout)
            self.assertEqual(sorted(t["constraint"] for t in told["tied"]), tied, rate)
            text = call("bound", file).stdout
            self.assertEqual("which of them has the rent and binds is chance" in " ".join(text.split()), bool(tied), rate)

    def test_dates_of_decision_are_first_days_of_months_of_the_run(self):
        for date, part in [("2022-01-15", "first day of a month"), ("2032-01-01", "outside"),
                           ("soon", "expected a date")]:
            result = call("bound", self.SYSTEM, "--decide-from", date)
            self.assert_call(result, 2, stdout="")
            self.assertIn(part, result.stderr)

    def test_results_are_not_replaced_unasked(self):
        call("bound", self.SYSTEM, "-o", self.folder / "out")
        before = contents(self.folder / "out")
        self.assert_call(call("bound", self.SYSTEM, "-o", self.folder / "out"), 2)
        self.assertEqual(contents(self.folder / "out"), before)
        self.assert_call(call("bound", self.SYSTEM, "-o", self.folder / "out", "--overwrite"), 0)

    def test_the_page_of_a_bound_says_whether_it_has_best_guesses(self):
        for words, guesses in ((["--deterministic"], True), ([], False)):
            out = self.folder / f"bound{len(words)}"
            self.assert_call(call("bound", SMALL, *words, "-o", out), 0, stderr="")
            self.assert_call(call("report", out), 0, stderr="")
            page = (out / "report.html").read_text(encoding="utf-8")
            self.assertEqual(" &middot; best guesses</p>" in page, guesses)
            bound = json.loads((out / "bound.json").read_text(encoding="utf-8"))
            (out / "datapackage.json").unlink()
            (out / "bound.json").write_text(json.dumps({**bound, "deterministic": "x"}), encoding="utf-8")
            result = call("report", out)
            self.assertEqual(result.returncode, 3, result.stderr)
            self.assertIn("bound.json", result.stderr)


if __name__ == "__main__":
    unittest.main()

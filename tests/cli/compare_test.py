"""`chokepoint compare`."""
import json
import os
import re
import resource
import subprocess
import unittest

from worlds import DATE, PROGRAM, ROOT, Worlds, run, stop, table


class Compared(Worlds):
    """Worlds side by side."""

    def compared(self, *words, **more):
        return json.loads(run("compare", ROOT / "scenarios/baseline.yaml", *words,
                              "--deterministic", "--json", **more))

    def test_compare_of_two_costs_three_runs_at_most(self):
        def seconds(*arguments):
            best = 1e9
            for _ in range(3):
                before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
                run(*arguments)
                best = min(best, resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before)
            return best
        baseline = ROOT / "scenarios/baseline.yaml"
        overlay = ROOT / "scenarios/overlays/taiwan-stop.yaml"
        one = seconds("run", baseline, "--deterministic")
        two = seconds("compare", baseline, overlay, "--deterministic", "-j", 1)
        self.assertLess(two, 3 * one)

    def test_a_gain_is_not_told_as_a_loss(self):
        """Of one draw, too, that neither is told from chance; seeds decide by their interval."""
        shut = self.root / "shut.yaml"
        shut.write_text("source: question\nevents:\n  - {name: shut, kind: capital, from: 2027-07-01, share: 75 %, "
                        "lasts: 24 months, lenders: lend}\n", "utf-8")
        def line(*words):
            text = run("compare", ROOT / "scenarios/baseline.yaml", *words)
            return re.search(r"Compute not online over the run: (\S+) GW-years(.*)", " ".join(text.split())).groups()
        amount, rest = line(shut, "--deterministic")
        said = "One draw tells no such difference from chance"
        self.assertTrue(rest.startswith(f": more than in the base. {said}" if amount[0] == "-" else f". {said}"), rest)
        amount, rest = line(ROOT / "scenarios/overlays/taiwan-stop.yaml", "--deterministic")
        self.assertTrue(rest.startswith(". Additions of twelve months fall"), rest)
        amount, rest = line(shut, "--seeds", 3)
        low, high, said = re.match(r" \[(\S+), (\S+)\](: [^.]*)?\.", rest).groups()
        low, high = float(low.replace(",", "")), float(high.replace(",", ""))
        wanted = (": with 0 among them, neither a loss nor a gain" if low <= 0 <= high else
                  ": more than in the base, so a gain" if high <= 0 else None)
        self.assertEqual(said, wanted)

    def test_seeds_that_show_nothing_give_no_intervals(self):
        overlays = ROOT / "scenarios/overlays"
        def compared(overlay, *options):
            return run("compare", ROOT / "scenarios/baseline.yaml", overlays / overlay, "--seeds", 2, *options)
        text = compared("taiwan-stop.yaml", "--deterministic")
        self.assertIn("warning: --seeds: nothing that these worlds draw differs between 2 seeds", text)
        self.assertIn("taiwan-stop against baseline, seed 1\n", text)
        self.assertNotIn("in brackets", text)
        # Where earthquakes strike in each seed is drawn all the same.
        self.assertIn("2 seeds: means, and in brackets", compared("earthquakes.yaml", "--deterministic"))
        self.assertIn("2 seeds: means, and in brackets", compared("taiwan-stop.yaml"))

    def test_compare_takes_scenarios_too_and_two_of_the_same_do_not_differ(self):
        worlds = self.compared(ROOT / "scenarios/baseline.yaml")["worlds"]
        self.assertEqual(worlds[0]["fingerprint"], worlds[1]["fingerprint"])
        self.assertEqual(worlds[1]["timeline"], [])

    def test_what_binds_in_both_worlds_stands_in_two_columns(self):
        text = subprocess.run([PROGRAM, "compare", ROOT / "scenarios/baseline.yaml",
                               ROOT / "scenarios/baseline.yaml", "--deterministic"], capture_output=True,
                              text=True, check=True, env={**os.environ, "COLUMNS": "160"}).stdout
        rows = [line for line in text.splitlines() if line.count(" -> ") == 2]
        self.assertTrue(rows)
        for row in rows:
            self.assertRegex(row, r"-> \S+  +\S+ ->")

    def test_the_timeline_says_through_what_each_shortage_came(self):
        baseline = ROOT / "scenarios/baseline.yaml"
        result = json.loads(run("compare", baseline, ROOT / "scenarios/overlays/taiwan-stop.yaml",
                                "--deterministic", "--json"))
        through = {row["what"]: row["through"] for row in result["worlds"][1]["timeline"]}
        self.assertEqual(through["logic_wafers"], {"kind": "event", "what": "taiwan_stop", "from": "tsmc"})
        for made in "euv_tools", "fab_tools", "electrical_gear":
            self.assertEqual(through[made], {"kind": "missing", "what": "n28_wafer",
                                             "from": "mature_foundries_taiwan"})
        self.assertEqual(through["packages"], {"kind": "event", "what": "taiwan_stop", "from": "tsmc_packaging"})
        self.assertEqual((through["systems"]["what"], through["systems"]["from"]), ("cowos_wafer", "tsmc_packaging"))
        self.assertEqual((through["added"]["kind"], through["added"]["what"]), ("missing", "accelerator"))
        self.assertEqual((through["lab_revenue"]["kind"], through["lab_revenue"]["what"]), ("missing", "compute"))
        # Step by step back to the event.
        for row in result["worlds"][1]["timeline"]:
            steps = [row["through"], *row["back"]]
            if steps[0]["kind"] == "missing":
                self.assertEqual((steps[-1]["kind"], steps[-1]["what"]), ("event", "taiwan_stop"), row["what"])
        self.assertGreaterEqual(max(len(row["back"]) for row in result["worlds"][1]["timeline"]), 2)

    def test_a_stop_of_gear_makers_is_why_gear_lacks(self):
        overlay = self.root / "gear.yaml"
        overlay.write_text(f"source: question\nevents:\n{stop('orders: refused', 'firms: gear_makers')}\n", "utf-8")
        world = self.compared(overlay)["worlds"][1]
        through = {row["what"]: row["through"] for row in world["timeline"]}
        self.assertEqual((through["electrical_gear"]["kind"], through["electrical_gear"]["from"]),
                         ("event", "gear_makers"))
        # Chips are not what lacks: who stands still buys none.
        chips = next(row for row in world["timeline"] if row["what"] == "control_chips")
        self.assertEqual((chips["less_ordered"], chips["through"]["kind"], chips["through"]["from"]),
                         (True, "ordered", "gear_makers"))
        self.assertEqual([step["kind"] for step in chips["back"]], ["event"])

    def test_sites_that_lack_gear_for_want_of_chips_are_followed_back_to_the_chips(self):
        overlay = self.root / "chips.yaml"
        event = stop("orders: refused, in_progress: lost", "firms: mature_foundries_taiwan", lasts="")
        overlay.write_text(f"source: question\nevents:\n{event}\n", "utf-8")
        added = next(row for row in self.compared(overlay)["worlds"][1]["timeline"] if row["what"] == "added")
        self.assertEqual([(step["kind"], step["what"]) for step in (added["through"], *added["back"])],
                         [("missing", "electrical_gear"), ("missing", "n28_wafer"), ("event", "quake")])

    def test_packages_that_lack_memory_are_followed_through_what_customers_bring(self):
        """Packagers buy nothing: who orders packages brings the stacks."""
        overlay = self.root / "stacks.yaml"
        event = stop("orders: refused", "firms: sk_hynix", lasts="lasts: 24 months")
        overlay.write_text(f"source: question\nevents:\n{event}\n", "utf-8")
        packages = next(row for row in self.compared(overlay)["worlds"][1]["timeline"] if row["what"] == "packages")
        self.assertEqual(packages["through"], {"kind": "missing", "what": "hbm_wafer", "from": "sk_hynix"})
        self.assertEqual(packages["back"], [{"kind": "event", "what": "quake", "from": "sk_hynix"}])

    def test_a_lane_that_loses_goods_and_a_ban_are_named_for_what_they_stop(self):
        overlay = self.root / "lane.yaml"
        for event in ("kind: lane, out_of: taiwan, goods: lost",
                      "kind: policy, sellers: [tsmc, tsmc_packaging], into: america"):
            overlay.write_text(f"source: question\nevents:\n  - {{name: quake, {event}, from: {DATE}}}\n", "utf-8")
            rows = {row["what"]: row for row in self.compared(overlay)["worlds"][1]["timeline"]}
            self.assertEqual(rows["packages"]["through"], {"kind": "event", "what": "quake", "from": "tsmc_packaging"})
            self.assertFalse(rows["packages"]["less_ordered"])
            self.assertEqual(rows["systems"]["back"],
                             [{"kind": "event", "what": "quake", "from": "tsmc_packaging"}])
            for what in "added", "lab_revenue":
                self.assertEqual(rows[what]["back"][-1]["what"], "quake", (event, what))

    def test_an_event_that_no_world_has_is_named(self):
        text = run("compare", ROOT / "scenarios/baseline.yaml",
                   ROOT / "scenarios/overlays/taiwan-stop.yaml", "--set",
                   "events.taiwan_stp.from=2028-01-01", code=2)
        self.assertIn("found 'taiwan_stp'; did you mean 'taiwan_stop'?", text)

    def test_what_is_made_is_told_by_maker_and_by_region(self):
        target = self.root / "makers"
        run("compare", ROOT / "scenarios/baseline.yaml", ROOT / "scenarios/overlays/taiwan-stop.yaml",
            "--deterministic", "-q", "-o", target, "--overwrite")
        world = json.loads((target / "compare.json").read_text("utf-8"))["worlds"][1]
        totals = {s["series"]: [y["value"] for y in s["years"]] for s in world["series"]}
        told = {(m["series"], m["by"], m["name"]): [y["value"] for y in m["years"]] for m in world["makers"]}
        for series in ("euv_tools_installed", "packaging_capacity", "dram_wafers", "logic_wafers", "lab_revenue"):
            for by in "maker", "region":
                rows = [values for (what, how, _), values in told.items() if (what, how) == (series, by)]
                self.assertGreater(len(rows), 1, (series, by))
                for year, total in zip(zip(*rows), totals[series]):
                    self.assertAlmostEqual(sum(year), total, delta=1e-6 * total, msg=(series, by))
        self.assertLess(told["packaging_capacity", "region", "taiwan"][7], told["packaging_capacity", "region", "america"][7])
        rows = {(r["quantity"], r["entity"], r["year"]): float(r["value"])
                for r in table(target / "compare.csv") if r["world"] == "taiwan-stop"}
        for (series, by, name), values in told.items():
            self.assertEqual(rows[f"{series}_by_{by}", name, "2029"], values[7])

    def test_preparations_have_a_value_for_their_cost_and_their_stock(self):
        folder = ROOT / "scenarios/overlays"
        stop = folder / "taiwan-stop.yaml"
        found = self.compared(stop, *[f"{stop}+{folder / (name + '.yaml')}" for name in (
            "stockpile-6-months", "more-arizona", "korea-samsung-hedge",
            "airlift-engineers")])["preparations"]
        self.assertEqual(len(found), 4)
        for one in found:
            self.assertEqual(one["against"], "taiwan-stop")
            self.assertGreater(one["cost_usd"], 0)
            self.assertAlmostEqual(one["gw_years_per_billion_usd"],
                                   one["gw_years"] / one["cost_usd"] * 1e9, places=6)
        self.assertGreater(found[0]["stocked_wafers"], 0)
        self.assertAlmostEqual(found[0]["gw_years_per_thousand_wafers"],
                               found[0]["gw_years"] / found[0]["stocked_wafers"] * 1e3, places=6)

    def test_what_begins_after_the_stop_is_told_as_an_answer(self):
        folder = ROOT / "scenarios/overlays"
        stop = folder / "taiwan-stop.yaml"
        worlds = [f"{stop}+{folder / (name + '.yaml')}" for name in ("stockpile-6-months", "airlift-engineers")]
        for date, late in ((DATE, False), ("2025-01-01", True)):
            sets = ("--set", f"events.taiwan_stop.from={date}")
            found = self.compared(stop, *worlds, *sets)["preparations"]
            self.assertEqual([one["begun_after"] for one in found], [late, False])
        text = run("compare", ROOT / "scenarios/baseline.yaml", stop, *worlds, "--deterministic", *sets)
        self.assertEqual(text.count("(begun after it: an answer)"), 1)

    def test_worlds_that_are_written_wrongly_are_refused(self):
        baseline, stop = ROOT / "scenarios/baseline.yaml", ROOT / "scenarios/overlays/taiwan-stop.yaml"
        for typed in (f"{stop}+", f"+{stop}", f"{stop}++{stop}"):
            self.assertIn("expected a file on both sides of each '+'", run("compare", baseline, typed, code=2))
        self.assertIn("expected each overlay of a world once", run("compare", baseline, f"{stop}+{stop}", code=2))

    def test_seeds_give_means_and_bounds(self):
        baseline = ROOT / "scenarios/baseline.yaml"
        quakes = ROOT / "scenarios/overlays/earthquakes.yaml"
        worlds = json.loads(run("compare", baseline, quakes, "--seeds", 3, "--json"))["worlds"]
        last = worlds[1]["years"][-1]["online_gw_end"]
        self.assertLessEqual(last["low"], last["value"])
        self.assertLessEqual(last["value"], last["high"])
        self.assertLessEqual(last["difference_low"], last["difference_high"])


if __name__ == "__main__":
    unittest.main()

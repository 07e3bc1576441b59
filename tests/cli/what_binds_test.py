"""Events are named where they held things up."""
import json
import unittest

from worlds import ROOT, Worlds, run, stop, table


class WhatBinds(Worlds):
    """The event is named as what held things up, where it did, and as the cause of what is short since."""

    def test_a_stop_for_good_is_named_while_nothing_can_be_had_elsewhere(self):
        overlay = (ROOT / "scenarios/overlays/taiwan-stop.yaml").read_text("utf-8")
        events = overlay[overlay.index("events:\n") + len("events:\n"):].rstrip("\n")
        rows = table(self.world(events) / "bottlenecks.csv")
        named = {r["month"][:7]: float(r["proximate_share"]) for r in rows
                 if r["constraint"] == "taiwan_stop"}
        # Systems in hand and on the way last for a year, in which sites and power are short. Two
        # months until the vendor turns elsewhere, six until packagers are qualified, six until
        # what they make works: the months between are the stop's.
        for month in ("2028-07", "2028-08"):
            self.assertAlmostEqual(named[month], 1, msg=month)
        self.assertGreaterEqual(min(named), "2027-07")
        for row in rows:
            if row["constraint"] == "taiwan_stop":
                self.assertEqual(row["root"], "outage")
        # Packaging that is left is short because most of it stands still, less so as it grows.
        causes = {r["month"][:7]: float(r["root_share"]) for r in rows
                  if r["constraint"] == "cowos" and r["root"] == "outage:taiwan_stop"}
        # A seventh of all lines stand elsewhere, and have grown by then.
        self.assertGreater(causes["2028-12"], 0.7)
        self.assertGreater(causes["2029-12"], causes[max(causes)])
        for month in {r["month"] for r in rows}:
            mine = [r for r in rows if r["month"] == month]
            self.assertAlmostEqual(sum(float(r["root_share"]) for r in mine), 1, places=6, msg=month)
        text = (self.world() / "bottlenecks.csv").read_text("utf-8")
        self.assertNotIn("taiwan", text)
        self.assertNotIn("outage", text)


    def test_a_lane_that_never_opens_is_named_when_nothing_comes_any_more(self):
        lane = "  - {name: sea, kind: lane, out_of: taiwan, from: 2024-01-01, goods: held}"
        rows = [r for r in table(self.world(lane) / "bottlenecks.csv") if r["month"] > "2025"]
        self.assertTrue(rows)
        self.assertEqual({(r["constraint"], r["root"]) for r in rows}, {("sea", "outage")})

    def test_a_stop_of_those_who_make_chips_for_gear_is_a_root_of_what_it_costs(self):
        """Halls that need no gear bind then, and their orders have never passed the stop."""
        event = stop("orders: refused, in_progress: lost", "firms: mature_foundries_taiwan", lasts="")
        years = {}
        for world in (), (event,):
            told = json.loads((self.world(*world) / "summary.json").read_text("utf-8"))["years"]
            years[bool(world)] = {y["year"]: (y["added_gw"], y["demand_gw"] - y["online_gw_end"]) for y in told}
        # The year after its stocks of chips are used up: gear takes most of a year to a site.
        behind = years[True][2029][1] - years[True][2028][1]
        cost = (years[False][2029][0] - years[True][2029][0]) / behind
        self.assertGreater(cost, 0.2)
        fell = {r["date"]: float(r["value"]) for r in table(self.world(event) / "timeseries.csv")
                if r["series"] == "fell_behind" and r["date"][:4] == "2029"}
        root = sum(float(r["root_share"]) * fell[r["month"]] for r in table(self.world(event) / "bottlenecks.csv")
                   if r["month"] in fell and r["root"] == "outage:quake")
        self.assertGreater(root / sum(fell.values()), 0.3 * cost)

    def test_chips_for_gear_are_a_root_when_what_was_on_its_way_has_come(self):
        """In a drawn world gear is made until autumn 2027, and goes on reaching sites for a year."""
        overlay = self.root / "chips-drawn.yaml"
        event = stop("orders: refused", "firms: mature_foundries_taiwan", lasts="")
        overlay.write_text(f"source: question\nevents:\n{event}\n", "utf-8")
        told = {}
        for name, files in (("without", ()), ("with", (overlay,))):
            run("run", ROOT / "scenarios/baseline.yaml", *files, "--seed", 3, "-q", "-o", self.root / name)
            years = json.loads((self.root / name / "summary.json").read_text("utf-8"))["years"]
            told[name] = {y["year"]: (y["added_gw"], y["demand_gw"] - y["online_gw_end"]) for y in years}
        fell = {r["date"]: float(r["value"]) for r in table(self.root / "with/timeseries.csv")
                if r["series"] == "fell_behind" and r["date"][:4] == "2029"}
        behind = told["with"][2029][1] - told["with"][2028][1]
        cost = (told["without"][2029][0] - told["with"][2029][0]) / behind
        root = sum(float(r["root_share"]) * fell[r["month"]] for r in table(self.root / "with/bottlenecks.csv")
                   if r["month"] in fell and r["root"] == "outage:quake") / sum(fell.values())
        self.assertGreater(cost, 0.3)
        self.assertGreater(root, 0.5 * cost)
        self.assertLess(root, 1.5 * cost)


if __name__ == "__main__":
    unittest.main()

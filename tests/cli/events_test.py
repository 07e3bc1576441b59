"""Events: what stops, what comes back, what is compared, and what is refused.

usage: events_test.py PROGRAM REPOSITORY [quick | worlds]
"""
import csv
import json
import os
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import unittest
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import progress  # noqa: E402

PROGRAM = REPOSITORY = None
DATE = "2027-07-01"


def run(*arguments, code=0):
    environment = {**os.environ, "NO_COLOR": "1"}
    result = subprocess.run([PROGRAM, *map(str, arguments)], text=True, capture_output=True,
                            env=environment, timeout=300)
    assert result.returncode == code, f"{arguments}: exit {result.returncode}\n{result.stdout}{result.stderr}"
    return result.stdout + progress.without(result.stderr)


def table(path):
    with open(path, encoding="utf-8") as file:
        return list(csv.DictReader(file))


class Worlds(unittest.TestCase):
    """Runs of the baseline with one overlay each, kept for all tests."""

    folder = None
    kept = {}

    @classmethod
    def setUpClass(cls):
        if Worlds.folder is None:
            Worlds.folder = tempfile.TemporaryDirectory()
        cls.root = Path(Worlds.folder.name)

    def world(self, events="", *sets):
        """The directory with the files of baseline plus these events."""
        key = (events, sets)
        if key not in Worlds.kept:
            name = self.root / f"w{len(Worlds.kept)}"
            overlay = name.with_suffix(".yaml")
            overlay.write_text(f"source: question\nevents:\n{events}\n" if events else "", "utf-8")
            files = [REPOSITORY / "scenarios/baseline.yaml"] + ([overlay] if events else [])
            run("run", *files, "--deterministic", "-o", name,
                *[word for one in sets for word in ("--set", one)])
            Worlds.kept[key] = name
        return Worlds.kept[key]

    def orders(self, *arguments):
        return table(self.world(*arguments) / "orders.csv")

    def online(self, *arguments):
        years = json.loads((self.world(*arguments) / "summary.json").read_text("utf-8"))["years"]
        return {year["year"]: year["online_gw_end"] for year in years}


def stop(keys="", target="firms: tsmc", date=DATE, lasts="lasts: 90 days"):
    extra = f", {lasts}" if lasts else ""
    return f"  - {{name: quake, kind: stop, {target}, from: {date}{extra}{', ' + keys if keys else ''}}}"


class WhatStops(Worlds):
    """Each answer of a stop, one by one."""

    def arrivals(self, keys):
        """Wafers that tsmc delivers from ten days after the stop until it is over."""
        rows = self.orders(stop(keys + ", people: leave"))
        return [r for r in rows if r["seller"] == "tsmc" and "2027-07-11" < r["delivered"] < "2027-09-29"]

    def test_lots_in_progress_are_finished_paused_or_lost(self):
        self.assertTrue(self.arrivals("in_progress: finished"))
        self.assertFalse(self.arrivals("in_progress: paused"))
        self.assertFalse(self.arrivals("in_progress: lost"))

    def test_lost_lots_are_taken_off_the_orders(self):
        def cut(keys):
            rows = self.orders(stop(keys + ", people: leave"))
            return sum(1 for r in rows if r["seller"] == "tsmc" and r["status"] == "cancelled")
        self.assertGreater(cut("in_progress: lost"), cut("in_progress: paused"))

    def test_goods_in_transit_arrive_wait_or_are_lost(self):
        def first_week(keys):
            # An order whose last lots are lost ends at the stop's very minute with what had come before.
            rows = self.orders(stop(keys + ", people: leave"))
            return sum(1 for r in rows
                       if r["seller"] == "tsmc" and DATE < r["delivered"] < "2027-07-08")
        self.assertGreater(first_week("in_transit: arrive"), 0)
        self.assertEqual(first_week("in_transit: held"), 0)
        self.assertEqual(first_week("in_transit: lost"), 0)

    def test_goods_in_transit_that_are_held_come_after_and_those_that_are_lost_never_do(self):
        def told(keys):
            """What comes in the first week after the stop, and what is taken off for good."""
            rows = [r for r in self.orders(stop(keys + ", people: leave, in_progress: lost"))
                    if r["seller"] == "tsmc"]
            return (sum(1 for r in rows if "2027-09-29" <= r["delivered"][:10] < "2027-10-06"),
                    sum(1 for r in rows if r["status"] == "cancelled"))
        held, lost = told("in_transit: held"), told("in_transit: lost")
        self.assertGreater(held[0], 0)
        self.assertEqual(lost[0], 0)
        self.assertGreater(lost[1], held[1])

    def test_a_delay_moves_the_date_by_exactly_so_long(self):
        def with_dates(keys):
            return self.world("  - {name: quake, kind: stop, firms: tsmc, " + keys +
                              ", lasts: 90 days, orders: refused}")
        dated = with_dates(f"from: {DATE}")
        asked = [(r["placed"][:10], r["status"]) for r in table(dated / "orders.csv")
                 if r["seller"] == "tsmc"]
        self.assertEqual({status for placed, status in asked if DATE <= placed < "2027-09-29"},
                         {"rejected"})
        for first, last in (("2027-06-01", DATE), ("2027-09-29", "2027-10-31")):
            self.assertIn("delivered", {status for placed, status in asked if first <= placed < last})
        for keys in ("from: 2027-06-01, delay: 30 days", "from: 2027-04-01, delay: 3 months",
                     "from: 2027-06-01, delay: {uniform: [20 days, 40 days], source: question}"):
            for name in ("orders.csv", "timeseries.csv", "bottlenecks.csv"):
                self.assertEqual((with_dates(keys) / name).read_bytes(),
                                 (dated / name).read_bytes(), (keys, name))

    def test_orders_wait_or_are_refused(self):
        def rejected(keys):
            rows = self.orders(stop(keys, "firms: tsmc_packaging"))
            return sum(1 for r in rows if r["seller"] == "tsmc_packaging"
                       and r["status"] in ("rejected", "cancelled"))
        self.assertGreater(rejected("orders: refused"), rejected("orders: wait"))

    def test_people_who_stay_plan_nothing_and_those_who_leave_do(self):
        def bought(keys):
            rows = self.orders(stop(keys, "firms: samsung_memory"))
            return [r for r in rows if r["buyer"] == "samsung_memory"
                    and DATE < r["placed"][:10] < "2027-09-29"]
        self.assertFalse(bought("people: stay"))
        self.assertTrue(bought("people: leave"))

    def test_lost_know_how_slows_rebuilding(self):
        kept = self.online(stop("know_how: kept", "regions: taiwan", lasts=""))
        lost = self.online(stop("know_how: lost", "regions: taiwan", lasts=""))
        self.assertGreater(kept[2035], lost[2035])

    def test_a_single_site_stands_still_and_the_others_of_its_firm_work_on(self):
        def made(target, **other):
            return [r for r in self.orders(stop("people: leave", target, **other))
                    if "2027-07" < r["delivered"] < "2027-10"]
        # All the sites of a firm are the firm, and where it has one that is it.
        self.assertEqual(self.orders(stop("", "sites: [tsmc.taiwan, tsmc.america]")),
                         self.orders(stop("", "firms: tsmc")))
        self.assertEqual(self.orders(stop("", "sites: sk_hynix.korea")),
                         self.orders(stop("", "firms: sk_hynix")))
        def working(target):
            return {(r["generation"], r["date"][:7]): float(r["value"])
                    for r in table(self.world(stop("people: leave", target)) / "timeseries.csv")
                    if r["series"] == "capacity" and r["entity"] == "tsmc"}
        before, home, abroad = (working(target) for target in
                                ("firms: intel", "sites: tsmc.taiwan", "sites: tsmc.america"))
        n5 = ("n5", "2027-07")
        self.assertAlmostEqual(home[n5] + abroad[n5], before[n5], delta=1e-6 * before[n5])
        self.assertGreater(home[n5], 0)
        self.assertGreater(abroad[n5], home[n5])
        # Nobody else who stands in that region is struck.
        self.assertTrue([r for r in made("sites: tsmc.america") if r["seller"] == "intel"])
        self.assertFalse([r for r in made("regions: america") if r["seller"] == "intel"
                          and r["delivered"] > "2027-09-20"])

    def test_a_single_node_stands_still_and_the_others_of_its_firm_work_on(self):
        def working(target):
            return {r["generation"]: float(r["value"])
                    for r in table(self.world(stop("people: leave", target)) / "timeseries.csv")
                    if r["series"] == "capacity" and r["entity"] == "tsmc" and r["date"][:7] == "2027-07"}
        all_of_it = "nodes: [tsmc.n7, tsmc.n5, tsmc.n3, tsmc.n2]"
        self.assertEqual(self.orders(stop("people: leave", all_of_it)),
                         self.orders(stop("people: leave", "firms: tsmc")))
        self.assertEqual(self.orders(stop("", "nodes: [tsmc.taiwan.n3, tsmc.america.n3]")),
                         self.orders(stop("", "nodes: tsmc.n3")))
        before, node, home = (working(target) for target in
                              ("firms: intel", "nodes: tsmc.n3", "nodes: tsmc.taiwan.n3"))
        self.assertEqual(node.get("n3", 0), 0)
        self.assertGreater(home["n3"], 0)
        self.assertLess(home["n3"], 0.2 * before["n3"])
        for other in ("n7", "n5", "n2"):
            self.assertEqual(node[other], before[other], other)
        # Nothing is begun while the node stands still, and its orders alone are turned away.
        refused = self.orders(stop("orders: refused, in_progress: lost", "nodes: tsmc.n3"))

        def gone(commodity):
            return [r for r in refused if r["seller"] == "tsmc" and r["commodity"] == commodity
                    and "2027-07-01" < r["placed"] < "2027-08-30" and r["status"] == "rejected"]
        self.assertTrue(gone("n3_wafer"))
        self.assertLess(len(gone("n5_wafer")), len(gone("n3_wafer")))
        self.assertFalse([r for r in self.orders(stop("orders: refused, in_progress: paused", "nodes: tsmc.n3"))
                          if r["commodity"] == "n3_wafer" and r["seller"] == "tsmc"
                          and "2027-07-10" < r["delivered"] < "2027-08-30"])

    def test_who_buys_a_node_that_stands_still_turns_elsewhere_and_who_buys_another_does_not(self):
        def sellers(node, wafer, buyers):
            event = stop("orders: refused, in_progress: lost", f"nodes: tsmc.{node}", lasts="")
            return {r["seller"] for r in self.orders(event) if r["commodity"] == f"{wafer}_wafer"
                    and r["buyer"] in buyers and r["placed"] >= "2029" and r["status"] != "rejected"}
        vendors = ("nvidia", "amd", "google_tpu")
        self.assertIn("samsung_foundry", sellers("n3", "n3", vendors))
        self.assertEqual(sellers("n3", "n5", vendors), {"tsmc"})
        # Nobody sells accelerators of that node any more, so their vendors are not concerned.
        for wafer in ("n5", "n3", "n2"):
            self.assertLessEqual(sellers("n7", wafer, vendors), {"tsmc"}, wafer)
        self.assertIn("tsmc", sellers("n3", "n5", ("phones", "servers")))

    def test_capacity_that_stands_still_is_not_told_as_working(self):
        """Whether or not somebody plans meanwhile, and again when it is back."""
        def told(series, entity, *arguments):
            return {r["date"][:7]: float(r["value"])
                    for r in table(self.world(*arguments) / "timeseries.csv")
                    if r["series"] == series and r["entity"] == entity}
        for people in ("people: stay", "people: leave"):
            for share, left in ((100, 66), (50, 198)):
                n28 = told("wafer_capacity_kwpm", "n28",
                           stop(f"{people}, share: {share} %", "firms: mature_foundries_taiwan"))
                self.assertEqual([n28[month] for month in ("2027-06", "2027-07", "2027-08", "2027-10")],
                                 [330, left, left, 330], (people, share))
            for series in ("capacity", "cowos_kwpm"):
                rows = told(series, "tsmc_packaging", stop(people, "firms: tsmc_packaging"))
                self.assertEqual({rows.get(month, 0) for month in ("2027-07", "2027-08")}, {0})
                # The last day of September is its first one.
                self.assertGreaterEqual(rows["2027-09"], rows["2027-06"], (people, series))

    def test_every_capacity_is_told_as_it_works_whatever_stops_it(self):
        """Of firms that an event stops and of those with outages of their own."""
        cases = (("hbm_capacity", "sk_hynix"), ("assembly_capacity", "nvidia"),
                 ("construction_capacity_quarterly", "construction_trades"),
                 ("power_capacity_quarterly", "grid_operators"),
                 ("hall_capacity_quarterly", "colocation"),
                 ("electrical_gear_capacity_quarterly", "gear_makers"),
                 ("capacity", "sk_hynix"))
        own = [f"actors.{firm}.outages=[{{from: {DATE}, to: 2027-09-29}}]" for firm in
               sorted({firm for _, firm in cases})]
        firms = "firms: [" + ", ".join(sorted({firm for _, firm in cases})) + "]"
        for arguments in ((stop("people: leave", firms),), (stop("people: stay", firms),), ("", *own)):
            told = {}
            for r in table(self.world(*arguments) / "timeseries.csv"):
                told.setdefault((r["series"], r["entity"]), {})[r["date"][:7]] = float(r["value"])
            for case in cases:
                rows = told[case]
                before = [value for date, value in sorted(rows.items()) if date < "2027-07"][-1]
                self.assertEqual(rows["2027-07"], 0, (arguments, case))
                self.assertEqual(rows.get("2027-08", 0), 0, (arguments, case))
                # Builders and others may have let some go meanwhile.
                self.assertGreater(rows["2027-10"], before / 2, (arguments, case))

    def test_a_stop_within_a_quarter_changes_no_name_of_a_series(self):
        def names(*arguments):
            return {(r["series"], r["entity"], r["generation"])
                    for r in table(self.world(*arguments) / "timeseries.csv")
                    if "capacity" in r["series"] or "cowos" in r["series"]}
        struck = stop("people: stay", "regions: [taiwan, korea, america]", "2027-08-15")
        self.assertEqual(names(struck), names())

    def test_what_comes_back_in_a_line_or_in_stages_lies_between(self):
        def made(lasts):
            rows = table(self.world(stop("people: leave", lasts=lasts)) / "timeseries.csv")
            return sum(float(r["value"]) for r in rows if r["series"] == "output"
                       and r["entity"] == "tsmc" and "2027-07" <= r["date"] < "2028-12")
        at_once = made("lasts: 90 days")
        line = made("lasts: 90 days, returns_over: 12 months")
        staged = made("staged: [{after: 90 days, back: 50 %}, {after: 15 months, back: 100 %}]")
        never = made("")
        self.assertGreater(at_once, line)
        self.assertGreater(line, never)
        self.assertGreater(at_once, staged)
        self.assertGreater(staged, never)

    def test_a_closed_lane_holds_goods_until_it_opens(self):
        lane = f"  - {{name: lane, kind: lane, out_of: korea, from: {DATE}, lasts: 60 days}}"
        rows = [r for r in self.orders(lane) if r["seller"] == "sk_hynix"]
        inside = [r for r in rows if DATE < r["delivered"][:10] < "2027-08-30"]
        self.assertFalse(inside)
        self.assertTrue([r for r in rows if r["delivered"][:10] == "2027-08-30"])

    def test_goods_on_a_lane_are_lost_or_wait(self):
        def lane(goods):
            return (f"  - {{name: lane, kind: lane, out_of: korea, from: {DATE}, lasts: 60 days, "
                    f"goods: {goods}}}")

        def told(goods):
            """Deliveries while it is closed, as it opens, and orders cut short meanwhile."""
            rows = [r for r in self.orders(lane(goods)) if r["seller"] == "sk_hynix"]
            return (sum(1 for r in rows if DATE < r["delivered"][:10] < "2027-08-30"
                        and r["status"] == "delivered"),
                    sum(1 for r in rows if r["delivered"] == "2027-08-30"),  # at midnight
                    sum(1 for r in rows if r["status"] == "cancelled"))
        held, lost = told("held"), told("lost")
        self.assertEqual((held[0], lost[0]), (0, 0))
        self.assertGreater(held[1], 0)
        self.assertEqual(lost[1], 0)
        self.assertGreater(lost[2], held[2])

    def test_a_lane_holds_what_is_made_at_the_region_and_not_what_its_firms_make_elsewhere(self):
        def wafers(region):
            """Orders of consumer markets that tsmc fills in a year in which that lane is closed."""
            rows = self.orders(f"  - {{name: lane, kind: lane, out_of: {region}, from: {DATE}, lasts: 18 months}}")
            return sum(1 for r in rows if r["seller"] == "tsmc" and r["buyer"] in ("phones", "pcs", "servers")
                       and "2027-12-01" < r["delivered"][:10] < "2028-12-01")
        self.assertGreater(wafers("taiwan"), 0)  # from america
        self.assertLess(wafers("taiwan"), wafers("america"))

    def test_what_a_stopped_lab_has_and_wants_is_still_told(self):
        """A lab that stands still writes nothing; the labs add up to the totals all the same."""
        for keys in ("people: stay", "people: stay, lasts: 8 months"):
            for series in ("online", "demand"):
                sums = {}
                for row in table(self.world(stop(keys, "firms: openai", lasts="")) / "timeseries.csv"):
                    if row["series"] == series:
                        month = sums.setdefault(row["date"], [0.0, 0.0])
                        month[bool(row["entity"])] += float(row["value"])
                self.assertEqual(len(sums), 168)
                for month, (total, labs) in sums.items():
                    self.assertAlmostEqual(total, labs, places=5, msg=(series, month))

    def test_a_ban_refuses_every_order_of_the_region(self):
        ban = "  - {name: ban, kind: policy, sellers: fab_tool_makers, into: china, from: 2024-01-01}"
        rows = [r for r in self.orders(ban) if r["seller"] == "fab_tool_makers" and
                r["buyer"] == "cxmt" and r["placed"] >= "2024-01-01"]
        self.assertTrue(rows)
        self.assertEqual({r["status"] for r in rows}, {"rejected"})

    def made(self, entity, first, last, *arguments, series="output"):
        rows = table(self.world(*arguments) / "timeseries.csv")
        return sum(float(r["value"]) for r in rows if r["series"].startswith(series) and
                   r["entity"] == entity and first <= r["date"] < last)

    def test_customers_who_want_less_buy_less(self):
        less = "  - {name: slump, kind: demand, firms: phones, from: 2025-01-01, share: 30 %}"
        before = ("phones", "2025-07", "2026-07")
        self.assertLess(self.made(*before, less, series="phones_sold"),
                        0.85 * self.made(*before, series="phones_sold"))

    def test_labs_whose_customers_want_less_wish_for_less_until_it_is_over(self):
        less = "  - {name: winter, kind: demand, firms: openai, from: 2026-01-01, share: 40 %, lasts: 12 months}"

        def wish(month, *arguments):
            return next(float(r["value"]) for r in table(self.world(*arguments) / "timeseries.csv")
                        if (r["series"], r["entity"], r["date"]) == ("demand", "openai", month))
        self.assertEqual(wish("2025-12-01", less), wish("2025-12-01"))
        self.assertAlmostEqual(wish("2026-06-01", less) / wish("2026-06-01"), 0.6, delta=0.05)
        self.assertAlmostEqual(wish("2027-06-01", less) / wish("2027-06-01"), 1, delta=0.05)

    def test_closed_investors_are_missed_and_closed_lenders_are_missed_more(self):
        def shut(lenders):
            return (f"  - {{name: shut, kind: capital, from: 2026-01-01, share: 90 %, "
                    f"lasts: 36 months, lenders: {lenders}}}")

        def debt(*arguments):
            rows = table(self.world(*arguments) / "timeseries.csv")
            return sum(float(r["value"]) for r in rows
                       if r["series"] == "debt" and r["date"] == "2026-10-01")

        def signed(*arguments):
            rows = table(self.world(*arguments) / "timeseries.csv")
            return sum(float(r["value"]) for r in rows
                       if r["series"] == "contracted" and r["date"] == "2026-12-01")

        # Labs, whose customers pay for a part of their compute only, sign less, so builders are lent less.
        self.assertLess(signed(shut("lend")), signed())
        self.assertLess(debt(shut("close")), debt(shut("lend")))

    def test_what_builders_earn_is_left_to_them_and_lenders_that_close_lend_nothing_more(self):
        def shut(lenders):
            return (f"  - {{name: shut, kind: capital, from: 2026-01-01, share: 100 %, "
                    f"lasts: 24 months, lenders: {lenders}}}")

        def series(name, *arguments):
            told = defaultdict(dict)
            for r in table(self.world(*arguments) / "timeseries.csv"):
                if r["series"] == name:
                    told[r["entity"]][r["date"]] = float(r["value"])
            return told
        builders = series("debt")
        cash, with_lenders = series("cash"), series("cash", shut("lend"))
        for builder in builders:
            self.assertEqual(with_lenders[builder]["2026-01-01"], cash[builder]["2026-01-01"])
        for builder, debt in series("debt", shut("close")).items():
            shut_months = [debt[month] for month in sorted(debt) if "2026-01" <= month < "2027-12"]
            self.assertEqual(shut_months, sorted(shut_months, reverse=True), builder)
            self.assertGreater(builders[builder]["2027-11-01"], debt["2027-11-01"], builder)
            overdrawn = series("cash", shut("close"))[builder]
            self.assertGreaterEqual(overdrawn["2027-11-01"], min(0, overdrawn["2025-12-01"]), builder)

    def test_money_is_the_largest_only_where_a_shut_market_takes_something(self):
        def years(*arguments):
            told = json.loads((self.world(*arguments) / "summary.json").read_text("utf-8"))["years"]
            return {year["year"]: year for year in told}

        def largest(year):
            return max(year["binding"], key=lambda one: one["share"], default={"constraint": "demand"})["constraint"]

        def money(year):
            return sum(one["share"] for one in year["binding"] if one["constraint"] == "money")
        open_market = years()
        named = 0
        for share, since in ((75, "2025-07-01"), (100, "2026-01-01"), (75, DATE), (100, DATE)):
            for number, year in years(f"  - {{name: shut, kind: capital, from: {since}, share: {share} %, "
                                      "lasts: 24 months, lenders: close}").items():
                if largest(year) == "money" and money(year) > money(open_market[number]):
                    named += 1
                    # A year that catches up adds more, and is short of money still.
                    self.assertLess(year["online_gw_end"], 0.97 * open_market[number]["online_gw_end"], (share, since, number))
        self.assertGreater(named, 0)


class Preparations(Worlds):
    """What overlays that prepare do, each by itself, before and after a stop."""

    def overlay(self, name):
        """The entries of one of the overlays that come with the program."""
        text = (REPOSITORY / f"scenarios/overlays/{name}.yaml").read_text("utf-8")
        return text[text.index("events:\n") + len("events:\n"):].rstrip("\n")

    def series(self, name, *arguments, entity=None, generation=None):
        rows = table(self.world(*arguments) / "timeseries.csv")
        return [r for r in rows if r["series"] == name and entity in (None, r["entity"]) and
                generation in (None, r["generation"])]

    def test_a_stockpile_grows_to_its_months_and_is_opened_on_the_day(self):
        stop = self.overlay("taiwan-stop")
        stock = self.series("package_reserve", f"{stop}\n{self.overlay('stockpile-6-months')}")
        self.assertTrue(stock)
        self.assertGreater(max(float(r["value"]) for r in stock), 1)
        for row in stock:
            self.assertGreaterEqual(row["date"], "2026-01")
            if row["date"] > "2027-08":
                self.assertEqual(float(row["value"]), 0, row)
        self.assertFalse(self.series("package_reserve"))  # nobody does so without the overlay

    def test_who_hoards_orders_more_and_has_less_to_sell(self):
        hoarding = self.overlay("hoarding")

        def ordered(*arguments):
            # In what it orders parts for: of packages no more can be ordered than there is logic.
            return sum(float(r["value"]) for r in
                       self.series("planned_pace", *arguments, entity="nvidia")
                       if r["date"][:4] == "2027")

        def shipped(*arguments):
            rows = {r["date"]: float(r["value"]) for r in
                    self.series("systems_shipped", *arguments, entity="nvidia")}
            return rows["2027-10-01"] - rows["2027-01-01"]
        self.assertGreater(ordered(hoarding), 1.2 * ordered())
        self.assertLess(shipped(hoarding), shipped())

    def test_a_hedge_brings_wafers_from_second_foundries_only_once_designs_are_ported(self):
        hedge = self.overlay("korea-samsung-hedge")

        def bought(*arguments):
            return [r for r in self.orders(*arguments) if r["buyer"] == "nvidia" and
                    r["seller"] in ("samsung_foundry", "intel")]
        self.assertFalse(bought())
        rows = bought(hedge)
        self.assertTrue(rows)
        self.assertGreaterEqual(min(r["placed"] for r in rows), "2026-04")  # 15 months after 2025

    def test_what_is_made_outside_taiwan_at_once_is_joined_by_the_packagers_that_are_left(self):
        stop = self.overlay("taiwan-stop")
        stop_alone = (stop,)
        without = (stop, "actors.tsmc.nodes.n5.abroad=[]")

        def wafers(arguments):
            return sum(int(r["quantity"]) for r in self.orders(*arguments)
                       if r["seller"] == "tsmc" and r["commodity"] == "n5_wafer" and
                       r["buyer"] == "nvidia" and "2027-11" < r["delivered"] < "2028-06")

        def packages(arguments, first, last):
            return sum(float(r["value"]) for r in
                       self.series("received", *arguments, entity="nvidia", generation="cowos_wafer")
                       if first <= r["date"] < last)
        self.assertGreater(wafers(stop_alone), 0)
        self.assertEqual(wafers(without), 0)
        # Two months until it turns elsewhere, six until packagers are qualified, two in the line.
        self.assertEqual(packages(stop_alone, "2027-10", "2028-05"), 0)
        # Without N4 there are the few wafers of N3, which came to the first packager when it stood still.
        self.assertGreater(packages(without, "2028-05", "2028-09"), 0)
        # Lines are what is short then: with N4 there is no less than without, but for when lots are begun.
        self.assertGreater(packages(stop_alone, "2028-05", "2029-01"),
                           0.95 * packages(without, "2028-05", "2029-01"))
        # Nobody asks where rooms stand until something is struck.
        self.assertEqual(self.orders(), self.orders("", "actors.tsmc.nodes.n5.abroad=[]"))

    def test_packages_go_to_second_packagers_by_the_lines_that_these_have(self):
        ordered = defaultdict(float)
        for row in self.orders(self.overlay("taiwan-stop")):
            if row["commodity"] == "cowos_wafer" and "2028-03" <= row["placed"] < "2028-04":
                ordered[row["seller"]] += float(row["quantity"])
        houses = ("amkor", "intel_packaging", "samsung_packaging")
        self.assertEqual(set(ordered), set(houses))
        lines = {r["entity"]: float(r["value"]) for house in houses for r in
                 self.series("capacity", self.overlay("taiwan-stop"), entity=house)
                 if "2028-03" <= r["date"] < "2028-04"}
        for house in houses:
            self.assertAlmostEqual(ordered[house] / sum(ordered.values()),
                                   lines[house] / sum(lines.values()), delta=0.03)

    def test_new_packaging_lines_wait_for_chips_of_their_tools(self):
        stop = self.overlay("taiwan-stop")

        def lines(*arguments):
            rows = {r["date"][:7]: float(r["value"]) for r in
                    self.series("cowos_kwpm", *arguments, entity="intel_packaging")}
            return [rows[month] for month in ("2028-12", "2029-12", "2030-12")]
        waiting, free = lines(stop), lines(stop, "actors.fab_tool_makers.control_chips.per_unit=0 wafer")
        # What was ordered before chips ran out comes; from then on there are more with chips than without.
        self.assertAlmostEqual(waiting[0], free[0], delta=0.05 * free[0])
        self.assertLess(waiting[1], 0.95 * free[1])
        self.assertLess(waiting[2], 0.8 * free[2])

    def test_a_house_without_customers_plans_each_month_once_it_hears_of_one(self):
        def planned(*arguments):
            return [r["date"] for r in self.series("capacity", *arguments, entity="samsung_packaging")]
        self.assertEqual(len(planned()), 28)
        stop = planned(self.overlay("taiwan-stop"))
        self.assertEqual([d[5:] for d in stop if d < "2027-09"], 6 * ["01-01", "07-01"])
        self.assertEqual(len([d for d in stop if d[:4] == "2028"]), 12)

    def test_after_a_blockade_parts_at_second_packagers_go_back_to_the_first(self):
        year = (self.overlay("taiwan-blockade"), "events.taiwan_blockade.lasts=12 months")

        def of(name):
            return {r["date"]: float(r["value"]) for r in self.series(name, *year, entity="nvidia")}
        logic, month = of("logic_consigned"), of("planned_pace")
        # A year after all is back there is no more logic at packagers than is ordered in a month.
        for date_ in ("2029-07-01", "2030-07-01"):
            self.assertLess(logic[date_], month[date_])

    def test_what_is_relocated_works_on_after_the_stop(self):
        stop = self.overlay("taiwan-stop")

        def left(*arguments):
            return sum(float(r["value"]) for r in self.series("capacity", *arguments, entity="tsmc")
                       if r["date"] == "2029-01-01")
        arizona = self.overlay("more-arizona")
        # Not only more of it is left: a larger part of what there would have been.
        self.assertGreater(left(f"{stop}\n{arizona}"), left(stop))
        self.assertGreater(left(f"{stop}\n{arizona}") / left(arizona), left(stop) / left())

    def test_an_airlift_lets_more_rooms_be_started_elsewhere(self):
        stop = self.overlay("taiwan-stop")

        def rooms(*arguments):
            return sum(float(r["value"]) for r in self.series("capacity", *arguments, entity="tsmc")
                       if r["date"] == "2035-01-01")
        self.assertGreater(rooms(f"{stop}\n{self.overlay('airlift-engineers')}"), rooms(stop))

    def test_what_answers_a_stop_moves_with_it_and_does_nothing_without_one(self):
        stop = self.overlay("taiwan-stop")
        moved = "events.taiwan_stop.from=2029-01-01"
        for name in ("airlift-engineers", "emergency-rules"):
            answer = self.overlay(name)
            dated = answer.replace("while_stopped: taiwan", "from: 2029-01-01")
            self.assertNotEqual(dated, answer)
            self.assertEqual(self.orders(f"{stop}\n{answer}", moved),
                             self.orders(f"{stop}\n{dated}", moved), name)
            for file in ("orders.csv", "timeseries.csv", "bottlenecks.csv"):
                self.assertEqual((self.world(answer) / file).read_bytes(),
                                 (self.world() / file).read_bytes(), (name, file))

    def test_emergency_rules_serve_tools_before_cars(self):
        stop = self.overlay("taiwan-stop")

        def got(buyer, *arguments):
            return sum(float(r["value"]) for r in
                       self.series("received", *arguments, entity=buyer, generation="n28_wafer")
                       if "2028-06" <= r["date"] < "2030-06")
        rules = f"{stop}\n{self.overlay('emergency-rules')}"
        for maker in ("asml", "fab_tool_makers"):
            self.assertGreater(got(maker, rules), 2 * got(maker, stop))
        # Makers of gear lacked hardly any.
        self.assertGreater(got("gear_makers", rules), 0.99 * got("gear_makers", stop))
        self.assertGreater(sum(got(m, rules) for m in ("asml", "fab_tool_makers", "gear_makers")),
                           sum(got(m, stop) for m in ("asml", "fab_tool_makers", "gear_makers")))

    def test_bids_bring_wafers_to_accelerators_and_nothing_before_the_date(self):
        """In the two years of the greatest want, against the same stop whose foundries serve as before."""
        stop = self.overlay("taiwan-stop")
        silent = stop[:stop.index("  - name: taiwan_stop_rules")]

        def got(*arguments):
            rows = [r for r in self.series("received", *arguments, entity="nvidia")
                    if r["generation"] in ("n5_wafer", "n3_wafer", "n2_wafer")]
            return [sum(float(r["value"]) for r in rows if first <= r["date"] < last)
                    for first, last in (("2022-01", "2027-07"), ("2027-07", "2029-07"))]
        self.assertEqual(got(stop)[0], got(silent)[0])
        self.assertGreater(got(stop)[1], got(silent)[1])
        self.assertEqual([r for r in self.orders(stop) if r["placed"] < DATE and
                          (r["delivered"] or "9") < DATE],
                         [r for r in self.orders(silent) if r["placed"] < DATE and
                          (r["delivered"] or "9") < DATE])

    def test_bids_decide_who_gets_the_packages_that_are_left(self):
        """What a wafer of packages is worth differs by vendor: who bids most waits least."""
        stop = self.overlay("taiwan-stop")
        by_date = stop.replace("amkor, intel, intel_packaging, osat, samsung_foundry, samsung_packaging, tsmc",
                               "intel, samsung_foundry, tsmc")
        self.assertNotEqual(by_date, stop)

        def months(arguments):
            """From order to delivery at the houses that are left, by vendor, of what was ordered in 2028."""
            days = {}
            for r in self.orders(*arguments):
                if r["commodity"] == "cowos_wafer" and r["placed"][:4] == "2028" and r["delivered"]:
                    gap = date.fromisoformat(r["delivered"][:10]) - date.fromisoformat(r["placed"][:10])
                    days.setdefault(r["buyer"], []).append(gap.days)
            return {buyer: sum(all_days) / len(all_days) / 30 for buyer, all_days in days.items()}
        bid, queued = months((stop,)), months((by_date,))
        # Nvidia's systems are the dearest for a wafer of packages, those of Google cost a quarter less.
        self.assertLess(bid["nvidia"], queued["nvidia"])
        self.assertGreater(bid["google_tpu"], queued["google_tpu"])

    def test_an_event_may_have_the_dates_of_another(self):
        blockade = self.overlay("taiwan-blockade")
        dated = blockade.replace("during: taiwan_blockade", "from: 2027-07-01\n    lasts: 6 months")
        self.assertNotEqual(dated, blockade)
        longer = "events.taiwan_blockade.lasts=12 months"
        self.assertEqual(self.online(dated), self.online(blockade))
        self.assertEqual(self.online(dated, longer, "events.taiwan_lanes.lasts=12 months"),
                         self.online(blockade, longer))

    def test_failed_parts_take_packages_first_and_wait_when_there_are_none(self):
        def waiting(*arguments):
            return {r["date"]: float(r["value"]) for r in
                    self.series("awaiting_replacement", *arguments, entity="nvidia")}
        stop = self.overlay("taiwan-stop")
        # Until the first packages come from the houses that are left, which then go to repairs first.
        self.assertGreater(waiting(stop)["2028-05-01"], 5 * waiting()["2028-05-01"])
        self.assertLess(waiting(stop)["2029-01-01"], waiting(stop)["2028-05-01"] / 5)
        # Each vendor's failed parts are those replaced and those that wait: 1 % a year of what it sold.
        rows = {r["date"]: float(r["value"]) for r in self.series("replaced", entity="nvidia")}
        sold = {r["date"]: float(r["value"]) for r in self.series("systems_shipped", entity="nvidia")}
        months = sorted(sold)
        expected = sum(sold[m] / 1200 for m in months)
        found = rows[months[-1]] + waiting()[months[-1]]
        self.assertLess(abs(found - expected), 0.03 * expected)

    def test_the_earthquake_scraps_a_few_lots_and_costs_days(self):
        quake = self.overlay("taiwan-earthquake")

        def lost(*arguments):
            return sum(1 for r in self.orders(*arguments)
                       if r["seller"] == "tsmc" and r["status"] == "cancelled")
        self.assertGreater(lost(quake), lost())

        def delivered(first, last, *arguments):
            return sum(float(r["value"]) for r in self.series("received", *arguments)
                       if r["generation"] in ("n2_wafer", "n3_wafer", "n5_wafer") and
                       first <= r["date"] < last)
        # Days of output and a twentieth of what was in the line, in lots of a whole order: about a tenth of half a year.
        half_year = delivered("2027-07", "2028-01", quake) / delivered("2027-07", "2028-01")
        self.assertLess(half_year, 0.99)
        self.assertGreater(half_year, 0.87)
        self.assertGreater(delivered("2028-01", "2029-01", quake),
                           0.95 * delivered("2028-01", "2029-01"))

    def test_earthquakes_cost_days_at_the_rate_of_the_calibration(self):
        told = {r["quantity"]: r for r in table(REPOSITORY / "scenarios/calibration/earthquakes.csv")}
        rate, lost = told["per_year"], told["output_lost"]
        shipped = (REPOSITORY / "scenarios/overlays/earthquakes.yaml").read_text("utf-8")
        self.assertIn(f"per_year: {{value: {rate['best']} {rate['unit']}, range: [{rate['low']} {rate['unit']}, "
                      f"{rate['high']} {rate['unit']}], source: {rate['source']}", shipped)
        self.assertIn(f"output_lost: {{uniform: [{lost['low']} {lost['unit']}, {lost['high']} {lost['unit']}], "
                      f"source: {lost['source']}", shipped)
        # The overlay as it is, but for what it strikes.
        overlay = self.root / "quakes.yaml"
        self.assertEqual(shipped.count("regions: taiwan"), 1)
        overlay.write_text(re.sub(r"source: S\d+", "source: textbook", shipped.replace("regions: taiwan", "parts: works")),
                           "utf-8")
        scenario = self.root / "quaking.yaml"
        scenario.write_text("chokepoint: 1\nname: quaking\nstart: 2022-01-01\nend: 2062-01-01\n"
                            "source: textbook\nparts:\n"
                            "  - {name: works, kind: source, rate: 6 lot/day, to: stock}\n"
                            "  - {name: stock, kind: store}\n"
                            "  - {name: all, kind: sink, from: stock}\n", "utf-8")
        target = self.root / "quaking"

        def made(*files):
            # What held things up is not asked for.
            run("run", scenario, *files, "--no-record", "-o", target, "--overwrite")
            return [float(r["value"]) for r in table(target / "timeseries.csv")
                    if r["series"] == "online" and not r["entity"]][-1]
        usual = made()
        # Forty years of them lose as many days as come times the mean length; the deviation is the root of as many
        # as come times the mean square of a length. Five worlds are held to three deviations.
        come, low, high = 40 * float(rate["best"]), float(lost["low"]), float(lost["high"])
        square = (low * low + low * high + high * high) / 3
        days = [(usual - made(overlay, "--seed", seed)) / 6 for seed in range(1, 6)]
        self.assertLess(abs(sum(days) / 5 - come * (low + high) / 2), 3 * (come * square / 5) ** 0.5)


class WhatBinds(Worlds):
    """The event is named as what held things up, where it did, and as the cause of what is short since."""

    def test_a_stop_for_good_is_named_while_nothing_can_be_had_elsewhere(self):
        overlay = (REPOSITORY / "scenarios/overlays/taiwan-stop.yaml").read_text("utf-8")
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
            run("run", REPOSITORY / "scenarios/baseline.yaml", *files, "--seed", 3, "-q", "-o", self.root / name)
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


class Reproducible(Worlds):
    def test_a_null_disruption_changes_nothing(self):
        null = stop("share: 0 %, people: leave", "regions: taiwan")
        for name in ("orders.csv", "bottlenecks.csv", "timeseries.csv"):
            self.assertEqual((self.world(null) / name).read_bytes(),
                             (self.world() / name).read_bytes(), name)

    def expect_same_world(self, one, other):
        for name in ("orders.csv", "bottlenecks.csv", "timeseries.csv"):
            self.assertEqual((one / name).read_bytes(), (other / name).read_bytes(), name)

    def test_what_has_all_back_at_once_changes_nothing(self):
        null = stop("staged: [{after: 0 days, back: 100 %}]", "regions: taiwan", lasts="")
        self.expect_same_world(self.world(null), self.world())

    def test_a_share_of_nothing_contradicts_nothing(self):
        real = stop("orders: refused, in_progress: lost, people: leave", "regions: taiwan", lasts="")
        null = ("  - {name: nul, kind: stop, firms: tsmc, from: 2027-07-01, share: 0 %}\n"
                "  - {name: nul_too, kind: stop, regions: taiwan, from: 2027-07-01, staged: [{after: 0 days, back: 100 %}]}")
        self.assertEqual(self.orders(f"{real}\n{null}"), self.orders(real))
        lane = "  - {name: NAME, kind: lane, out_of: taiwan, from: 2027-07-01, lasts: 60 days, goods: GOODS, share: SHARE %}"
        hedge = "  - {name: NAME, kind: hedge, firms: nvidia, from: 2026-01-01, share: SHARE %}"
        for kind in (lane, hedge):
            some = kind.replace("NAME", "some").replace("GOODS", "held").replace("SHARE", "20")
            none = kind.replace("NAME", "none").replace("GOODS", "lost").replace("SHARE", "0")
            self.assertEqual(self.orders(f"{some}\n{none}"), self.orders(some))

    def test_a_null_disruption_changes_nothing_beside_another_one(self):
        real = stop("orders: refused, in_progress: lost", "regions: taiwan", lasts="")
        null = ("  - {name: null_stop, kind: stop, regions: taiwan, share: 0 %, from: 2027-06-25, "
                "lasts: 1 day, orders: refused, in_progress: lost}")
        self.expect_same_world(self.world(real + "\n" + null), self.world(real))

    def test_preparations_that_prepare_nothing_change_nothing_beside_a_stop(self):
        real = (REPOSITORY / "scenarios/overlays/taiwan-stop.yaml").read_text("utf-8")
        real = real[real.index("events:\n") + len("events:\n"):].rstrip("\n")
        for null in ("{name: nothing, kind: airlift, regions: europe, from: 2028-03-01}",
                     "{name: nothing, kind: hedge, firms: nvidia, share: 0 %, from: 2028-03-01}",
                     "{name: nothing, kind: relocate, firms: tsmc, region: america, share: 0 %, from: 2028-03-01}"):
            with self.subTest(null):
                self.expect_same_world(self.world(real + "\n  - " + null), self.world(real))

    def test_a_stop_before_another_one_brings_no_lot_out_earlier(self):
        """What stands still for ever after a day delivers nothing that a shorter stop holds."""
        short = "  - {name: short, kind: stop, regions: taiwan, from: 2027-06-25, lasts: %s, share: %s}"
        real = stop("", "regions: taiwan", lasts="")
        alone = self.online(real)
        for lasts, share in (("1 day", "1 %"), ("1 day", "100 %"), ("30 days", "100 %")):
            both = self.online(real + "\n" + short % (lasts, share))
            self.assertLessEqual(both[2027], alone[2027] + 1e-9, (lasts, share))
            # A year later others were served first, which moves the sum a little either way.
            self.assertLessEqual(both[2028], 1.005 * alone[2028], (lasts, share))

    def test_three_months_before_the_date_no_label_differs(self):
        """In drawn worlds, all columns: proximate shares are smoothed, and roots look ahead, over three months."""
        cases = [("taiwan-stop", "taiwan_stop", DATE, "2027-04-01"), ("taiwan-stop", "taiwan_stop", "2029-07-01", "2029-04-01"),
                 ("taiwan-blockade", "taiwan_blockade", "2028-01-01", "2027-10-01")]
        for seed in (1, 3, 7, 10):
            def labels(name, until, *words):
                target = self.root / f"labels-{name}"
                run("run", REPOSITORY / "scenarios/baseline.yaml", *words, "--seed", seed, "-q", "-o", target, "--overwrite")
                return [tuple(r.values()) for r in table(target / "bottlenecks.csv") if r["month"] < until]
            base = labels("base", "2040")
            for overlay, event, day, until in cases:
                struck = labels("struck", until, REPOSITORY / f"scenarios/overlays/{overlay}.yaml",
                                "--set", f"events.{event}.from={day}")
                self.assertGreater(len(struck), 100)
                self.assertEqual(struck, [row for row in base if row[0] < until], (seed, overlay, day))

    def test_nothing_differs_before_the_date(self):
        event = stop("orders: refused, in_progress: lost, know_how: lost", "regions: taiwan", lasts="")

        def journal(*arguments):
            """Every field of what was placed before; what became of an order later is no past."""
            rows = []
            for row in self.orders(*arguments):
                if row["placed"] >= DATE:
                    continue
                row = dict(row)
                if row["delivered"] >= DATE or row["status"] != "delivered":
                    row["delivered"] = row["status"] = "later"
                rows.append(tuple(row.values()))
            return rows

        base, other = journal(), journal(event)
        self.assertGreater(len(base), 1000)
        self.assertEqual(len(base), len(other))
        same_until_then = sum(a == b for a, b in zip(base, other))
        moved = 0
        for a, b in zip(base, other):
            # An order that was delivered in full before is the same to the byte; of one that was not,
            # all but its end is. Its end moves into the past where the rest is taken back later.
            if "later" in a or "later" in b:
                self.assertEqual(a[:10] + a[12:], b[:10] + b[12:])
                moved += ("later" in a) != ("later" in b)
            else:
                self.assertEqual(a, b)
        self.assertLess(moved, 0.001 * len(base))
        self.assertGreater(same_until_then, 1000)

        # Row by row. A flow that runs over the date is dated on the first day of its period, so the
        # row before the date may differ, by the period that the name, the unit or the table of
        # series gives: it holds what came afterwards. Everything else is the same up to the date.
        def rows(*arguments):
            return {tuple(r.values())[:5]: r["value"]
                    for r in table(self.world(*arguments) / "timeseries.csv") if r["date"] < DATE}

        reference = (REPOSITORY / "docs/reference/result-files.md").read_text("utf-8")
        flows = {name for line in reference.splitlines()
                 if line.startswith("| `") and ("| flow" in line or "calendar" in line)
                 for name in re.findall(r"`([a-z0-9_]+)`", line.split("|")[1])}
        flows.add("online_it_gw")  # by generation: the mix of what was packaged, a flow
        base, other = rows(), rows(event)
        self.assertGreater(len(base), 10_000)
        # Who is stopped on the day does not close its last period either.
        self.assertFalse(other.keys() - base.keys())
        differing = [key for key in base if base[key] != other.get(key)]
        self.assertLess(len(differing), 0.01 * len(base))
        # Houses without customers plan twice a year, and write what they made since.
        idle = ("amkor", "intel_packaging", "osat", "samsung_packaging")
        for month, series, entity, region, generation in differing:
            self.assertTrue(series != "online_it_gw" or generation, (month, region))
            plain = re.sub("_(quarterly|half_yearly|yearly)$", "", series)
            self.assertIn(plain, flows, (month, series))
            months = (6 if series.endswith("_half_yearly") or entity in idle else 12 if series.endswith("_yearly") else 3)
            over = date(2027, 7, 1) - timedelta(days=31 * months)
            self.assertGreater(month, over.isoformat(), series)

        def labels(*arguments):
            # Shares of a month are smoothed: three months before the date may know of it.
            return [tuple(r.values()) for r in table(self.world(*arguments) / "bottlenecks.csv")
                    if r["month"] < "2027-04"]

        self.assertGreater(len(labels()), 100)
        self.assertEqual(labels(event), labels())

    def test_the_price_index_of_memory_keeps_its_ratios_before_an_event_that_moves_its_base(self):
        ban = (REPOSITORY / "scenarios/overlays/export-ban.yaml").read_text("utf-8")
        events = ban[ban.index("events:\n") + len("events:\n"):].rstrip("\n")

        def index(*arguments):
            return {r["date"]: float(r["value"]) for r in
                    table(self.world(*arguments) / "timeseries.csv")
                    if r["series"] == "dram_price_index" and r["date"] < "2024-01-01"}
        base, other = index(), index(events)
        self.assertEqual(len(base), 24)
        factor = other["2022-01-01"] / base["2022-01-01"]
        for month, value in base.items():
            self.assertAlmostEqual(other[month] / value, factor, places=4, msg=month)

    def test_each_half_of_the_loop_changes_the_answer(self):
        event = stop("orders: refused, in_progress: lost, know_how: lost", "regions: taiwan", lasts="")
        no_chips = [f"actors.{firm}.control_chips.per_unit=0 wafer"
                    for firm in ("asml", "fab_tool_makers", "gear_makers")]
        no_wait = [f"actors.{firm}.nodes.{node}.rebuilding_needs_tools=false"
                   for firm in ("tsmc", "intel", "samsung_foundry") for node in ("n3", "n2")]

        def tools(*sets):
            rows = table(self.world(event, *sets) / "timeseries.csv")
            return sum(float(r["value"]) for r in rows
                       if r["series"] == "euv_tools_shipped" and r["date"][:4] == "2028")

        self.assertGreater(tools(*no_chips), tools())

        def online(seed, *sets):
            target = self.root / "a-half"
            run("run", REPOSITORY / "scenarios/baseline.yaml", REPOSITORY / "scenarios/overlays/taiwan-stop.yaml",
                "--no-record", "-q", "--seed", seed, "-o", target, "--overwrite",
                *[word for one in sets for word in ("--set", one)])
            return json.loads((target / "summary.json").read_text("utf-8"))["years"][-1]["online_gw_end"]
        both = [online(seed) for seed in range(1, 4)]
        for half in no_chips, no_wait:
            more = [online(seed, *half) / with_both for seed, with_both in enumerate(both, 1)]
            self.assertGreater(min(more), 1, more)
            self.assertGreater(sum(more) / len(more), 1.05, more)

    def test_gear_is_made_only_of_chips_that_have_come(self):
        """Without any maker of control chips nothing is made once the stock of nine months is used up."""
        rows = self.orders(stop("orders: refused, in_progress: lost, in_transit: lost",
                                "firms: [mature_foundries, mature_foundries_taiwan]", "2026-01-01", lasts=""))
        gear = [r for r in rows if r["commodity"] == "electrical_gear"]
        self.assertTrue([r for r in gear if r["delivered"][:4] == "2026"])
        self.assertFalse([r for r in gear if r["delivered"][:4] >= "2028"])
        self.assertTrue([r for r in gear if r["placed"][:4] >= "2027"])

    def test_makers_of_gear_without_chips_add_no_factories(self):
        """What was decided before comes yet, within the two years that a factory takes at most."""
        event = stop("orders: refused, in_progress: lost, in_transit: lost",
                     "firms: [mature_foundries, mature_foundries_taiwan]", "2026-01-01", lasts="")
        able = {r["date"]: float(r["value"]) for r in table(self.world(event) / "timeseries.csv")
                if r["series"].startswith("electrical_gear_capacity")}
        self.assertEqual({value for day, value in able.items() if day >= "2029-07"}, {able["2029-07-01"]})
        self.assertGreater(able["2029-07-01"], 0)

    def test_replay_verifies_and_stops_at_the_first_difference(self):
        baseline = REPOSITORY / "scenarios/baseline.yaml"
        self.assertIn("The same: fingerprint", run("replay", baseline, "--verify", self.world()))
        other = self.world(stop("people: leave"))
        text = run("replay", baseline, "--verify", other, code=6)
        self.assertRegex(text, r"orders\.csv:\d+: the first difference\n  stored: .*\n  replay: ")
        bare = self.root / "bare"
        run("run", baseline, "--no-record", "--seed", 3, "-q", "-o", bare)
        text = run("replay", baseline, "--verify", bare)
        self.assertRegex(text, "(?s)^The same: .*causes were not recorded, so bottlenecks were not compared")
        run("replay", baseline, REPOSITORY / "scenarios/overlays/taiwan-stop.yaml", "--verify", bare, code=6)
        other_draw = self.root / "other-draw"
        run("run", baseline, "--seed", 3, "--replication", 2, "--shuffle-ties", 5, "-q", "-o", other_draw)
        self.assertIn("The same: fingerprint", run("replay", baseline, "--verify", other_draw))
        run("replay", baseline, "--verify", self.root / "none", code=2)
        bad = self.root / "bad-seed"
        shutil.copytree(self.world(), bad)
        summary = (bad / "summary.json").read_text("utf-8")
        (bad / "summary.json").write_text(summary.replace('"seed": 1', '"seed": ' + 30 * "9"), "utf-8")
        self.assertIn("expected a seed", run("replay", baseline, "--verify", bad, code=2))
        (bad / "summary.json").write_text(summary, "utf-8")
        orders = (bad / "orders.csv").read_text("utf-8")
        (bad / "orders.csv").write_text(orders.rstrip("\n"), "utf-8")
        self.assertIn("(the line does not end)", run("replay", baseline, "--verify", bad, code=6))
        (bad / "orders.csv").write_bytes(orders.replace("\n", "\r\n").encode())
        self.assertRegex(run("replay", baseline, "--verify", bad, code=6),
                         r"orders\.csv:1: .*\n  stored: (.*) \(then a carriage return\)\n  replay: \1\n")

    def test_compare_of_two_costs_three_runs_at_most(self):
        def seconds(*arguments):
            best = 1e9
            for _ in range(3):
                before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
                run(*arguments)
                best = min(best, resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before)
            return best
        baseline = REPOSITORY / "scenarios/baseline.yaml"
        overlay = REPOSITORY / "scenarios/overlays/taiwan-stop.yaml"
        one = seconds("run", baseline, "--deterministic")
        two = seconds("compare", baseline, overlay, "--deterministic", "-j", 1)
        self.assertLess(two, 3 * one)

    def compared(self, *words, **more):
        return json.loads(run("compare", REPOSITORY / "scenarios/baseline.yaml", *words,
                              "--deterministic", "--json", **more))

    def test_a_gain_is_not_told_as_a_loss(self):
        """Of one draw, too, that neither is told from chance; seeds decide by their interval."""
        shut = self.root / "shut.yaml"
        shut.write_text("source: question\nevents:\n  - {name: shut, kind: capital, from: 2027-07-01, share: 75 %, "
                        "lasts: 24 months, lenders: lend}\n", "utf-8")
        def line(*words):
            text = run("compare", REPOSITORY / "scenarios/baseline.yaml", *words)
            return re.search(r"Compute not online over the run: (\S+) GW-years(.*)", " ".join(text.split())).groups()
        amount, rest = line(shut, "--deterministic")
        said = "One draw tells no such difference from chance"
        self.assertTrue(rest.startswith(f": more than in the base. {said}" if amount[0] == "-" else f". {said}"), rest)
        amount, rest = line(REPOSITORY / "scenarios/overlays/taiwan-stop.yaml", "--deterministic")
        self.assertTrue(rest.startswith(". Additions of twelve months fall"), rest)
        amount, rest = line(shut, "--seeds", 3)
        low, high, said = re.match(r" \[(\S+), (\S+)\](: [^.]*)?\.", rest).groups()
        low, high = float(low.replace(",", "")), float(high.replace(",", ""))
        wanted = (": with 0 among them, neither a loss nor a gain" if low <= 0 <= high else
                  ": more than in the base, so a gain" if high <= 0 else None)
        self.assertEqual(said, wanted)

    def test_seeds_that_show_nothing_give_no_intervals(self):
        overlays = REPOSITORY / "scenarios/overlays"
        def compared(overlay, *options):
            return run("compare", REPOSITORY / "scenarios/baseline.yaml", overlays / overlay, "--seeds", 2, *options)
        text = compared("taiwan-stop.yaml", "--deterministic")
        self.assertIn("warning: --seeds: nothing that these worlds draw differs between 2 seeds", text)
        self.assertIn("taiwan-stop against baseline, seed 1\n", text)
        self.assertNotIn("in brackets", text)
        # Where earthquakes strike in each seed is drawn all the same.
        self.assertIn("2 seeds: means, and in brackets", compared("earthquakes.yaml", "--deterministic"))
        self.assertIn("2 seeds: means, and in brackets", compared("taiwan-stop.yaml"))

    def test_taiwan_stops_as_the_fact_book_says(self):
        overlay = REPOSITORY / "scenarios/overlays/taiwan-stop.yaml"
        # 10 to 20 GW in the third and fourth twelve months after: in each for the date of the overlay,
        # in the mean of both for other dates, of which single years hinge on the draw. The second twelve months have
        # less than is told: the fact R9-taiwan-second-year says so, and the page on limits says why.
        for date in ("2027-01-01", "2027-07-01", "2028-01-01", "2028-07-01", "2029-01-01",
                     "2029-07-01"):
            run("run", REPOSITORY / "scenarios/baseline.yaml", overlay, "--deterministic", "--set",
                f"events.taiwan_stop.from={date}", "-o", self.root / f"stop-{date}")
            gw = {r["date"][:7]: float(r["value"])
                  for r in table(self.root / f"stop-{date}" / "timeseries.csv")
                  if r["series"] == "added" and not r["entity"]}
            third, fourth = (sum(value for month, value in gw.items()
                                 if f"{int(date[:4]) + year}{date[4:7]}" <= month <
                                 f"{int(date[:4]) + year + 1}{date[4:7]}") for year in (2, 3))
            base, world = self.compared(overlay, "--set", f"events.taiwan_stop.from={date}")["worlds"]
            online = [y["online_gw_end"]["value"] for y in world["years"]]
            self.assertTrue(10 <= (third + fourth) / 2 <= 20, (date, third, fourth))
            if date == DATE:
                self.assertTrue(10 <= third <= 20, third)
                self.assertTrue(10 <= fourth <= 20, fourth)
                # Memory makers could make much more than is asked for; for tools many wait. Of gear a hundredth is
                # left in its worst year, in which one quarter's orders decide.
                ordered = {t["what"]: t["less_ordered"] for t in world["timeline"]}
                self.assertIs(ordered["dram_wafers"], True)
                for what in ("logic_wafers", "packages", "euv_tools", "fab_tools"):
                    self.assertIs(ordered[what], False, what)
                self.assertIsNone(ordered["control_chips"])
            self.assertEqual(online, sorted(online))  # what is installed stays
            tools = {s["series"]: {y["year"]: y["value"] for y in s["years"]} for s in world["series"]}
            was = {s["series"]: {y["year"]: y["value"] for y in s["years"]} for s in base["series"]}
            stopped = int(date[:4])
            self.assertLess(tools["euv_tools"][stopped + 1], was["euv_tools"][stopped + 1] * 0.9)
            months = {t["what"]: t["first_month"] for t in world["timeline"]}
            self.assertGreaterEqual(min(months.values()), date)
            # Chips, then tools, with a lag; packages, then what comes online.
            self.assertLess(months["control_chips"], months["euv_tools"])
            self.assertLess(months["packages"], months["added"])
            fell = world["recovery"]["additions_fell"]
            self.assertTrue(fell and fell >= date, fell)

    def test_who_waits_longer_for_chips_orders_further_ahead(self):
        """Chips for six months that come after eighteen make tools in one year of three."""
        overlay = self.root / "ahead.yaml"
        shutil.copy(REPOSITORY / "scenarios/overlays/taiwan-stop.yaml", overlay)
        target = self.root / "ahead"
        run("run", REPOSITORY / "scenarios/baseline.yaml", overlay, "--deterministic", "-q", "-o", target)
        shipped = defaultdict(float)
        crews = {}
        for row in table(target / "timeseries.csv"):
            if row["series"] == "euv_tools_shipped" and row["entity"] == "asml":
                shipped[row["date"][:4]] += float(row["value"])
            if (row["series"], row["entity"]) in (("capacity", "asml"), ("capacity_quarterly", "fab_tool_makers")):
                crews[row["entity"], row["date"][:7]] = float(row["value"])
        for year in range(2030, 2036):
            self.assertGreater(shipped[str(year)], 0.7 * shipped[str(year - 1)], shipped)
        # Meanwhile crews that have no chips to work with are not enlarged, however long the queue; who is in training
        # when the chips end comes yet. The first chips come in spring 2029, those for sets before those for EUV tools.
        for maker, begin, end in ("asml", "2028-04", "2029-04"), ("fab_tool_makers", "2028-10", "2029-01"):
            self.assertEqual(crews[maker, begin], crews[maker, end])
            self.assertGreater(crews[maker, "2031-10"], crews[maker, end])

    def test_packaging_that_works_after_the_stop_is_what_stands_outside(self):
        def houses(*arguments):
            # Some plan by the quarter or the half-year: the last row before the date holds.
            return {r["entity"]: float(r["value"])
                    for r in table(self.world(*arguments) / "timeseries.csv")
                    if r["series"].startswith("capacity") and r["date"] < DATE and
                    r["entity"].endswith(("packaging", "osat", "amkor"))}
        before = houses()
        # Houses outside Taiwan.
        outside = before["intel_packaging"] + before["samsung_packaging"] + before["amkor"]
        overlay = REPOSITORY / "scenarios/overlays/taiwan-stop.yaml"

        def found(*sets):
            world = self.compared(overlay, *sets)["worlds"][1]
            return {y["year"]: y["value"] for s in world["series"]
                    if s["series"] == "packaging_capacity" for y in s["years"]}[2027]
        alone = [x for house in ("amkor", "intel_packaging") for x in
                 ("--set", f"actors.{house}.other_use_needs.share=0")]
        self.assertAlmostEqual(found(*alone), outside, places=6)
        # Lines on which others package dies of Taiwan are free as well: of 22 thousand at Intel eight tenths and all 5 at Amkor, less what is made in Arizona.
        free = 0.8 * 22000 + 5000
        self.assertGreater(found(), outside + 0.85 * free)
        self.assertLess(found(), outside + free)

    def test_compare_takes_scenarios_too_and_two_of_the_same_do_not_differ(self):
        worlds = self.compared(REPOSITORY / "scenarios/baseline.yaml")["worlds"]
        self.assertEqual(worlds[0]["fingerprint"], worlds[1]["fingerprint"])
        self.assertEqual(worlds[1]["timeline"], [])

    def test_what_binds_in_both_worlds_stands_in_two_columns(self):
        text = subprocess.run([PROGRAM, "compare", REPOSITORY / "scenarios/baseline.yaml",
                               REPOSITORY / "scenarios/baseline.yaml", "--deterministic"], capture_output=True,
                              text=True, check=True, env={**os.environ, "COLUMNS": "160"}).stdout
        rows = [line for line in text.splitlines() if line.count(" -> ") == 2]
        self.assertTrue(rows)
        for row in rows:
            self.assertRegex(row, r"-> \S+  +\S+ ->")

    def test_the_timeline_says_through_what_each_shortage_came(self):
        baseline = REPOSITORY / "scenarios/baseline.yaml"
        result = json.loads(run("compare", baseline, REPOSITORY / "scenarios/overlays/taiwan-stop.yaml",
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

    def test_a_stop_of_each_region_strikes_what_stands_there(self):
        regions = {"america": "intel", "china": "cxmt", "europe": "asml", "japan": "mitsubishi_power",
                   "korea": "sk_hynix", "taiwan": "tsmc"}
        series = ("output", "output_quarterly", "euv_tools_shipped", "power_delivered_gw")

        def made(*events):
            sums = defaultdict(float)
            for row in table(self.world(*events) / "timeseries.csv"):
                if row["series"] in series and "2027-10" <= row["date"][:7] < "2028-07":
                    sums[row["entity"]] += float(row["value"])
            return sums
        usual = made()
        for region, firm in regions.items():
            here = made(stop(target=f"regions: {region}", lasts="lasts: 365 days"))
            self.assertLess(here[firm], 0.8 * usual[firm], region)

    def test_an_event_that_no_world_has_is_named(self):
        text = run("compare", REPOSITORY / "scenarios/baseline.yaml",
                   REPOSITORY / "scenarios/overlays/taiwan-stop.yaml", "--set",
                   "events.taiwan_stp.from=2028-01-01", code=2)
        self.assertIn("found 'taiwan_stp'; did you mean 'taiwan_stop'?", text)

    def test_what_is_made_is_told_by_maker_and_by_region(self):
        target = self.root / "makers"
        run("compare", REPOSITORY / "scenarios/baseline.yaml", REPOSITORY / "scenarios/overlays/taiwan-stop.yaml",
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
        folder = REPOSITORY / "scenarios/overlays"
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
        folder = REPOSITORY / "scenarios/overlays"
        stop = folder / "taiwan-stop.yaml"
        worlds = [f"{stop}+{folder / (name + '.yaml')}" for name in ("stockpile-6-months", "airlift-engineers")]
        for date, late in ((DATE, False), ("2025-01-01", True)):
            sets = ("--set", f"events.taiwan_stop.from={date}")
            found = self.compared(stop, *worlds, *sets)["preparations"]
            self.assertEqual([one["begun_after"] for one in found], [late, False])
        text = run("compare", REPOSITORY / "scenarios/baseline.yaml", stop, *worlds, "--deterministic", *sets)
        self.assertEqual(text.count("(begun after it: an answer)"), 1)

    def test_worlds_that_are_written_wrongly_are_refused(self):
        baseline, stop = REPOSITORY / "scenarios/baseline.yaml", REPOSITORY / "scenarios/overlays/taiwan-stop.yaml"
        for typed in (f"{stop}+", f"+{stop}", f"{stop}++{stop}"):
            self.assertIn("expected a file on both sides of each '+'", run("compare", baseline, typed, code=2))
        self.assertIn("expected each overlay of a world once", run("compare", baseline, f"{stop}+{stop}", code=2))

    def test_seeds_give_means_and_bounds(self):
        baseline = REPOSITORY / "scenarios/baseline.yaml"
        quakes = REPOSITORY / "scenarios/overlays/earthquakes.yaml"
        worlds = json.loads(run("compare", baseline, quakes, "--seeds", 3, "--json"))["worlds"]
        last = worlds[1]["years"][-1]["online_gw_end"]
        self.assertLessEqual(last["low"], last["value"])
        self.assertLessEqual(last["value"], last["high"])
        self.assertLessEqual(last["difference_low"], last["difference_high"])


class Combined(Worlds):
    def test_every_pair_of_overlays_is_one_world_in_either_order(self):
        folder = REPOSITORY / "scenarios/overlays"
        names = sorted(path.stem for path in folder.glob("*.yaml"))
        baseline = REPOSITORY / "scenarios/baseline.yaml"
        contradictory = []
        strikes = {name for name in names if "\nevents:" in (folder / f"{name}.yaml").read_text("utf-8")}
        for i, one in enumerate(names):
            for j, two in enumerate(names[:i]):
                # Of two that only set numbers every fourth pair: there is nothing in which they could contradict.
                if not {one, two} & strikes and (i + j) % 4:
                    continue
                files = [folder / f"{one}.yaml", folder / f"{two}.yaml"]
                # What can contradict is looked at in both orders; of others either order will do.
                orders = (files, files[::-1]) if {one, two} <= strikes else (files[::(-1) ** i],)
                results = [subprocess.run([PROGRAM, "check", baseline, *order], text=True,
                                          capture_output=True, timeout=60)
                           for order in orders]
                self.assertEqual(results[0].returncode, results[-1].returncode, (one, two))
                if results[0].returncode:
                    self.assertIn("expected the same '", results[0].stderr)
                    contradictory.append({one, two})
        # Everything in Taiwan cannot both be lost and wait.
        self.assertEqual(contradictory, [{"taiwan-blockade", "taiwan-earthquake"},
                                         {"taiwan-stop", "taiwan-blockade"},
                                         {"taiwan-stop", "taiwan-earthquake"}])

    def test_overlays_combine_in_any_order(self):
        folder = REPOSITORY / "scenarios/overlays"
        one, two = folder / "taiwan-stop.yaml", folder / "airlift-engineers.yaml"
        baseline = REPOSITORY / "scenarios/baseline.yaml"

        def fingerprints(orders, *words):
            worlds = ["+".join(map(str, order)) for order in orders]
            told = json.loads(run("compare", baseline, *worlds, *words, "--json"))
            return {world["fingerprint"] for world in told["worlds"][1:]}
        self.assertEqual(len(fingerprints([(one, two), (two, one)], "--deterministic")), 1)
        alone = json.loads(run("compare", baseline, two, "--deterministic", "--json"))["worlds"]
        self.assertEqual([y["online_gw_end"]["difference"] for y in alone[1]["years"]], [0] * 14)
        # Pairs and triples of whatever happens or prepares, in drawn worlds.
        names = sorted(path for path in folder.glob("*.yaml") if "\nevents:" in path.read_text("utf-8"))
        clash = {"taiwan-stop", "taiwan-blockade", "taiwan-earthquake"}
        draw = random.Random(11)
        found = {2: 0, 3: 0}
        while found[2] < 4 or found[3] < 2:
            size = 2 if found[2] < 4 else 3
            picked = draw.sample(names, size)
            if len(clash & {path.stem for path in picked}) > 1:
                continue
            found[size] += 1
            orders = [picked, picked[::-1], *([[picked[1], picked[2], picked[0]]] if size == 3 else [])]
            seed = str(draw.randint(1, 99))
            self.assertEqual(len(fingerprints(orders, "--seed", seed)), 1, ([p.stem for p in picked], seed))


class Networks(Worlds):
    """Textbook networks, first come first served."""

    def test_a_comparison_of_networks_tells_lots_and_nothing_that_they_have_not(self):
        text = (REPOSITORY / "tests/systems/T9.yaml").read_text("utf-8")
        scenario, overlay = self.root / "T9-base.yaml", self.root / "T9-overlay.yaml"
        scenario.write_text("\n".join(line for line in text.splitlines() if "outages:" not in line), "utf-8")
        overlay.write_text("source: textbook\nevents:\n  - {name: outage, kind: stop, parts: works, "
                           "from: 2022-04-11, lasts: 90 days}\n", "utf-8")
        told = run("compare", scenario, overlay)
        self.assertIn("lot; arrived by the end of the year", told)
        self.assertIn("-600", told)
        for word in ("GW", "by region", "by lab", "Part of the base", "ompute", "online", "\n\n\n"):
            self.assertNotIn(word, told)

    def test_t9_by_an_event_is_t9(self):
        for name in ("T9", "T9-order-up-to"):
            text = (REPOSITORY / f"tests/systems/{name}.yaml").read_text("utf-8")
            lines = [line for line in text.splitlines() if "outages:" not in line]
            scenario = self.root / f"{name}.yaml"
            scenario.write_text("\n".join(lines) + "\nevents:\n  - {name: outage, kind: stop, "
                                "parts: works, from: 2022-04-11, lasts: 90 days}\n", "utf-8")
            run("run", REPOSITORY / f"tests/systems/{name}.yaml", "-o", self.root / f"{name}-a")
            run("run", scenario, "-o", self.root / f"{name}-b")
            for file in ("timeseries.csv", "bottlenecks.csv"):
                self.assertEqual((self.root / f"{name}-a" / file).read_bytes(),
                                 (self.root / f"{name}-b" / file).read_bytes(), name)

    def delivered(self, text):
        scenario = self.root / "network.yaml"
        scenario.write_text(text, "utf-8")
        target = self.root / "network"
        run("run", scenario, "-o", target, "--overwrite")
        return [float(r["value"]) for r in table(target / "timeseries.csv")
                if r["series"] == "online" and not r["entity"]]

    def test_t9_without_a_stock_loses_what_was_not_made(self):
        text = (REPOSITORY / "tests/systems/T9.yaml").read_text("utf-8")
        lines = [line.replace("initial: 300", "initial: 0") for line in text.splitlines()
                 if "outages:" not in line]
        head = "\n".join(lines) + "\nevents:\n"
        usual = self.delivered(head.replace("events:\n", ""))
        for share, lost in ((100, 900), (50, 450), (10, 90)):
            struck = self.delivered(head + f"  - {{name: e, kind: stop, parts: works, "
                                           f"from: 2022-04-11, lasts: 90 days, share: {share} %}}\n")
            self.assertLessEqual(abs(usual[-1] - struck[-1] - lost), 1, share)

    def test_the_bound_of_t9_by_an_event_is_the_bound_of_t9(self):
        text = (REPOSITORY / "tests/systems/T9.yaml").read_text("utf-8")
        head = "\n".join(line for line in text.splitlines() if "outages:" not in line)
        scenario = self.root / "T9-event.yaml"
        event = "{name: outage, kind: stop, parts: works, from: 2022-04-11, lasts: 90 days"

        def bound(path, **more):
            return json.loads(run("bound", path, "--json", **more))["value"]
        with_outage = bound(REPOSITORY / "tests/systems/T9.yaml")
        scenario.write_text(head, "utf-8")
        self.assertGreater(bound(scenario), with_outage)
        scenario.write_text(f"{head}\nevents:\n  - {event}}}\n", "utf-8")
        self.assertEqual(bound(scenario), with_outage)
        # Of a part that is left in part, or comes back by steps, no plan has less than the run.
        for part in ("share: 50 %", "returns_over: 3 months"):
            scenario.write_text(f"{head}\nevents:\n  - {event}, {part}}}\n", "utf-8")
            result = json.loads(run("bound", scenario, "--json"))
            self.assertGreaterEqual(result["value"], result["run_value"], part)

    def test_the_bound_of_a_stop_of_firms_is_not_refused(self):
        baseline = [REPOSITORY / "scenarios/baseline.yaml", "--deterministic", "--set",
                    "end=2029-01-01"]
        overlay = REPOSITORY / "scenarios/overlays/taiwan-blockade.yaml"
        struck = json.loads(run("bound", baseline[0], overlay, *baseline[1:], "--json"))
        self.assertEqual(struck["ignored_events"], ["taiwan_lanes"])
        self.assertGreaterEqual(struck["value"], struck["run_value"])
        for decided in struck["decisions"]:
            self.assertGreaterEqual(decided["value"], struck["run_value"])

    def test_earlier_longer_or_harder_never_brings_more(self):
        """Lines that meet in an assembly, then a last gate; any gate is struck, or two at once.

        Earlier is from an earlier day to the same one: of two that end on different days the first is back while the
        other one stands, and a buffer may carry the one and not the other.
        """
        draw = random.Random(9)
        differed = 0
        for case in range(40):
            head, gates = self.network(draw, branches=draw.randint(1, 3))
            struck = draw.sample(gates, min(len(gates), draw.randint(1, 2)))
            begin = date(2022, 1, 1) + timedelta(draw.randint(30, 200))
            days, share = draw.randint(10, 200), draw.randint(10, 90)

            def event(begins, for_days, part):
                return (f"  - {{name: e, kind: stop, parts: [{', '.join(struck)}], from: {begins}, "
                        f"lasts: {for_days} days, share: {part} %}}\n")

            sooner = draw.randint(1, 28)
            usual = self.delivered(head + event(begin, days, share))
            worse = [self.delivered(head + event(begin, days + draw.randint(5, 100), share)),
                     self.delivered(head + event(begin, days, share + 10)),
                     self.delivered(head + event(begin - timedelta(sooner), days + sooner, share))]
            for one in worse:
                # One lot in hand may be on either side of a month's end.
                self.assertTrue(all(w <= u + 1 for w, u in zip(one, usual)), head)
            differed += any(one != usual for one in worse)
        self.assertGreater(differed, 15)  # else nothing was tested

    @staticmethod
    def network(draw, branches):
        parts, gates, ends = [], [], []
        for b in range(branches):
            parts.append(f"  - {{name: b{b}g0, kind: source, rate: {draw.randint(5, 20)} lot/day, "
                         f"to: b{b}s0}}")
            gates.append(f"b{b}g0")
            length = draw.randint(1, 3)
            for i in range(length):
                parts.append(f"  - {{name: b{b}s{i}, kind: store, initial: {draw.randint(0, 200)} lot}}")
                if i + 1 < length:
                    parts.append(f"  - {{name: b{b}g{i + 1}, kind: gate, rate: "
                                 f"{draw.randint(5, 20)} lot/day, from: b{b}s{i}, to: b{b}s{i + 1}}}")
                    gates.append(f"b{b}g{i + 1}")
            ends.append(f"b{b}s{length - 1}")
        end = ends[0]
        if branches > 1:
            inputs = ", ".join(f"{name}: 1 lot" for name in ends)
            parts.append(f"  - {{name: meet, kind: assembly, inputs: {{{inputs}}}, "
                         f"outputs: {{met: 1 lot}}}}")
            parts.append("  - {name: met, kind: store}")
            end = "met"
        parts.append(f"  - {{name: last, kind: gate, rate: {draw.randint(5, 20)} lot/day, "
                     f"from: {end}, to: done}}")
        parts.append("  - {name: done, kind: store}\n  - {name: all, kind: sink, from: done}")
        gates.append("last")
        head = ("chokepoint: 1\nname: n\nstart: 2022-01-01\nend: 2024-01-01\nsource: textbook\n"
                "parts:\n" + "\n".join(parts) + "\nevents:\n")
        return head, gates


class Refused(unittest.TestCase):
    def test_wrong_events_are_named_with_their_place(self):
        corpus = REPOSITORY / "tests/malformed/events"
        cases = sorted(corpus.glob("*.yaml"))
        self.assertGreater(len(cases), 9)
        for case in cases:
            wanted = case.with_suffix(".expected").read_text("utf-8")
            result = subprocess.run([PROGRAM, "check", case.name], cwd=corpus, text=True,
                                    capture_output=True, timeout=60)
            if os.environ.get("CHOKEPOINT_UPDATE_EXPECTED"):
                case.with_suffix(".expected").write_text(result.stderr, "utf-8")
                continue
            self.assertEqual(result.returncode, 3, case)
            self.assertEqual(result.stderr, wanted, case)

    def refusal(self, overlay, events):
        """What the baseline with these events is refused for."""
        overlay.write_text(f"source: question\nevents:\n{events}\n", "utf-8")
        return run("check", REPOSITORY / "scenarios/baseline.yaml", overlay, code=3)

    def test_a_site_that_no_firm_has_is_named_with_the_nearest_one(self):
        with tempfile.TemporaryDirectory() as folder:
            overlay = Path(folder) / "site.yaml"
            for site, message in (
                    ("tsmc.amerika", "found 'tsmc.amerika'; did you mean 'tsmc.america'?"),
                    ("intel.taiwan", "expected the name of a site, found 'intel.taiwan'")):
                text = self.refusal(overlay, f"  - {{name: quake, kind: stop, from: {DATE}, sites: [{site}]}}")
                self.assertRegex(text, r"site\.yaml:3:\d+: events\.quake\.sites: ")
                self.assertIn(message, text)
            # A site is struck with its firm, and with its region, too.
            for other in ("firms: tsmc", "regions: america", "sites: tsmc.america"):
                text = self.refusal(overlay, (
                    f"  - {{name: one, kind: stop, from: {DATE}, sites: tsmc.america}}\n"
                    f"  - {{name: two, kind: stop, from: {DATE}, {other}, orders: refused}}"))
                self.assertIn("expected the same 'orders' as event 'one', which strikes", text)
            # What a firm moves to a region is a site of it there.
            overlay.write_text(
                "source: question\nevents:\n"
                "  - {name: move, kind: relocate, firms: sk_hynix, region: america, from: 2025-01-01}\n"
                f"  - {{name: one, kind: stop, from: {DATE}, sites: sk_hynix.america}}\n", "utf-8")
            run("check", REPOSITORY / "scenarios/baseline.yaml", overlay)

    def test_a_node_that_no_foundry_has_is_named_with_the_nearest_one(self):
        with tempfile.TemporaryDirectory() as folder:
            overlay = Path(folder) / "node.yaml"
            for node, message in (
                    ("tsmc.n33", "found 'tsmc.n33'; did you mean 'tsmc.n3'?"),
                    ("tsmc.taiwan.n33", "found 'tsmc.taiwan.n33'; did you mean 'tsmc.taiwan.n3'?"),
                    ("micron.n3", "expected the name of a node, found 'micron.n3'")):
                text = self.refusal(overlay, f"  - {{name: quake, kind: stop, from: {DATE}, nodes: [{node}]}}")
                self.assertRegex(text, r"node\.yaml:3:\d+: events\.quake\.nodes: ")
                self.assertIn(message, text)
            for other in ("firms: tsmc", "regions: taiwan", "sites: tsmc.taiwan", "nodes: tsmc.n3",
                          "nodes: tsmc.taiwan.n3"):
                for one in ("nodes: tsmc.n3", "nodes: tsmc.taiwan.n3"):
                    text = self.refusal(overlay, (
                        f"  - {{name: one, kind: stop, from: {DATE}, {one}}}\n"
                        f"  - {{name: two, kind: stop, from: {DATE}, {other}, orders: refused}}"))
                    self.assertIn("expected the same 'orders' as event 'one', which strikes", text)
            overlay.write_text(
                "source: question\nevents:\n"
                f"  - {{name: one, kind: stop, from: {DATE}, nodes: tsmc.taiwan.n3}}\n"
                f"  - {{name: two, kind: stop, from: {DATE}, nodes: [tsmc.america.n3, tsmc.n5], orders: refused}}\n",
                "utf-8")
            run("check", REPOSITORY / "scenarios/baseline.yaml", overlay)

    def test_what_cannot_happen_in_part_says_why_it_takes_no_share(self):
        cases = (("policy, sellers: asml, into: china", "a ban is there or not"),
                 ("airlift, regions: taiwan", "people work on elsewhere or they do not"),
                 ("allocation, firms: tsmc, rule: fifo", "a seller has one rule at a time"),
                 ("stockpile, firms: nvidia, months: 3 months", "it is counted in 'months'"))
        with tempfile.TemporaryDirectory() as folder:
            overlay = Path(folder) / "part.yaml"
            for kind, why in cases:
                for key in ("share: 50 %", "returns_over: 3 months", "staged: []"):
                    text = self.refusal(overlay, f"  - {{name: one, kind: {kind}, from: {DATE}, {key}}}")
                    name = key.split(":")[0]
                    self.assertRegex(text, rf"part\.yaml:3:\d+: events\.one\.{name}: expected no '{name}': {why}")
                    self.assertNotIn("unknown key", text)

    def test_stockpiles_of_one_firm_that_do_not_add_up_are_said(self):
        overlays = [REPOSITORY / f"scenarios/overlays/{name}.yaml" for name in ("hoarding", "stockpile-6-months")]
        def warning(*sets):
            done = subprocess.run([PROGRAM, "check", REPOSITORY / "scenarios/baseline.yaml", *overlays, *sets],
                                  capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, done.stderr)
            return done.stderr
        self.assertRegex(warning(), r"warning: \S*stockpile-6-months\.yaml:\d+:\d+: events\.stockpile\.firms\S*: "
                                    r"'amazon_trainium' holds the stockpile of event 'hoarding' at the same time")
        self.assertEqual(warning("--set", "events.stockpile.lasts=6 months"), "")

    def test_names_and_firms_that_an_event_cannot_have_are_named(self):
        cases = (
            ("  - {name: cowos, kind: stop, firms: tsmc, from: 2027-01-01}",
             "events.cowos: expected a name that no constraint of the run has, found 'cowos'"),
            ("  - {name: n3_cycle_time, kind: stop, firms: tsmc, from: 2027-01-01}",
             "events.n3_cycle_time: expected a name that no constraint of the run has, found "
             "'n3_cycle_time'"),
            ("  - {name: a, kind: policy, sellers: openai, into: china, from: 2027-01-01}",
             "events.a.sellers: expected a firm that sells something, found 'openai' of kind lab"),
            ("  - {name: a, kind: allocation, firms: openai, rule: fifo, from: 2027-01-01}",
             "events.a.firms: expected a firm that sells something, found 'openai' of kind lab"),
            ("  - {name: a, kind: relocate, firms: tsmc, region: taiwan, from: 2027-01-01}",
             "events.a.region: expected another region than its own for 'tsmc', found 'taiwan'"),
        )
        with tempfile.TemporaryDirectory() as folder:
            overlay = Path(folder, "one.yaml")
            for events, wanted in cases:
                self.assertRegex(self.refusal(overlay, events), r"one\.yaml:3:\d+: " + re.escape(wanted))

    def test_firms_that_are_struck_twice_and_differently_are_named(self):
        """What takes the firms of the baseline: by firm and by region, rules, relocations."""
        cases = (
            ("  - {name: a, kind: stop, firms: tsmc, from: 2027-01-01, in_progress: lost}\n"
             "  - {name: b, kind: stop, regions: taiwan, from: 2027-02-01, in_progress: paused}",
             "4:36: events.b.regions: expected the same 'in_progress' as event 'a', which strikes "
             "'taiwan' at the same time"),
            ("  - {name: a, kind: stop, regions: taiwan, from: 2027-01-01, orders: refused}\n"
             "  - {name: b, kind: stop, firms: tsmc, from: 2027-02-01, orders: wait}",
             "4:34: events.b.firms: expected the same 'orders' as event 'a', which strikes 'tsmc' at "
             "the same time"),
            ("  - {name: a, kind: allocation, firms: tsmc, rule: fifo, from: 2027-01-01}\n"
             "  - {name: b, kind: allocation, firms: tsmc, rule: contracts_first, from: 2027-02-01}",
             "4:40: events.b.firms: expected the same 'rule' as event 'a', which concerns 'tsmc' at "
             "the same time"),
            ("  - {name: a, kind: relocate, firms: tsmc, region: korea, share: 70 %, from: 2027-01-01}\n"
             "  - {name: b, kind: relocate, firms: tsmc, region: america, share: 70 %, from: 2027-01-01}",
             "4:38: events.b.firms: expected shares of both that add up to 100 % at most: event 'a' "
             "relocates 'tsmc' elsewhere at the same time"),
            ("  - {name: a, kind: hedge, firms: nvidia, share: 80 %, from: 2027-01-01}\n"
             "  - {name: b, kind: hedge, firms: nvidia, share: 60 %, from: 2027-01-01}",
             "4:35: events.b.firms: expected the same 'share' as event 'a', which concerns 'nvidia' at "
             "the same time"),
        )
        with tempfile.TemporaryDirectory() as folder:
            overlay = Path(folder, "two.yaml")
            for events, wanted in cases:
                self.assertIn(f"two.yaml:{wanted}", self.refusal(overlay, events))
                # One after the other they may differ.
                apart = events.replace("from: 2027-01-01", "from: 2025-01-01, lasts: 3 months")
                if "stop" in events and "allocation" not in events:
                    overlay.write_text(f"source: question\nevents:\n{apart}\n", "utf-8")
                    run("check", REPOSITORY / "scenarios/baseline.yaml", overlay)


class RandomWorlds(Worlds):
    """On the world firms decide: harder is mostly worse, and what is not is printed."""

    def most_ahead(self, mild, hard):
        """Of what the chain is built of, that which the harder world has most more of, in any year."""
        found = []
        for series, name in (("euv_tools_installed", "EUV tools"), ("cowos_kwpm", "packaging lines"),
                             ("wafer_capacity_kwpm", "rooms for logic"), ("hbm_capacity", "memory rooms"),
                             ("construction_capacity", "builders"), ("power_capacity", "power plants")):
            def yearly(event):
                values = defaultdict(float)
                for row in table(self.world(event) / "timeseries.csv"):
                    plain = re.sub("_(quarterly|half_yearly|yearly)$", "", row["series"])
                    if plain == series and row["value"] and row["date"][5:7] == "01" and (
                            row["entity"] or series != "cowos_kwpm"):
                        values[row["date"][:4]] += float(row["value"])
                return values
            less, more = yearly(mild), yearly(hard)
            for year in sorted(set(less) & set(more)):
                if less[year] > 0:
                    found.append((more[year] / less[year] - 1, name, year))
        ahead, name, year = max(found)
        return f"{name} {ahead:+.0%} in {year}"

    def in_draws(self, mild, hard):
        """GW-years that the harder world has more, draw by draw: what only one world shows is no rule of them all."""
        def gw_years(event, seed):
            overlay = self.root / "drawn.yaml"
            overlay.write_text(f"source: question\nevents:\n{event}\n", "utf-8")
            told = run("run", REPOSITORY / "scenarios/baseline.yaml", overlay, "--no-record", "--seed", seed, "--json")
            return sum(year["online_gw_end"] for year in json.loads(told)["years"])
        return [gw_years(hard, seed) - gw_years(mild, seed) for seed in range(1, 13)]

    def test_the_share_of_monotone_pairs_is_printed(self):
        draw = random.Random(50)
        monotone, exceptions, rules = 0, [], []
        for _ in range(50):
            target = draw.choice(["regions: taiwan", "regions: korea", "firms: tsmc", "firms: asml",
                                  "firms: sk_hynix", "firms: tsmc_packaging", "firms: gear_makers"])
            date = f"{draw.randint(2024, 2030)}-{draw.randint(1, 12):02d}-01"
            days, share = draw.randint(20, 700), draw.randint(20, 100)
            def world(percent):
                return stop(f"share: {percent:g} %, people: leave", target, date, f"lasts: {days} days")
            mild, hard = world(share / 2), world(share)
            a, b = sum(self.online(mild).values()), sum(self.online(hard).values())
            if b <= a * 1.0001:
                monotone += 1
                continue
            more = self.in_draws(mild, hard)
            mean = sum(more) / len(more)
            error = (sum((one - mean) ** 2 for one in more) / (len(more) - 1) / len(more)) ** 0.5
            if mean > 2 * error:
                rules.append(f"{target}, {date}")
            near = [sum(self.online(world(min(100, share * part))).values()) - a for part in (0.9, 1.1)]
            exceptions.append(f"{target}, {date}, {days} days, {share} %: {b - a:+.1f} GW-years, "
                              f"with a tenth less or more of it {near[0]:+.1f} and {near[1]:+.1f}: "
                              + ("scatter" if min(near) <= 0 else "a rule of this world") +
                              f"; in the mean of twelve draws {mean:+.1f} +- {error:.1f}; "
                              + self.most_ahead(mild, hard))
        print(f"harder is no better in {monotone} of 50 random pairs; the others:")
        print("\n".join(exceptions))
        self.assertGreaterEqual(monotone, 40)
        self.assertLessEqual(len(rules), 2, rules)  # harder is better by more than chance gives

    def test_the_share_of_earlier_and_longer_pairs_is_printed(self):
        """Earlier: from an earlier day to the same one. Ends of both that move are no order: buffers differ by date."""
        draw = random.Random(9)
        monotone, exceptions = {"earlier": 0, "longer": 0}, []
        for _ in range(15):
            target = draw.choice(["regions: taiwan", "regions: korea", "firms: tsmc", "firms: asml", "firms: sk_hynix"])
            begin = date(draw.randint(2025, 2030), draw.randint(1, 12), 1)
            days, more, share = draw.randint(60, 700), draw.randint(30, 300), draw.randint(30, 100)

            def online(start, lasts):
                return sum(self.online(stop(f"share: {share} %, people: leave", target, start.isoformat(),
                                            f"lasts: {lasts} days")).values())
            usual = online(begin, days)
            for kind, worse in (("earlier", online(begin - timedelta(more), days + more)),
                                ("longer", online(begin, days + more))):
                if worse <= usual * 1.0001:
                    monotone[kind] += 1
                else:
                    exceptions.append(f"{kind} by {more} days: {target}, {begin}, {days} days, {share} %: "
                                      f"{worse - usual:+.1f} GW-years")
        print(f"no better of 15 random pairs each: {monotone}; the others:")
        print("\n".join(exceptions))
        for kind, count in monotone.items():
            self.assertGreaterEqual(count, 11, kind)


if __name__ == "__main__":
    PROGRAM, REPOSITORY = sys.argv[1], Path(sys.argv[2])
    which = sys.argv[3] if len(sys.argv) > 3 else "quick"
    names = {"worlds": ["RandomWorlds"],
             "quick": ["WhatStops", "WhatBinds", "Preparations", "Reproducible", "Combined", "Networks", "Refused"]}.get(which, [which])
    unittest.main(argv=[sys.argv[0], *names], verbosity=2)

"""Each answer of a stop, one by one."""
import json
import unittest
from collections import defaultdict

from worlds import DATE, Worlds, stop, table


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


if __name__ == "__main__":
    unittest.main()

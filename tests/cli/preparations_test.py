"""What overlays that prepare do."""
import re
import unittest
from collections import defaultdict
from datetime import date

from worlds import DATE, ROOT, Worlds, run, table


class Preparations(Worlds):
    """What overlays that prepare do, each by itself, before and after a stop."""

    def overlay(self, name):
        """The entries of one of the overlays that come with the program."""
        text = (ROOT / f"scenarios/overlays/{name}.yaml").read_text("utf-8")
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
        told = {r["quantity"]: r for r in table(ROOT / "scenarios/calibration/earthquakes.csv")}
        rate, lost = told["per_year"], told["output_lost"]
        shipped = (ROOT / "scenarios/overlays/earthquakes.yaml").read_text("utf-8")
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


if __name__ == "__main__":
    unittest.main()

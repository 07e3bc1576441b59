"""Events: what stops, what comes back, what is compared, and what is refused.

usage: events_test.py PROGRAM REPOSITORY [quick | worlds]
"""
import csv
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

PROGRAM = REPOSITORY = None
DATE = "2027-07-01"


def run(*arguments, code=0):
    environment = {**os.environ, "NO_COLOR": "1"}
    result = subprocess.run([PROGRAM, *map(str, arguments)], text=True, capture_output=True,
                            env=environment, timeout=300)
    assert result.returncode == code, f"{arguments}: exit {result.returncode}\n{result.stdout}{result.stderr}"
    return result.stdout + result.stderr


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
            rows = self.orders(stop(keys + ", people: leave"))
            return sum(1 for r in rows
                       if r["seller"] == "tsmc" and DATE <= r["delivered"][:10] < "2027-07-08")
        self.assertGreater(first_week("in_transit: arrive"), 0)
        self.assertEqual(first_week("in_transit: held"), 0)
        self.assertEqual(first_week("in_transit: lost"), 0)

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

    def test_a_ban_refuses_every_order_of_the_region(self):
        ban = "  - {name: ban, kind: policy, sellers: fab_tool_makers, into: china, from: 2024-01-01}"
        rows = [r for r in self.orders(ban) if r["seller"] == "fab_tool_makers" and
                r["buyer"] == "cxmt" and r["placed"] >= "2024-01-01"]
        self.assertTrue(rows)
        self.assertEqual({r["status"] for r in rows}, {"rejected"})

    def test_less_demand_of_others_and_less_capital_change_the_answer(self):
        base = self.online()
        less = f"  - {{name: slump, kind: demand, firms: phones, from: 2025-01-01, share: 30 %}}"
        shut = f"  - {{name: shut, kind: capital, from: 2024-01-01, share: 90 %, lasts: 36 months}}"
        self.assertNotEqual(self.online(less)[2030], base[2030])
        self.assertLess(self.online(shut)[2026], base[2026])


class Reproducible(Worlds):
    def test_a_null_disruption_changes_nothing(self):
        null = stop("share: 0 %, people: leave", "regions: taiwan")
        for name in ("orders.csv", "bottlenecks.csv", "timeseries.csv"):
            self.assertEqual((self.world(null) / name).read_bytes(),
                             (self.world() / name).read_bytes(), name)

    def test_nothing_differs_before_the_date(self):
        event = stop("orders: refused, in_progress: lost, know_how: lost", "regions: taiwan", lasts="")

        def journal(*arguments):
            # What an order became later is no part of the past.
            late = "0" * 20
            return [(r["order"], r["buyer"], r["seller"], r["quantity"], r["placed"], r["wanted"],
                     r["delivered"] if r["delivered"] and r["delivered"][:10] < DATE and
                     r["status"] == "delivered" else late)
                    for r in self.orders(*arguments) if r["placed"][:10] < DATE]

        with_event = {r[0]: r for r in journal(event)}
        for row in journal():
            other = with_event[row[0]]
            self.assertEqual(row[:6], other[:6])

        def series(*arguments):
            # A flow runs to the next planning; shares are summed up when the run is over.
            def over(row):
                derived = row["series"] in ("hbm_share_of_dram_wafers", "ai_share_of_logic")
                months = (6 if "half_yearly" in row["series"]
                          else 3 if derived or "quarterly" in row["series"]
                          else 12 if "yearly" in row["series"] else 1)
                year, month = int(row["date"][:4]), int(row["date"][5:7]) + months
                return (year + (month - 1) // 12, (month - 1) % 12 + 1) < (2027, 7)
            return [tuple(r.values()) for r in table(self.world(*arguments) / "timeseries.csv")
                    if over(r) and r["series"] not in ("allocated_share",)]

        self.assertEqual(series(event), series())

    def test_each_half_of_the_loop_changes_the_answer(self):
        event = stop("orders: refused, in_progress: lost, know_how: lost", "regions: taiwan", lasts="")
        no_chips = [f"actors.{firm}.control_chips.per_unit=0 wafer"
                    for firm in ("asml", "fab_tool_makers", "gear_makers")]
        no_wait = [f"actors.{firm}.nodes.{node}.rebuilding_needs_tools=false"
                   for firm in ("tsmc", "intel", "samsung_foundry") for node in ("n3", "n2")]
        both = self.online(event)

        def tools(*sets):
            rows = table(self.world(event, *sets) / "timeseries.csv")
            return sum(float(r["value"]) for r in rows
                       if r["series"] == "euv_tools_shipped" and r["date"][:4] == "2028")

        self.assertGreater(tools(*no_chips), tools())
        self.assertGreater(self.online(event, *no_wait)[2035], both[2035])

    def test_replay_verifies_and_stops_at_the_first_difference(self):
        baseline = REPOSITORY / "scenarios/baseline.yaml"
        self.assertIn("The same: fingerprint", run("replay", baseline, "--verify", self.world()))
        other = self.world(stop("people: leave"))
        text = run("replay", baseline, "--verify", other, code=6)
        self.assertRegex(text, r"orders\.csv:\d+: the first difference\n  stored: .*\n  replay: ")
        run("replay", baseline, "--verify", self.root / "none", code=2)

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

    def test_taiwan_stops_as_the_fact_book_says(self):
        overlay = REPOSITORY / "scenarios/overlays/taiwan-stop.yaml"
        text = run("compare", REPOSITORY / "scenarios/baseline.yaml", overlay, "--deterministic",
                   "--json")
        base, world = json.loads(text)["worlds"]
        added = {y["year"]: y["added_gw"]["value"] for y in world["years"]}
        online = [y["online_gw_end"]["value"] for y in world["years"]]
        self.assertTrue(5 <= added[2030] <= 25, added)  # third year after
        self.assertTrue(5 <= added[2031] <= 25, added)  # fourth
        self.assertEqual(online, sorted(online))  # what is installed stays
        tools = {s["series"]: {y["year"]: y["value"] for y in s["years"]} for s in world["series"]}
        was = {s["series"]: {y["year"]: y["value"] for y in s["years"]} for s in base["series"]}
        self.assertLess(tools["euv_tools"][2028], was["euv_tools"][2028] * 0.9)
        months = {t["what"]: t["first_month"] for t in world["timeline"]}
        self.assertLess(months["control_chips"], months["euv_tools"])
        self.assertLess(months["packages"], months["added"])

    def test_overlays_combine_in_any_order(self):
        folder = REPOSITORY / "scenarios/overlays"
        one, two = folder / "taiwan-stop.yaml", folder / "airlift-engineers.yaml"
        baseline = REPOSITORY / "scenarios/baseline.yaml"
        text = json.loads(run("compare", baseline, f"{one}+{two}", f"{two}+{one}", "--deterministic",
                              "--json"))
        first, second = text["worlds"][1:]
        self.assertEqual(first["fingerprint"], second["fingerprint"])
        alone = json.loads(run("compare", baseline, two, "--deterministic", "--json"))["worlds"]
        self.assertEqual([y["online_gw_end"]["difference"] for y in alone[1]["years"]], [0] * 14)

    def test_seeds_give_means_and_bounds(self):
        baseline = REPOSITORY / "scenarios/baseline.yaml"
        quakes = REPOSITORY / "scenarios/overlays/earthquakes.yaml"
        worlds = json.loads(run("compare", baseline, quakes, "--seeds", 3, "--json"))["worlds"]
        last = worlds[1]["years"][-1]["online_gw_end"]
        self.assertLessEqual(last["low"], last["value"])
        self.assertLessEqual(last["value"], last["high"])
        self.assertLessEqual(last["difference_low"], last["difference_high"])


class Networks(Worlds):
    """Textbook networks, first come first served."""

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

    def test_earlier_longer_or_harder_never_brings_more(self):
        draw = random.Random(9)
        for _ in range(25):
            gates = draw.randint(2, 4)
            parts = [f"  - {{name: g0, kind: source, rate: {draw.randint(5, 20)} lot/day, to: s0}}"]
            for i in range(gates):
                parts.append(f"  - {{name: s{i}, kind: store, initial: {draw.randint(0, 200)}}}")
                if i + 1 < gates:
                    parts.append(f"  - {{name: g{i + 1}, kind: gate, rate: {draw.randint(5, 20)} "
                                 f"lot/day, from: s{i}, to: s{i + 1}}}")
            parts.append(f"  - {{name: all, kind: sink, from: s{gates - 1}}}")
            head = ("chokepoint: 1\nname: n\nstart: 2022-01-01\nend: 2024-01-01\nsource: textbook\n"
                    "parts:\n" + "\n".join(parts) + "\nevents:\n")
            struck = f"g{draw.randrange(gates)}"
            day, days, share = draw.randint(30, 200), draw.randint(10, 200), draw.randint(10, 90)

            def event(from_day, for_days, part):
                date = f"2022-{1 + from_day // 28:02d}-{1 + from_day % 28:02d}"
                return (f"  - {{name: e, kind: stop, parts: {struck}, from: {date}, "
                        f"lasts: {for_days} days, share: {part} %}}\n")

            usual = self.delivered(head + event(day, days, share))
            longer = self.delivered(head + event(day, days + draw.randint(5, 100), share))
            harder = self.delivered(head + event(day, days, share + 10))
            sooner = draw.randint(1, 28)
            # Earlier: it begins sooner and ends when it did.
            moved = min(sooner, day - 1)
            begins = day - moved
            calendar = lambda d: (d // 28) * 30.44 + d % 28
            earlier = self.delivered(head + event(begins, days + int(calendar(day) - calendar(begins)) + 3,
                                                  share))
            for worse in (longer, harder, earlier):
                self.assertTrue(all(w <= u + 1 for w, u in zip(worse, usual)), head)


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


class RandomWorlds(Worlds):
    """On the world firms decide: harder is mostly worse, and what is not is printed."""

    def test_the_share_of_monotone_pairs_is_printed(self):
        draw = random.Random(50)
        monotone, exceptions = 0, []
        for _ in range(50):
            target = draw.choice(["regions: taiwan", "regions: korea", "firms: tsmc", "firms: asml",
                                  "firms: sk_hynix", "firms: tsmc_packaging", "firms: gear_makers"])
            date = f"{draw.randint(2024, 2030)}-{draw.randint(1, 12):02d}-01"
            days, share = draw.randint(20, 700), draw.randint(20, 100)
            mild = stop(f"share: {share / 2:g} %, people: leave", target, date, f"lasts: {days} days")
            hard = stop(f"share: {share} %, people: leave", target, date, f"lasts: {days} days")
            a, b = sum(self.online(mild).values()), sum(self.online(hard).values())
            if b <= a * 1.0001:
                monotone += 1
            else:
                exceptions.append(f"{target}, {date}, {days} days, {share} %: +{b - a:.1f} GW-years")
        print(f"harder is no better in {monotone} of 50 random pairs; the others:")
        print("\n".join(exceptions))
        self.assertGreaterEqual(monotone, 25)


if __name__ == "__main__":
    PROGRAM, REPOSITORY = sys.argv[1], Path(sys.argv[2])
    which = sys.argv[3] if len(sys.argv) > 3 else "quick"
    names = ["RandomWorlds"] if which == "worlds" else ["WhatStops", "Reproducible", "Networks", "Refused"]
    unittest.main(argv=[sys.argv[0], *names], verbosity=2)

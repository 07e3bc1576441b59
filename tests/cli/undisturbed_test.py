"""What an event leaves as it was, and `replay`."""
import re
import shutil
import unittest
from datetime import date, timedelta

from worlds import DATE, ROOT, Worlds, run, stop, table


class Undisturbed(Worlds):
    """What is the same with an event, before it or without it."""

    def expect_same_world(self, one, other):
        for name in ("orders.csv", "bottlenecks.csv", "timeseries.csv"):
            self.assertEqual((one / name).read_bytes(), (other / name).read_bytes(), name)

    def test_a_null_disruption_changes_nothing(self):
        null = stop("share: 0 %, people: leave", "regions: taiwan")
        for name in ("orders.csv", "bottlenecks.csv", "timeseries.csv"):
            self.assertEqual((self.world(null) / name).read_bytes(),
                             (self.world() / name).read_bytes(), name)

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
        real = (ROOT / "scenarios/overlays/taiwan-stop.yaml").read_text("utf-8")
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
                run("run", ROOT / "scenarios/baseline.yaml", *words, "--seed", seed, "-q", "-o", target, "--overwrite")
                return [tuple(r.values()) for r in table(target / "bottlenecks.csv") if r["month"] < until]
            base = labels("base", "2040")
            for overlay, event, day, until in cases:
                struck = labels("struck", until, ROOT / f"scenarios/overlays/{overlay}.yaml",
                                "--set", f"events.{event}.from={day}")
                self.assertGreater(len(struck), 100)
                self.assertEqual(struck, [row for row in base if row[0] < until], (seed, overlay, day))

    def test_nothing_differs_before_the_date(self):
        event = stop("orders: refused, in_progress: lost, know_how: lost", "regions: taiwan", lasts="")

        def journal(*arguments):
            """Every field of what was placed before; what became of an order later is no past.

            What was taken back of it, at any time, has a line of its own behind the first.
            """
            rows = {}
            for row in self.orders(*arguments):
                if row["placed"] >= DATE:
                    continue
                row = dict(row)
                if row["delivered"] >= DATE or row["status"] != "delivered":
                    row["delivered"] = row["status"] = "later"
                whole = rows.setdefault(row["order"], row)
                if whole is not row:
                    whole["quantity"] = str(float(whole["quantity"]) + float(row["quantity"]))
                    whole["delivered"] = whole["status"] = "later"
            for row in rows.values():
                row["quantity"] = float(row["quantity"])
            return [tuple(row.values()) for row in rows.values()]

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

        reference = (ROOT / "docs/reference/result-files.md").read_text("utf-8")
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
        ban = (ROOT / "scenarios/overlays/export-ban.yaml").read_text("utf-8")
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

    def test_replay_verifies_and_stops_at_the_first_difference(self):
        baseline = ROOT / "scenarios/baseline.yaml"
        self.assertIn("The same: fingerprint", run("replay", baseline, "--verify", self.world()))
        other = self.world(stop("people: leave"))
        text = run("replay", baseline, "--verify", other, code=6)
        self.assertRegex(text, r"orders\.csv:\d+: the first difference\n  stored: .*\n  replay: ")
        bare = self.root / "bare"
        run("run", baseline, "--no-record", "--seed", 3, "-q", "-o", bare)
        text = run("replay", baseline, "--verify", bare)
        self.assertRegex(text, "(?s)^The same: .*causes were not recorded, so bottlenecks were not compared")
        run("replay", baseline, ROOT / "scenarios/overlays/taiwan-stop.yaml", "--verify", bare, code=6)
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


if __name__ == "__main__":
    unittest.main()

"""Events in textbook networks."""
import json
import random
import unittest
from datetime import date, timedelta

from worlds import ROOT, Worlds, run, table


class Networks(Worlds):
    """Textbook networks, first come first served."""

    def test_a_comparison_of_networks_tells_lots_and_nothing_that_they_have_not(self):
        text = (ROOT / "tests/systems/T9.yaml").read_text("utf-8")
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
            text = (ROOT / f"tests/systems/{name}.yaml").read_text("utf-8")
            lines = [line for line in text.splitlines() if "outages:" not in line]
            scenario = self.root / f"{name}.yaml"
            scenario.write_text("\n".join(lines) + "\nevents:\n  - {name: outage, kind: stop, "
                                "parts: works, from: 2022-04-11, lasts: 90 days}\n", "utf-8")
            run("run", ROOT / f"tests/systems/{name}.yaml", "-o", self.root / f"{name}-a")
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
        text = (ROOT / "tests/systems/T9.yaml").read_text("utf-8")
        lines = [line.replace("initial: 300", "initial: 0") for line in text.splitlines()
                 if "outages:" not in line]
        head = "\n".join(lines) + "\nevents:\n"
        usual = self.delivered(head.replace("events:\n", ""))
        for share, lost in ((100, 900), (50, 450), (10, 90)):
            struck = self.delivered(head + f"  - {{name: e, kind: stop, parts: works, "
                                           f"from: 2022-04-11, lasts: 90 days, share: {share} %}}\n")
            self.assertLessEqual(abs(usual[-1] - struck[-1] - lost), 1, share)

    def test_the_bound_of_t9_by_an_event_is_the_bound_of_t9(self):
        text = (ROOT / "tests/systems/T9.yaml").read_text("utf-8")
        head = "\n".join(line for line in text.splitlines() if "outages:" not in line)
        scenario = self.root / "T9-event.yaml"
        event = "{name: outage, kind: stop, parts: works, from: 2022-04-11, lasts: 90 days"

        def bound(path, **more):
            return json.loads(run("bound", path, "--json", **more))["value"]
        with_outage = bound(ROOT / "tests/systems/T9.yaml")
        scenario.write_text(head, "utf-8")
        self.assertGreater(bound(scenario), with_outage)
        scenario.write_text(f"{head}\nevents:\n  - {event}}}\n", "utf-8")
        self.assertEqual(bound(scenario), with_outage)
        # Of a part that is left in part, or comes back by steps, no plan has less than the run.
        for part in ("share: 50 %", "returns_over: 3 months"):
            scenario.write_text(f"{head}\nevents:\n  - {event}, {part}}}\n", "utf-8")
            result = json.loads(run("bound", scenario, "--json"))
            self.assertGreaterEqual(result["value"], result["run_value"], part)

    def test_what_comes_back_in_a_line_loses_half_of_what_the_line_takes(self):
        path = self.root / "line.yaml"

        def made(over):
            path.write_text(
                "chokepoint: 1\nname: line\nstart: 2022-01-01\nend: 2023-01-01\nsource: textbook\nparts:\n"
                "  - {name: works, kind: source, rate: 100 lot/day, to: made}\n"
                "  - {name: out, kind: sink, from: made}\nevents:\n"
                "  - {name: halt, kind: stop, parts: works, from: 2022-03-01, lasts: 30 days, "
                f"returns_over: {over}}}\n", "utf-8")
            return json.loads(run("run", path, "--json"))["years"][0]["online_gw_end"]
        at_once = made("0 days")
        self.assertEqual(at_once, 100 * 335)
        for over, days in (("10 days", 10), ("30 days", 30), ("3 months", 91), ("6 months", 183)):
            self.assertAlmostEqual(at_once - made(over), 100 * days / 2, delta=2, msg=over)

    def test_the_bound_of_a_stop_of_firms_is_not_refused(self):
        baseline = [ROOT / "scenarios/baseline.yaml", "--deterministic", "--set",
                    "end=2029-01-01"]
        overlay = ROOT / "scenarios/overlays/taiwan-blockade.yaml"
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


if __name__ == "__main__":
    unittest.main()

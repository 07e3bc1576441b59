"""Events that are wrong."""
import os
import re
import subprocess
import tempfile
import unittest
from pathlib import Path

from worlds import DATE, PROGRAM, ROOT, run


class Refused(unittest.TestCase):
    def test_wrong_events_are_named_with_their_place(self):
        corpus = ROOT / "tests/malformed/events"
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
        return run("check", ROOT / "scenarios/baseline.yaml", overlay, code=3)

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
            run("check", ROOT / "scenarios/baseline.yaml", overlay)

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
            run("check", ROOT / "scenarios/baseline.yaml", overlay)

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
        overlays = [ROOT / f"scenarios/overlays/{name}.yaml" for name in ("hoarding", "stockpile-6-months")]
        def warning(*sets):
            done = subprocess.run([PROGRAM, "check", ROOT / "scenarios/baseline.yaml", *overlays, *sets],
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
                    run("check", ROOT / "scenarios/baseline.yaml", overlay)


if __name__ == "__main__":
    unittest.main()

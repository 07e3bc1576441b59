"""trace.json of the baseline is what Perfetto reads, and its arrows are those of the order journal.

usage: trace_test.py PROGRAM

The format is "Trace Event Format" (JSON object), with Perfetto's rule that slices of a thread do not
overlap, and its binding of arrows: "s" and "f" lie in a slice of their thread, with "bp": "e".
"""
import csv
import datetime
import json
import subprocess
import sys
import tempfile
import unittest
from collections import defaultdict
from pathlib import Path

PROGRAM = ""
BASELINE = Path(__file__).resolve().parents[2] / "scenarios/baseline.yaml"
KEYS = {"X": {"name", "cat", "pid", "tid", "ts", "dur", "args"},
        "s": {"name", "cat", "id", "pid", "tid", "ts"},
        "f": {"name", "cat", "id", "pid", "tid", "ts", "bp"},
        "C": {"name", "pid", "ts", "args"},
        "M": {"name", "pid", "args"}}
START = datetime.datetime(2022, 1, 1)


def minute(text):
    """Minutes of the model at a time as orders.csv has it."""
    time = datetime.datetime.fromisoformat(text.rstrip("Z"))
    return int((time - START).total_seconds()) // 60


class Trace(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder) / "out"
            subprocess.run([PROGRAM, "run", str(BASELINE), "--deterministic", "--trace", "-q", "-o",
                            str(out)], check=True, timeout=60)
            document = json.loads((out / "trace.json").read_text(encoding="utf-8"))
            with open(out / "orders.csv", encoding="utf-8", newline="") as file:
                cls.orders = {}
                for row in csv.DictReader(file):  # what was taken back of an order comes second
                    cls.orders.setdefault(int(row["order"]), row)
        cls.document = document
        cls.events = defaultdict(list)
        for event in document["traceEvents"]:
            cls.events[event["ph"]].append(event)
        cls.slices = {event["args"]["order"]: event for event in cls.events["X"]}

    def test_every_event_has_the_keys_of_its_phase_and_types_that_are_read(self):
        self.assertIn(self.document["displayTimeUnit"], ("ms", "ns"))
        self.assertEqual(set(self.events), set(KEYS))
        for phase, events in self.events.items():
            for event in events:
                self.assertLessEqual(KEYS[phase], set(event))
                for key in ("pid", "tid", "ts", "dur", "id"):
                    self.assertTrue(isinstance(event.get(key, 0), int) and event.get(key, 0) >= 0, event)
                if phase == "C":
                    self.assertTrue(all(isinstance(v, (int, float)) for v in event["args"].values()))

    def test_tracks_are_actors_with_names(self):
        names = {(e["pid"], e.get("tid")): e["args"]["name"] for e in self.events["M"]
                 if e["name"] == "thread_name"}
        goods = {e["pid"]: e["args"]["name"] for e in self.events["M"] if e["name"] == "process_name"}
        for order, event in self.slices.items():
            row = self.orders[order]
            self.assertEqual(goods[event["pid"]], row["commodity"])
            self.assertEqual(names[event["pid"], event["tid"]].rsplit(" ", 1)[0], row["seller"])

    def test_a_slice_is_an_order_from_its_placing_to_its_delivery(self):
        self.assertEqual(set(self.slices), set(self.orders))
        self.assertEqual(len(self.events["X"]), len(self.orders))
        for order, row in self.orders.items():
            event = self.slices[order]
            self.assertEqual(event["ts"], minute(row["placed"]))
            if row["status"] == "delivered":
                self.assertEqual(event["ts"] + event["dur"],
                                 max(minute(row["delivered"]), event["ts"] + 1))

    def test_slices_of_a_thread_never_overlap(self):
        threads = defaultdict(list)
        for event in self.events["X"]:
            threads[event["pid"], event["tid"]].append((event["ts"], event["dur"]))
        for slices in threads.values():
            slices.sort()
            for (begin, duration), (after, _) in zip(slices, slices[1:]):
                self.assertLessEqual(begin + duration, after)

    def test_arrows_are_the_parents_of_the_journal_and_begin_and_end_in_their_slices(self):
        begins = {event["id"]: event for event in self.events["s"]}
        ends = {event["id"]: event for event in self.events["f"]}
        placed_for = {order: int(row["parent"]) for order, row in self.orders.items() if row["parent"]}
        self.assertGreater(len(placed_for), 1000)
        self.assertEqual(set(begins), set(placed_for))
        self.assertEqual(set(ends), set(placed_for))
        self.assertEqual((len(self.events["s"]), len(self.events["f"])), (len(begins), len(ends)))
        for child, parent in placed_for.items():
            for event, of in ((begins[child], parent), (ends[child], child)):
                there = self.slices[of]
                self.assertEqual((event["pid"], event["tid"]), (there["pid"], there["tid"]))
                self.assertTrue(there["ts"] <= event["ts"] <= there["ts"] + there["dur"], (event, there))
            self.assertEqual(ends[child]["bp"], "e")
            self.assertLessEqual(begins[child]["ts"], ends[child]["ts"])


if __name__ == "__main__":
    PROGRAM = sys.argv.pop(1)
    unittest.main()

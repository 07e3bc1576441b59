"""Worlds of the baseline with events, for tests that are called with the program's path first."""
import csv
import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

PROGRAM = sys.argv.pop(1)
ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))
import progress  # noqa: E402

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
            files = [ROOT / "scenarios/baseline.yaml"] + ([overlay] if events else [])
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

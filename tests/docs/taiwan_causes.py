"""What stops cost and are named for, and what a capital that shuts takes: tables of the page on what the Taiwan scenario leaves out."""
import csv
import json
import os
import statistics
import subprocess
from pathlib import Path

OVERLAYS = "scenarios/overlays"
YEARS = (2028, 2029, 2030, 2032, 2034)
STOPS = [("makers of gear", "firms: gear_makers"), ("foundry of control chips in Taiwan", "firms: mature_foundries_taiwan"), ("ASML", "firms: asml"), ("Europe", "regions: europe"),
         ("SK Hynix", "firms: sk_hynix"), ("TSMC", "firms: tsmc"), ("Taiwan (`taiwan-stop`)", None)]
SHUT = [("three quarters, from July 2027", "75 %", "2027-07-01", 2029), ("three quarters, from July 2025", "75 %", "2025-07-01", 2029),
        ("all, from July 2027", "100 %", "2027-07-01", 2030)]
DRAWS = range(1, 13)
NAMED = [("stop for good", "taiwan-stop", [], ("taiwan_stop",)),
         ("blockade of half a year", "taiwan-blockade", [], ("taiwan_blockade", "taiwan_lanes")),
         ("blockade of a year", "taiwan-blockade", ["events.taiwan_blockade.lasts=12 months"], ("taiwan_blockade", "taiwan_lanes"))]
SEEDS = range(1, 7)


class Worlds:
    """Runs of the baseline with overlays."""

    def __init__(self, program, repository, folder):
        self.program, self.repository, self.folder = program, repository, Path(folder)

    def run(self, files, sets=(), seed=None, record=True):
        words = [word for value in sets for word in ("--set", value)]
        words += ["--seed", str(seed)] if seed else ["--deterministic"]
        words += [] if record else ["--no-record"]
        target = self.folder / "run"
        subprocess.run([self.program, "run", "scenarios/baseline.yaml", *files, *words, "-q", "--overwrite", "-o", target],
                       cwd=self.repository, check=True, env={**os.environ, "NO_COLOR": "1"})
        return target

    def overlay(self, event):
        path = self.folder / "event.yaml"
        path.write_text(f"source: question\nevents:\n  - {{name: halt, {event}}}\n", "utf-8")
        return path

    def years(self, target):
        told = json.loads((target / "summary.json").read_text("utf-8"))["years"]
        return {year["year"]: year for year in told}

    def parts(self, target, events):
        """By year what is fallen behind by, and what of it is those events', by name and as a root."""
        with open(target / "timeseries.csv", encoding="utf-8", newline="") as file:
            behind = {row["date"][:7]: float(row["value"]) for row in csv.DictReader(file)
                      if row["series"] == "fell_behind"}
        found = {}
        with open(target / "bottlenecks.csv", encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                month = row["month"][:7]
                sums = found.setdefault(int(month[:4]), {"named": 0, "root": 0, "all": 0})
                own = row["constraint"] in events
                sums["all"] += float(row["root_share"]) * behind[month]
                if own and row["proximate_share"]:
                    sums["named"] += float(row["proximate_share"]) * behind[month]
                if own or row["root"] in [f"outage:{event}" for event in events]:
                    sums["root"] += float(row["root_share"]) * behind[month]
        return found


def percent(part, whole):
    return f"{100 * part / whole:.0f}" if whole else "0"


def costs(worlds):
    base = worlds.years(worlds.run([]))
    yield "| stop (orders refused) | costs in " + ", ".join(map(str, YEARS)) + " | as a root |"
    yield "|---|---|---|"
    for title, target in STOPS:
        files = [f"{OVERLAYS}/taiwan-stop.yaml"] if target is None else [worlds.overlay(
            f"kind: stop, {target}, from: 2027-07-01, orders: refused")]
        run = worlds.run(files)
        years, parts = worlds.years(run), worlds.parts(run, ("taiwan_stop" if target is None else "halt",))
        cost, root = [], []
        for year in YEARS:
            behind = (years[year]["demand_gw"] - years[year]["online_gw_end"]
                      - years[year - 1]["demand_gw"] + years[year - 1]["online_gw_end"])
            cost.append(percent(base[year]["added_gw"] - years[year]["added_gw"], behind))
            root.append(percent(parts[year]["root"], parts[year]["all"]))
        yield f"| {title} | {', '.join(cost)} | {', '.join(root)} |"


def shut(worlds):
    def online(files, year, seed=None):
        return worlds.years(worlds.run(files, seed=seed, record=False))[year]["online_gw_end"]
    yield "| what shuts for two years | at the end of | less online, GW | of | mean of twelve draws | of |"
    yield "|---|---:|---:|---:|---:|---:|"
    for title, share, date, year in SHUT:
        overlay = worlds.overlay(f"kind: capital, from: {date}, share: {share}, lasts: 24 months, lenders: close")
        base, less = online([], year), online([overlay], year)
        drawn = [(online([], year, seed), online([overlay], year, seed)) for seed in DRAWS]
        yield (f"| {title} | {year} | {base - less:.1f} | {base:.0f} | {statistics.mean(b - s for b, s in drawn):.1f} | "
               f"{statistics.mean(b for b, _ in drawn):.0f} |")


def named(worlds):
    yield "| the event as a part of 2028, %, by seed | " + " | ".join(map(str, SEEDS)) + " |"
    yield "|---|" + len(SEEDS) * "---:|"
    for title, overlay, sets, events in NAMED:
        found = [worlds.parts(worlds.run([f"{OVERLAYS}/{overlay}.yaml"], sets, seed), events)[2028] for seed in SEEDS]
        for kind, words in (("named", "by name"), ("root", "as a root")):
            yield f"| {title}, {words} | " + " | ".join(percent(one[kind], one["all"]) for one in found) + " |"


def tables(program, repository, folder):
    worlds = Worlds(program, repository, folder)
    return "\n".join([*costs(worlds), "", *named(worlds), "", *shut(worlds)]) + "\n"

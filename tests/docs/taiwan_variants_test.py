#!/usr/bin/env python3
"""What a stop of Taiwan leaves in each twelve months, as the page on its limits says, for every variant of one baseline.

usage: taiwan_variants_test.py PROGRAM REPOSITORY [--update]

With --update the tables of docs/explanation/taiwan-limits.md are written anew.
"""
import csv
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import taiwan_causes

PAGE = "docs/explanation/taiwan-limits.md"
BY = "written by tests/docs/taiwan_variants_test.py -->\n"
STOP = "scenarios/overlays/taiwan-stop.yaml"
PLAIN = "scenarios/overlays/plain-packages.yaml"
DATES = ("2027-01-01", "2027-07-01", "2028-01-01", "2028-07-01", "2029-01-01", "2029-07-01")
CALENDAR = range(2027, 2034)
VENDORS = ("nvidia", "amd", "google_tpu", "amazon_trainium")
ENDS = ("2027-06", "2027-12", "2028-06", "2029-06", "2030-06")
HOUSES = ("amkor", "intel_packaging", "samsung_packaging")


def of_vendors(key, value):
    return [f"actors.{vendor}.{key}={value}" for vendor in VENDORS]


def stop_on(date):
    return [f"events.taiwan_stop.from={date}"]


VARIANTS = [
    ("as it is", []),
    ("stop in July 2028", stop_on("2028-07-01")),
    ("stop in July 2029", stop_on("2029-07-01")),
    ("designs are ported in 12 months (15)", of_vendors("port_time", "12 months")),
    ("designs are ported in 24 months", of_vendors("port_time", "24 months")),
    ("packagers are qualified in 3 months (6)", of_vendors("packaging_port_time", "3 months")),
    ("packagers are qualified in 9 months", of_vendors("packaging_port_time", "9 months")),
    ("vendors turn elsewhere after 1 month (2)", of_vendors("turns_elsewhere_after", "1 months")),
    ("vendors turn elsewhere after 4 months", of_vendors("turns_elsewhere_after", "4 months")),
    ("twice the packaging at Samsung", ["actors.samsung_packaging.capacity=6 kwpm"]),
    ("Intel packages half as much for itself (22 thousand wafers a month)",
     ["actors.intel_packaging.other_use.linear=[[2022-01-01, 3 kwpm], [2023-10-01, 4 kwpm], [2025-07-01, 11 kwpm]]"]),
    ("twice the packaging at Amkor (5 thousand)",
     ["actors.amkor.other_use.linear=[[2022-01-01, 3 kwpm], [2024-03-01, 10 kwpm]]"]),
    ("Intel and Amkor go on with what they package now (`other_use_needs`)",
     [f"actors.{house}.other_use_needs.share=0" for house in HOUSES[:2]]),
    ("lines elsewhere grow twofold a year at most (2.8)",
     [f"actors.{house}.expansion.max_growth=71 percent/year" for house in HOUSES]),
    ("failed parts are not replaced", of_vendors("replaced", "0 percent/year")),
    ("foundries and packagers serve by date", ["events.taiwan_stop_rules.rule=fifo"]),
    ("vendors bid a fifth of a system (two fifths)", of_vendors("pays_for_logic", "0.2")),
    ("vendors bid the whole of it", of_vendors("pays_for_logic", "1")),
    ("a seventh of Nvidia's packages at Amkor from 2022 on",
     ["actors.nvidia.packaging=[{firm: tsmc_packaging, share: 0.86}, {firm: amkor, share: 0.14}]"]),
]
# A small stop of TSMC before the memory makers' decisions of 2026: how much of it, from when.
SMALL = [(share, date) for share in (17, 5) for date in ("2024-07-01", "2025-01-01", "2025-07-01", "2026-01-01",
                                                         "2026-04-01")]


def months(program, repository, folder, overlays, sets, *options):
    """Additions and EUV tools shipped by month, and what is online at the end of each year."""
    words = [word for value in sets for word in ("--set", value)]
    subprocess.run([program, "run", "scenarios/baseline.yaml", *overlays, *words, *options, "--no-record", "-q",
                    "--overwrite", "-o", folder], cwd=repository, check=True, env={**os.environ, "NO_COLOR": "1"})
    found = {"added": {}, "euv_tools_shipped": {}, "online": {}}
    with open(Path(folder) / "timeseries.csv", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["series"] in found and row["value"] and (not row["entity"] or "euv" in row["series"]):
                values = found[row["series"]]
                values[row["date"][:7]] = values.get(row["date"][:7], 0) + float(row["value"])
    return found


def pipeline(folder):
    """What a run with the stop has between wafers and sites."""
    series = {}
    with open(Path(folder) / "timeseries.csv", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            name = row["series"]
            if name == "received_from" and row["entity"] in VENDORS:
                name = row["generation"].split()[0]
            if row["value"] and row["entity"]:
                values = series.setdefault(name, {})
                values[row["date"][:7]] = values.get(row["date"][:7], 0) + float(row["value"])
    yield "| In twelve months each after the stop | 1st | 2nd | 3rd | 4th | 5th |"
    yield "|---|" + 5 * "---:|"
    yield "| packaged, GW | " + " | ".join(f"{gw:.1f}" for gw in twelve_months(series["packaged"], 2027)) + " |"
    for firm, title in (("tsmc", "TSMC"), ("samsung_foundry", "Samsung"), ("intel", "Intel")):
        wafers = twelve_months(series.get(firm, {}), 2027)
        yield f"| wafers of {title} for accelerators, thousand a month | " + " | ".join(
            f"{each / 12e3:.1f}" for each in wafers) + " |"
    yield ""
    yield "| GW at the end of | " + " | ".join(ENDS) + " |"
    yield "|---|" + len(ENDS) * "---:|"
    for name, title in (("idle_systems", "systems that wait for sites"), ("package_stock", "packages in stock"),
                        ("logic_consigned", "wafers that are not packaged"),
                        ("hbm_consigned", "stacks of memory that are not")):
        yield f"| {title} | " + " | ".join(f"{series[name].get(month, 0):.1f}" for month in ENDS) + " |"


def twelve_months(values, first_year, years=5):
    return [sum(value for month, value in values.items()
                if f"{year}-07" <= month < f"{year + 1}-07") for year in range(first_year, first_year + years)]


def tables(program, repository):
    with tempfile.TemporaryDirectory() as folder:
        def run(overlays, sets, *options):
            return months(program, repository, folder, overlays, sets, *(options or ["--deterministic"]))

        def row(name, values, digits=1):
            return f"| {name} | " + " | ".join(f"{value:.{digits}f}" for value in values) + " |"
        head = "|---|" + 5 * "---:|"
        lines = ["| GW added in twelve months each after the stop | 1st | 2nd | 3rd | 4th | 5th |", head]
        for name, sets in VARIANTS:
            date = next((value[-10:] for value in sets if value.startswith("events.taiwan_stop.from")), "2027-07-01")
            found = run([STOP], sets)
            lines.append(row(name, twelve_months(found["added"], int(date[:4]))))
        lines.append(row("Nvidia falls back on cards without interposers (`plain-packages`)",
                         twelve_months(run([STOP, PLAIN], [])["added"], 2027)))
        draws = [twelve_months(run([STOP], [], "--seed", str(seed))["added"], 2027) for seed in range(1, 21)]
        lines.append(row("median of twenty draws (seeds 1 to 20)", map(statistics.median, zip(*draws))))
        lines += ["", "| GW added in calendar years, stop in | " + " | ".join(map(str, CALENDAR)) + " |",
                  "|---|" + len(CALENDAR) * "---:|"]
        for date in DATES:
            added = run([STOP], stop_on(date))["added"]
            years = [sum(value for month, value in added.items() if month.startswith(str(year))) for year in CALENDAR]
            lines.append(row(date[:7], years))
        lines += ["", "| EUV tools shipped in the same months | 1st | 2nd | 3rd | 4th | 5th |", head]
        base = run([], [])
        for name, found in (("without the stop", base), ("with it", run([STOP], []))):
            lines.append(row(name, twelve_months(found["euv_tools_shipped"], 2027), 0))
        lines += ["", *pipeline(folder)]
        lines += ["", "| TSMC stops in part for 221 days, less online at the end of 2035, GW | "
                  + " | ".join(date for share, date in SMALL if share == 17) + " |", head]
        overlay = Path(folder).parent / f"{Path(folder).name}.yaml"
        for share in (17, 5):
            less = []
            for _, date in (small for small in SMALL if small[0] == share):
                overlay.write_text("source: question\nevents:\n  - {name: small, kind: stop, firms: tsmc, people: leave, "
                                   f"from: {date}, lasts: 221 days, share: {share} %}}\n", "utf-8")
                less.append(base["online"]["2035-12"] - run([overlay], [])["online"]["2035-12"])
            lines.append(row(f"{share} % of it", less, 0))
        overlay.unlink()
        return "\n".join(lines) + "\n"


def causes(program, repository):
    with tempfile.TemporaryDirectory() as folder:
        return taiwan_causes.tables(program, repository, folder)


def main():
    program, repository = os.path.abspath(sys.argv[1]), Path(sys.argv[2])
    page = repository / PAGE
    wrong = 0
    for name, written in (("variants", tables), ("causes", causes)):
        begin, end = f"<!-- {name}: {BY}", f"<!-- end of {name} -->"
        before, rest = page.read_text(encoding="utf-8").split(begin)
        old, after = rest.split(end)
        new = written(program, repository)
        if "--update" in sys.argv[3:]:
            page.write_text(before + begin + new + end + after, encoding="utf-8")
        elif new != old:
            print(f"{PAGE} says\n{old}and it is\n{new}Write it anew with --update.")
            wrong = 1
    return wrong


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Every lever in scenarios/overlays does what it is said to do, and the table of levers says what it brings.

usage: levers_test.py PROGRAM REPOSITORY [--update]

With --update the table of docs/explanation/levers.md is written anew; what levers are to do stands below and is not.
"""
import csv
import json
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

YEARS = (2026, 2028, 2030, 2034)
PAGE = "docs/explanation/levers.md"
BEGIN, END = "<!-- levers: written by tests/docs/levers_test.py -->\n", "<!-- end of levers -->"

# overlay, what it is, years in which constraints are compared, what must hold: a measure ("gw YEAR", "compute",
# "share CONSTRAINT", "shipped YEAR",
# "dram YEAR" in thousand wafers a month), and the range in which its change must lie. Compute in percent at the end of 2034,
# shares in points of the years compared.
MORE, LESS = (0.0, float("inf")), (float("-inf"), 0.0)
LEVERS = [
    ("back-to-7-nm", "a third of Nvidia's roadmap on idle lines of 7 nm (F-G3)", (2028, 2033),
     {"gw 2030": (5, float("inf")), "compute": LESS, "share euv_tools": LESS}),
    ("ddr-accelerators", "commodity memory instead of stacks (F-M2)", (2028, 2033),
     {"gw 2030": (10, float("inf")), "compute": (float("-inf"), -30), "share euv_tools": LESS}),
    ("two-watts-per-mm2", "2 W on each mm2 of die (F-W5)", (2028, 2033),
     {"gw 2030": (20, float("inf")), "compute": MORE, "share euv_tools": (float("-inf"), -10)}),
    ("3d-dram", "memory in three dimensions from 2029 on (F-M9)", (2029, 2033),
     {"gw 2032": (15, float("inf")), "compute": MORE, "share euv_tools": (float("-inf"), -10)}),
    ("accelerator-light-sources", "twice the passes of a tool by 2033 (F-L14)", (2030, 2034),
     {"gw 2034": (15, float("inf")), "compute": MORE, "share euv_tools": (float("-inf"), -10)}),
    ("terafab", "rooms for 100 thousand wafers a month by an outsider (F-C4)", (2028, 2033),
     {"gw 2030": (-15, 5), "shipped 2029": MORE}),
    ("prepaid-euv-options", "rights to 120 EUV tools, paid in 2022 (F-L11)", (2028, 2033),
     # With that many more they still lead, and hold back more GW than before.
     {"gw 2030": MORE, "shipped 2027": (10, float("inf")),
      "share euv_tools": (float("-inf"), -3)}),
    ("late-buyer-orders-early", "Google and Amazon order as Nvidia does (F-O2)", (2026, 2030),
     {"gw 2028": MORE, "late buyers 2027": MORE}),
    ("space-data-centres", "halls in orbit (F-S1, F-A9)", (2025, 2027),
     {"gw 2030": (-8, 8), "share orbital_halls": (-1, 10)}),
    ("more-permits", "permits at once (F-D6, F-P10)", (2025, 2027),
     {"gw 2026": (1, float("inf")), "share grid_connection": LESS, "gw 2030": (-10, 10)}),
    ("grid-batteries", "15 GW a year of grid freed by batteries (F-P5)", (2025, 2027),
     {"gw 2026": MORE, "gw 2030": (-10, 10)}),
    ("wind-batteries", "wind with batteries beside the site (F-P3)", (2025, 2027),
     {"gw 2027": (-4, 8), "gw 2030": (-10, 10), "power wind_and_batteries": MORE}),  # bought, and not short
    ("resale-premium", "connections are resold for what they save (F-P7)", (2025, 2027),
     {"gw 2026": (-4, 2), "gw 2030": (-10, 10)}),
    ("firm-on-site-power", "machines on site with a fifth in reserve, turbines at 90 % (F-P1)", (2025, 2027),
     {"gw 2030": (-10, 10)}),
    ("chips-act", "a government pays two fifths of new fabs in America until 2026 (S442)", (2028, 2033),
     {"gw 2030": (-10, 10)}),  # within the noise: less than rooms, tools are short
    ("permit-queue", "offices grant 20 GW of sites a year, and hire while that is too little (S441)", (2026, 2028),
     {"gw 2028": (-15, 3)}),  # little: sites are started for more chips than come
    ("tired-lenders", "lenders look at debt over cash flow (S440)", (2026, 2028),
     {"gw 2030": (-10, 10)}),  # takes nothing beyond chance: 0.1 +- 1.4 GW of 2030 in twelve draws
    ("modular-sites", "blocks that come ready from a factory (F-D2, S657)", (2025, 2027),
     {"gw 2026": MORE, "gw 2030": (-15, 15)}),
    ("site-deposits", "builders pay two fifths of a site with the order, the rest on arrival (S662)", (2025, 2027),
     {"gw 2028": (-6, 8), "gw 2030": (-15, 15)}),
    ("site-subsidies", "states pay 7 % of shells and gear in America (S656)", (2025, 2027),
     {"gw 2026": (-3, 4), "gw 2030": (-15, 15)}),
    ("permits-by-region", "offices of America grant 13 GW of sites a year, and hire while that is too little (S441)", (2026, 2028),
     {"gw 2028": (-20, 3), "gw 2030": (-30, 3)}),  # fewer than firms of America begin here: in twelve draws 7.6 +- 2.9 GW of 2030
    ("cheaper-answers", "answers get cheaper faster than more are bought (F-A12, F-A13)", (2028, 2033),
     {"gw 2030": (float("-inf"), -5), "gw 2034": LESS}),
    ("salaries", "labs pay their people 15 % of what comes in (S654)", (2025, 2027),
     {"gw 2026": (-6, 3), "gw 2030": (-15, 15)}),
    ("last-minute", "compute without a contract has a price of its own (F-A4)", (2028, 2033),
     {"gw 2030": (-10, 10)}),
    ("roll-off", "contracts that end go to who pays most (F-A7)", (2028, 2033),
     {"gw 2030": (-15, 15)}),
    ("conservative-labs", "all labs contract late (F-A4)", (2025, 2030),
     {"gw 2026": LESS, "gw 2028": (float("-inf"), -5)}),
    ("aggressive-labs", "all labs sign early and long (F-A4)", (2025, 2030),
     {"gw 2028": (-8, 10), "gw 2030": (-10, 15)}),  # within the noise: their orders are not what is short
]


class Run:
    """What a run says of the measures."""

    def __init__(self, program, repository, overlays, folder):
        subprocess.run([program, "run", "scenarios/baseline.yaml", *overlays, "--deterministic", "-o", folder],
                       cwd=repository, check=True, stdout=subprocess.DEVNULL,
                       env={**os.environ, "NO_COLOR": "1"})
        summary = json.loads((Path(folder) / "summary.json").read_text(encoding="utf-8"))
        self.online = {year["year"]: year["online_gw_end"] for year in summary["years"]}
        self.shares = defaultdict(lambda: defaultdict(float))
        with open(Path(folder) / "bottlenecks.csv", encoding="utf-8", newline="") as file:
            seen = set()
            for row in csv.DictReader(file):
                key = (row["month"], row["constraint"])
                if row["proximate_share"] and key not in seen:
                    seen.add(key)
                    self.shares[row["constraint"]][int(row["month"][:4])] += float(row["proximate_share"]) / 12
        self.h100e, self.dram, self.shipped, self.late = {}, {}, defaultdict(float), defaultdict(float)
        with open(Path(folder) / "timeseries.csv", encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                year = int(row["date"][:4])
                if row["series"] == "installed_h100e" and not row["entity"]:
                    self.h100e[year] = float(row["value"])
                elif row["series"] == "euv_tools_shipped":
                    self.shipped[year] += float(row["value"])
                elif row["series"] == "wafer_capacity_kwpm" and row["entity"] == "dram":
                    self.dram[year] = float(row["value"])
                elif row["series"] == "systems_shipped" and row["entity"] in ("google_tpu", "amazon_trainium"):
                    self.late[year] += float(row["value"])
        self.power = defaultdict(float)  # GW delivered by the end of 2027
        with open(Path(folder) / "orders.csv", encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if row["commodity"] == "power" and row["delivered"] and row["delivered"] < "2028":
                    self.power[row["seller"]] += float(row["quantity"]) / 1e6

    def share(self, constraint, years):
        months = range(years[0], years[1] + 1)
        return 100 * sum(self.shares[constraint][year] for year in months) / len(months)


def change(base, run, measure, years):
    what, of = (measure.split() + [""])[:2]
    if what == "gw":
        return run.online[int(of)] - base.online[int(of)]
    if what == "compute":
        return 100 * (run.h100e[2034] / base.h100e[2034] - 1)
    if what == "shipped":
        return run.shipped[int(of)] - base.shipped[int(of)]
    if what == "dram":
        return run.dram[int(of)] - base.dram[int(of)]
    if what == "late":
        year = int(measure.split()[-1])
        return run.late[year] - base.late[year]
    if what == "power":
        return run.power[of] - base.power[of]
    return run.share(of, years) - base.share(of, years)


def moves(base, run, years):
    """The constraints whose shares fall and rise most."""
    names = sorted(set(base.shares) | set(run.shares))
    changes = [(run.share(name, years) - base.share(name, years), name) for name in names]
    said = [f"{name} {value:+.0f}" for value, name in (min(changes), max(changes)) if abs(value) >= 0.5]
    return ", ".join(said) or "none"


def main():
    program, repository = str(Path(sys.argv[1]).resolve()), Path(sys.argv[2])
    problems = []
    head = "| overlay | lever |" + "".join(f" GW {year} |" for year in YEARS) + " compute, % | moves | in |"
    lines = [head, "|---|---|" + "---|" * (len(YEARS) + 3)]
    with tempfile.TemporaryDirectory() as folder:
        base = Run(program, repository, [], os.path.join(folder, "base"))
        for name, what, years, holds in LEVERS:
            overlay = f"scenarios/overlays/{name}.yaml"
            run = Run(program, repository, [overlay], os.path.join(folder, name))
            for measure, (least, most) in holds.items():
                value = change(base, run, measure, years)
                if not least <= value <= most or value == 0:
                    problems.append(f"{name}: {measure} changes by {value:.2f}, not from {least} to {most}")
            cells = [f"{change(base, run, f'gw {year}', years):+.0f}" for year in YEARS]
            cells.append(f"{change(base, run, 'compute', years):+.0f}")
            lines.append(f"| [`{name}`](../../{overlay}) | {what} | " + " | ".join(cells)
                         + f" | {moves(base, run, years)} | {years[0]}-{years[1]} |")
    table = "\n".join(lines) + "\n"
    text = (repository / PAGE).read_text(encoding="utf-8")
    begin = text.index(BEGIN) + len(BEGIN)
    wanted = text[:begin] + table + text[text.index(END):]
    if "--update" in sys.argv:
        (repository / PAGE).write_text(wanted, encoding="utf-8")
    elif wanted != text:
        problems.append(f"{PAGE}: not what the runs say; tests/docs/levers_test.py PROGRAM REPOSITORY --update")
    print("\n".join(problems))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())

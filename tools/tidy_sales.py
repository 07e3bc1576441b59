#!/usr/bin/env python3
"""Makes scenarios/data/accelerator_sales.csv from Epoch AI's quarterly sales by vendor and chip.

    tools/tidy_sales.py scenarios/data/epoch_ai_chip_counts.csv > scenarios/data/accelerator_sales.csv

The original (https://github.com/epoch-research/ai-chip-counts, export of April 2026) has the columns vendor, chip,
start, end, units_p50, units_p05, units_p95 and h100e_p50, h100e_p05, h100e_p95. Chips of a vendor are added up by
quarter: medians and both ends of the intervals alike, which is right for the ends if a vendor's chips are over- or
underestimated together, and too wide otherwise. Quarters before a vendor's first row were not counted, which is not
zero: they are left out, and H100 equivalents since the start of 2022 are given for vendors counted from then on.
"""
import csv
import sys
from collections import defaultdict

ENTITIES = {"nvidia": "nvidia", "google": "google_tpu", "amazon": "amazon_trainium", "amd": "amd"}
ENDS = ("p50", "p05", "p95")
FIRST_QUARTER = "2022-01-01"
HEADER = """\
# Accelerators sold per quarter, 2022 to 2024, and H100 equivalents sold since the start of 2022 at each quarter's end.
# Source: Epoch AI, ai-chip-counts (export of April 2026), CC-BY 4.0, https://github.com/epoch-research/ai-chip-counts
# Estimates from revenue and prices, with 5 to 95 % intervals. Chips of a vendor added up by tools/tidy_sales.py.
date,series,entity,value,unit,low,high,source"""


def totals(rows, amount):
    """{entity: {start of quarter: [median, low, high]}}"""
    sums = defaultdict(lambda: defaultdict(lambda: [0, 0, 0]))
    for row in rows:
        quarter = sums[ENTITIES[row["vendor"]]][row["start"]]
        for i, end in enumerate(ENDS):
            quarter[i] += int(row[f"{amount}_{end}"])
    return sums


def line(date, series, entity, unit, amounts):
    value, low, high = amounts
    return f"{date},{series},{entity},{value},{unit},{low},{high},PD-E1"


def main():
    with open(sys.argv[1], newline="", encoding="utf-8") as original:
        rows = list(csv.DictReader(original))
    print(HEADER)
    for entity, quarters in sorted(totals(rows, "units").items()):
        for date in sorted(quarters):
            print(line(date, "accelerator_packages", entity, "package/quarter", quarters[date]))
    for entity, quarters in sorted(totals(rows, "h100e").items()):
        if min(quarters) != FIRST_QUARTER:
            continue
        so_far = [0, 0, 0]
        for date in sorted(quarters):
            so_far = [a + b for a, b in zip(so_far, quarters[date])]
            print(line(date, "installed_h100e", entity, "h100e", so_far))


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""The page on facts shows what is first in two hundred drawn worlds, and what it says of their roots is so.

usage: worlds_test.py PROGRAM REPOSITORY [--update]

With --update the tables are rewritten from what the program prints; then read the sentences below them again.
"""
import re
import subprocess
import sys
from pathlib import Path

PAGE = "docs/explanation/facts.md"
MARKER = "## What is first, in how many worlds"
SITES = {"construction labour", "electrical gear", "refitted halls", "grid connection", "resold connections"}
CHIPS = {"logic cleanroom", "dram cleanroom", "hbm stacking", "n5 capacity"}


def printed(program, repository, *arguments):
    return subprocess.run([program, *arguments], cwd=repository, text=True, check=True, stdout=subprocess.PIPE).stdout


def parts(table):
    """Per cent of the worlds by name and year."""
    head, *rows = table.split("\n")[1:]
    years = [int(year) for year in head.split()]
    found = {}
    for row in rows:
        name, *cells = re.split(r"  +", row.strip())
        found[name] = {year: 0 if cell == "\u00b7" else int(cell) for year, cell in zip(years, cells)}
    return found


def sum_of(table, names, year):
    return sum(values[year] for name, values in table.items() if name in names)


def problems_of(tables, plan):
    effect, cause, root = tables
    knowing = {"lead time", "information", "decision"}
    limited = {int(year) for year in re.findall(r"^(20\d\d) +\S+ +demand$", plan, re.MULTILINE)}
    ends = {name: [float(cell.replace(",", "")) for cell in cells.split()]
            for name, cells in re.findall(r"^(run|bound) +([\d., ]+)$", plan, re.MULTILINE)}
    claims = {
        "packaging is first of the shortages of 2023": cause["cowos"][2023] >= 60,
        "packaging is first of what comes less in 2024": effect["cowos"][2024] > 50,
        "sites are first of the shortages of 2025 and 2026":
            all(sum_of(cause, SITES, year) > cause["cowos"][year] for year in (2025, 2026)),
        "chips are not first in 2026 and 2027": all(sum_of(cause, CHIPS, year) < 10 for year in (2026, 2027)),
        "EUV tools are first of 2028 in fewer than one of five": cause["euv tools"][2028] < 20,
        "lead time is the root of 2024": root["lead time"][2024] > 50,
        "the roots of 2024 are known too late, or decided late": sum_of(root, knowing, 2024) > 85,
        "those of 2025 in about half": 45 <= sum_of(root, knowing, 2025) <= 60,
        "decision is the root of 2026 and 2027": all(
            root["decision"][year] == max(values[year] for values in root.values()) for year in (2026, 2027)),
        "decision leads capacity and labour in 2030 and 2031": all(
            root["decision"][year] > sum_of(root, {"capacity", "labour"}, year) for year in (2030, 2031)),
        "demand limits the plan of 2024 to 2027": {2024, 2025, 2026, 2027} <= limited,
        "three times as much at the end of 2024": ends["bound"][2] > 3 * ends["run"][2],
    }
    return [f"{PAGE}: not so: {claim}" for claim, holds in claims.items() if not holds]


def main():
    program, repository = str(Path(sys.argv[1]).resolve()), Path(sys.argv[2])
    answer = printed(program, repository, "facts", "scenarios/baseline.yaml", "--seeds", "200")
    tables = [part for part in answer.strip("\n").split("\n\n") if part.startswith("first of")]
    wanted = "\n\n".join("\n".join(line.rstrip() for line in part.split("\n")) for part in tables) + "\n"
    text = (repository / PAGE).read_text(encoding="utf-8")
    begin = text.index("```text\n", text.index(MARKER)) + len("```text\n")
    end = text.index("```", begin)
    problems = [] if text[begin:end] == wanted else [
        f"{PAGE}: not what 'chokepoint facts scenarios/baseline.yaml --seeds 200' prints; --update puts it there"]
    if "--update" in sys.argv:
        (repository / PAGE).write_text(text[:begin] + wanted + text[end:], encoding="utf-8")
        problems = []
    plan = printed(program, repository, "bound", "scenarios/baseline.yaml", "--deterministic")
    problems += problems_of([parts(table) for table in tables], plan)
    print("\n".join(problems))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())

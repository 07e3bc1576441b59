#!/usr/bin/env python3
"""What README.md and docs show of the baseline is what the program prints.

Each block of a document that is listed below consists of paragraphs; each paragraph must stand line
by line in the output of its command, in the same order. Cells of the table of limits are worked out
from the result files.

usage: baseline_test.py PROGRAM REPOSITORY [--update]

With --update the documents are rewritten from what the program prints; then read them again.
"""
import csv
import json
import os
import re
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path


def printed(program, repository, arguments):
    """Paragraphs of what a command prints, each a list of lines."""
    result = subprocess.run([program, *arguments], cwd=repository, text=True, check=True,
                            stdout=subprocess.PIPE, env={**os.environ, "NO_COLOR": "1"})
    return [part.split("\n") for part in result.stdout.strip("\n").split("\n\n")]


def is_answer(index, paragraph):
    """Of what a run prints README shows the sentence, which comes second, and three of the tables."""
    return index == 1 or re.match(r"why no bigger|binds, |Year ", paragraph[0]) is not None


# document, the line before the block, command, which paragraphs the document shows
BLOCKS = [
    ("README.md", "(`--deterministic`):",
     ["run", "scenarios/baseline.yaml", "--deterministic"], is_answer),
    ("docs/explanation/facts.md", "and in twenty worlds that are drawn:",
     ["facts", "scenarios/baseline.yaml", "--deterministic", "--seeds", "20"], lambda *_: True),
    ("docs/how-to/ask-why.md", "## How to read it",
     ["why", "scenarios/baseline.yaml", "--deterministic", "--year", "2031"], lambda *_: True),
]


def year_sums(rows, series, entity):
    """Sums of a series of months by year."""
    sums = defaultdict(float)
    for row in rows:
        if row["series"] == series and row["entity"] == entity:
            sums[int(row["date"][:4])] += float(row["value"])
    return sums


def at(rows, series, month):
    """The values of a series in a month, of all who have it."""
    return [float(row["value"]) for row in rows
            if row["series"] == series and row["date"].startswith(month)]


def limits(folder):
    """What the third column of the table of limits says, by the first."""
    years = {year["year"]: year
             for year in json.loads((folder / "summary.json").read_text(encoding="utf-8"))["years"]}
    with open(folder / "timeseries.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    shipped = year_sums(rows, "euv_tools_shipped", "asml")
    phones = year_sums(rows, "phones_sold", "phones")
    installed = at([row for row in rows if not row["entity"]], "euv_tools_installed", "2030-12")[0]
    rents = {year: [value for month in range(1, 13)
                    for value in at(rows, "h100_hour", f"{year}-{month:02}")]
             for year in (2023, 2025, 2026)}
    lists = {start: ", ".join(f"{shipped[year]:.0f}" for year in range(start, start + count))
             for start, count in ((2023, 3), (2026, 4))}
    return {
        "GW added in 2026": f"{years[2026]['added_gw']:.0f}",
        "EUV tools shipped": f"{lists[2023]}; then {lists[2026]}",
        "Installed EUV tools, 2030": f"{installed:.0f}",
        "Phones": ", ".join(f"{phones[year] / 1e9:.2f}" for year in (2025, 2026, 2027))
                  + " billion in 2025-27",
        "Rent of compute": ", ".join(f"{min(rents[year]):.1f}-{max(rents[year]):.1f} in {year}"
                                     for year in rents) + ", by operator and month",
        "Idle sites": f"{sum(at(rows, 'idle_sites', '2030-12')):.0f} GW at the end of 2030",
    }


def check_block(text, marker, paragraphs, shows):
    """The document with its block as it should be, and what is wrong with it."""
    begin = text.index("```text\n", text.index(marker)) + len("```text\n")
    end = text.index("```", begin)
    shown = ["\n".join(line.rstrip() for line in p) for i, p in enumerate(paragraphs) if shows(i, p)]
    wanted = "\n\n".join(shown) + "\n"
    return text[:begin] + wanted + text[end:], text[begin:end] != wanted


def check_commands(text, program, repository):
    """The commands of a page must succeed; the order they name is the last of the sample's, the customer's."""
    order = re.findall(r"Order (\d+)", text)[-1]
    wanted = re.sub(r"--delivery \d+", f"--delivery {order}", text)
    problems = [] if wanted == text else [f"ask-why.md: the sample's order is {order}"]
    commands = [line.split("#")[0].split()[1:]
                for block in re.findall(r"^```sh\n(.*?)^```", wanted, re.DOTALL | re.MULTILINE)
                for line in block.splitlines() if line.startswith("chokepoint ")]
    if len(commands) < 4:
        problems.append("ask-why.md: too few commands")
    for command in commands:
        paragraphs = printed(program, repository, command)
        if "--delivery" in command and " late." not in " ".join(paragraphs[0]):
            problems.append(f"ask-why.md: order {order} was not late")
    return wanted, problems


def check_limits(text, cells):
    problems = []
    for name, wanted in cells.items():
        row = re.search(rf"^\| {re.escape(name)} \| ([^|]*) \| ([^|]*) \|", text, re.MULTILINE)
        if row is None:
            problems.append(f"limits.md: no row '{name}'")
        elif row.group(2) != wanted:
            problems.append(f"limits.md: {name}: says '{row.group(2)}', it is '{wanted}'")
            text = text[:row.start(2)] + wanted + text[row.end(2):]
    return text, problems


def main():
    program, repository = str(Path(sys.argv[1]).resolve()), Path(sys.argv[2])
    problems = []
    documents = {}
    for name, marker, arguments, shows in BLOCKS:
        text = (repository / name).read_text(encoding="utf-8")
        documents[name], wrong = check_block(text, marker, printed(program, repository, arguments),
                                             shows)
        if wrong:
            problems.append(f"{name}: not what 'chokepoint {' '.join(arguments)}' prints")
    why = "docs/how-to/ask-why.md"
    documents[why], wrong = check_commands(documents[why], program, repository)
    problems += wrong
    with tempfile.TemporaryDirectory() as folder:
        printed(program, repository,
                ["run", "scenarios/baseline.yaml", "--deterministic", "-o", folder])
        name = "docs/explanation/limits.md"
        text = (repository / name).read_text(encoding="utf-8")
        documents[name], wrong = check_limits(text, limits(Path(folder)))
        problems += wrong
    print("\n".join(problems))
    if "--update" in sys.argv:
        for name, text in documents.items():
            (repository / name).write_text(text, encoding="utf-8")
    elif problems:
        print("tests/docs/baseline_test.py PROGRAM REPOSITORY --update brings them up to date")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())

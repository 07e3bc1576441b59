#!/usr/bin/env python3
"""docs/explanation/full-world.md says how the full world differs from the baseline, and what of the overlays is no part of it.

usage: full_world_test.py PROGRAM REPOSITORY [--update]

With --update the table of the page is written anew; the reasons why an overlay stays out stand in the page and are not.
"""
import json
import os
import re
import subprocess
import sys
from pathlib import Path

PAGE = "docs/explanation/full-world.md"
BEGIN, END = "<!-- worlds: written by tests/docs/full_world_test.py -->\n", "<!-- end of worlds -->"
SEEDS = 20


def printed(program, repository, *arguments):
    return subprocess.run([program, *arguments], cwd=repository, text=True, check=True, stdout=subprocess.PIPE,
                          env={**os.environ, "NO_COLOR": "1"}).stdout


def marked(text, head):
    """By year, the row of a table of shares that bears the mark of the largest."""
    paragraph = next(part for part in text.split("\n\n") if part.startswith(head))
    lines = paragraph.split("\n")
    ends = {int(found.group()): found.end() for found in re.finditer(r"\b20\d\d\b", lines[0])}
    largest = {}
    for line in lines[1:]:
        for year, end in ends.items():
            if line[end - 3:end + 1].strip().endswith("●"):
                largest[year] = re.split(r"\s{2,}| \(", line)[0].strip()
    return largest


def world(program, repository, scenario):
    """By year: GW online at its end, the first constraint, the first root cause."""
    text = printed(program, repository, "run", scenario, "--deterministic")
    years = json.loads(printed(program, repository, "run", scenario, "--deterministic", "--json"))["years"]
    first, root = marked(text, "share of new shortage"), marked(text, "why no bigger")
    return {year["year"]: (f"{year['online_gw_end']:.0f}", first.get(year["year"], "-"), root.get(year["year"], "-"))
            for year in years}


def facts_lines(text):
    """What holds, as `facts` sums it up."""
    return re.search(r"^\d+ facts: (.*)\.$", text, re.MULTILINE).group(1), \
        re.search(r"^Of seeds .*?, (\d+ outputs hold in half or more)", text, re.MULTILINE).group(1)


def table(program, repository):
    base, full = (world(program, repository, f"scenarios/{name}.yaml") for name in ("baseline", "full-world"))
    rows = ["| year | GW online at its end | | first of what came less | | first root cause | |",
            "|---|---|---|---|---|---|---|",
            "| | baseline | full world | baseline | full world | baseline | full world |"]
    for year in base:
        cells = [cell for pair in zip(base[year], full[year]) for cell in pair]
        rows.append(f"| {year} | " + " | ".join(cells) + " |")
    told = (repository / "docs/explanation/facts.md").read_text(encoding="utf-8")
    run = printed(program, repository, "facts", "scenarios/full-world.yaml", "--deterministic", "--seeds", str(SEEDS))
    rows += ["", "| what is known | at best guesses | seeds 1 to 20 |", "|---|---|---|"]
    for name, text in (("baseline", told), ("full world", run)):
        rows.append(f"| {name} | " + " | ".join(facts_lines(text)) + " |")
    return "\n".join(rows) + "\n"


def check_overlays(repository, text):
    """Every overlay is a part of the full world, or the page says why not."""
    scenario = (repository / "scenarios/full-world.yaml").read_text(encoding="utf-8")
    baseline = (repository / "scenarios/baseline.yaml").read_text(encoding="utf-8")
    inside = set(re.findall(r"^  - overlays/([\w-]+)\.yaml$", scenario, re.MULTILINE))
    told_out = set(re.findall(r"`([\w-]+)`", text[text.index("## What stays out"):]))
    problems = []
    for file in sorted((repository / "scenarios/overlays").glob("*.yaml")):
        if (file.stem in inside) == (file.stem in told_out):
            problems.append(f"{PAGE}: {file.stem} is {'both in and out' if file.stem in inside else 'neither in nor out'}")
    parts = [re.findall(r"^  - (baseline/.*)$", text, re.MULTILINE) for text in (baseline, scenario)]
    if parts[0] != parts[1]:
        problems.append("full-world.yaml: other files of the baseline than baseline.yaml has")
    return problems


def main():
    program, repository, update = sys.argv[1], Path(sys.argv[2]), "--update" in sys.argv
    page = repository / PAGE
    text = page.read_text(encoding="utf-8")
    problems = check_overlays(repository, text)
    begin, end = text.index(BEGIN) + len(BEGIN), text.index(END)
    wanted = text[:begin] + table(program, repository) + text[end:]
    if wanted != text:
        problems.append(f"{PAGE}: the table is another")
    if update:
        page.write_text(wanted, encoding="utf-8")
    print("\n".join(problems))
    return 1 if problems and not update else 0


if __name__ == "__main__":
    sys.exit(main())

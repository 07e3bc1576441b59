"""What docs/explanation/foresight.md quotes of the bound of the baseline is what the command says.

usage: bound_test.py PROGRAM REPOSITORY [--update]
"""
import json
import math
import re
import subprocess
import sys
from pathlib import Path

PROGRAM, REPOSITORY = sys.argv[1], Path(sys.argv[2])
PAGE = REPOSITORY / "docs" / "explanation" / "foresight.md"
OPERATORS = ("amazon", "coreweave", "google", "meta", "microsoft", "oracle", "other_operators")
POOR = [word for firm in OPERATORS for word in
        ("--set", f"actors.{firm}.loan=500 usd/kW_it", "--set", f"actors.{firm}.own_cash=0.001 Gusd/year")]


def bound(*words):
    call = [PROGRAM, "bound", str(REPOSITORY / "scenarios" / "baseline.yaml"), "--deterministic", "--json", "--quiet", *words]
    return json.loads(subprocess.run(call, check=True, stdout=subprocess.PIPE).stdout)


def whole(value):
    return f"{round(value):,}"


def values(told):
    return [decision["value"] for decision in told["decisions"]]


def rounded_to(value, step):
    return f"{round(value / step) * step:,}"


def decided(decision):
    """Per cent of the plan that is the rent of decisions."""
    return round(100 * sum(rent["rent"] for rent in decision["rents"] if rent["kind"] == "decided") / decision["value"])


def as_printed(gain):
    """Of money, with no more digits than its error leaves."""
    step = 10 ** math.floor(math.log10(gain["error"]))
    return round(gain["mean"] / step) * step, round(gain["error"] / step) * step


def storage_row(months, told):
    """A row of the table of limits: the bounds, and what storage has of the first."""
    parts = sorted(((rent["rent"], rent["constraint"]) for rent in told["rents"]
                    if rent["kind"] == "storage" and rent["rent"] >= 0.5), reverse=True)
    names = {"power_space": "power", "construction_space": "shells", "sites_started_space": "sites begun"}
    cell = ", ".join(f"{whole(rent)} ({names.get(name, name)})" for rent, name in parts)
    return f"| {months} | " + " | ".join(map(whole, values(told))) + f" | {cell}{' ' if cell else ''}|"


def varying(told):
    """How many rents of single years vary, of how many."""
    cells = [year["varies"] for rent in told["rents"] for year in rent["by_year"]]
    return [str(sum(cells)), str(len(cells))]


def not_determined(told):
    years = [str(year["year"]) for year in told["years"] if not year["determined"]]
    return " and ".join(filter(None, (", ".join(years[:-1]), years[-1]))) if years else "no year"


def quotes(usual, poor, limits):
    """Pairs of a pattern and what stands in its groups."""
    steps = {step["to"]: step for step in usual["foresight"]}
    names = ["as it was decided", "2026-01-01", "2024-01-01", "2022-01-01"]
    gains = [steps[name]["gain"] for name in names]
    roundings = [steps[name]["rounding"] for name in names]
    late = next(d for d in usual["decisions"] if d["decide_from"] == "as it was decided")
    sites = sum(rent["rent"] for rent in late["rents"] if (rent["constraint"], rent["kind"]) == ("site_starts", "decided"))
    money = next(rent for rent in poor["rents"] if rent["constraint"] == "money")
    mean, error = as_printed(usual["money_gain"])
    kept, free = (values(told)[0] - values(told)[2] for told in (usual, limits["none"]))
    yield (r"the run has ([\d,]+) GW-years instead of ([\d,]+), the\s+plan ([\d,]+) instead of ([\d,]+), and ([\d,]+) of these",
           [whole(poor["run_value"]), whole(usual["run_value"]), whole(poor["value"]), whole(usual["value"]), whole(money["rent"])])
    yield (r"are the rent of money \(`e\+` ([\d.]+), `e-` ([\d.]+)\); with decisions from 2026 on ([\d,]+) instead of ([\d,]+)",
           [f"{money['e_plus']:.3f}", f"{money['e_minus']:.3f}", whole(values(poor)[2]), whole(values(usual)[2])])
    yield r"In that poor world what binds is not determined in ([^a-z]+(?: and \d+)?|no year), and the totals", [not_determined(poor)]
    yield (r"In the baseline (\d+) of (\d+) do; in the \[poor world\][^,]*, where GW of one year pay for those of others,\s+(\d+) of (\d+) do\.",
           varying(usual) + varying(poor))
    for months, told in limits.items():
        yield (rf"(\| {months} \| [\d,]+ \|.*\|)\n", [storage_row(months, told)])
    yield (r"Of the ([\d,]+) GW-years that deciding in 2022 rather than in 2026 is\s+worth, ([\d,]+) without a limit, ([\d,]+) are",
           [whole(kept), whole(free), whole(free - kept)])
    yield (r"In the baseline (\d+) % of what the plan is worth with everything as it was is the rent of decisions, (\d+) % with\s+"
           r"decisions from 2026 on, (\d+) % from 2024 on: sites that were not started carry (\d+) %",
           [str(decided(late)), *(str(decided(usual["decisions"][i])) for i in (2, 1)), str(round(100 * sites / late["value"]))])
    yield (r"In the baseline that is\s+([\d,]+) of ([\d,]+) GW-years of friction, and ([\d,]+), ([\d,]+) and ([\d,]+) of",
           [whole(roundings[0]), whole(gains[0]), *map(whole, roundings[1:])])
    yield (r"is worth about ([\d,]+) GW-years where\s+the run has ([\d,]+): ([\d,]+) of the difference are friction, ([\d,]+), ([\d,]+) and ([\d,]+) are",
           [rounded_to(value, 100) for value in (usual["value"], usual["run_value"], *gains)])
    yield (r"six draws have (-?\d+) GW-years more\s+in the mean, with an error \(two standard errors\) of (\d+)", [str(mean), str(error)])


def main():
    text = PAGE.read_text(encoding="utf-8")
    usual = bound()
    limits = {months: usual if months == "12" else bound("--storage-months", months) for months in ("none", "12", "6", "3")}
    wrong = []
    for pattern, told in quotes(usual, bound(*POOR), limits):
        found = list(re.finditer(pattern, text))
        if len(found) != 1:
            wrong.append(f"{len(found)} places have {pattern!r}")
            continue
        for group in range(len(told), 0, -1):
            if found[0].group(group) != told[group - 1]:
                wrong.append(f"the page has {found[0].group(group)!r}, the command {told[group - 1]!r}: {pattern!r}")
                text = text[:found[0].start(group)] + told[group - 1] + text[found[0].end(group):]
    if "--update" in sys.argv:
        PAGE.write_text(text, encoding="utf-8")
        return 0
    print("\n".join(wrong))
    return 1 if wrong else 0


sys.exit(main())

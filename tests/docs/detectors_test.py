"""Pages quote what 'chokepoint detectors' prints of the baseline; with --update their figures are put there.

usage: detectors_test.py PROGRAM REPOSITORY [--update]
"""
import json
import re
import subprocess
import sys
from pathlib import Path

ONLINE = ("ledger", "online")
ALONE = ("ledger", "online, capacities alone")


def printed(program, scenario, *options):
    call = [program, "detectors", str(scenario), "--deterministic", *options]
    return subprocess.run(call, check=True, text=True, stdout=subprocess.PIPE).stdout


def number(value):
    return f"{value:.2f}"


def reasons(data, pair):
    """Months by reason in which that method and the re-runs differ."""
    months = {}
    for d in data["differences"]:
        if (d["method"], d["about"]) == pair:
            years = [int(d[end][:4]) * 12 + int(d[end][5:7]) for end in ("from", "to")]
            months[d["reason"]] = months.get(d["reason"], 0) + years[1] - years[0]  # `to` is the day after
    return months


def figures(data):
    """Sentences of docs/explanation/bottleneck.md, a group for each figure, and what stands there."""
    pairs = {(p["first"], p["about"]): p for p in data["pairs"] if p["second"] == "counterfactual"}
    online, alone = pairs[ONLINE], pairs[ALONE]
    decisions = pairs["ledger", "online, decisions as one"]
    cut = pairs["cut", "online, capacities alone"]
    differ, policy = reasons(data, ONLINE), reasons(data, ALONE)
    top, kappa = ("top1", "kappa")
    yield (r"about what is online in (\S+) of the months \(kappa (\S+), overlap of their shares (\S+); (\S+) and (\S+) in "
           r"the (\d+) months without a tie\)",
           [number(online[top]), number(online[kappa]), number(online["overlap"]), number(online["without_ties"][top]),
            number(online["without_ties"][kappa]), online["without_ties"]["months"]])
    yield (r"Of (\d+) months that differ (\d+) are ties, in (\d+) both name a decision .{0,150} and (\d+) are of the "
           r"`finite step`", [sum(differ.values()), *(differ.get(name, 0) for name in ("tie", "orders", "finite step"))])
    yield (r"capacities alone are compared, (\d+) of (\d+) are `policy`", [policy.get("policy", 0), sum(policy.values())])
    yield (r"Of capacities alone they agree in (\S+) \((\S+); (\S+) and (\S+) without ties\)",
           [number(x) for x in (alone[top], alone[kappa], alone["without_ties"][top], alone["without_ties"][kappa])])
    yield (r"All decisions as one give (\S+) and a kappa of (\S+): they are the largest in (\S+) of",
           [number(decisions[top]), number(decisions[kappa]), number(decisions["usual_part"])])
    yield (r"plain cut agrees about capacities alone in (\S+) only \((\S+); (\S+) and (\S+) without ties\)",
           [number(x) for x in (cut[top], cut[kappa], cut["without_ties"][top], cut["without_ties"][kappa])])
    with_ledger = next(p for p in data["pairs"] if (p["first"], p["second"], p["about"])
                       == ("ledger", "cut", "additions, capacities alone"))
    yield (r"With the ledger it agrees better, about what is added in a month: (\S+) \((\S+)\)",
           [number(with_ledger[top]), number(with_ledger[kappa])])
    yield (r"what is \*added\* in a month, ledger and re-runs agree in (\S+), of capacities alone in ([\d.]+):",
           [number(pairs["ledger", about][top]) for about in ("additions", "additions, capacities alone")])


def with_figures(text, data):
    for sentence, values in figures(data):
        found = re.search(sentence.replace(" ", r"\s+"), text)
        if not found:
            sys.exit(f"bottleneck.md: no sentence like '{sentence}'")
        for group in range(len(values), 0, -1):
            text = text[:found.start(group)] + str(values[group - 1]) + text[found.end(group):]
    return text


def with_lines(text, lines):
    """The two printed lines that the reference quotes."""
    for method, about in (ONLINE, ALONE):
        head = f"{method} vs counterfactual, {about}: "
        line = next(line for line in lines if line.startswith(head))
        text, count = re.subn(rf"(?m)^    {re.escape(head)}.*$", lambda _: "    " + line, text)
        if count != 1:
            sys.exit(f"cli.md: {count} lines begin with '{head}'")
    return text


def main():
    program, repository = sys.argv[1], Path(sys.argv[2])
    scenario = repository / "scenarios" / "baseline.yaml"
    data = json.loads(printed(program, scenario, "--json"))
    lines = printed(program, scenario).splitlines()
    wrong = False
    for name, right in (("explanation/bottleneck.md", lambda text: with_figures(text, data)),
                        ("reference/cli.md", lambda text: with_lines(text, lines))):
        page = repository / "docs" / name
        text = page.read_text(encoding="utf-8")
        if right(text) == text:
            continue
        if "--update" in sys.argv:
            page.write_text(right(text), encoding="utf-8")
        else:
            wrong = True
            print(f"{page}: says other figures than 'chokepoint detectors' prints; --update puts them there")
    return wrong


if __name__ == "__main__":
    sys.exit(main())

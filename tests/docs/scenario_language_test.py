"""`check` takes every sample of the page on the scenario language, put where it belongs in a small scenario.

usage: scenario_language_test.py PROGRAM REPOSITORY
"""
import re
import subprocess
import sys
import tempfile
from pathlib import Path

HEAD = "chokepoint: 1\nname: sample\nstart: 2022-01-01\nend: 2025-01-01\nsource: textbook\nsources: sources.yaml\n"
PARTS = """parts:
  - {name: a, kind: source, rate: 10 lot/day, to: x}
  - {name: way, kind: line, from: x, to: buffer%(line)s}
  - name: b
    kind: gate
    from: buffer
    to: done
%(gate)s
  - name: c
    kind: market
    from: done
%(market)s
"""
# The samples speak of goods and keys of the real world; parts have lots, and a market's demand is its rate.
WORDS = [(r"\bwafer\b", "lot"), (r"\b[GM]W_it\b", "lot"), (r"^demand:", "rate:")]


def alternatives(block):
    """What stands one below the other for one key, each by itself."""
    parts = re.split(r"(?m)^(?=[a-z_]+:)", block)
    keys = [part.split(":")[0] for part in parts if part.strip()]
    return [part for part in parts if part.strip()] if len(set(keys)) < len(keys) else [block]


def scenario(sample):
    for pattern, word in WORDS:
        sample = re.sub(pattern, word, sample, flags=re.M)
    filled = {"line": ", lead: 1 day", "gate": "    rate: 7 lot/day", "market": "    rate: 5 lot/day"}
    if sample.startswith("chokepoint:"):
        return sample
    if sample.startswith("defaults:"):
        return HEAD + sample + PARTS % {**filled, "line": ""}
    key = "market" if "lot/month" in sample or "lot/year" in sample else "gate"
    return HEAD + PARTS % {**filled, key: re.sub(r"(?m)^", "    ", sample.rstrip())}


def main():
    page = Path(sys.argv[2]) / "docs" / "reference" / "scenario-language.md"
    blocks = re.findall(r"```yaml\n(.*?)```", page.read_text(encoding="utf-8"), flags=re.S)
    table = [block for block in blocks if block.startswith("# sources.yaml")]
    samples = [one for block in blocks if block not in table for one in alternatives(block)]
    wrong = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "data").mkdir()
        (folder / "data" / "demand.csv").write_text("date,base\n2022-01-01,3\n2024-01-01,5\n")
        (folder / "sources.yaml").write_text(table[0] + table[0].replace("F-L4", "F-P3"))
        for sample in samples:
            (folder / "sample.yaml").write_text(scenario(sample))
            result = subprocess.run([sys.argv[1], "check", "sample.yaml"], cwd=folder, text=True,
                                    stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            if result.returncode != 0:
                wrong += 1
                print(f"check refuses a sample of {page}:\n{sample}{result.stdout}")
    if len(table) != 1 or len(samples) < 8:
        print(f"found {len(samples)} samples and {len(table)} tables of sources")
        return 1
    return min(wrong, 1)


if __name__ == "__main__":
    sys.exit(main())

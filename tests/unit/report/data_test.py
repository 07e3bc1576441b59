"""The result files in tests/unit/report/data are those that the program writes today.

usage: data_test.py PROGRAM DATA [--update]

With --update they are written anew.
"""
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

SMALL = Path(__file__).resolve().parents[2] / "cli/small.yaml"
OVERLAY = """source: textbook
parts:
  - {name: oven, rate: 5 lot/day}
"""
STUDY = """chokepoint: 1
name: small-study
states: "What do the rates of press and oven do?"
base: small.yaml
design: {kind: grid}
replications: 2
factors:
  - {name: ceiling, path: parts.plates.rate, between: [6 lot/day, 20 lot/day], grid_levels: 2}
  - {name: oven, path: parts.oven.rate, between: [5 lot/day, 9 lot/day], grid_levels: 3}
outputs:
  - {name: out_2023, read: {statistic: at, of: online, from: 2023-12-01}}
"""
FILES = ("comparison/compare.json", "sweep/binding.csv", "sweep/manifest.json", "sweep/quantiles.csv", "sweep/runs.csv")


def made(program, folder):
    shutil.copy(SMALL, folder / "small.yaml")
    (folder / "slow-oven.yaml").write_text(OVERLAY, encoding="utf-8")
    (folder / "study.yaml").write_text(STUDY, encoding="utf-8")
    for words in (["compare", "small.yaml", "slow-oven.yaml", "--seeds", "4", "-o", "comparison"],
                  ["sweep", "study.yaml", "-o", "sweep"]):
        subprocess.run([program, *words], cwd=folder, check=True, stdout=subprocess.DEVNULL,
                       timeout=120)
    # Another build is another name, and nothing else of the files.
    return {name: "".join(line for line in (folder / name).read_text(encoding="utf-8").splitlines(True)
                          if '"build":' not in line) for name in FILES}


def main():
    program, data = str(Path(sys.argv[1]).resolve()), Path(sys.argv[2])
    with tempfile.TemporaryDirectory() as folder:
        files = made(program, Path(folder))
    old = []
    for name, text in files.items():
        kept = (data / name).read_text(encoding="utf-8") if (data / name).exists() else ""
        if "--update" in sys.argv:
            (data / name).parent.mkdir(parents=True, exist_ok=True)
            (data / name).write_text(text, encoding="utf-8")
        elif kept != text:
            old.append(name)
    if old:
        sys.exit("of an older program: " + ", ".join(old) + f"\nmake them anew: {sys.argv[0]} PROGRAM {data} --update")


if __name__ == "__main__":
    main()

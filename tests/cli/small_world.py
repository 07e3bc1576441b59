"""A small scenario, one with a slower oven beside it and a study of it, for tests of commands."""
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SMALL = ROOT / "tests/cli/small.yaml"
END = "{name: end, read: {statistic: at, of: online, from: 2023-12-01}}"


def write_small(folder, design, outputs=(END,), factors=()):
    """Puts less.yaml and study.yaml there; `design` is what stands under that key and after it."""
    lines = ["chokepoint: 1", "name: few", 'states: "How far do worlds differ?"', f"base: {SMALL}", f"design: {design}"]
    for key, entries in (("factors", factors), ("outputs", outputs)):
        if entries:
            lines += [f"{key}:", *(f"  - {entry}" for entry in entries)]
    (folder / "study.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "less.yaml").write_text("source: textbook\nparts:\n  - {name: oven, rate: 5 lot/day}\n",
                                      encoding="utf-8")


def call(program, *arguments, **more):
    """What a command ends with and prints, as text."""
    return subprocess.run([program, *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          encoding="utf-8", timeout=120, check=False, **more)

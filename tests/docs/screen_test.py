"""tools/screen: which numbers it moves, and in which order it lists them, of a program that is made up.

usage: screen_test.py REPOSITORY
"""
import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

REPOSITORY = Path(sys.argv[1]).resolve()

# Answers as the program does, and keeps the study that it is given.
PROGRAM = """#!{python}
import json, shutil, sys
if sys.argv[1] == "assumptions":
    print(json.dumps({{"numbers": {numbers}}}))
elif sys.argv[1] == "sweep":
    shutil.copy(sys.argv[2], "{kept}")
else:
    effect = lambda place, mean: {{"factor": f"f{{place:03}}", "mean_absolute": {{"value": mean}}, "deviation": {{"value": 1.0}}}}
    print(json.dumps({{"indices": {{"quantities": [{{"factors": [effect(0, 2.0), effect(1, 7.5), effect(2, 0.0)]}}]}}}}))
"""


def number(path, drawn, unit="1"):
    return {"path": path, "drawn": drawn, "unit": unit, "low": 1440.4, "high": 2880.0}


class Screen(unittest.TestCase):
    def test_every_drawn_number_is_moved_and_the_largest_effect_comes_first(self):
        numbers = [number("a.rate", "triangular(1, 2, 3)"), number("a.known", ""), number("b.path", "linear of 3 dates"),
                   number("b.demand", "linear of 3 dates, scaled by uniform(0.8, 1.2)"),
                   number("c.lead", "lognormal(2 months, 0.1)", "minute")]
        with tempfile.TemporaryDirectory() as scratch:
            program, kept = Path(scratch) / "program", Path(scratch) / "kept.yaml"
            program.write_text(PROGRAM.format(python=sys.executable, numbers=numbers, kept=kept), encoding="utf-8")
            program.chmod(0o755)
            text = subprocess.run([REPOSITORY / "tools" / "screen", "--program", program, "--show", "2", "--trajectories", "3"],
                                  text=True, check=True, stdout=subprocess.PIPE).stdout
            study = json.loads(kept.read_text(encoding="utf-8"))
        self.assertEqual(study["factors"], [{"name": "f000", "path": "a.rate"}, {"name": "f001", "path": "b.demand.scale"},
                                            {"name": "f002", "path": "c.lead", "between": ["1440 minutes", "2880 minutes"]}])
        self.assertEqual((study["design"], study["others"]), ({"kind": "morris", "size": 3}, "point"))
        self.assertEqual([line.split() for line in text.splitlines()[2:]], [["7.5", "1.0", "b.demand.scale"], ["2.0", "1.0", "a.rate"]])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])

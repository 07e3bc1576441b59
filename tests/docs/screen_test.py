"""tools/screen: which numbers it moves, and in which order it lists them, of a program that is made up.

usage: screen_test.py REPOSITORY
"""
import json
import re
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

    def test_what_was_kept_is_printed_again_and_becomes_the_factors_of_a_study(self):
        kept = "# q: heading\npath,mean_absolute,deviation,between\n" \
               "actors.a.needs.x.demand.scale,7.5,1.0,\nactors.c.lead,2.0,0.5,1440 minutes to 2880 minutes\nactors.d.rate,1.0,0.0,\n"
        with tempfile.TemporaryDirectory() as scratch:
            rows, study = Path(scratch) / "rows.csv", Path(scratch) / "study.yaml"
            rows.write_text(kept, encoding="utf-8")
            study.write_text("name: s\nfactors:\n  - {name: old, path: actors.old}\noutputs:\n  - {name: o}\n", encoding="utf-8")
            text = subprocess.run([REPOSITORY / "tools" / "screen", "--read", rows, "--show", "2", "--study", study],
                                  text=True, check=True, stdout=subprocess.PIPE).stdout
            self.assertEqual(study.read_text(encoding="utf-8"),
                             "name: s\nfactors:\n  - {name: a_x_demand, path: actors.a.needs.x.demand.scale}\n"
                             "  - {name: c_lead, path: actors.c.lead, between: [1440 minutes, 2880 minutes]}\n"
                             "outputs:\n  - {name: o}\n")
        self.assertEqual(text.splitlines()[0], "q: heading")
        self.assertEqual([line.split()[2] for line in text.splitlines()[2:]], ["actors.a.needs.x.demand.scale", "actors.c.lead"])

    def test_the_sweep_of_the_page_has_the_numbers_that_the_screening_found_first(self):
        rows = (REPOSITORY / "docs" / "explanation" / "screening-2030.csv").read_text(encoding="utf-8").splitlines()[2:]
        study = (REPOSITORY / "scenarios" / "studies" / "sobol.yaml").read_text(encoding="utf-8")
        factors = re.findall(r"^  - \{name: \w+, path: ([\w.]+)", study, re.MULTILINE)
        self.assertEqual(factors, [row.split(",")[0] for row in rows[:17]])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])

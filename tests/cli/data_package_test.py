"""Every directory of results has a datapackage.json that tells the truth about each of its files.

usage: data_package_test.py PROGRAM
"""
import csv
import datetime
import hashlib
import json
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree
import zipfile
from pathlib import Path

PROGRAM = ""
ROOT = Path(__file__).resolve().parents[2]
SMALL = ROOT / "tests/cli/small.yaml"
BASELINE = ROOT / "scenarios/baseline.yaml"
# They tell about the machine or quote what does.
LEFT_OUT = {"datapackage.json", "report.html", "run.log", "timing.json", "origin.json"}
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
STUDY = """chokepoint: 1
name: few
states: "How far do worlds differ?"
base: {base}
design: {{kind: lhs, size: 6}}
factors:
  - {{name: press, path: parts.press.rate}}
outputs:
  - {{name: end, read: {{statistic: at, of: online, from: 2023-12-01}}}}
  - {{name: first, read: {{statistic: first_above, of: online, above: 100, from: 2022-01-01}}}}
"""


def is_date(text):
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def is_number(text):
    try:
        float(text)
    except ValueError:
        return False
    return True


IS = {
    "string": lambda text: True,
    "number": is_number,
    "integer": lambda text: text.lstrip("-").isdigit(),
    "boolean": lambda text: text in ("true", "false"),
    "date": is_date,
    "any": lambda text: is_number(text) or is_date(text),
}


class DataPackage(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.out = Path(self.folder.name) / "out"

    def tearDown(self):
        self.folder.cleanup()

    def call(self, *arguments):
        done = subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True,
                              timeout=180)
        self.assertEqual(done.returncode, 0, done.stderr)

    def check(self, *tables):
        package = json.loads((self.out / "datapackage.json").read_text(encoding="utf-8"))
        self.assertEqual(package["$schema"], "https://datapackage.org/profiles/2.0/datapackage.json")
        resources = {resource["path"]: resource for resource in package["resources"]}
        self.assertEqual(set(resources),
                         {path.name for path in self.out.iterdir() if path.is_file()} - LEFT_OUT)
        names = [resource["name"] for resource in package["resources"]]
        self.assertEqual(len(names), len(set(names)))
        for path, resource in resources.items():
            data = (self.out / path).read_bytes()
            self.assertEqual(resource["bytes"], len(data), path)
            self.assertEqual(resource["hash"], "sha256:" + hashlib.sha256(data).hexdigest(), path)
        self.assertEqual({path for path in resources if path.endswith(".csv")}, set(tables))
        for path in tables:
            self.check_table(path, resources[path]["schema"])
        return resources

    def check_table(self, path, schema):
        with open(self.out / path, encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        fields = schema["fields"]
        self.assertEqual(header, [field["name"] for field in fields], path)
        for field in fields:
            # Columns of inputs, outputs and years are named by the study; their notes come with them.
            if path not in ("design.csv", "runs.csv"):
                self.assertTrue(field.get("description"), (path, field, "says nothing of what it is"))
        for row in rows:
            for field, cell in zip(fields, row):
                self.assertTrue(cell == "" or IS[field["type"]](cell), (path, field, cell))
        key = [header.index(column) for column in schema["primaryKey"]]
        seen = {tuple(row[i] for i in key) for row in rows}
        self.assertEqual(len(seen), len(rows), f"{path}: rows with one key")

    def test_of_a_run(self):
        self.call("run", BASELINE, "--deterministic", "--trace", "--report", "-o", self.out)
        self.check("bottlenecks.csv", "observed.csv", "orders.csv", "timeseries.csv")

    def test_of_a_workbook_whose_numbers_are_those_of_the_summary(self):
        packed = []
        for name in ("out", "again"):
            self.out = Path(self.folder.name) / name
            done = subprocess.run([PROGRAM, "run", str(SMALL), "--xlsx", "-q", "-o", str(self.out)],
                                  capture_output=True, text=True, timeout=60)
            if "built without" in done.stderr:
                self.skipTest(done.stderr)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.check("bottlenecks.csv", "orders.csv", "timeseries.csv")
            packed.append((self.out / "summary.xlsx").read_bytes())
        self.assertEqual(packed[0], packed[1], "the same run gives the same bytes")
        with zipfile.ZipFile(self.out / "summary.xlsx") as book:
            self.assertIsNone(book.testzip())
            sheets = [s.get("name") for s in xml.etree.ElementTree.fromstring(
                book.read("xl/workbook.xml")).iter(MAIN + "sheet")]
            self.assertEqual(sheets, ["years", "shares", "causes", "months"])
            rows = list(xml.etree.ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml")).iter(MAIN + "row"))
        shown = [[float(cell.find(MAIN + "v").text) for cell in row.iter(MAIN + "c")
                  if cell.get("t") != "s"] for row in rows[1:]]
        years = json.loads((self.out / "summary.json").read_text(encoding="utf-8"))["years"]
        self.assertEqual(len(shown), len(years))
        for row, year in zip(shown, years):
            wanted = [year[key] for key in ("year", "demand_gw", "online_gw_end", "added_gw", "unmet_gw_years")]
            self.assertEqual(len(row), len(wanted))
            for cell, number in zip(row, wanted):
                self.assertLessEqual(abs(cell - number), 1e-15 * abs(number))  # cells have 16 digits

    def test_of_a_comparison(self):
        self.call("compare", BASELINE, ROOT / "scenarios/overlays/taiwan-stop.yaml", "--seeds", 2,
                  "--report", "-o", self.out)
        resources = self.check("compare.csv", "milestones.csv", "preparations.csv")
        types = {f["name"]: f["type"] for f in resources["compare.csv"]["schema"]["fields"]}
        self.assertEqual((types["low"], types["quantity"]), ("number", "string"))
        told = json.loads((self.out / "compare.json").read_text(encoding="utf-8"))
        def table(name):
            with open(self.out / name, encoding="utf-8", newline="") as file:
                return list(csv.DictReader(file))
        world = told["worlds"][1]
        mine = [r for r in table("milestones.csv") if r["world"] == world["name"]]
        self.assertEqual([(r["month"], r["before"], r["entity"], r["milestone"] == "near_switch")
                          for r in mine if r["milestone"] in ("switch", "near_switch")],
                         [(c["month"], c["from"], c["to"], c["about_equal"]) for c in world["binding_changes"]])
        self.assertEqual([(r["entity"], r["month"]) for r in mine if r["milestone"] == "falls"],
                         [(t["what"], t["first_month"]) for t in world["timeline"]])
        self.assertEqual([(r["through"], r["through_what"], r["through_whom"]) for r in mine
                          if r["milestone"] == "falls"],
                         [tuple((t["through"] or {}).get(key, "") for key in ("kind", "what", "from"))
                          for t in world["timeline"]])
        self.assertIn("event", [r["through"] for r in mine])
        self.assertEqual([len(list(filter(None, r["back"].split("; ")))) for r in mine if r["milestone"] == "falls"],
                         [len(t["back"]) for t in world["timeline"]])
        loss = [float(world["recovery"]["lost_gw_years" + end]) for end in ("_low", "", "_high")]
        self.assertEqual(loss, sorted(loss))
        recovery = {r["milestone"]: r["month"] or float(r["value"]) for r in mine if not r["entity"]}
        self.assertEqual(recovery, {key: value for key, value in world["recovery"].items() if value is not None})
        shares = {(r["world"], r["year"], r["entity"]): float(r["value"]) for r in table("compare.csv")
                  if r["quantity"] == "binding"}
        for one in told["worlds"]:
            for year in one["years"]:
                for binding in year["binding"]:
                    self.assertAlmostEqual(shares[one["name"], str(year["year"]), binding["constraint"]],
                                           binding["share"], delta=1e-12)

    def test_of_reliefs(self):
        self.call("relieve", SMALL, "--all", "--windows", "-o", self.out)
        self.check("bottlenecks.csv", "relief.csv", "windows.csv")

    def test_of_a_bound(self):
        self.call("bound", ROOT / "tests/systems/T1.yaml", "-o", self.out)
        self.check("paths.csv", "rents.csv")

    def test_of_a_sweep(self):
        study = Path(self.folder.name) / "study.yaml"
        study.write_text(STUDY.format(base=SMALL), encoding="utf-8")
        self.call("sweep", study, "--report", "-o", self.out)
        resources = self.check("binding.csv", "design.csv", "quantiles.csv", "runs.csv")
        self.assertLessEqual({"manifest.json", "runs.parquet", "ensemble.parquet", "ensemble.nc"},
                             set(resources))
        fields = {f["name"]: f for f in resources["runs.csv"]["schema"]["fields"]}
        self.assertEqual(fields["online_gw_end.2023"]["unit"], "lot")
        self.assertEqual(fields["first"]["type"], "date")


if __name__ == "__main__":
    PROGRAM = sys.argv.pop(1)
    unittest.main()

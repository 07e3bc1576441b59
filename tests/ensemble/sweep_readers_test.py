"""Files of a sweep, opened by other people's readers: the numbers are those of its runs. Each reader that is not
installed is a test that says so.

usage: sweep_readers_test.py CHOKEPOINT
DuckDB is taken from Python or from Node (npm install @duckdb/node-api, NODE_PATH).
"""
import csv
import datetime
import json
import math
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from readers import duckdb_is_there, netCDF4, pandas, sql, xarray

CHOKEPOINT = sys.argv.pop(1)
STUDIES = Path(__file__).resolve().parents[1] / "studies"
RUNS = 40
# Two factors, a number, a date that some runs do not reach, and series of several entities.
STUDY = """\
chokepoint: 1
name: opened
base: three.yaml
design: {kind: lhs, size: 40}
factors:
  - {name: c_rate, path: parts.c.rate, between: [5 lot/day, 9 lot/day]}
  - {name: service, path: parts.b.service.exponential, levels: [2 hours, 4 hours]}
outputs:
  - {name: made, read: {statistic: at, of: online, from: 2022-06-01}}
  - {name: first_1000, read: {statistic: first_above, of: online, above: 1000, from: 2022-01-01}}
"""
EPOCH = datetime.date(1970, 1, 1)


class OpenedSweep(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.home = Path(tempfile.mkdtemp())
        shutil.copy(STUDIES / "three.yaml", cls.home)
        (cls.home / "study.yaml").write_text(STUDY)
        cls.results = cls.home / "results"
        subprocess.run([CHOKEPOINT, "sweep", cls.home / "study.yaml", "-o", cls.results], check=True,
                       capture_output=True)
        with open(cls.results / "runs.csv", newline="") as file:
            cls.rows = list(csv.DictReader(file))
        cls.made = [float(row["made"]) for row in cls.rows]
        cls.first = [row["first_1000"] for row in cls.rows]
        # What is compared is worth it.
        assert len(cls.rows) == RUNS and len(set(cls.made)) > 20
        assert "" in cls.first and len(set(cls.first)) > 2

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.home)

    @unittest.skipIf(pandas is None, "python3-pandas is not installed")
    def test_pandas_opens_every_table_with_the_types_of_the_data_package(self):
        package = json.loads((self.results / "datapackage.json").read_text())
        described = {resource["path"]: resource for resource in package["resources"]}
        fields = described["runs.csv"]["schema"]["fields"]
        dates = [field["name"] for field in fields if field["type"] == "date"]
        runs = pandas.read_csv(self.results / "runs.csv", parse_dates=dates)
        self.assertEqual([field["name"] for field in fields], list(runs.columns))
        for field in fields:
            if field["type"] != "string":
                kinds = {"number": "fi", "integer": "i", "date": "M"}[field["type"]]
                self.assertIn(runs[field["name"]].dtype.kind, kinds, field)
        self.assertEqual(list(runs["made"]), self.made)
        self.assertEqual(int(runs["first_1000"].isna().sum()), self.first.count(""))
        quantiles = pandas.read_csv(self.results / "quantiles.csv", parse_dates=["date"])
        for column in ("mean", "sd", "min", "p05", "p10", "p25", "p50", "p75", "p90", "p95", "max"):
            self.assertIn(quantiles[column].dtype.kind, "fi", column)
        row = quantiles[(quantiles.quantity == "made")].iloc[0]
        for column, share in (("p05", 0.05), ("p10", 0.1), ("p25", 0.25), ("p50", 0.5), ("p90", 0.9), ("p95", 0.95)):
            self.assertAlmostEqual(row[column], runs["made"].quantile(share), delta=1e-9 * row[column])
        self.assertAlmostEqual(row["mean"], runs["made"].mean(), delta=1e-9 * row["mean"])
        self.assertAlmostEqual(row["sd"], runs["made"].std(), delta=1e-9 * row["sd"])
        # Dates are days; a quantile is a day that occurred.
        row = quantiles[(quantiles.quantity == "first_1000")].iloc[0]
        self.assertEqual(row["unit"], "days since 1970-01-01")
        days = sorted((datetime.date.fromisoformat(day) - EPOCH).days for day in self.first if day)
        self.assertEqual((row["runs"], row["min"], row["max"]), (len(days), days[0], days[-1]))
        self.assertEqual(row["p50"], days[math.ceil(len(days) / 2) - 1])
        binding = pandas.read_csv(self.results / "binding.csv", parse_dates=["month"])
        self.assertEqual(binding["probability"].dtype.kind, "f")
        self.assertTrue((abs(binding["probability"] - binding["binds"] / RUNS) < 1e-9).all())

    @unittest.skipIf(xarray is None or netCDF4 is None, "python3-xarray and python3-netcdf4 are not installed")
    def test_xarray_finds_the_numbers_of_the_runs(self):
        with xarray.open_dataset(self.results / "ensemble.nc") as data:
            self.assertEqual(list(data.run.values), [row["run"] for row in self.rows])
            self.assertEqual(data.online.units, "lot")
            self.assertEqual(list(data.online.sel(time="2022-06-01").values), self.made)
            # The month in which the date of each run falls is the first of 1000 and more.
            for run, first in enumerate(self.first):
                reached = [str(month)[:10] for month, value in zip(data.time.values, data.online.values[run])
                           if value >= 1000]
                self.assertEqual(first, reached[0] if reached else "")

    @unittest.skipIf(shutil.which("Rscript") is None, "R is not installed")
    def test_r_finds_the_numbers_of_the_runs(self):
        script = """
          folder <- commandArgs(TRUE)[1]
          runs <- read.csv(file.path(folder, 'runs.csv'), check.names = FALSE)
          quantiles <- read.csv(file.path(folder, 'quantiles.csv'))
          row <- quantiles[quantiles$quantity == 'made', ]
          first <- as.Date(runs$first_1000[runs$first_1000 != ''])
          cat(nrow(runs), sum(runs$made), is.numeric(quantiles$p50),
              abs(row$p10 - quantile(runs$made, 0.1, type = 7)) < 1e-6, as.integer(min(first)), sep = ' ')
          if (requireNamespace('ncdf4', quietly = TRUE)) {
            file <- ncdf4::nc_open(file.path(folder, 'ensemble.nc'))
            online <- ncdf4::ncvar_get(file, 'online')
            cat('', dim(online), sum(online[6, ]), sep = ' ')
          }
        """
        answer = subprocess.run(["Rscript", "-e", script, str(self.results)], capture_output=True, text=True)
        self.assertEqual(answer.returncode, 0, answer.stderr)
        found = answer.stdout.split()
        self.assertEqual((int(found[0]), float(found[1])), (RUNS, sum(self.made)))
        self.assertEqual(found[2:4], ["TRUE", "TRUE"])
        self.assertEqual(int(found[4]), (datetime.date.fromisoformat(min(filter(None, self.first))) - EPOCH).days)
        if len(found) == 5:
            self.skipTest("R has no ncdf4 (r-cran-ncdf4); the tables are right")
        self.assertEqual([int(found[5]), int(found[6]), float(found[7])], [6, RUNS, sum(self.made)])

    @unittest.skipUnless(duckdb_is_there(), "DuckDB is neither in Python nor in Node (npm: @duckdb/node-api)")
    def test_duckdb_finds_the_numbers_of_the_runs(self):
        table = self.results / "runs.parquet"
        found = sql(f"select run, made, cast(first_1000 as varchar) from '{table}'")
        self.assertEqual([[run, float(made), first or ""] for run, made, first in found],
                         [[row["run"], made, first] for row, made, first in zip(self.rows, self.made, self.first)])
        # The CSV file and the Parquet file say the same.
        same = sql(f"select count(*) from '{table}' a join read_csv('{self.results / 'runs.csv'}') b using (run) "
                   "where a.made = b.made and a.first_1000 is not distinct from b.first_1000 and "
                   "a.\"parts.c.rate\" = b.\"parts.c.rate\"")
        self.assertEqual(int(same[0][0]), RUNS)
        # And so does the ensemble, month by month.
        june = sql(f"select sum(value), count(*) from '{self.results / 'ensemble.parquet'}' "
                   "where series = 'online' and month = date '2022-06-01'")
        self.assertEqual([float(june[0][0]), int(june[0][1])], [sum(self.made), RUNS])


if __name__ == "__main__":
    unittest.main(verbosity=2)

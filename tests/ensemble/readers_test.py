"""Other people's readers find in the Parquet and NetCDF files the numbers that were written. Each
reader that is not installed is a test that says so.

usage: readers_test.py SAMPLE_FILES
DuckDB is taken from Python or from Node (npm install @duckdb/node-api, NODE_PATH).
"""
import datetime
import math
import shutil
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

from readers import duckdb_is_there, netCDF4, pandas, sql, xarray

SAMPLE_FILES = sys.argv.pop(1)
RUNS = 20_000  # more than one group of rows
MONTHS = 14
SERIES = [("online", "", "", "", "GW"), ("share", "cowos", "", "", "1"),
          ("share", "euv_tools", "", "", "1"),
          ("price.of wafers", "tsmc", "taiwan", "n3", "USD/wafer")]


def value_of(series, run, month):
    """As sample_files.cpp has it; None is missing."""
    if (run + month + series) % 7 == 3:
        return None
    return run * 1000 + month + 0.25 * series


def month_date(month):
    return datetime.date(2022 + month // 12, month % 12 + 1, 1)


def expected_sum(series):
    return sum(value_of(series, run, month) or 0 for run in range(RUNS) for month in range(MONTHS))


class Readers(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = Path(tempfile.mkdtemp())
        subprocess.run([SAMPLE_FILES, str(cls.folder), str(RUNS)], check=True)

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder)

    def test_equal_tables_are_equal_bytes(self):
        with tempfile.TemporaryDirectory() as other:
            time.sleep(1.1)  # a clock in the files would show
            subprocess.run([SAMPLE_FILES, other, str(RUNS)], check=True)
            for name in ("runs.parquet", "ensemble.parquet", "ensemble.nc"):
                self.assertEqual(Path(other, name).read_bytes(), (self.folder / name).read_bytes(),
                                 name)

    @unittest.skipIf(xarray is None or netCDF4 is None, "python3-xarray and python3-netcdf4 are not installed")
    def test_xarray_reads_dimensions_units_and_numbers(self):
        with xarray.open_dataset(self.folder / "ensemble.nc") as data:
            self.assertEqual(dict(data.sizes), {"run": RUNS, "time": MONTHS, "entity": 3})
            self.assertEqual(data.attrs["Conventions"], "CF-1.8")
            self.assertEqual(data.attrs["title"], "A sample")
            self.assertEqual(data.online.dims, ("run", "time"))
            self.assertEqual(data.share.dims, ("run", "entity", "time"))
            self.assertEqual((data.online.units, data.price_of_wafers.units), ("GW", "USD/wafer"))
            self.assertEqual(data.price_of_wafers.long_name, "price.of wafers")
            self.assertEqual(list(data.entity.values), ["cowos", "euv_tools", "tsmc"])
            self.assertEqual(list(data.region.values), ["", "", "taiwan"])
            self.assertEqual(list(data.generation.values), ["", "", "n3"])
            self.assertEqual([str(t)[:10] for t in data.time.values],
                             [month_date(month).isoformat() for month in range(MONTHS)])
            by_series = [data.online, data.share.sel(entity="cowos"),
                         data.share.sel(entity="euv_tools"),
                         data.price_of_wafers.sel(entity="tsmc")]
            for series, values in enumerate(by_series):
                self.assertEqual(float(values.sum()), expected_sum(series))
                for run, month in [(0, 0), (1, 2), (RUNS - 1, MONTHS - 1), (9_999, 5)]:
                    found = float(values.sel(run=f"run{run}").values[month])
                    self.assertEqual(None if math.isnan(found) else found,
                                     value_of(series, run, month))
                missing = sum(value_of(series, run, month) is None
                              for run in range(RUNS) for month in range(MONTHS))
                self.assertEqual(int(values.isnull().sum()), missing)
            self.assertTrue(bool(data.share.sel(entity="tsmc").isnull().all()))

    @unittest.skipIf(xarray is None or pandas is None, "python3-pandas is not installed")
    def test_pandas_gets_a_table_of_the_ensemble(self):
        with xarray.open_dataset(self.folder / "ensemble.nc") as data:
            table = data.online.isel(run=slice(0, 3)).to_dataframe()["online"]
        self.assertEqual(table[("run2", pandas.Timestamp("2022-03-01"))], 2002)
        self.assertTrue(math.isnan(table[("run0", pandas.Timestamp("2022-04-01"))]))

    @unittest.skipIf(shutil.which("Rscript") is None, "R is not installed")
    def test_r_reads_the_same_numbers(self):
        script = """
          if (!requireNamespace('ncdf4', quietly = TRUE)) quit(status = 77)
          file <- ncdf4::nc_open(commandArgs(TRUE)[1])
          online <- ncdf4::ncvar_get(file, 'online')
          share <- ncdf4::ncvar_get(file, 'share')
          cat(dim(online), dim(share), online[4, 2], is.na(online[4, 1]), share[1, 2, 5],
              ncdf4::ncatt_get(file, 'online', 'units')$value,
              ncdf4::ncvar_get(file, 'run')[5], sum(online, na.rm = TRUE), sep = ' ')
        """
        answer = subprocess.run(["Rscript", "-e", script, str(self.folder / "ensemble.nc")],
                                capture_output=True, text=True)
        if answer.returncode == 77:
            self.skipTest("R has no ncdf4 (r-cran-ncdf4)")
        self.assertEqual(answer.returncode, 0, answer.stderr)
        found = answer.stdout.split()
        self.assertEqual([int(n) for n in found[:5]], [MONTHS, RUNS, MONTHS, 3, RUNS])
        self.assertEqual(float(found[5]), value_of(0, 1, 3))
        self.assertEqual(found[6], "TRUE")
        self.assertEqual(float(found[7]), value_of(2, 4, 0))
        self.assertEqual(found[8:10], ["GW", "run4"])
        self.assertAlmostEqual(float(found[10]) / expected_sum(0), 1, delta=1e-6)

    @unittest.skipIf(shutil.which("ncdump") is None, "netcdf-bin is not installed")
    def test_ncdump_shows_no_host_and_no_clock(self):
        head = subprocess.run(["ncdump", "-h", str(self.folder / "ensemble.nc")],
                              capture_output=True, text=True, check=True).stdout
        self.assertIn("double online(run, time) ;", head)
        self.assertNotIn("history", head)
        self.assertNotIn(str(time.gmtime().tm_year), head)

    @unittest.skipUnless(duckdb_is_there(),
                         "DuckDB is neither in Python nor in Node (npm: @duckdb/node-api)")
    def test_duckdb_reads_types_nulls_and_numbers_of_a_table(self):
        file = self.folder / "runs.parquet"
        types = {row[0]: row[1] for row in sql(f"describe select * from '{file}'")}
        self.assertEqual(types, {"run": "VARCHAR", "reason": "VARCHAR", "point": "BIGINT",
                                 "online_gw_end.2030": "DOUBLE", "binds_from.cowos": "DATE"})
        rows = sql(f"""select run, reason, point, "online_gw_end.2030",
                              cast("binds_from.cowos" as varchar) from '{file}'""")
        self.assertEqual(len(rows), RUNS)
        for row, (run, reason, point, gigawatts, date) in enumerate(rows):
            day = datetime.date(1970, 1, 1) + datetime.timedelta(days=row - 3)
            self.assertEqual((run, int(point)), (f"run{row}", row * 10_000_000_000 - 5))
            self.assertEqual(reason, "" if row % 3 == 0 else 'no crew, "none" at all: é')
            self.assertEqual(gigawatts, None if row % 4 == 1 else row / 3)
            self.assertEqual(date, None if row % 5 == 2 else day.isoformat())
        units = sql(f"select key::varchar, value::varchar from parquet_kv_metadata('{file}')")
        self.assertEqual(units, [["unit.online_gw_end.2030", "GW"]])

    @unittest.skipUnless(duckdb_is_there(),
                         "DuckDB is neither in Python nor in Node (npm: @duckdb/node-api)")
    def test_duckdb_reads_the_ensemble(self):
        file = self.folder / "ensemble.parquet"
        self.assertEqual([int(cell) for cell in sql(f"select count(*), count(value) from '{file}'")[0]],
                         [RUNS * MONTHS * 4,
                          sum(value_of(series, run, month) is not None for series in range(4)
                              for run in range(RUNS) for month in range(MONTHS))])
        for series, (name, entity, region, generation, unit) in enumerate(SERIES):
            where = f"from '{file}' where series = '{name}' and entity = '{entity}'"
            self.assertEqual(sql(f"select distinct region, generation, unit {where}"),
                             [[region, generation, unit]])
            self.assertEqual(float(sql(f"select sum(value) {where}")[0][0]), expected_sum(series))
            for run, month in [(0, 0), (1, 2), (RUNS - 1, MONTHS - 1), (9_999, 5)]:
                found = sql(f"select value {where} and run = 'run{run}' and "
                            f"month = date '{month_date(month)}'")
                self.assertEqual(found, [[value_of(series, run, month)]])


if __name__ == "__main__":
    unittest.main(verbosity=2)

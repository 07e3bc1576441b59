"""Other people's readers, as far as they are installed."""
import importlib.util
import json
import os
import shutil
import subprocess
import sys

DEBIAN_PYTHON = "/usr/bin/python3"
if importlib.util.find_spec("xarray") is None and os.path.exists(DEBIAN_PYTHON) and \
        not os.path.samefile(sys.executable, DEBIAN_PYTHON):
    os.execv(DEBIAN_PYTHON, [DEBIAN_PYTHON, *sys.argv])  # Debian's readers are in Debian's Python


def module(name):
    """The module, or None."""
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


xarray = module("xarray")
netCDF4 = module("netCDF4")  # what xarray reads the files with
pandas = module("pandas")
duckdb = module("duckdb")


def duckdb_is_there():
    node = shutil.which("node")
    return duckdb is not None or (node is not None and subprocess.run(
        [node, "-e", "require('@duckdb/node-api')"], capture_output=True).returncode == 0)


NODE_QUERY = """
const {DuckDBInstance} = require('@duckdb/node-api');
(async () => {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const reader = await connection.runAndReadAll(process.argv[1]);
  console.log(JSON.stringify(reader.getRowsJson()));
})();
"""


def sql(query):
    """Rows of a query; numbers may come as text."""
    if duckdb is not None:
        return [list(row) for row in duckdb.sql(query).fetchall()]
    answer = subprocess.run(["node", "-e", NODE_QUERY, query], capture_output=True, text=True, check=True)
    return json.loads(answer.stdout)

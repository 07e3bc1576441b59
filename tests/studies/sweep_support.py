"""What the tests of sweeps share."""
import hashlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

PROGRAM = Path(sys.argv[1]).resolve()
HERE = Path(__file__).resolve().parent
MERGED = ["runs.csv", "runs.parquet", "ensemble.parquet", "ensemble.nc", "quantiles.csv", "binding.csv",
          "datapackage.json", "manifest.json", "design.csv"]


def call(*arguments, code=0, env=None, preexec=None, cwd=None):
    """Runs the program; the exit code must be as promised."""
    done = subprocess.run([str(PROGRAM), *map(str, arguments)], capture_output=True, text=True,
                          env={**os.environ, **(env or {})}, preexec_fn=preexec, cwd=cwd, timeout=250)
    assert done.returncode == code, (arguments, done.returncode, done.stdout, done.stderr)
    return done


def merged_bytes(directory):
    """All that is compared of a finished sweep."""
    files = [Path(directory) / name for name in MERGED]
    found = {f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in files if f.exists()}
    assert set(MERGED) - set(found) <= {"binding.csv"}, found  # a study may do without it
    return found


def blocks(directory):
    return sorted((Path(directory) / "blocks").glob("*.blk"))


def rows(directory, name="runs.csv"):
    import csv
    with open(Path(directory) / name, newline="") as file:
        return list(csv.DictReader(file))


class Scratch:
    """A directory of its own, gone at the end."""

    def __enter__(self):
        self.home = tempfile.TemporaryDirectory(prefix="chokepoint-sweep-")
        return Path(self.home.name)

    def __exit__(self, *_):
        self.home.cleanup()


def main(tests):
    """Runs them all, or the one that is named."""
    wanted = sys.argv[2:]
    for test in tests:
        if not wanted or test.__name__ in wanted:
            print(test.__name__, flush=True)
            with Scratch() as scratch:
                test(scratch)

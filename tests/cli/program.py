"""The program as a user meets it, for tests that are called with its path first: TEST PROGRAM [CLASS]..."""
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

PROGRAM = sys.argv.pop(1)
TESTS = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(TESTS))
import progress  # noqa: E402

SMALL = TESTS / "cli" / "small.yaml"
RESULT_FILES = ["bottlenecks.csv", "context.json", "datapackage.json", "orders.csv", "resolved.yaml",
                "run.log", "summary.json", "timeseries.csv", "timing.json", "why.json"]
MACHINE_FILES = {"run.log", "timing.json"}


def call(*arguments, **options):
    return subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True,
                          timeout=60, **options)


def processor_time(*arguments):
    process = subprocess.Popen([PROGRAM, *arguments], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_utime + usage.ru_stime


def contents(folder):
    return {path.name: path.read_bytes() for path in Path(folder).iterdir()}


def comparable(folder):
    return {name: data for name, data in contents(folder).items() if name not in MACHINE_FILES}


class Case(unittest.TestCase):
    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))

    def scenario(self, text, name="scenario.yaml"):
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def assert_call(self, result, code, stdout=None, stderr=None):
        self.assertEqual(result.returncode, code, result.stderr)
        if stdout is not None:
            self.assertEqual(result.stdout, stdout)
        if stderr is not None:
            # What takes over a second says how far it is, unless it is to be quiet.
            quiet = {"-q", "--quiet"} & set(result.args)
            self.assertEqual(result.stderr if quiet else progress.without(result.stderr), stderr)

"""Result files that are cut, mangled or nonsense: one message that names the file, and no page.

usage: mangled_test.py PROGRAM
"""
import csv
import re
import shutil
import sys
import tempfile
import unittest
from pathlib import Path

from small_world import ROOT, SMALL, call, write_small

PROGRAM = ""


def cut(text):
    return text[:len(text) * 2 // 3].rstrip("\n ")


JSON = {
    "cut": cut,
    "a list": lambda text: "[]",
    "an object without anything": lambda text: "{}",
    "a word": lambda text: "chokepoint",
    "not UTF-8": lambda text: text.encode()[:-20] + b'"\xff\xfe": 1}',
    "a number too large": lambda text: re.sub(r'": \d[\d.]*', '": 1e999', text, count=1),
    "deep": lambda text: "[" * 100_000 + "]" * 100_000,
}
# Where a file has years.
YEARS = {
    "a year beyond all": lambda text: re.sub(r'"year": \d+', '"year": 99999999999', text),
    "half a year": lambda text: re.sub(r'"year": (\d+)', r'"year": \1.5', text),
    "a year in words": lambda text: re.sub(r'"year": (\d+)', r'"year": "\1"', text),
}


def field(number, value):
    """Another value in the last row."""
    def change(text):
        rows = list(csv.reader(text.splitlines()))
        rows[-1][number] = value
        return "".join(",".join(row) + "\n" for row in rows)
    return change


def table(number):
    """Mistakes in a column of numbers, and elsewhere."""
    return {
        "cut": cut,
        "empty": lambda text: "",
        "without a row's end": lambda text: text[:-1],
        "not UTF-8": lambda text: text.encode() + b"\xff\xfe,\n",
        "a row too short": lambda text: text + "2022-01-01\n",
        "nan": field(number, "nan"),
        "inf": field(number, "inf"),
        "a word": field(number, "much"),
    }


class Mangled(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory()
        cls.folder = Path(cls.temporary.name)
        write_small(cls.folder, "{kind: lhs, size: 4}", factors=("{name: press, path: parts.press.rate}",))
        for name, words in (("run", ["run", SMALL, "--relief"]),
                            ("bound", ["bound", ROOT / "tests/systems/T3.yaml"]),
                            ("comparison", ["compare", SMALL, cls.folder / "less.yaml"]),
                            ("sweep", ["sweep", cls.folder / "study.yaml"])):
            done = cls.call(*words, "-o", cls.folder / name, *(["--report"] if name != "bound" else []))
            assert done.returncode == 0, done.stderr

    @classmethod
    def tearDownClass(cls):
        cls.temporary.cleanup()

    @staticmethod
    def call(*arguments):
        return call(PROGRAM, *arguments)

    def refused(self, kind, name, changes, keep_package=False):
        for what, change in changes.items():
            with self.subTest(file=name, what=what):
                out = self.folder / "mangled"
                shutil.rmtree(out, ignore_errors=True)
                shutil.copytree(self.folder / kind, out)
                if not keep_package:
                    (out / "datapackage.json").unlink()
                text = (out / name).read_text(encoding="utf-8")
                changed = change(text)
                self.assertNotEqual(changed, text)
                (out / name).write_bytes(changed if isinstance(changed, bytes) else changed.encode())
                before = {path.name: path.read_bytes() for path in out.iterdir() if path.is_file()}
                done = self.call("report", out)
                self.assertEqual((done.returncode, done.stdout), (3, ""), done.stderr)
                self.assertRegex(done.stderr, rf"\A[^\n]*/{re.escape(name)}[^\n]*\n\Z")
                self.assertNotRegex(done.stderr, r"exception|type_error|parse_error|nlohmann|std::|stod")
                self.assertEqual({path.name: path.read_bytes() for path in out.iterdir() if path.is_file()},
                                 before)

    def test_the_files_of_a_run(self):
        self.refused("run", "summary.json", {**JSON, **YEARS})
        self.refused("run", "context.json", {**JSON, **YEARS})
        self.refused("run", "why.json", {**JSON, **YEARS})
        self.refused("run", "timeseries.csv", {
            **table(5), "a year beyond all": field(0, "99999999999-01-01"), "no date": field(0, "soon")})
        self.refused("run", "bottlenecks.csv", {**table(2), "no date": field(0, "2022-13-01")})
        self.refused("run", "relief.csv", {**table(7), "a year beyond all": field(2, "99999999999")})
        self.refused("run", "relief.json", {"cut": cut, "a word": JSON["a word"]})
        self.refused("run", "resolved.yaml", {"not UTF-8": lambda text: text.encode() + b"\xff\xfe: 1\n",
                                              "two in one": lambda text: text + 'more: "\n'})

    def test_the_files_of_a_bound(self):
        self.refused("bound", "bound.json", {**JSON, **YEARS, "no date": lambda text: text.replace(
            '"month": "2022-02-01"', '"month": "2022-02-30"')})

    def test_the_files_of_a_comparison(self):
        self.refused("comparison", "compare.json", {**JSON, **YEARS})

    def test_the_files_of_a_sweep(self):
        self.refused("sweep", "manifest.json", {**JSON})
        self.refused("sweep", "runs.csv", {key: table(0)[key] for key in (
            "cut", "empty", "without a row's end", "not UTF-8", "a row too short")})
        self.refused("sweep", "quantiles.csv", {key: table(0)[key] for key in (
            "cut", "empty", "without a row's end", "not UTF-8", "a row too short")})
        self.refused("sweep", "binding.csv", {**table(4), "no date": field(0, "soon")})

    def test_files_that_are_not_those_of_the_package(self):
        def another(text):
            return text.replace("2", "3", 1)
        for kind, names in (("run", ("summary.json", "timeseries.csv", "relief.csv", "resolved.yaml")),
                            ("comparison", ("compare.json", "compare.csv")),
                            ("sweep", ("runs.csv", "binding.csv", "manifest.json"))):
            for name in names:
                self.refused(kind, name, {"a digit": another}, keep_package=True)
        self.refused("run", "datapackage.json", {key: JSON[key] for key in ("cut", "a list", "a word")},
                     keep_package=True)

    def test_files_that_are_gone_leave_a_smaller_page(self):
        out = self.folder / "fewer"
        shutil.copytree(self.folder / "run", out)
        (out / "timeseries.csv").unlink()
        done = self.call("report", out)
        self.assertEqual((done.returncode, done.stderr), (0, ""))


if __name__ == "__main__":
    PROGRAM = sys.argv.pop(1)
    unittest.main()

"""`chokepoint report`: its files and what it refuses."""
import json
import unittest

from program import Case, SMALL, call


class Report(Case):
    def test_a_page_comes_of_a_directory_alone_and_always_the_same(self):
        out = self.folder / "out"
        self.assert_call(call("run", SMALL, "-o", out), 0)
        result = call("report", out)
        self.assert_call(result, 0, stdout=f"{out}/report.html\n", stderr="")
        first = (out / "report.html").read_bytes()
        elsewhere = self.folder / "page.html"
        self.assert_call(call("report", out, "-o", elsewhere), 0)
        self.assertEqual(elsewhere.read_bytes(), first)
        self.assertIn(json.loads((out / "summary.json").read_text())["headline"], first.decode())
        self.assertEqual([p.name for p in out.iterdir() if p.name.startswith(".")], [])

    def test_run_writes_the_same_page_when_asked(self):
        out = self.folder / "out"
        result = call("run", SMALL, "-o", out, "--report", "--trace")
        self.assert_call(result, 0, stderr="")
        self.assertIn(f"{out}/report.html\n", result.stdout)
        first = (out / "report.html").read_bytes()
        self.assert_call(call("report", out), 0)
        self.assertEqual((out / "report.html").read_bytes(), first)
        self.assertEqual(json.loads((out / "trace.json").read_text())["otherData"]["scenario"], "small")

    def test_an_older_directory_without_the_new_files_has_a_page(self):
        out = self.folder / "out"
        call("run", SMALL, "-o", out)
        for name in ("context.json", "why.json", "datapackage.json", "resolved.yaml", "run.log",
                     "orders.csv", "timeseries.csv", "bottlenecks.csv", "timing.json"):
            (out / name).unlink()
        self.assert_call(call("report", out), 0, stderr="")

    def test_what_more_of_a_constraint_brings_must_be_of_the_same_run(self):
        out, relief = self.folder / "out", self.folder / "relief"
        call("run", SMALL, "--deterministic", "-o", out)
        call("relieve", SMALL, "--deterministic", "-o", relief)
        self.assert_call(call("report", out, "--relief", relief), 0, stderr="")
        self.assertIn('"gain"', (out / "report.html").read_text())
        call("run", SMALL, "--seed", "2", "-o", out, "--overwrite")
        result = call("report", out, "--relief", relief)
        self.assert_call(result, 3, stdout="")
        self.assertIn("expected the same run", result.stderr)
        self.assertFalse((out / "report.html").exists())

    def test_what_is_no_result_is_refused_with_its_place(self):
        self.assert_call(call("report", self.folder / "nowhere"), 2, stdout="")
        result = call("report", self.folder)
        self.assert_call(result, 3, stdout="")
        self.assertIn("no summary.json", result.stderr)
        out = self.folder / "out"
        call("run", SMALL, "-o", out)
        with open(out / "bottlenecks.csv", "a", encoding="utf-8") as file:
            file.write("2022-01-01,oven,much,,,,\n")
        result = call("report", out)
        self.assert_call(result, 3, stdout="")
        self.assertRegex(result.stderr, r"bottlenecks\.csv:\d+:17: expected a number as proximate_share")
        (out / "summary.json").write_text("{")
        result = call("report", out)
        self.assert_call(result, 3, stdout="")
        self.assertIn("summary.json:1:2: is not JSON: it is cut", result.stderr)
        self.assertFalse((out / "report.html").exists())

    def test_what_a_page_draws_is_printed_as_json_and_no_page_is_written(self):
        out = self.folder / "out"
        call("run", SMALL, "-o", out)
        result = call("report", out, "--json")
        self.assert_call(result, 0, stderr="")
        self.assertFalse((out / "report.html").exists())
        data = json.loads(result.stdout)
        self.assertEqual(data["kind"], "run")
        summary = json.loads((out / "summary.json").read_text())
        self.assertEqual(data["headline"], summary["headline"])
        call("report", out)
        page = (out / "report.html").read_text(encoding="utf-8")
        self.assertIn(result.stdout.strip().replace("<", "\\u003c"), page)
        self.assert_call(call("report", out, "--json", "-o", self.folder / "x"), 2, stdout="")

    def test_a_page_that_cannot_be_written_leaves_nothing(self):
        out = self.folder / "out"
        call("run", SMALL, "-o", out)
        result = call("report", out, "-o", self.folder / "no" / "page.html")
        self.assert_call(result, 1, stdout="")
        self.assertIn("cannot write results", result.stderr)


if __name__ == "__main__":
    unittest.main()

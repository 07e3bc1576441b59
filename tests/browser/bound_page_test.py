"""The page of a bound."""
import json
import shutil
import tempfile
import unittest
from pathlib import Path

from page import By, LARGEST_PAGE, Page, ROOT, call, without_spaces


class Foresight(Page):
    """The page of a bound."""

    @classmethod
    def make(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.out = Path(cls.folder.name) / "out"
        call("bound", ROOT / "scenarios/hindcast.yaml", "--deterministic", "-o", cls.out, "-q")
        call("report", cls.out)
        cls.file = cls.out / "report.html"
        cls.bound = json.loads((cls.out / "bound.json").read_text())

    def rows(self, table):
        return [[cell.get_attribute("textContent").strip() for cell in row.find_elements(By.CSS_SELECTOR, "th, td")]
                for row in table.find_elements(By.CSS_SELECTOR, "tr")]

    def number(self, text):
        return float(without_spaces(text).replace(",", ""))

    def table_headed(self, *headings):
        for table in self.all("#foresight table"):
            rows = self.rows(table)
            if rows[0][:len(headings)] == list(headings):
                return rows[1:]
        raise AssertionError(f"no table is headed {headings}")

    def assert_near(self, text, value):
        self.assertAlmostEqual(self.number(text), value, delta=0.02 * abs(value) + 0.06)

    def test_the_run_and_the_plan_stand_beside_each_other(self):
        self.open()
        self.settle()
        rows = self.table_headed("End of", "Run", "Bound", "Most in that year alone")
        self.assertEqual(len(rows), len(self.bound["years"]))
        for row, year in zip(rows, self.bound["years"]):
            self.assertEqual(row[0], str(year["year"]))
            self.assert_near(row[1], year["run_end"])
            self.assert_near(row[2], year["bound_end"])
            self.assert_near(row[3], year["envelope"])
        self.assert_quiet()

    def test_rents_that_are_shown_add_up_to_the_bound(self):
        self.open()
        rows = self.table_headed("Constraint", "Rent", "Share")
        self.assertIn("Sum of all", rows[-1][0])
        self.assert_near(rows[-1][1], self.bound["value"])
        self.assert_near(str(sum(self.number(row[1]) for row in rows[:-1])), self.bound["value"])
        by_year = self.table_headed("Constraint", str(self.bound["years"][0]["year"]))
        for y in range(len(self.bound["years"])):
            whole = sum(rent["by_year"][y]["rent"] for rent in self.bound["rents"])
            self.assert_near(str(sum(self.number(row[1 + y]) for row in by_year)), whole)

    def test_each_step_of_foresight_has_a_row(self):
        self.open()
        rows = self.table_headed("From", "To", "Kind")
        self.assertEqual([row[:3] for row in rows],
                         [[step["from"], step["to"], step["kind"]] for step in self.bound["foresight"]])
        for row, step in zip(rows, self.bound["foresight"]):
            self.assert_near(row[3], step["gain"])
        self.click(self.all("#foresight details summary")[-1])
        self.assertTrue(self.all("#foresight details")[-1].find_element(By.CSS_SELECTOR, "table").is_displayed())

    def test_it_fits_a_phone_and_prints(self):
        self.open(width=360)
        self.settle()
        self.assertEqual(self.driver.execute_script("return document.documentElement.scrollWidth"), 360)
        self.assertLess(self.file.stat().st_size, LARGEST_PAGE)
        self.open()
        self.assert_prints()

    def test_names_of_others_execute_nothing(self):
        copy = Path(self.folder.name) / "hostile"
        shutil.copytree(self.out, copy)
        (copy / "report.html").unlink()
        self.rename(copy, jsons=("summary.json", "bound.json"), tables=())
        call("report", copy)
        self.open(width=360, file=copy / "report.html")
        self.settle()
        self.assertIsNone(self.driver.execute_script("return window.hacked || null"))
        self.assertEqual(self.all("img"), [])
        self.assertEqual(self.driver.execute_script("return document.documentElement.scrollWidth"), 360)
        self.assert_quiet()


if __name__ == "__main__":
    unittest.main()

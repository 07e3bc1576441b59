"""Pages without scripts, without the library of charts, and how large they are."""
import csv
import json
import re
import tempfile
import unittest
from pathlib import Path

from page import LARGEST_PAGE, Page, ROOT, browser, call


class Sizes(unittest.TestCase):
    def test_of_other_draws_with_what_more_would_add_and_to_2050_it_is_small(self):
        # What relief adds to a page: a text for each constraint and year, here made up.
        with tempfile.TemporaryDirectory() as folder:
            for words in (["--seed", 1], ["--seed", 3, "--set", "end=2051-01-01"]):
                out = Path(folder) / str(words[1])
                call("run", ROOT / "scenarios/baseline.yaml", *words, "-o", out, "--report")
                size = (out / "report.html").stat().st_size
                with open(out / "bottlenecks.csv", encoding="utf-8") as file:
                    names = {row["constraint"] for row in csv.DictReader(file)}
                years = len(json.loads((out / "summary.json").read_text())["years"])
                self.assertLess(size + len(names) * years * len('"12.3 (within noise)",'), LARGEST_PAGE, words)


class WithoutTheLibrary(Page):
    def test_the_still_charts_are_shown_and_all_else_works(self):
        text = self.file.read_text(encoding="utf-8")
        scripts = re.findall(r"<script>.*?</script>", text, flags=re.DOTALL)
        self.assertGreaterEqual(len(scripts), 1)
        if len(scripts) == 2:
            text = text.replace(scripts[0], "")
        page = Path(self.folder.name) / "still" / "report.html"
        page.parent.mkdir()
        page.write_text(text, encoding="utf-8")
        self.open("cell=cowos.8", file=page)
        self.assert_quiet()
        self.assertTrue(self.find("#supply svg.chart").is_displayed())
        self.assertEqual(self.find("#why-what").text, "Packaging, 2024 Q1")
        self.click(self.find("#online-tabs [data-stack=operator]"))
        self.assertTrue(self.find("#stack-operator svg.chart").is_displayed())
        self.assertFalse(self.find("#stack-lab").is_displayed())
        self.assertFalse(self.find("#online-share").is_displayed())
        self.assertFalse(self.find("#supply-log").is_displayed())


class WithoutScripts(Page):
    @classmethod
    def setUpClass(cls):
        cls.make()
        cls.driver = browser(scripts=False)

    def test_the_page_reads_without_scripts(self):
        self.open()
        text = self.find("body").text
        for part in (self.summary["headline"], "EUV tools", "Year by year", "Where it comes from"):
            self.assertIn(part, text)
        shown = [b for b in self.all("button") if b.is_displayed()]
        self.assertEqual(shown, [], "buttons that do nothing")
        self.assertTrue(all(svg.is_displayed() for svg in self.all("#supply svg.chart")))
        self.assertGreater(len(self.all("#ribbon td.top")), 20)

    def test_without_scripts_a_phone_shows_where_lines_end(self):
        self.open(width=360)
        for chart in ("supply", "stack-lab"):
            names = self.all(f"#{chart} svg.chart text.label")
            self.assertGreater(len(names), 1)
            for name in names:
                left = name.rect["x"]
                self.assertTrue(0 <= left and left + name.rect["width"] <= 360, (chart, name.rect))
        self.assertEqual(self.find("html").get_property("scrollWidth"), 360)

    def test_without_scripts_the_page_follows_the_system(self):
        grounds = {}
        for theme in ("light", "dark"):
            self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [
                {"name": "prefers-color-scheme", "value": theme}]})
            self.open()
            body = self.find("body")
            cell = self.find("#ribbon tbody td")
            grounds[theme] = [body.value_of_css_property("background-color"),
                              body.value_of_css_property("color"), cell.value_of_css_property("background-color")]
            self.assertGreater(cell.size["height"], 15)
        self.assertEqual(grounds["light"], ["rgba(248, 247, 244, 1)", "rgba(29, 32, 38, 1)", "rgba(244, 242, 236, 1)"])
        self.assertEqual(grounds["dark"], ["rgba(20, 22, 26, 1)", "rgba(236, 238, 242, 1)", "rgba(35, 38, 45, 1)"])


if __name__ == "__main__":
    unittest.main()

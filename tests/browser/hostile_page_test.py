"""Pages of files whose texts are somebody else's."""
import json
import re
import unittest
from pathlib import Path

from page import HOSTILE, LARGEST_PAGE, Page, ROOT, STUDY, call, webdriver


class Hostile(Page):
    """Every text of every file is somebody else's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rename(cls.out)
        call("report", cls.out)

    def test_hostile_names_execute_nothing_and_break_nothing(self):
        (self.out / "run.log").write_text("command: x run " + "".join(HOSTILE) + "\n", encoding="utf-8")
        values = (self.out / "resolved.yaml").read_text(encoding="utf-8")
        values = re.sub(r'why: "[^"]*"', lambda found: "why: " + json.dumps(HOSTILE[len(found[0]) % 3]), values)
        self.assertIn("onerror", values)
        (self.out / "resolved.yaml").write_text(values, encoding="utf-8")
        call("report", self.out)
        self.open(width=360)
        self.settle()
        self.assertLess(self.file.stat().st_size, 4 * LARGEST_PAGE)
        for cell in self.all("td.c")[:60:7]:
            self.driver.execute_script("arguments[0].click()", cell)
        for figure in self.all(".figure .live")[:2]:
            self.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", figure)
            webdriver.ActionChains(self.driver).move_to_element(figure).pause(0.2).perform()
        self.assertIsNone(self.driver.execute_script("return window.hacked || null"))
        self.assertEqual(self.all("img"), [])
        self.assert_quiet()
        self.assertEqual(self.driver.execute_script("return document.documentElement.scrollWidth"), 360)
        self.assertTrue(self.find("#why-text").text)

    def test_so_it_is_in_comparisons_and_sweeps(self):
        path = Path(self.folder.name)
        baseline = ROOT / "scenarios/baseline.yaml"
        (path / "study.yaml").write_text(STUDY.format(base=baseline), encoding="utf-8")
        call("compare", baseline, ROOT / "scenarios/overlays/taiwan-stop.yaml", "--deterministic",
             "-o", path / "comparison")
        call("sweep", path / "study.yaml", "-o", path / "sweep")
        self.rename(path / "comparison", jsons=("compare.json",), tables=())
        self.rename(path / "sweep", jsons=("manifest.json", "origin.json"), tables=(("binding.csv", 1),))
        for kind in ("comparison", "sweep"):
            call("report", path / kind)
            self.open(width=360, file=path / kind / "report.html")
            self.settle()
            live = self.find(".figure .live")
            self.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", live)
            webdriver.ActionChains(self.driver).move_to_element(live).pause(0.2).perform()
            self.assertIsNone(self.driver.execute_script("return window.hacked || null"))
            self.assertEqual(self.all("img"), [])
            self.assert_quiet()
            self.assertEqual(self.driver.execute_script("return document.documentElement.scrollWidth"), 360)
            self.assertGreater(len(self.all(".live path")), 5)


if __name__ == "__main__":
    unittest.main()

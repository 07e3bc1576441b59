"""The report as somebody sees it: headless Chromium opens it, walks it, prints it.

usage: report_test.py PROGRAM
"""
import base64
import csv
import json
import re
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

try:
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys
except ImportError:
    print("selenium is not installed")
    sys.exit(77)
CHROMIUM = "/usr/bin/chromium"
DRIVER = "/usr/bin/chromedriver"
if not Path(CHROMIUM).exists() or not Path(DRIVER).exists():
    print("chromium or its driver is not installed")
    sys.exit(77)

PROGRAM = ""
ROOT = Path(__file__).resolve().parents[2]
LARGEST_PAGE = 2_000_000
HOSTILE = ("<img src=x onerror=\"window.hacked=1\">", "</script><script>window.hacked=1</script>",
           "\"'><svg onload=window.hacked=1>", "\u202ereversed\u202c", "z" * 10_000)


def call(*arguments):
    done = subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True,
                          timeout=120)
    if done.returncode != 0:
        raise AssertionError(f"{arguments}: exit code {done.returncode}: {done.stderr}")
    return done.stdout


def browser(scripts=True, width=1280):
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for flag in ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
                 f"--window-size={width},1000"):
        options.add_argument(flag)
    if not scripts:
        options.add_experimental_option(
            "prefs", {"profile.managed_default_content_settings.javascript": 2})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    return webdriver.Chrome(options=options, service=Service(DRIVER))


class Page(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.out = Path(cls.folder.name) / "out"
        call("run", ROOT / "scenarios/baseline.yaml", "--deterministic", "-o", cls.out)
        call("report", cls.out)
        cls.file = cls.out / "report.html"
        cls.summary = json.loads((cls.out / "summary.json").read_text())
        cls.driver = browser()

    @classmethod
    def tearDownClass(cls):
        cls.driver.quit()
        cls.folder.cleanup()

    def open(self, fragment="theme=light", width=1280, file=None):
        self.driver.get("about:blank")
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride",
                                    {"width": width, "height": 1000, "deviceScaleFactor": 1,
                                     "mobile": False})
        self.driver.get_log("performance")
        self.driver.get_log("browser")
        self.driver.get(f"{(file or self.file).as_uri()}#{fragment}")

    def find(self, selector):
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def click(self, element):
        self.driver.execute_script("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})",
                                   element)
        element.click()

    def all(self, selector):
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def requests(self):
        """Addresses that the page asked for, without itself."""
        asked = []
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                asked.append(message["params"]["request"]["url"])
        return [url for url in asked if not url.startswith(("about:", "data:", "blob:"))
                and not url.split("#")[0].endswith("report.html")]

    def assert_quiet(self):
        # The wish for an icon comes from the browser, not from the page.
        noise = [e["message"] for e in self.driver.get_log("browser") if "favicon" not in e["message"]]
        self.assertEqual(noise, [])
        self.assertEqual([u for u in self.requests() if "favicon" not in u], [])


class Opened(Page):
    def test_it_is_small_asks_for_nothing_and_complains_of_nothing(self):
        self.assertLess(self.file.stat().st_size, LARGEST_PAGE)
        self.open()
        time.sleep(0.5)
        self.assert_quiet()
        text = self.file.read_text(encoding="utf-8")
        markup = re.sub(r"<script>.*?</script>", "", text, flags=re.DOTALL)
        self.assertIn("default-src 'none'", markup)
        self.assertEqual(re.findall(r"(?:src|href|action)=\"(?!#)[^\"]*\"|url\([^)]*\)", markup), [])

    def test_numbers_of_the_page_are_those_of_the_summary(self):
        self.open()
        self.assertEqual(self.find("h1").text, self.summary["headline"])
        rows = self.all("#year-table tbody tr")
        self.assertEqual(len(rows), len(self.summary["years"]))
        for row, year in zip(rows, self.summary["years"]):
            self.assertEqual(int(row.get_attribute("data-year")), year["year"])
            for key in ("demand_gw", "online_gw_end", "added_gw", "unmet_gw_years"):
                shown = row.find_element(By.CSS_SELECTOR, f"[data-key={key}] data")
                self.assertEqual(float(shown.get_attribute("value")), year[key])
            binding = [(b.get_attribute("data-constraint"),
                        float(b.find_element(By.TAG_NAME, "data").get_attribute("value")))
                       for b in row.find_elements(By.CSS_SELECTOR, ".bind")]
            self.assertEqual(binding, [(b["constraint"], b["share"]) for b in year["binding"]])

    def test_numbers_of_the_page_are_those_of_the_terminal(self):
        self.open()
        printed = call("run", ROOT / "scenarios/baseline.yaml", "--deterministic")
        table = [line.split() for line in printed.splitlines() if re.match(r"\d{4}  +\d", line)]
        shown = [[cell.text for cell in row.find_elements(By.CSS_SELECTOR, "th, td")][:5]
                 for row in self.all("#year-table tbody tr")]
        self.assertEqual(shown, [line[:5] for line in table])

    def test_quarters_of_the_ribbon_add_up_to_the_years_of_the_summary(self):
        self.open()
        data = json.loads(self.find("#report-data").get_attribute("textContent"))
        with open(self.out / "timeseries.csv", encoding="utf-8") as file:
            weights = {row["date"]: float(row["value"]) for row in csv.DictReader(file)
                       if row["series"] == "fell_behind"}
        for y, year in enumerate(self.summary["years"]):
            quarters = [sum(weights.get(f"{year['year']}-{m:02}-01", 0) for m in range(q, q + 3))
                        for q in (1, 4, 7, 10)]
            for binding in year["binding"]:
                share = next(c["share"] for c in data["constraints"]
                             if c["id"] == binding["constraint"])[4 * y:4 * y + 4]
                mean = sum(w * s for w, s in zip(quarters, share)) / sum(quarters)
                self.assertAlmostEqual(mean, binding["share"], places=4)

    def test_every_chart_has_ink(self):
        self.open()
        tabs = self.all("#online-tabs button[data-stack]")
        self.assertGreaterEqual(len(tabs), 3)
        for tab in tabs:
            self.click(tab)
            marks = self.all(f"#stack-{tab.get_attribute('data-stack')} .live path")
            self.assertGreater(len(marks), 5)
        self.assertGreater(len(self.all("[data-chart=supply] .live path")), 5)
        self.assertGreater(len(self.all("#graph .node")), 5)
        self.assertGreater(len(self.all(".gantt .order")), 1)
        for svg in self.all("svg.chart"):
            self.assertGreater(len(svg.find_elements(By.CSS_SELECTOR, "path, polygon, rect")), 3)

    def test_arrow_keys_walk_the_ribbon_and_change_the_panel(self):
        self.open("cell=euv_tools.32")
        seen = set()
        cell = self.find("td.c[aria-selected=true]")
        self.click(cell)
        for key in (Keys.ARROW_RIGHT, Keys.ARROW_UP, Keys.ARROW_LEFT, Keys.ARROW_DOWN, Keys.HOME):
            self.driver.switch_to.active_element.send_keys(key)
            seen.add((self.find("#why-what").text, self.find("#why-share").text))
            self.assertEqual(len(self.all("td.c[aria-selected=true]")), 1)
            self.assertEqual(len(self.all("td.c[tabindex='0']")), 1)
        self.assertEqual(len(seen), 5)
        self.assertIn("cell=euv_tools.0", self.driver.execute_script("return location.hash"))

    def test_a_link_shows_the_cell_the_year_and_the_theme_it_names(self):
        self.open("cell=cowos.8&year=2024&by=operator&theme=dark")
        self.assertEqual(self.find("#why-what").text, "Packaging, 2024 Q1")
        self.assertEqual(self.find("#year-out").text, "2024")
        self.assertEqual(self.driver.execute_script("return document.documentElement.dataset.theme"),
                         "dark")
        self.assertEqual(self.find("#online-tabs [aria-pressed=true]").text, "Operator")

    def test_the_slider_moves_the_chain_through_the_years(self):
        self.open("year=2024")
        first = self.find("#graph").get_attribute("outerHTML")
        place = {"cowos": "CoWoS wafer", "system_assembly": "Accelerator"}
        bound = next(y for y in self.summary["years"] if y["year"] == 2024)["binding"]
        self.assertEqual({n.find_element(By.CSS_SELECTOR, ".name").text
                          for n in self.all("#graph .node.binds")},
                         {place[b["constraint"]] for b in bound})
        self.find("#year").send_keys(Keys.END)
        self.assertEqual(self.find("#year-out").text, str(self.summary["years"][-1]["year"]))
        self.assertNotEqual(self.find("#graph").get_attribute("outerHTML"), first)

    def test_the_theme_changes_and_comes_back(self):
        self.open("theme=light")
        ground = "return getComputedStyle(document.body).backgroundColor"
        light = self.driver.execute_script(ground)
        self.find("#theme").click()
        dark = self.driver.execute_script(ground)
        self.assertNotEqual(light, dark)
        self.find("#theme").click()
        self.assertEqual(self.driver.execute_script(ground), light)

    def test_nothing_sticks_out_on_a_phone(self):
        self.open(width=360)
        time.sleep(0.3)
        self.assertEqual(self.driver.execute_script("return document.documentElement.scrollWidth"), 360)

    def test_it_prints_on_ten_pages_at_most(self):
        for theme in ("light", "dark"):
            self.open(f"theme={theme}")
            pdf = base64.b64decode(self.driver.execute_cdp_cmd(
                "Page.printToPDF", {"printBackground": True, "preferCSSPageSize": True})["data"])
            pages = len(re.findall(rb"/Type\s*/Page\b", pdf))
            self.assertGreaterEqual(pages, 2)
            self.assertLessEqual(pages, 10)


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


class ManyRuns(Page):
    def test_comparisons_and_sweeps_are_drawn_and_quiet(self):
        data = ROOT / "tests/unit/report/data"
        for kind, sections in (("comparison", ("comparison", "data")),
                               ("sweep", ("uncertainty", "spread", "tornado", "outputs", "data"))):
            page = Path(self.folder.name) / kind / "report.html"
            page.parent.mkdir()
            call("report", data / kind, "-o", page)
            for width in (1280, 360):
                self.open(width=width, file=page)
                time.sleep(0.3)
                self.assert_quiet()
                self.assertEqual(
                    self.driver.execute_script("return document.documentElement.scrollWidth"), width)
            self.assertEqual([s.get_attribute("id") for s in self.all("section")],
                             ["answer", *sections])
            self.assertGreater(len(self.all(".live path")), 5)

    def test_differences_of_the_page_are_those_of_compare_json(self):
        folder = ROOT / "tests/unit/report/data/comparison"
        page = Path(self.folder.name) / "differences" / "report.html"
        page.parent.mkdir()
        call("report", folder, "-o", page)
        self.open(file=page)
        world = json.loads((folder / "compare.json").read_text())["worlds"][1]
        shown = [float(d.get_attribute("value"))
                 for d in self.all("#differences tr:last-child td data")]
        self.assertEqual(shown, [y["online_gw_end"]["difference"] for y in world["years"]])


class WithoutScripts(Page):
    def test_the_page_reads_without_scripts(self):
        driver = browser(scripts=False)
        try:
            driver.get(self.file.as_uri())
            text = driver.find_element(By.TAG_NAME, "body").text
            for part in (self.summary["headline"], "EUV tools", "Year by year", "Where it comes from"):
                self.assertIn(part, text)
            shown = [b for b in driver.find_elements(By.TAG_NAME, "button") if b.is_displayed()]
            self.assertEqual(shown, [], "buttons that do nothing")
            self.assertTrue(all(svg.is_displayed() for svg in
                                driver.find_elements(By.CSS_SELECTOR, "#supply svg.chart")))
            self.assertEqual(len(driver.find_elements(By.CSS_SELECTOR, "#ribbon td.top")) > 20, True)
        finally:
            driver.quit()


class Hostile(Page):
    """Every text of every file is somebody else's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rename(cls.out)
        call("report", cls.out)

    @staticmethod
    def rename(out):
        names = list(HOSTILE)
        for name in ("summary.json", "context.json", "why.json", "facts.json"):
            document = json.loads((out / name).read_text(encoding="utf-8"))

            def changed(value, key=""):
                if isinstance(value, dict):
                    return {k: changed(v, k) for k, v in value.items()}
                if isinstance(value, list):
                    return [changed(v, key) for v in value]
                known = ("date", "from", "to", "wanted", "came", "cause_from", "cause_to", "what",
                         "unit", "not_before", "not_after", "run")
                if isinstance(value, str) and value and key not in known:
                    return value + names[len(value) % len(names)]
                return value

            (out / name).write_text(json.dumps(changed(document)), encoding="utf-8")
        for name, column in (("bottlenecks.csv", 1), ("timeseries.csv", 2), ("orders.csv", 3)):
            with open(out / name, encoding="utf-8", newline="") as file:
                rows = list(csv.reader(file))
            for row in rows[1:]:
                if row[column]:
                    row[column] += names[len(row[column]) % len(names)][:200]
            with open(out / name, "w", encoding="utf-8", newline="") as file:
                csv.writer(file, lineterminator="\n").writerows(rows)

    def test_hostile_names_execute_nothing_and_break_nothing(self):
        self.open(width=360)
        time.sleep(0.5)
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


if __name__ == "__main__":
    PROGRAM = sys.argv.pop(1)
    unittest.main()

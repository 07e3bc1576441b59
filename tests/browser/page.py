"""A report as somebody sees it, in headless Chromium, for tests that are called with the program's path first."""
import base64
import csv
import json
import re
import shutil
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
    from selenium.webdriver.common.keys import Keys  # noqa: F401, for the tests of pages
except ImportError:
    print("selenium is not installed")
    sys.exit(77)
CHROMIUM = "/usr/bin/chromium"
DRIVER = "/usr/bin/chromedriver"
if not Path(CHROMIUM).exists() or not Path(DRIVER).exists():
    print("chromium or its driver is not installed")
    sys.exit(77)

PROGRAM = sys.argv.pop(1)
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
    # A page may save more than the ten files that Chromium allows without asking.
    prefs = {"profile.default_content_setting_values.automatic_downloads": 1}
    if not scripts:
        prefs["profile.managed_default_content_settings.javascript"] = 2
    options.add_experimental_option("prefs", prefs)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    return webdriver.Chrome(options=options, service=Service(DRIVER))


def without_spaces(text):
    return re.sub(r"[\s\u00ad\u200b]", "", text).lower()


class Page(unittest.TestCase):
    @classmethod
    def make(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.out = Path(cls.folder.name) / "out"
        call("run", ROOT / "scenarios/baseline.yaml", "--deterministic", "-o", cls.out)
        call("report", cls.out)
        cls.file = cls.out / "report.html"
        cls.summary = json.loads((cls.out / "summary.json").read_text())

    @classmethod
    def setUpClass(cls):
        cls.make()
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

    def settle(self):
        """Waits until what the page does by itself is drawn."""
        self.driver.execute_async_script(
            "var done = arguments[0]; requestAnimationFrame(function () { requestAnimationFrame(done); });")

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

    def saved(self, folder, names):
        """What buttons save, by name of the file; each of these is pressed."""
        self.driver.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": folder})
        for name in names:
            of, kind = name.split(".")
            # Chromium drops the eleventh of files that are saved quickly one after the other: it is asked for again.
            for _ in range(5):
                self.click(self.find(f"[data-save={kind}][data-of={of}]"))
                until = time.time() + 3
                while not (Path(folder) / name).exists() and time.time() < until:
                    time.sleep(0.02)
                if (Path(folder) / name).exists():
                    break
        return {path.name: path.read_bytes() for path in Path(folder).iterdir()}

    def assert_prints(self):
        pdf = base64.b64decode(self.driver.execute_cdp_cmd(
            "Page.printToPDF", {"printBackground": True, "preferCSSPageSize": True})["data"])
        pages = len(re.findall(rb"/Type\s*/Page\b", pdf))
        self.assertGreaterEqual(pages, 1)
        self.assertLessEqual(pages, 10)
        if shutil.which("pdftotext") is None:
            self.skipTest("pdftotext is not installed")
        told = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True).stdout
        sheets = told.decode("utf-8").split("\f")[:pages]
        self.assertEqual(len(sheets), pages)
        # No page ends with a heading or the title of a chart: what it heads would be on the next.
        headings = [without_spaces(each) for each in self.texts(
            "main h2, main h3, main h4, main .sub, main figcaption, main details[open] > summary")]
        for sheet in sheets[:-1]:
            end = without_spaces([line for line in sheet.splitlines() if line.strip()][-1])
            rest = end
            for each in sorted(headings, key=len, reverse=True):
                rest = rest.replace(each, "")
            self.assertNotEqual(rest, "", end)  # it is made of headings
            self.assertFalse(len(end) > 8 and end in "".join(headings), end)  # a line of one
        return [without_spaces(sheet) for sheet in sheets]

    def texts(self, selector):
        return self.driver.execute_script(
            "return Array.from(document.querySelectorAll(arguments[0])).map(function (e) {"
            "  return e.textContent; }).filter(function (t) { return t.trim(); })", selector)

    @staticmethod
    def rename(out, jsons=("summary.json", "context.json", "why.json", "facts.json"),
               tables=(("bottlenecks.csv", 1), ("timeseries.csv", 2), ("orders.csv", 3))):
        names = list(HOSTILE)
        # Its hashes are those of the files before; a page of others is refused.
        (out / "datapackage.json").unlink(missing_ok=True)
        for name in jsons:
            document = json.loads((out / name).read_text(encoding="utf-8"))

            def changed(value, key=""):
                if isinstance(value, dict):
                    return {k: changed(v, k) for k, v in value.items()}
                if isinstance(value, list):
                    return [changed(v, key) for v in value]
                known = ("date", "from", "to", "wanted", "came", "cause_from", "cause_to", "what",
                         "unit", "decide_from", "month", "not_before", "not_after", "run", "column", "start", "end")
                if isinstance(value, str) and value and key not in known:
                    return value + names[len(value) % len(names)]
                return value

            (out / name).write_text(json.dumps(changed(document)), encoding="utf-8")
        for name, column in tables:
            with open(out / name, encoding="utf-8", newline="") as file:
                rows = list(csv.reader(file))
            for row in rows[1:]:
                if row[column]:
                    row[column] += names[len(row[column]) % len(names)][:200]
            with open(out / name, "w", encoding="utf-8", newline="") as file:
                csv.writer(file, lineterminator="\n").writerows(rows)


STUDY = """chokepoint: 1
name: unknowns
states: "Which unknowns drive how much is online?"
base: {base}
others: point
design: {{kind: lhs, size: 20}}
factors:
  - {{name: euv_throughput, path: actors.asml.throughput.scale}}
  - {{name: demand_growth, path: actors.ai_customers.growth.scale}}
outputs:
  - {{name: online_2030, read: {{statistic: at, of: online, from: 2030-12-01}}}}
  - {{name: online_2035, read: {{statistic: at, of: online, from: 2035-12-01}}}}
  - {{name: first_100_gw, read: {{statistic: first_above, of: online, above: 100, from: 2022-01-01}}}}
"""

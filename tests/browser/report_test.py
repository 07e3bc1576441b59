"""The report as somebody sees it: headless Chromium opens it, walks it, prints it.

usage: report_test.py PROGRAM [CLASS | -CLASS]...
"""
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
import xml.etree.ElementTree
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
sys.path.insert(0, str(ROOT / "tests"))
import classes  # noqa: E402
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
            self.click(self.find(f"[data-save={kind}][data-of={of}]"))
            until = time.time() + 10
            while not (Path(folder) / name).exists() and time.time() < until:
                time.sleep(0.02)
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


class Opened(Page):
    def test_it_is_small_asks_for_nothing_and_complains_of_nothing(self):
        self.assertLess(self.file.stat().st_size, LARGEST_PAGE)
        self.open()
        self.settle()
        self.assert_quiet()
        text = self.file.read_text(encoding="utf-8")
        markup = re.sub(r"<script>.*?</script>", "", text, flags=re.DOTALL)
        self.assertIn("default-src 'none'", markup)
        self.assertEqual(re.findall(r"(?:src|href|action)=\"(?!#)[^\"]*\"|url\([^)]*\)", markup), [])

    def test_numbers_of_the_page_are_those_of_the_summary(self):
        self.open()
        self.assertEqual(self.find("h1").text, self.summary["headline"])
        shown = self.driver.execute_script("""
            var number = function (e) { return +e.querySelector('data').getAttribute('value'); };
            return Array.from(document.querySelectorAll('#year-table tbody tr')).map(function (row) {
              var year = {year: +row.dataset.year, binding: Array.from(row.querySelectorAll('.bind')).map(function (b) {
                return [b.dataset.constraint, number(b)]; })};
              row.querySelectorAll('[data-key]').forEach(function (cell) { year[cell.dataset.key] = number(cell); });
              return year; })""")
        keys = ("year", "demand_gw", "online_gw_end", "added_gw", "unmet_gw_years")
        self.assertEqual(shown, [{**{key: year[key] for key in keys},
                                  "binding": [[b["constraint"], b["share"]] for b in year["binding"]]}
                                 for year in self.summary["years"]])

    def test_numbers_of_the_page_are_those_of_the_terminal(self):
        self.open()
        printed = call("run", ROOT / "scenarios/baseline.yaml", "--deterministic")
        table = [line.split() for line in printed.splitlines() if re.match(r"\d{4}  +\d", line)]
        shown = [[cell.text for cell in row.find_elements(By.CSS_SELECTOR, "th, td")][:5]
                 for row in self.all("#year-table tbody tr")]
        self.assertEqual(shown, [line[:5] for line in table])
        # What binds: names differ, parts do not. The largest of each year's column are on the page.
        lines = printed[printed.index("share of new shortage"):printed.index("● largest")].splitlines()
        rows = [re.sub("[●○]", " ", line).split()[-len(table):] for line in lines[1:]
                if line.strip() and not line[0].isdigit()]
        for y, cell in enumerate(self.all("#year-table tbody td:last-child")):
            parts = [int(part) for part in re.findall(r"(\d+) %", cell.text)]
            printed_parts = sorted((int(row[y]) for row in rows if row[y].isdigit()), reverse=True)
            self.assertTrue(parts)
            self.assertEqual(parts, printed_parts[:len(parts)])

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
        marks = self.driver.execute_script(
            "return Array.from(document.querySelectorAll('svg.chart')).map(function (svg) {"
            "  return svg.querySelectorAll('path, polygon, polyline, rect, circle').length; })")
        self.assertGreater(min(marks), 3)

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

    def test_the_panel_says_when_less_was_online_and_calls_the_dates_before_the_cause(self):
        dated = [(year, binding) for year in self.summary["years"] for binding in year["binding"] if binding["from"]]
        self.assertGreater(len({binding["constraint"] for _, binding in dated}), 2)
        for year, binding in dated:
            q = 4 * (year["year"] - self.summary["years"][0]["year"])
            self.open(f"cell={binding['constraint']}.{q}")
            text = self.find("#why-text").text
            self.assertEqual(re.findall(r"Less was online because of it from (\S+) to (\S+)\.", text),
                             [(binding["from"], binding["to"])])
            self.assertEqual(re.findall(r"Its cause, the shortage itself, lasted from (\S+) to (\S+)\.", text),
                             [(binding["cause_from"], binding["cause_to"])])
            # In the order in which they are read: the effect, then where it came from.
            self.assertLess(text.index(binding["from"] + " to"), text.index("Its cause"))
        # Without dates it says none.
        undated = [(year, binding) for year in self.summary["years"] for binding in year["binding"]
                   if not binding["from"]]
        for year, binding in undated:
            self.open(f"cell={binding['constraint']}.{4 * (year['year'] - self.summary['years'][0]['year'])}")
            self.assertNotIn("Less was online", self.find("#why-text").text)

    def test_what_relief_takes_away_is_told_in_words(self):
        tried = Path(self.folder.name) / "tried"
        shutil.copytree(self.out, tried)
        (tried / "datapackage.json").unlink()
        first, last = (self.summary["years"][i] for i in (0, -1))
        largest = last["binding"][0]["constraint"]

        def told(constraint, year, gain, noise=""):
            """The panel's line and the sentence for those without scripts."""
            (tried / "relief.json").write_text('{"change": "10 % more and less"}', encoding="utf-8")
            (tried / "relief.csv").write_text(
                "constraint,mode,year,e_plus,e_plus_half,e_minus,e_minus_half,gain,gain_half,within_noise,unit,failure\n"
                f"{constraint},responsive,{year},,,,,{gain},0,{noise},GW,\n", encoding="utf-8")
            call("report", tried)
            q = 4 * (year - first["year"])
            self.open(f"cell={constraint}.{q}", file=tried / "report.html")
            return (" ".join(each.text for each in self.all("#why-numbers dt, #why-numbers dd")[-2:]),
                    self.find(".card > details").get_attribute("textContent"))

        year = last["year"]
        panel, text = told(largest, year, -89.657528)
        self.assertEqual(panel, f"10 % more of it would leave by the end of {year}: others order and build "
                                "for it, see limits 89.7 GW less")
        self.assertIn(f"10 % more of it would leave 89.7 GW less by the end of {year}: others order and build "
                      "for it, see limits.", text)
        panel, text = told(largest, year, -0.83, "yes")
        self.assertEqual(panel, f"10 % more of it would leave by the end of {year} 0.83 GW less (within noise)")
        self.assertIn(f"10 % more of it would leave 0.83 GW less (within noise) by the end of {year}.", text)
        panel, text = told(largest, year, 12.04)
        self.assertEqual(panel, f"10 % more of it would add by the end of {year} 12.0 GW")
        self.assertNotIn("others order", text)
        # Time is not an amount, and a stock is there from the first day on.
        panel, _ = told("lead_time", 2023, 0.32)
        self.assertEqual(panel, "leads a tenth shorter would add by the end of 2023 0.32 GW")
        panel, text = told("initial_stock", 2022, 0.11)
        self.assertEqual(panel, "10 % more of it on the first day would add by the end of 2022 0.11 GW")

    def test_what_was_observed_stands_beside_the_run_with_the_numbers_of_score(self):
        self.open()
        scored = call("score", self.out, self.out / "observed.csv", "--csv")
        figures = [row for row in csv.DictReader(scored.splitlines()) if row["value"]]
        self.assertGreater(len(figures), 40)
        self.assertEqual(len(self.all("#observed circle.seen")), len(figures))
        rows = self.driver.execute_script(
            "return Array.from(document.querySelectorAll('#observed tbody tr')).map(function (row) {"
            "  return Array.from(row.querySelectorAll('data')).map(function (d) { return d.getAttribute('value'); }); })")
        shown = sorted((float(row[0]), float(row[-1])) for row in rows)
        # The page's exact values have twelve digits.
        wanted = sorted((float(row["data"]), float(f"{float(row['value']):.12g}")) for row in figures)
        self.assertEqual(shown, wanted)
        pictures = self.all("#observed figure")
        self.assertEqual(len(pictures), len({(f["series"], f["entity"], f["generation"]) for f in figures}))
        self.assertIn("Epoch AI", self.find("#observed").text)

    def test_every_constraint_of_the_ribbon_has_its_place_and_every_box_a_bar(self):
        self.open()
        data = json.loads(self.find("#report-data").get_attribute("textContent"))
        self.assertNotIn("Chain", {row["group"] for row in data["constraints"]})
        for goods in data["goods"]:
            self.assertTrue(any(used is not None for used in goods["used"]), goods["id"])

    def test_a_link_shows_the_cell_the_year_and_the_theme_it_names(self):
        self.open("cell=cowos.8&year=2024&by=operator&theme=dark")
        self.assertEqual(self.find("#why-what").text, "Packaging, 2024 Q1")
        self.assertEqual(self.find("#year-out").text, "2024")
        self.assertEqual(self.driver.execute_script("return document.documentElement.dataset.theme"),
                         "dark")
        self.assertEqual(self.find("#online-tabs [aria-pressed=true]").text, "Operator")

    def test_an_address_that_is_none_breaks_nothing(self):
        for broken in ("cell=cowos.9&year=50%", "x=%E0", "%", "cell=cowos.1e9", "by=constructor",
                       "year=&cell=&theme=&by=&at="):
            self.open(broken)
            self.assert_quiet()
            self.assertGreater(len(self.all("[data-chart=supply] .live path")), 5, broken)
            self.assertEqual(len(self.all("td.c[aria-selected=true]")), 1, broken)
            self.assertEqual(len(self.all("#online-tabs [data-stack][aria-pressed=true]")), 1, broken)
        self.open("cell=cowos.9&year=50%")
        self.assertEqual(self.find("#why-what").text, "Packaging, 2024 Q2")

    def test_another_link_pasted_into_an_open_page_is_followed(self):
        self.open("cell=cowos.8&year=2024&theme=light")
        # The browser tells of a new address after the script that sets it.
        self.driver.execute_async_script(
            "window.addEventListener('hashchange', () => setTimeout(arguments[0]));"
            "location.hash = 'cell=euv_tools.13&year=2026&by=operator&theme=dark'")
        self.assertTrue(self.find("#why-what").text.endswith(", 2025 Q2"))
        self.assertEqual(self.find("#year-out").text, "2026")
        self.assertEqual(self.find("#online-tabs [aria-pressed=true]").text, "Operator")
        self.assertEqual(self.driver.execute_script("return document.documentElement.dataset.theme"),
                         "dark")

    def test_links_within_the_page_keep_the_cell_and_the_year(self):
        self.open("cell=cowos.8&year=2024&theme=light")
        link = self.find("nav a[href^='#']")
        target = link.get_attribute("href").split("#")[1]
        self.driver.execute_async_script(
            "window.addEventListener('hashchange', () => setTimeout(arguments[1]));"
            "arguments[0].click()", link)
        self.assertIn(f"at={target}", self.driver.execute_script("return location.hash"))
        self.driver.refresh()
        self.assertEqual(self.find("#why-what").text, "Packaging, 2024 Q1")
        self.assertEqual(self.find("#year-out").text, "2024")

    def test_the_slider_moves_the_chain_through_the_years(self):
        self.open("year=2024")
        first = self.find("#graph").get_attribute("outerHTML")
        self.assert_tags(2024)
        self.find("#year").send_keys(Keys.END)
        self.assertEqual(self.find("#year-out").text, str(self.summary["years"][-1]["year"]))
        self.assertNotEqual(self.find("#graph").get_attribute("outerHTML"), first)
        self.assert_tags(self.summary["years"][-1]["year"])

    def assert_tags(self, year):
        """BINDS stands at goods at which a constraint of that year sits; the line names them all."""
        data = json.loads(self.find("#report-data").get_attribute("textContent"))
        y = data["years"].index(year)
        tagged = {n.find_element(By.CSS_SELECTOR, ".name").text for n in self.all("#graph .node.binds")}
        self.assertEqual(tagged, {g["name"] for g in data["goods"] if g["binds"][y]})
        bound = next(each for each in self.summary["years"] if each["year"] == year)["binding"]
        self.assertTrue(tagged)
        self.assertLessEqual(len(tagged), len(bound))
        for binding in bound:
            name = next(c["name"] for c in data["constraints"] if c["id"] == binding["constraint"])
            self.assertIn(name, self.find("#also").text)

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
        self.settle()
        self.assertEqual(self.driver.execute_script("return document.documentElement.scrollWidth"), 360)

    def test_the_pointer_shows_the_digits_of_the_table(self):
        self.open()
        live = self.find("[data-chart=supply] .live")
        self.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", live)
        # The right end of the plot, in front of the labels: the last month.
        move = webdriver.ActionChains(self.driver)
        move.move_to_element_with_offset(live, live.size["width"] // 2 - 192, 0).pause(0.3).perform()
        shown = self.driver.execute_script(
            "return Array.from(arguments[0].querySelectorAll('b')).map(function (b) { return b.textContent; })", live)
        self.assertEqual(shown[0], f"{self.summary['years'][-1]['year']}-12")
        self.assertEqual(shown[1:3], self.driver.execute_script(
            "return Array.from(document.querySelectorAll('[data-chart=supply] details tbody tr:last-child td'))"
            ".map(function (td) { return td.textContent; })"))

    def test_charts_save_their_numbers_and_pictures(self):
        with tempfile.TemporaryDirectory() as folder:
            self.open("by=operator")
            names = ("supply.csv", "supply.svg", "supply.png", "operator.csv", "chain.svg", "chain.csv",
                     "observed.csv", "observed.svg", "observed.png", "lots.csv", "lots.svg", "lots.png")
            read = self.saved(folder, names)
            self.assert_quiet()
        self.assertEqual(set(read), set(names))
        rows = list(csv.DictReader(read["supply.csv"].decode().splitlines()))
        with open(self.out / "timeseries.csv", encoding="utf-8") as file:
            online = {row["date"][:7]: float(row["value"]) for row in csv.DictReader(file)
                      if row["series"] == "online" and row["entity"] == ""}
        self.assertEqual({row["month"] for row in rows}, set(online))
        for row in rows:
            self.assertAlmostEqual(float(row["Online"]), online[row["month"]], delta=1e-5 * online[row["month"]])
        goods = list(csv.DictReader(read["chain.csv"].decode().splitlines()))
        self.assertGreater(max(float(row["arrived"]) for row in goods), 1e6)  # wafers, without a prefix
        self.assertIn("wafer", {row["unit"] for row in goods})
        for name in ("supply.svg", "chain.svg", "observed.svg", "lots.svg"):
            shapes = list(xml.etree.ElementTree.fromstring(read[name]).iter())
            self.assertGreater(len(shapes), 20)
        for name in ("supply.png", "observed.png", "lots.png"):
            self.assertEqual(read[name][:8], b"\x89PNG\r\n\x1a\n")
            self.assertGreater(len(read[name]), 10_000)
        # Every chart of what was observed is in its picture, with its name.
        svg = "{http://www.w3.org/2000/svg}"
        sheet = xml.etree.ElementTree.fromstring(read["observed.svg"])
        figures = self.all("#observed figure figcaption")
        self.assertEqual([len(sheet.findall(f"{svg}svg")), len(sheet.findall(f"{svg}text"))], 2 * [len(figures)])
        self.assertEqual([text.text for text in sheet.findall(f"{svg}text")], [each.text for each in figures])
        observed = list(csv.DictReader(read["observed.csv"].decode().splitlines()))
        self.assertEqual(len(observed), len(self.all("#observed tbody tr")))
        self.assertTrue(all(float(row["Observed"]) >= 0 and float(row["Run"]) >= 0 for row in observed))
        # The lot that is open, and no other.
        sheet = xml.etree.ElementTree.fromstring(read["lots.svg"])
        opened = self.find("details.chain[open]")
        self.assertEqual([text.text for text in sheet.findall(f"{svg}text")],
                         [opened.find_element(By.TAG_NAME, "summary").get_attribute("textContent")])
        rows = [each for each in sheet.iter(f"{svg}g") if each.get("class", "").startswith("order")]
        self.assertEqual(len(rows), len(opened.find_elements(By.CSS_SELECTOR, ".order")))
        # Orders of the chains are those of the journal.
        with open(self.out / "orders.csv", encoding="utf-8") as file:
            journal = {row["order"]: row for row in csv.DictReader(file)}
        lots = list(csv.DictReader(read["lots.csv"].decode().splitlines()))
        self.assertGreater(len(lots), 20)
        for lot in lots:
            row = journal[lot["order"]]
            self.assertEqual([lot[key] for key in ("buyer", "seller", "commodity", "unit")],
                             [row[key] for key in ("buyer", "seller", "commodity", "unit")])
            self.assertAlmostEqual(float(lot["quantity"]), float(row["quantity"]), delta=1e-5 * float(row["quantity"]))
            for key in ("placed", "promised", "delivered"):
                self.assertEqual(lot[key], row[key][:10])

    def test_nothing_moves_by_itself_for_those_who_want_that(self):
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {
            "features": [{"name": "prefers-reduced-motion", "value": "reduce"}]})
        try:
            self.open("year=2024")
            moving = self.driver.execute_script(
                "return Array.from(document.querySelectorAll('body, body *')).filter(function (e) {"
                "  var s = getComputedStyle(e);"
                "  return s.animationName !== 'none' || (parseFloat(s.transitionDuration) > 0 && s.transitionProperty !== 'none');"
                "}).length")
            self.assertEqual(moving, 0)
            self.assertEqual(self.driver.execute_script(
                "return getComputedStyle(document.documentElement).scrollBehavior"), "auto")
            time.sleep(1)
            self.assertEqual(self.find("#year-out").text, "2024")
        finally:
            self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})

    def test_it_prints_on_ten_pages_at_most(self):
        for theme in ("light", "dark"):
            self.open(f"theme={theme}")
            sheets = self.assert_prints()

            def sheet_of(selector):
                """The only sheet with all of these texts."""
                texts = [without_spaces(each) for each in self.texts(selector)]
                self.assertTrue(texts, selector)
                found = [i for i, sheet in enumerate(sheets) if all(each in sheet for each in texts)]
                self.assertEqual(len(found), 1, (selector, found))
                return found[0]

            # The answer and the ribbon, then two charts that fill the second sheet.
            self.assertEqual([sheet_of("#answer h1"), sheet_of("#bottlenecks h2")], [0, 0])
            for selector in ("#supply h2", "#supply svg .label", "#online h2", "#stack-lab h3", "#stack-lab svg .label"):
                self.assertEqual(sheet_of(selector), 1, selector)
            for heading, chart in (("#chain h2", "#graph .node .name"), ("#orders h2", ".chain[open] .gantt .row")):
                self.assertEqual(sheet_of(heading), sheet_of(chart))


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
SECTIONS = {"comparison": ["answer", "comparison", "data"],
            "sweep": ["answer", "uncertainty", "spread", "tornado", "outputs", "data"]}
MOST_SECONDS_TO_WRITE = 3
MOST_SECONDS_TO_OPEN = 1.5


class ManyRuns(Page):
    """A comparison and a sweep of the baseline, made here by the program under test."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        path = Path(cls.folder.name)
        baseline = ROOT / "scenarios/baseline.yaml"
        (path / "study.yaml").write_text(STUDY.format(base=baseline), encoding="utf-8")
        cls.printed = {
            "comparison": call("compare", baseline, ROOT / "scenarios/overlays/taiwan-stop.yaml",
                               "--deterministic", "--report", "-o", path / "comparison"),
            "sweep": call("sweep", path / "study.yaml", "--report", "-o", path / "sweep")}
        cls.pages = {kind: path / kind / "report.html" for kind in SECTIONS}
        call("run", baseline, "--deterministic", "--report", "-o", path / "run")
        cls.run_page = path / "run" / "report.html"
        cls.driver = browser()

    def test_they_are_drawn_fit_every_width_and_are_quiet(self):
        for kind, sections in SECTIONS.items():
            for theme in ("light", "dark"):
                for width in (1280, 360):
                    self.open(f"theme={theme}", width=width, file=self.pages[kind])
                    self.settle()
                    self.assert_quiet()
                    self.assertEqual(
                        self.driver.execute_script("return document.documentElement.scrollWidth"), width)
            self.assertEqual([s.get_attribute("id") for s in self.all("section")], sections)
            self.assertGreater(len(self.all(".live path")), 5)
            for svg in self.all("svg.chart"):
                marks = svg.find_elements(By.CSS_SELECTOR, "path, polygon, rect, circle")
                self.assertGreater(len(marks), 1)
            self.assertLess(self.pages[kind].stat().st_size, LARGEST_PAGE)

    def test_events_of_many_worlds_are_told_apart_and_paper_has_the_worlds_that_differ_most(self):
        overlays = sorted((ROOT / "scenarios/overlays").glob("*.yaml"))
        out = Path(self.folder.name) / "all"
        call("compare", ROOT / "scenarios/baseline.yaml", *overlays, "--set", "end=2029-01-01",
             "--deterministic", "--report", "-o", out)
        worlds = json.loads((out / "compare.json").read_text(encoding="utf-8"))["worlds"]
        events = {event["name"] for world in worlds for event in world["events"]}
        self.assertGreater(len(events), 10)
        for width in (1280, 360):
            self.open(width=width, file=out / "report.html")
            self.settle()
            boxes = self.driver.execute_script(
                "return Array.from(document.querySelectorAll('.figure .live text')).filter(function (t) {"
                "  return !/^(20\\d\\d|[\\d,.]*0)$/.test(t.textContent); }).map(function (t) {"
                "  var b = t.getBoundingClientRect(); return [t.textContent, b.left, b.top, b.right, b.bottom]; })")
            self.assertGreater(len(boxes), 4)
            for i, (one, left, top, right, bottom) in enumerate(boxes):
                self.assertTrue(0 <= left and right <= width, (width, one, left, right))
                for other in boxes[:i]:
                    apart = (left >= other[3] - 1 or right <= other[1] + 1 or top >= other[4] - 3 or bottom <= other[2] + 3)
                    self.assertTrue(apart, (width, one, other[0]))
                if left > 700 and not one.isdigit():  # a name at the end of its line, with its value
                    self.assertRegex(one, r"^.+ [\d,.]+$")
            told = self.find("ol.marks").text.lower()
            for name in events:
                self.assertIn(name.split("_")[-1].lower(), told)
        self.assert_prints()
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
        try:
            shown = [row.is_displayed() for row in self.all("#strips tbody tr")]
            self.assertEqual([shown.count(True), shown[0]], [8, True])
            self.assertIn("Taiwan stop", self.find("#answer .tiles").text)
            self.assertIn(f"{len(worlds) - 8} more worlds", self.find("#comparison .paper").text)
        finally:
            self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})

    def test_the_pointer_tells_the_intervals_of_a_sweep(self):
        self.open(file=self.pages["sweep"])
        live = self.find("[data-chart=fan] .live")
        self.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", live)
        move = webdriver.ActionChains(self.driver)
        move.move_to_element_with_offset(live, live.size["width"] // 2 - 192, 0).pause(0.3).perform()
        told = self.driver.execute_script(
            "return Array.from(arguments[0].querySelectorAll('div')).map(function (d) { return d.innerText; }).join('\\n')", live)
        with open(self.pages["sweep"].parent / "quantiles.csv", encoding="utf-8") as file:
            last = [row for row in csv.DictReader(file) if row["quantity"] == "online" and row["date"] and not row["entity"]][-1]
        self.assertIn(last["date"][:7], told)
        for low, high in (("p10", "p90"), ("p25", "p75")):
            found = re.search(rf"Online {low.upper()}-{high.upper()}: ([\d,.]+)-([\d,.]+) GW", told)
            self.assertTrue(found, told)
            for shown, exact in zip(found.groups(), (last[low], last[high])):
                self.assertAlmostEqual(float(shown.replace(",", "")) / float(exact), 1, delta=0.01)

    def test_dots_save_their_numbers_and_pictures(self):
        self.open(file=self.pages["sweep"])
        names = ("outputs.csv", "outputs.svg", "outputs.png")
        with tempfile.TemporaryDirectory() as folder:
            read = self.saved(folder, names)
        self.assertEqual(set(read), set(names))
        rows = list(csv.DictReader(read["outputs.csv"].decode().splitlines()))
        self.assertEqual(len(rows), 3 * 50)
        with open(self.pages["sweep"].parent / "runs.csv", encoding="utf-8") as file:
            online = sorted(float(run["online_2035"]) for run in csv.DictReader(file))
        dots = [float(row["value"]) for row in rows if row["output"] == "online_2035"]
        self.assertEqual(dots, sorted(dots))
        for dot in dots:
            self.assertTrue(any(abs(dot / each - 1) < 1e-5 for each in online))
        self.assertTrue(all(re.fullmatch(r"\d{4}-\d\d-\d\d", row["value"]) for row in rows if row["output"] == "first_100_gw"))
        svg = "{http://www.w3.org/2000/svg}"
        sheet = xml.etree.ElementTree.fromstring(read["outputs.svg"])
        self.assertEqual(len(sheet.findall(f"{svg}svg")), 3)
        self.assertEqual(len(sheet.findall(f"{svg}text")), 3 * 4)  # the name, and three numbers below

    def test_they_print_on_ten_pages_at_most(self):
        for page in self.pages.values():
            self.open("theme=dark", file=page)
            self.assert_prints()

    def test_numbers_of_a_comparison_are_those_of_its_file_and_of_the_terminal(self):
        page = self.pages["comparison"]
        self.open(file=page)
        world = json.loads((page.parent / "compare.json").read_text(encoding="utf-8"))["worlds"][1]
        rows = self.all("#differences tbody tr")[-2:]
        cells = [row.find_elements(By.CSS_SELECTOR, "td data") for row in rows]
        for shown, key in zip(cells, ("value", "difference")):
            self.assertEqual([float(d.get_attribute("value")) for d in shown],
                             [y["online_gw_end"][key] for y in world["years"]])
        table = [line.split() for line in self.printed["comparison"].splitlines()
                 if re.match(r"\d{4}  +\d", line)]
        self.assertEqual(len(table), len(world["years"]))
        self.assertEqual([d.text for d in cells[0]], [line[1] for line in table])
        self.assertEqual([d.text.replace("\u2212", "-").lstrip("+") for d in cells[1]],
                         [line[2].lstrip("+") for line in table])
        # Of what there is less, when, how far and until when; below it through what it came.
        told = re.findall(r"^  (\d{4}-\d\d)  (.+?) +down to (.+?), (?:back in )?(not back by the end|\d{4}-\d\d(?:, less again \d{4}-\d\d)?)$"
                          r"((?:\n {11,}\S.*)*)", self.printed["comparison"], flags=re.MULTILINE)
        self.assertGreater(len(told), 5)
        shown = [[cell.text for cell in row.find_elements(By.CSS_SELECTOR, "th, td")]
                 for row in self.all("table.folds tbody tr")]
        self.assertEqual(shown, [[": ".join(filter(None, (title, ", ".join(map(str.strip, through.strip().splitlines()))))), first,
                                  last.replace("not back", "not"), worst]
                                 for first, title, worst, last, through in told])
        lost = re.search(r"over the run: ([\d,.]+) GW-years", self.printed["comparison"])[1]
        self.assertIn(f"over the run: {lost} GW-years", self.find("#answer .lede").text)
        # By whom it is lost: the last year, and who is told of.
        told = re.findall(r"^    \w+ .* (\S+)  +\d+ %$", self.printed["comparison"], flags=re.MULTILINE)
        self.assertGreater(len(told), 10)
        self.click(self.find("#comparison details summary"))
        shown = [cell.text.replace("\u2212", "-").lstrip("+")
                 for cell in self.all("#comparison details td:last-child")]
        self.assertEqual(shown, [number.lstrip("+") for number in told])

    def test_a_comparison_of_several_seeds_says_how_far_they_differ(self):
        out = Path(self.folder.name) / "seeds"
        printed = call("compare", ROOT / "scenarios/baseline.yaml", ROOT / "scenarios/overlays/taiwan-stop.yaml",
                       "--seeds", 3, "--report", "-o", out)
        world = json.loads((out / "compare.json").read_text(encoding="utf-8"))["worlds"][1]
        last = world["years"][-1]["online_gw_end"]
        wanted = [last[key] for key in ("difference", "difference_low", "difference_high")]
        self.assertLess(wanted[1], wanted[2])
        self.open(file=out / "report.html")
        means = self.find("#means")
        self.assertIn("means of 3 seeds", means.text)
        self.assertEqual([float(d.get_attribute("value"))
                          for d in means.find_elements(By.TAG_NAME, "data")], wanted)
        # To the digit of the terminal: the last year's line and the brackets below it.
        lines = printed.splitlines()
        at = next(i for i, line in enumerate(lines) if line.startswith(str(world["years"][-1]["year"]) + " "))
        told = [lines[at].split()[2], *re.search(r"\[(\S+), (\S+)\]", lines[at + 1]).groups()]
        self.assertEqual([d.text.replace("\u2212", "-") for d in means.find_elements(By.TAG_NAME, "data")], told)
        self.assertIn(f"[{told[1]}, {told[2]}]", self.all("#answer .tile")[1].text.replace("\u2212", "-"))
        ranges = [d.get_attribute("value") for d in self.all("#differences tbody tr:last-child td data")]
        self.assertEqual([float(value) for value in ranges],
                         [year["online_gw_end"][key] for year in world["years"]
                          for key in ("difference_low", "difference_high")])
        self.assertIn("a band holds nine tenths of its world's seeds", self.find("#comparison .sub").text)
        # Of one seed nothing of this is said.
        self.open(file=self.pages["comparison"])
        self.assertEqual(self.all("#means"), [])
        self.assertNotIn("nine tenths of its", self.find("#comparison .sub").text)

    def test_names_and_numbers_are_seen_together_on_a_phone(self):
        right = "return Array.from(document.querySelectorAll(arguments[0])).map(function (e) {" \
            "  var box = e.getBoundingClientRect(); return [Math.round(box.left), Math.round(box.right)]; })"
        self.open(width=360, file=self.pages["comparison"])
        self.settle()
        for left, edge in self.driver.execute_script(right, ".folds th, .folds td"):
            self.assertTrue(0 <= left and edge <= 360, (left, edge))
        for table in ("#differences", "#strips"):
            self.driver.execute_script(
                "var e = document.querySelector(arguments[0]).parentNode; e.scrollLeft = e.scrollWidth;", table)
            names = self.driver.execute_script(right, table + " tbody th")
            numbers = self.driver.execute_script(right, table + " tbody td:last-child")
            for left, edge in names + numbers:
                # A strip of many years may be wider than what is seen of it.
                self.assertTrue((0 <= left or edge - left > 200 and table == "#strips") and edge <= 360,
                                (table, left, edge))
            if table == "#differences":  # there a cell is a year
                self.assertLessEqual(max(edge for _, edge in names), min(left for left, _ in numbers))
        self.assertEqual([key.text for key in self.all("#comparison .keys span") if key.is_displayed()],
                         ["Baseline", "Taiwan stop"])
        self.open(width=360, file=self.pages["sweep"])
        self.settle()
        boxes = self.driver.execute_script(right, ".tornado tbody th, .tornado tbody td, .tornado i")
        self.assertEqual(len(boxes), 8)
        for left, edge in boxes:
            self.assertTrue(0 <= left < edge <= 360, (left, edge))

    def test_no_word_is_cut_and_no_text_is_tiny(self):
        for page in [*self.pages.values(), self.run_page]:
            for width in (1280, 360):
                self.open(width=width, file=page)
                self.settle()
                self.driver.execute_script(
                    "document.querySelectorAll('details').forEach(function (d) { d.open = true; })")
                self.assertEqual(self.driver.execute_script(
                    "return Array.from(document.querySelectorAll('.strip td span')).filter(function (e) {"
                    "  return e.scrollWidth > e.clientWidth + 1; }).map(function (e) { return e.textContent; })"), [])
                smallest = self.driver.execute_script(
                    "return Math.min.apply(null, Array.from(document.querySelectorAll('svg text')).filter("
                    "  function (e) { return e.getClientRects().length && e.getBoundingClientRect().width; }).map(function (e) {"
                    "  var m = e.getScreenCTM(); return Math.hypot(m.a, m.b) * parseFloat(getComputedStyle(e).fontSize); }))")
                self.assertGreaterEqual(smallest, 9.5, (page, width))
                self.assertEqual(self.driver.execute_script(
                    "return Array.from(document.querySelectorAll('svg.chart text')).filter(function (e) {"
                    "  var t = e.getBoundingClientRect(), s = e.ownerSVGElement.getBoundingClientRect();"
                    "  return t.width && (t.left < s.left - 1 || t.right > s.right + 1); })"
                    ".map(function (e) { return e.textContent; })"), [], (page, width))

    def test_medians_of_a_sweep_are_those_of_its_file_and_of_the_terminal(self):
        page = self.pages["sweep"]
        self.open(file=page)
        with open(page.parent / "quantiles.csv", encoding="utf-8") as file:
            median = {row["quantity"]: row["p50"] for row in csv.DictReader(file) if not row["date"]}
        printed = {line.split()[0]: line.split()[3] for line in self.printed["sweep"].splitlines()
                   if re.match(r"\w+ +20 ", line)}
        self.assertEqual(len(printed), 3)
        shown = [caption.find_element(By.TAG_NAME, "data") for caption in self.all("figure.dots figcaption")]
        self.assertEqual({d.text for d in shown}, set(printed.values()))
        numbers = {float(d.get_attribute("value")) for d in shown}
        self.assertLessEqual({float(median[name]) for name in ("online_2030", "online_2035")}, numbers)
        tile = self.find("#answer .tile data")
        self.assertEqual(float(tile.get_attribute("value")), float(median["online_gw_end.2035"]))
        self.assertEqual(tile.text, printed["online_2035"])
        low, high = next(line.split()[2:5:2] for line in self.printed["sweep"].splitlines()
                         if line.startswith("online_2035"))
        self.assertEqual(self.find("#answer .tile p:last-child").text, f"P10-P90 {low}-{high}")

    def test_two_thousand_runs_are_written_and_opened_quickly(self):
        many = Path(self.folder.name) / "many"
        shutil.copytree(self.pages["sweep"].parent, many, ignore=shutil.ignore_patterns(
            "blocks", "*.nc", "*.parquet", "datapackage.json"))
        with open(many / "runs.csv", encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        with open(many / "runs.csv", "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(header)
            for n in range(2000):
                writer.writerow([f"{n:016x}", *rows[n % len(rows)][1:]])

        def written():
            (many / "report.html").unlink(missing_ok=True)
            began = time.monotonic()
            call("report", many)
            return time.monotonic() - began

        def opened():
            self.driver.get("about:blank")
            self.driver.get((many / "report.html").as_uri())
            return self.driver.execute_script(
                "return performance.getEntriesByType('navigation')[0].loadEventEnd / 1000")

        # The best of three: what else the machine does only makes them longer.
        self.assertLess(min(written() for _ in range(3)), MOST_SECONDS_TO_WRITE)
        self.open(file=self.pages["sweep"])  # the browser is awake
        ready = [opened() for _ in range(3)]
        self.assertGreater(min(ready), 0)
        self.assertLess(min(ready), MOST_SECONDS_TO_OPEN)
        self.assertIn("2,000 runs", self.find("#answer").text.lower())
        self.assertGreater(len(self.all(".live path")), 5)


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
        Hostile.rename(copy, jsons=("summary.json", "bound.json"), tables=())
        call("report", copy)
        self.open(width=360, file=copy / "report.html")
        self.settle()
        self.assertIsNone(self.driver.execute_script("return window.hacked || null"))
        self.assertEqual(self.all("img"), [])
        self.assertEqual(self.driver.execute_script("return document.documentElement.scrollWidth"), 360)
        self.assert_quiet()


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


class Hostile(Page):
    """Every text of every file is somebody else's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rename(cls.out)
        call("report", cls.out)

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
    PROGRAM = sys.argv.pop(1)
    sys.argv[1:] = classes.chosen(sys.modules[__name__], sys.argv[1:])
    unittest.main()

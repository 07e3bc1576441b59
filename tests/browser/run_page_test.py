"""The page of a run, opened, walked and printed."""
import csv
import json
import re
import shutil
import tempfile
import time
import unittest
import xml.etree.ElementTree
from pathlib import Path

from page import By, Keys, LARGEST_PAGE, Page, ROOT, call, webdriver, without_spaces


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
        journal = {}
        with open(self.out / "orders.csv", encoding="utf-8") as file:
            for row in csv.DictReader(file):  # what was taken back of one has a line behind the first
                whole = journal.setdefault(row["order"], row)
                if whole is not row:
                    whole["quantity"] = float(whole["quantity"]) + float(row["quantity"])
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


if __name__ == "__main__":
    unittest.main()

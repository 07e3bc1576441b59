"""Makes the pictures of docs/reference/report.md of the baseline as it is, with headless Chromium.

usage: pictures.py PROGRAM REPOSITORY
"""
import base64
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.chrome.service import Service

WIDTH = 1180
SCALE = 0.78
# Name, page, part of it, what stands in its address, and how much of it at most.
PICTURES = (
    ("answer", "run", "answer", "theme=light", None),
    ("ribbon", "run", "bottlenecks", "theme=light&cell=cowos.9", None),
    ("supply", "run", "supply", "theme=light", None),
    ("online", "run", "online", "theme=light&by=operator", None),
    ("observed", "run", "observed", "theme=light", 760),
    ("chain", "run", "chain", "theme=light&year=2026", None),
    ("orders", "run", "orders", "theme=light", 980),
    ("dark", "run", "answer", "theme=dark", 900),
    ("comparison", "comparison", "answer", "theme=light", 1130),
    ("sweep", "sweep", "answer", "theme=light", 1420),
)


def browser():
    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for flag in ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"):
        options.add_argument(flag)
    return webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))


def picture(driver, page, part, fragment, most):
    driver.get("about:blank")
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride",
                           {"width": WIDTH, "height": 1000, "deviceScaleFactor": 1, "mobile": False})
    driver.get(f"{page.as_uri()}#{fragment}")
    time.sleep(0.8)
    top, height = driver.execute_script(
        "document.querySelector('.masthead').style.position = 'static';"
        "var box = document.getElementById(arguments[0]).getBoundingClientRect();"
        "return [box.top + scrollY, box.height];", part)
    clip = {"x": 0, "y": top - 8, "width": WIDTH, "height": most or height + 12, "scale": SCALE}
    shot = driver.execute_cdp_cmd("Page.captureScreenshot",
                                  {"format": "png", "captureBeyondViewport": True, "clip": clip})
    return base64.b64decode(shot["data"])


def main():
    program, repository = sys.argv[1], Path(sys.argv[2]).resolve()
    scenarios = repository / "scenarios"
    baseline = scenarios / "baseline.yaml"
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        for kind, words in (
                ("run", ["run", baseline, "--deterministic", "--relief"]),
                ("comparison", ["compare", baseline, scenarios / "overlays/taiwan-stop.yaml",
                                "--deterministic"]),
                ("sweep", ["sweep", scenarios / "studies/uncertainty.yaml"])):
            subprocess.run([program, *map(str, words), "--report", "-o", str(out / kind)], check=True,
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        driver = browser()
        try:
            for name, kind, part, fragment, most in PICTURES:
                page = out / kind / "report.html"
                (repository / f"docs/reference/pictures/report-{name}.png").write_bytes(
                    picture(driver, page, part, fragment, most))
        finally:
            driver.quit()


if __name__ == "__main__":
    main()

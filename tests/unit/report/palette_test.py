"""Colours of reports can be told apart, by those who see fewer colours too.

usage: palette_test.py REPORT.CSS
"""
import itertools
import math
import re
import sys
import unittest

CSS = ""
SYSTEM = []  # what holds without scripts where the system is dark
BY_SYSTEM = "@media screen and (prefers-color-scheme: dark) {"
LEAST_DISTANCE = 9  # OKLab times 100
# Machado, Oliveira and Fernandes 2009, full severity, on linear RGB.
VIEWS = {
    "everybody": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
                   [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
                     [-0.011820, 0.042940, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
                   [0.004733, 0.691367, 0.303900]],
}


def linear(colour):
    parts = [int(colour[i:i + 2], 16) / 255 for i in (1, 3, 5)]
    return [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]


def seen(view, rgb):
    return [min(1, max(0, sum(a * b for a, b in zip(row, rgb)))) for row in VIEWS[view]]


def oklab(rgb):
    r, g, b = rgb
    cone = [0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b,
            0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b,
            0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b]
    x, y, z = (c ** (1 / 3) for c in cone)
    return (0.2104542553 * x + 0.7936177850 * y - 0.0040720468 * z,
            1.9779984951 * x - 2.4285922050 * y + 0.4505937099 * z,
            0.0259040371 * x + 0.7827717662 * y - 0.8086757660 * z)


def luminance(colour):
    r, g, b = linear(colour)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(a, b):
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def theme(selector):
    block = re.search(re.escape(selector) + r" \{(.*?)\n\}", CSS, re.DOTALL).group(1)
    return dict(re.findall(r"--([\w]+): (#[0-9a-f]{6})\b", block))


class Palette(unittest.TestCase):
    def each_theme(self):
        for selector in (":root", ':root[data-theme="dark"]'):
            with self.subTest(theme=selector):
                yield theme(selector)

    def test_constraints_can_be_told_apart_by_everybody(self):
        for colours in self.each_theme():
            names = [f"k{i}" for i in range(1, 11)]
            for view in VIEWS:
                for a, b in itertools.combinations(names, 2):
                    distance = 100 * math.dist(oklab(seen(view, linear(colours[a]))),
                                               oklab(seen(view, linear(colours[b]))))
                    self.assertGreaterEqual(distance, LEAST_DISTANCE, (view, a, b))

    def test_more_of_a_share_is_always_further_from_the_page(self):
        for colours in self.each_theme():
            light = [oklab(linear(colours[f"h{i}"]))[0] for i in range(11)]
            steps = [b - a for a, b in zip(light, light[1:])]
            self.assertTrue(all(s < 0 for s in steps) or all(s > 0 for s in steps), light)

    def test_text_can_be_read(self):
        for colours in self.each_theme():
            for text in ("ink", "soft", "accent", "good", "bad", "online", "demand"):
                for ground in ("card", "page"):
                    self.assertGreaterEqual(contrast(colours[text], colours[ground]), 4.5,
                                            (text, ground))

    def test_numbers_on_shades_can_be_read(self):
        for selector, white in ((":root", range(7, 11)), (':root[data-theme="dark"]', range(0, 6))):
            colours = theme(selector)
            for i in range(1, 11):
                text = "#ffffff" if i in white else "#15171b"
                self.assertGreaterEqual(contrast(text, colours[f"h{i}"]), 4.5, (selector, i))

    def test_names_on_the_strip_can_be_read(self):
        for selector, white in ((":root", r'(?<!"\] )\.strip \.k(\d+)'), (':root[data-theme="dark"]', None)):
            colours = theme(selector)
            dark = white is None
            light_text = set()
            for line in CSS.splitlines():
                if not line.endswith("{ color: #fff; }"):
                    continue
                if line.startswith('[data-theme="dark"]') == dark:
                    light_text |= set(re.findall(r"\.strip \.(k\d+)", line))
            for i in range(11):
                name = f"k{i}"
                text = "#ffffff" if name in light_text else "#15171b"
                self.assertGreaterEqual(contrast(text, colours[name]), 4.5, (selector, name))

    def test_without_scripts_a_dark_system_has_the_same_colours(self):
        blocks = re.findall(r':root\[data-theme="dark"\] \{.*?\n\}\n', CSS, re.DOTALL)
        rules = re.findall(r'(?:^|\} )(\[data-theme="dark"\].*\n)', CSS, re.MULTILINE)
        self.assertGreater(len(rules), 3)
        wanted = "".join(blocks + rules).replace(";\n}\n", "; }\n")
        for chosen in (':root[data-theme="dark"]', '[data-theme="dark"]'):
            wanted = wanted.replace(chosen, ":root:not([data-theme])")
        self.assertEqual("".join(SYSTEM), wanted)


if __name__ == "__main__":
    CSS = open(sys.argv.pop(1), encoding="utf-8").read()
    SYSTEM = re.findall(re.escape(BY_SYSTEM) + r"\n(.*?\n)\}\n", CSS, re.DOTALL)
    CSS = re.sub(re.escape(BY_SYSTEM) + r"\n.*?\n\}\n", "", CSS, flags=re.DOTALL)
    unittest.main()

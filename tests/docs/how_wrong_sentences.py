"""Numbers that sentences about the hindcast quote, each with where it comes from.

A sentence is a piece of a page with `{}` in place of each number. It has to stand there once, whatever its lines; what
the numbers are is worked out from the tables of the page, from the files of the fits and from `chokepoint assumptions`.
"""
import csv
import json
import re
import subprocess

HOW_WRONG = "docs/explanation/how-wrong-is-it.md"
SHARED = "docs/explanation/hindcast-numbers.md"
NUMBER = r"([-+]?\d+(?:[.,]\d+)*)"


class Source:
    """What sentences are held against."""

    def __init__(self, program, repository, blocks):
        self.program, self.repository, self.blocks = program, repository, blocks

    def numbers(self, scenario):
        """Rows of `chokepoint assumptions`, and its shares."""
        out = subprocess.run([self.program, "assumptions", f"scenarios/{scenario}.yaml", "--json"], cwd=self.repository,
                             text=True, check=True, stdout=subprocess.PIPE).stdout
        return json.loads(out)

    def fit(self, part):
        folder = self.repository / "scenarios" / "calibration" / part
        with open(folder / "ensemble.csv", encoding="utf-8", newline="") as file:
            points = {tuple(row) for row in list(csv.reader(file))[1:]}
        return len(points), json.loads((folder / "fit.json").read_text(encoding="utf-8"))

    def row(self, part, title, start):
        """The cells after `start` in the first line that begins with it below `title` in a block."""
        text = self.blocks[f"tools/hindcast {part}"]
        line = re.search(rf"^{re.escape(start)}(.*)$", text[text.index(title):], re.MULTILINE)
        return line[1].split()

    def held(self, part, title):
        """Percent and figures held without a fit, with it, with the model's own error and with that of each series."""
        cells = " ".join(self.row(part, title, "all "))
        return re.findall(r"(\d+) %, (\d+) of (\d+)", cells)


SEEN, UNSEEN = "2022 and 2023, which the fit saw", "2024, which the fit did not see"
FITTED, LATER = "2022 to 2024, which the fit saw", "2025 and early 2026, which no fit saw"


def shares(source):
    facts = source.numbers("hindcast")
    publishable = facts["unsourced_publishable_statements"] / facts["publishable_statements"]
    return f"{100 * publishable:.0f}", f"{100 * facts['unsourced'] / facts['counted']:.0f}"


def of_2024(source):
    return (str(sum(row["as_of"].startswith("2024") for row in source.numbers("hindcast")["numbers"])),)


def points(source):
    (fit, facts), (rehearsal, others) = source.fit("fit"), source.fit("rehearsal")
    return str(fit), str(rehearsal), *(f"{100 * each['acceptance']:.0f}" for each in (facts, others))


def percents(part, title):
    """Held without a fit, with it, with the model's own error and with that of each series."""
    return lambda source: tuple(percent for percent, _, _ in source.held(part, title))


def means(part, title, name):
    """Mean log errors of a series, without a fit and with it."""
    return lambda source: tuple(re.findall(r"(\S+)\s+\S+\s+\d+ of \d+", " ".join(source.row(part, title, name)))[:2])


def medians(*names):
    return lambda source: tuple(source.row("fit", "free parameter", name + " ")[-2] for name in names)


def wanted(source):
    low, middle, high = source.row("fit", "what is predicted", "2026")[-3:]
    return f"{float(middle):.0f}", f"{float(low):.0f}", f"{float(high):.0f}"


def recipes(source):
    """Of three generations of one vendor, how many numbers have a source."""
    rows = [row for row in source.numbers("hindcast")["numbers"] if row["kind"] == "recipe"
            and re.match(r"actors\.nvidia\.generations\.(ampere|hopper|blackwell)\.", row["path"])]
    return str(sum(row["confidence"] != "assumption" for row in rows)), str(len(rows))


def of_hindcast(key):
    return lambda source: (f"{source.numbers('hindcast')[key]:,}",)


SENTENCES = (
    (HOW_WRONG, "But {} numbers of the scenario itself have sources of 2024", of_2024),
    (HOW_WRONG, "{} % of the statements that somebody could publish, and for {} % of all numbers", shares),
    (HOW_WRONG, "Of the recipes of Ampere, Hopper and Blackwell {} of {} numbers have a source", recipes),
    (HOW_WRONG, "of the hundred points {} are distinct in the fit and {} in the rehearsal, and {} and {} % of its steps were accepted", points),
    (HOW_WRONG, "its intervals hold {} %, where 80 would be right and {} are held without a fit",
     lambda source: percents("rehearsal", UNSEEN)(source)[1::-1]),
    (HOW_WRONG, "Of the two years that it saw they hold {} %.", lambda source: percents("rehearsal", SEEN)(source)[1:2]),
    (HOW_WRONG, "holds {} % of twelve figures of 2025 and early 2026, where {} are held without a fit",
     lambda source: percents("fit", LATER)(source)[1::-1]),
    (HOW_WRONG, "It holds {} % of the figures that it saw.", lambda source: percents("fit", FITTED)(source)[1:2]),
    (HOW_WRONG, "by a third more than was assumed ({}), wants labs that wish for a little more at the start ({}), and three times the lines "
                "for HBM ({}); the steepest plans that are believed are a tenth less steep ({}).",
     medians("adoption", "first_wish", "hbm_at_start", "believed_growth")),
    (HOW_WRONG, "a quarter more rooms for N3 ({})", medians("n3_rooms")),
    (HOW_WRONG, "Then {} GW are wanted at the end of 2026, nearly four times as much as without a fit, and between {} and {} in", wanted),
    (HOW_WRONG, "Packages stay too few with it ({}; {} without)", lambda source: means("fit", FITTED, "accelerator_packages")(source)[::-1]),
    (HOW_WRONG, "a seventh too much without a fit ({}), is a third too much ({})", means("fit", FITTED, "online ")),
    (SHARED, "of {} numbers that claim something", of_hindcast("counted")),
    (SHARED, "of its {} assumptions", of_hindcast("unsourced")),
)


def pattern_of(sentence):
    pieces = [r"\s+".join(map(re.escape, re.split(r"\s+", piece))) for piece in sentence.split("{}")]
    return re.compile(NUMBER.join(pieces))


def hold(source, texts):
    """What is wrong, a line each; `texts` by page are put right, as far as their sentences are found once."""
    wrong = []
    for page, sentence, values in SENTENCES:
        found = list(pattern_of(sentence).finditer(texts[page]))
        if len(found) != 1:
            wrong.append(f"{page}: expected once, found {len(found)} times: {sentence}")
            continue
        now = values(source)
        if found[0].groups() == now:
            continue
        wrong.append(f"{page}: expected {', '.join(now)}, found {', '.join(found[0].groups())}: {sentence}")
        for group in reversed(range(len(now))):
            start, end = found[0].span(group + 1)
            texts[page] = texts[page][:start] + now[group] + texts[page][end:]
    return wrong

"""tools/resolve: what its statements say of worlds that are made up.

usage: resolve_test.py REPOSITORY
"""
import datetime
import importlib.machinery
import importlib.util
import itertools
import re
import sys
import tempfile
import unittest
from pathlib import Path

REPOSITORY = Path(sys.argv[1]).resolve()


def load():
    loader = importlib.machinery.SourceFileLoader("resolve", str(REPOSITORY / "tools" / "resolve"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("resolve", loader))
    loader.exec_module(module)
    return module


RESOLVE = load()
RESOLVE.REDRAWS = 40
WORLDS = 20


def rows(online, onset=lambda *_: RESOLVE.NEVER):
    """Worlds of all pairs; `online` and `onset` of the places of throughput and recipe, 0 to 2, and of the world."""
    places = list(enumerate(RESOLVE.PARTS))
    return [{"throughput": first, "recipe": second, "world": world, "online": online(i, j, world),
             "added": online(i, j, world), "onset": onset(i, j, world)}
            for (i, first), (j, second) in itertools.product(places, places) for world in range(WORLDS)]


def said(made):
    """The cells below the table: of each line the numbers of each column, a value and its two ends."""
    text = RESOLVE.statements(made, WORLDS, {part: 1.0 for part in RESOLVE.PARTS})
    return [[tuple(map(int, numbers)) for numbers in re.findall(r"(-?\d+) % \((-?\d+) to (-?\d+)\)", line)]
            for line in text.split("\n") if "%" in line]


class Resolve(unittest.TestCase):
    def test_what_decides_takes_all_of_the_spread_away_and_what_does_not_none(self):
        throughput, wafers, both, *_ = said(rows(lambda i, j, world: 100.0 + 50 * i))
        self.assertEqual(throughput, [(100, 100, 100)] * 2)
        self.assertEqual(wafers, [(0, 0, 0)] * 2)
        self.assertEqual(both, [(100, 100, 100)] * 2)

    def test_the_interval_holds_the_value_and_narrows_where_worlds_agree(self):
        part, *_ = said(rows(lambda i, j, world: 100.0 + 10 * i + world))
        for value, low, high in part:
            self.assertTrue(low <= value <= high and low < high)
            self.assertTrue(0 < value < 50)

    def test_worlds_in_which_tools_never_bind_are_counted_as_such(self):
        early, late = datetime.date(2024, 5, 1), datetime.date(2033, 1, 1)
        made = rows(lambda *_: 1.0 + _[2], lambda i, j, world: early if i == 0 else late if i == 1 else RESOLVE.NEVER)
        neither, low, middle, high = said(made)[3:]
        self.assertEqual([value for value, *_ in neither], [30, 30, 70])
        self.assertEqual([value for value, *_ in low], [100, 100, 100])
        self.assertEqual([value for value, *_ in middle], [0, 0, 100])
        self.assertEqual([value for value, *_ in high], [0, 0, 0])

    def test_quantiles_count_by_weight(self):
        weighted = [{"x": 1, "weight": 1}, {"x": 2, "weight": 7}, {"x": 3, "weight": 2}]
        self.assertEqual(RESOLVE.quantiles(weighted, "x"), [1, 2, 3])


    def test_what_is_kept_is_read_back_and_told_from_other_worlds(self):
        made = rows(lambda i, j, world: 1.0 / 3 + i + world, lambda i, j, world: datetime.date(2030, 1, 1) if i else RESOLVE.NEVER)
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "rows.csv")
            RESOLVE.save(made, file)
            again = RESOLVE.kept(file)
        self.assertCountEqual(map(str, again), map(str, made))
        few = [row for row in made if row["world"] < RESOLVE.CHECKED]
        self.assertEqual(RESOLVE.differing(again, few), [])
        other = [dict(few[0], online=few[0]["online"] + 1e-9), dict(few[1], world=WORLDS)]
        self.assertEqual(RESOLVE.differing(again, other), other)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])

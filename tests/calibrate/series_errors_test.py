"""How far figures of a series may be missed is told from the figures that the fit saw.

usage: series_errors_test.py REPOSITORY
"""
import sys
import unittest

import numpy

sys.path.insert(0, sys.argv[1] + "/tools")
from series_errors import series_errors


class SeriesErrors(unittest.TestCase):
    """Two series of four figures each, in worlds that are right about one and off by a factor of 1.8 at the other."""

    @classmethod
    def setUpClass(cls):
        cls.logs = numpy.random.default_rng(1).normal(0, 0.1, (200, 8)) + numpy.array(4 * [0.0] + 4 * [0.6])

    def found(self, logs, terms=None):
        terms = numpy.zeros((200, 8)) if terms is None else terms
        return series_errors(4 * ["right"] + 4 * ["off"], logs, terms, 8 * [0.05], 8 * [1.0], [0.05, 1])

    def test_a_series_that_is_missed_has_the_larger_error_and_all_lies_between(self):
        found = self.found(self.logs)
        right, off = (found["series"][name]["error"] for name in ("right", "off"))
        self.assertLess(right, 0.15)
        self.assertTrue(0.4 < off < 0.7, off)
        self.assertTrue(right < found["all"] < off)

    def test_worlds_that_scatter_as_much_as_they_miss_have_no_error_of_their_own(self):
        wide = numpy.random.default_rng(2).normal(0, 0.8, (200, 8)) + numpy.array(4 * [0.0] + 4 * [0.6])
        self.assertLess(self.found(wide)["series"]["off"]["error"], 0.2)

    def test_what_a_series_said_itself_is_left_out(self):
        # Its own figures favour the half of the points that are right about it: they are no witnesses.
        logs = self.logs.copy()
        logs[:150, 4:] -= 0.6
        terms = numpy.zeros((200, 8))
        terms[:150, 4:] = 1.0
        seen, blind = self.found(logs)["series"]["off"], self.found(logs, terms)["series"]["off"]
        self.assertGreater(blind["error"], 1.2 * seen["error"])
        self.assertLess(blind["points"], 200)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])

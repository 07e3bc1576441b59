"""chokepoint-study: its designs have the properties they are chosen for, and its indices are those
published for the functions of Ishigami and Sobol."""
import json
import math
import os
import subprocess
import sys
import unittest

STUDY = sys.argv.pop(1)


def call(command, request, **environment):
    text = request if isinstance(request, str) else json.dumps(request)
    return subprocess.run([STUDY, command], input=text, capture_output=True, text=True,
                          env={**os.environ, **environment})


def factors(*names, levels=0):
    return [{"name": name, "levels": levels} for name in names]


def design(kind, size, names="abc", seed=1, **more):
    request = {"schema": 1, "kind": kind, "size": size, "seed": seed,
               "factors": factors(*names), **more}
    answer = call("design", request)
    assert answer.returncode == 0, answer.stderr
    lines = answer.stdout.splitlines()
    assert lines[0] == ",".join(names)
    return [[float(cell) for cell in line.split(",")] for line in lines[1:]]


def indices(kind, inputs, function, names, **more):
    request = {"schema": 1, "kind": kind, "factors": factors(*names), "inputs": inputs,
               "outputs": [{"name": "y", "values": [function(row) for row in inputs]}], **more}
    answer = call("indices", request)
    assert answer.returncode == 0, answer.stderr
    return {factor["name"]: factor for factor in json.loads(answer.stdout)["outputs"][0]["factors"]}


def ranks(values):
    order = sorted(range(len(values)), key=values.__getitem__)
    result = [0] * len(values)
    for rank, index in enumerate(order):
        result[index] = rank
    return result


def rank_correlation(a, b):
    n = len(a)
    return 1 - 6 * sum((x - y) ** 2 for x, y in zip(ranks(a), ranks(b))) / (n * (n * n - 1))


def column(rows, index):
    return [row[index] for row in rows]


def ishigami(u):
    x1, x2, x3 = (math.pi * (2 * value - 1) for value in u)
    return math.sin(x1) + 7 * math.sin(x2) ** 2 + 0.1 * x3 ** 4 * math.sin(x1)


# Ishigami and Homma (1990), a = 7, b = 0.1: exact.
VARIANCE_1 = 0.5 * (1 + 0.1 * math.pi ** 4 / 5) ** 2
VARIANCE_2 = 49 / 8
VARIANCE_13 = 0.01 * math.pi ** 8 * (1 / 18 - 1 / 50)
VARIANCE = VARIANCE_1 + VARIANCE_2 + VARIANCE_13
ISHIGAMI = {"a": (VARIANCE_1 / VARIANCE, (VARIANCE_1 + VARIANCE_13) / VARIANCE),
            "b": (VARIANCE_2 / VARIANCE, VARIANCE_2 / VARIANCE),
            "c": (0.0, VARIANCE_13 / VARIANCE)}

SOBOL_G = [0, 1, 4.5, 9, 99, 99, 99, 99]


def sobol_g(u):
    return math.prod((abs(4 * x - 2) + a) / (1 + a) for x, a in zip(u, SOBOL_G))


def sobol_g_indices():
    """Saltelli and Sobol (1995): exact."""
    parts = [1 / (3 * (1 + a) ** 2) for a in SOBOL_G]
    whole = math.prod(1 + part for part in parts) - 1
    return [(part / whole, part * math.prod(1 + other for other in parts) / (1 + part) / whole)
            for part in parts]


class Designs(unittest.TestCase):
    def assert_latin(self, rows, size):
        for factor in range(len(rows[0])):
            self.assertEqual(sorted(int(value * size) for value in column(rows, factor)),
                             list(range(size)))

    def test_latin_hypercube_has_one_point_in_each_slice(self):
        for size in (1, 7, 100):
            self.assert_latin(design("lhs", size), size)

    def test_correlated_factors_stay_a_latin_hypercube_with_the_rank_correlation_asked_for(self):
        size = 2000
        for wanted in (0.8, -0.5):
            rows = design("lhs", size, correlations=[
                {"a": "c", "b": "a", "rank_correlation": wanted}])
            self.assert_latin(rows, size)
            # Four standard errors of a sample of this size.
            self.assertAlmostEqual(rank_correlation(column(rows, 0), column(rows, 2)), wanted,
                                   delta=4 * (1 - wanted ** 2) * 1.06 / math.sqrt(size))
            self.assertAlmostEqual(rank_correlation(column(rows, 0), column(rows, 1)), 0,
                                   delta=4 / math.sqrt(size))

    def test_sobol_sequence_has_the_same_number_of_points_in_each_part_of_the_cube(self):
        # Without the shift, any 2^m points; a shift keeps equal parts of every factor within one.
        size = 256
        for factor in range(3):
            slices = [0] * 16
            for value in column(design("sobol", size), factor):
                slices[int(value * 16)] += 1
            self.assertLessEqual(max(slices) - min(slices), 2)
        mean = [sum(column(design("sobol", size), factor)) / size for factor in range(3)]
        for value in mean:
            self.assertAlmostEqual(value, 0.5, delta=1.0 / size)

    def test_saltelli_design_is_a_and_b_and_a_with_columns_of_b(self):
        size = 8
        rows = design("saltelli", size)
        self.assertEqual(len(rows), size * 5)
        a, b = rows[:size], rows[size:2 * size]
        for factor in range(3):
            block = rows[(2 + factor) * size:(3 + factor) * size]
            for row in range(size):
                expected = list(a[row])
                expected[factor] = b[row][factor]
                self.assertEqual(block[row], expected)
        self.assertNotEqual(a, b)

    def test_morris_trajectories_move_every_factor_once_by_half_of_the_levels(self):
        for levels in (2, 4, 6):
            rows = design("morris", 10, levels=levels)
            self.assertEqual(len(rows), 40)
            grid = {(level + 0.5) / levels for level in range(levels)}
            for first in range(0, 40, 4):
                moved = []
                for row in range(first, first + 3):
                    changes = [f for f in range(3) if rows[row][f] != rows[row + 1][f]]
                    self.assertEqual(len(changes), 1)
                    moved += changes
                    step = abs(rows[row][changes[0]] - rows[row + 1][changes[0]])
                    self.assertAlmostEqual(step, 0.5)
                self.assertEqual(sorted(moved), [0, 1, 2])
            self.assertTrue(all(any(abs(u - g) < 1e-12 for g in grid) for row in rows for u in row))

    def test_the_seed_and_nothing_else_decides(self):
        for kind in ("lhs", "sobol", "saltelli", "morris"):
            request = {"schema": 1, "kind": kind, "size": 16, "seed": 5, "factors": factors("a", "b")}
            first = call("design", request)
            again = call("design", request, OMP_NUM_THREADS="1", LC_ALL="C", OPENTURNS_NUM_THREADS="7")
            self.assertEqual(first.stdout, again.stdout)
            self.assertNotEqual(first.stdout, call("design", {**request, "seed": 6}).stdout)

    def test_all_points_are_strictly_inside_the_cube(self):
        for kind in ("lhs", "sobol", "saltelli", "morris"):
            for row in design(kind, 64):
                for value in row:
                    self.assertTrue(0 < value < 1)


class SobolIndices(unittest.TestCase):
    def test_ishigami_lies_in_the_intervals(self):
        found = indices("saltelli", design("saltelli", 1024), ishigami, "abc", confidence=0.95)
        for name, (first, total) in ISHIGAMI.items():
            for key, exact in (("first", first), ("total", total)):
                value, low, high = found[name][key]
                self.assertTrue(low <= exact <= high, (name, key, value, low, high, exact))
                self.assertAlmostEqual(value, exact, delta=0.03)

    def test_sobol_g_lies_in_the_intervals(self):
        names = [f"x{i}" for i in range(1, 9)]
        found = indices("saltelli", design("saltelli", 2048, names), sobol_g, names, confidence=0.95)
        for name, (first, total) in zip(names, sobol_g_indices()):
            for key, exact in (("first", first), ("total", total)):
                value, low, high = found[name][key]
                self.assertTrue(low <= exact <= high, (name, key, value, low, high, exact))
                self.assertAlmostEqual(value, exact, delta=0.03)

    def test_intervals_hold_as_often_as_they_say(self):
        held = 0
        tried = 0
        for seed in range(1, 21):
            found = indices("saltelli", design("saltelli", 256, seed=seed), ishigami, "abc",
                            confidence=0.9)
            for name, exact in ISHIGAMI.items():
                for key, value in zip(("first", "total"), exact):
                    tried += 1
                    held += found[name][key][1] <= value <= found[name][key][2]
        # At least nine in ten, less three standard errors; a low-discrepancy sample does better.
        self.assertGreaterEqual(held / tried, 0.9 - 3 * math.sqrt(0.09 / tried))

    def test_a_table_in_another_order_is_refused(self):
        rows = design("saltelli", 16)
        rows[3], rows[4] = rows[4], rows[3]
        answer = call("indices", {"schema": 1, "kind": "saltelli", "factors": factors(*"abc"),
                                  "inputs": rows,
                                  "outputs": [{"name": "y", "values": [0.0] * len(rows)}]})
        self.assertEqual((answer.returncode, answer.stdout), (3, ""))
        # Block a: A with column a from B. Its fourth row has not the b of A's fourth row.
        self.assertIn("row 36, factor 'b'", answer.stderr)


    def test_a_factor_that_does_nothing_has_a_total_index_of_zero(self):
        found = indices("saltelli", design("saltelli", 256), lambda u: u[0] + u[1], "abc")
        self.assertEqual(found["c"]["total"], [0, 0, 0])
        for name in "ab":
            for key in ("first", "total"):
                value, low, high = found[name][key]
                self.assertTrue(low <= 0.5 <= high, (name, key, value, low, high))


    def test_an_output_that_one_matrix_does_not_vary_says_so_and_others_have_indices(self):
        inputs = design("saltelli", 8)
        rare = [float(row == 9) for row in range(len(inputs))]  # in B alone
        request = {"schema": 1, "kind": "saltelli", "factors": factors(*"abc"), "inputs": inputs,
                   "outputs": [{"name": "rare", "values": rare}, {"name": "never", "values": [0] * len(inputs)},
                               {"name": "y", "values": [ishigami(row) for row in inputs]}]}
        answer = call("indices", request)
        self.assertEqual(answer.returncode, 0, answer.stderr)
        found = json.loads(answer.stdout)["outputs"]
        self.assertEqual([one["factors"] is None for one in found], [True, True, False])
        self.assertIn("one of the matrices", found[0]["why"])
        self.assertEqual(found[1]["why"], "it is the same at all points")

    def test_a_design_of_size_one_is_too_small(self):
        answer = call("indices", {"schema": 1, "kind": "saltelli", "factors": factors(*"ab"),
                                  "inputs": design("saltelli", 1, "ab"),
                                  "outputs": [{"name": "y", "values": [1, 2, 3, 4]}]})
        self.assertEqual((answer.returncode, answer.stdout), (3, ""))
        self.assertIn("size 2 or more", answer.stderr)


GROUPED = [{"name": "a", "group": "ac"}, {"name": "b"}, {"name": "c", "group": "ac"}]


class Groups(unittest.TestCase):
    def rows(self, size, rank_correlation):
        answer = call("design", {
            "schema": 1, "kind": "saltelli", "size": size, "seed": 3, "factors": GROUPED,
            "correlations": [{"a": "a", "b": "c", "rank_correlation": rank_correlation}]})
        self.assertEqual(answer.returncode, 0, answer.stderr)
        return [[float(cell) for cell in line.split(",")] for line in answer.stdout.splitlines()[1:]]

    def test_a_group_is_exchanged_as_one(self):
        size = 8
        rows = self.rows(size, 0.5)
        self.assertEqual(len(rows), 4 * size)  # A, B, the group, b
        a, b = rows[:size], rows[size:2 * size]
        self.assertEqual(rows[2 * size:3 * size], [[q[0], p[1], q[2]] for p, q in zip(a, b)])
        self.assertEqual(rows[3 * size:], [[p[0], q[1], p[2]] for p, q in zip(a, b)])

    def test_indices_of_a_group_of_correlated_factors_are_those_of_their_sum(self):
        # Of uniform factors, rank correlation r is correlation, so a + c has the variance
        # 2 (1 + r) / 12, and b 1 / 12.
        size = 2048
        for wanted in (0.7, -0.6):
            rows = self.rows(size, wanted)
            self.assertAlmostEqual(rank_correlation(column(rows[:size], 0), column(rows[:size], 2)), wanted,
                                   delta=4 * (1 - wanted ** 2) * 1.06 / math.sqrt(size))
            answer = call("indices", {
                "schema": 1, "kind": "saltelli", "factors": GROUPED, "inputs": rows,
                "outputs": [{"name": "y", "values": [sum(row) for row in rows]}]})
            self.assertEqual(answer.returncode, 0, answer.stderr)
            found = {one["name"]: one for one in json.loads(answer.stdout)["outputs"][0]["factors"]}
            self.assertEqual(list(found), ["ac", "b"])
            together = 2 * (1 + wanted)
            for name, exact in (("ac", together / (together + 1)), ("b", 1 / (together + 1))):
                for measure in ("first", "total"):
                    value, low, high = found[name][measure]
                    self.assertTrue(low <= exact <= high, (wanted, name, measure, value, low, high, exact))
                    self.assertLess(high - low, 0.2)

    def test_correlations_across_groups_are_refused(self):
        answer = call("design", {
            "schema": 1, "kind": "saltelli", "size": 8, "seed": 3, "factors": GROUPED,
            "correlations": [{"a": "a", "b": "b", "rank_correlation": 0.5}]})
        self.assertEqual((answer.returncode, answer.stdout), (3, ""))
        self.assertIn("in one group", answer.stderr)


class MorrisIndices(unittest.TestCase):
    def test_effects_of_a_linear_function_are_its_slopes(self):
        found = indices("morris", design("morris", 8), lambda u: 3 * u[0] - 2 * u[1], "abc")
        self.assertEqual([found[name]["mean"] for name in "abc"], [3, -2, 0])
        self.assertEqual([found[name]["mean_absolute"] for name in "abc"],
                         [[3, 3, 3], [2, 2, 2], [0, 0, 0]])
        self.assertEqual([found[name]["deviation"] for name in "abc"], [0, 0, 0])

    def test_an_interaction_shows_as_deviation(self):
        found = indices("morris", design("morris", 200), lambda u: (u[0] - 0.5) * (u[1] - 0.5), "abc")
        # The effect of a is b - 1/2, which is -3/8, -1/8, 1/8 or 3/8 alike: deviation sqrt(5)/8.
        for name in "ab":
            self.assertAlmostEqual(found[name]["deviation"], math.sqrt(5) / 8, delta=0.02)
            self.assertAlmostEqual(found[name]["mean"], 0, delta=4 * 0.28 / math.sqrt(200))
            self.assertAlmostEqual(found[name]["mean_absolute"][0], 0.25, delta=0.03)
        self.assertEqual(found["c"]["deviation"], 0)

    def test_a_level_that_changes_nothing_is_an_effect_of_zero(self):
        rows = [[0, 0], [1, 0], [1, 0], [1, 1], [0, 1], [0, 1]]  # b stays in trajectory 1, a moves
        found = indices("morris", rows, lambda u: 5 * u[0] + u[1], "ab")
        self.assertEqual(found["a"]["mean"], 10)
        self.assertEqual(found["b"]["mean"], 0)


class RankIndices(unittest.TestCase):
    def test_a_monotone_function_has_rank_correlation_one(self):
        found = indices("ranks", design("lhs", 50, "ab"), lambda u: math.exp(9 * u[0]), "ab")
        self.assertEqual(found["a"]["spearman"], [1, 1, 1])
        value, low, high = found["b"]["spearman"]
        self.assertTrue(low < 0 < high, (value, low, high))

    def test_spearman_of_a_small_table_is_that_of_the_textbook_formula(self):
        rows = [[1], [2], [3], [4], [5], [6]]
        values = [2, 1, 4, 3, 6, 5]  # squared rank differences sum to 6: 1 - 36/210
        found = indices("ranks", rows, lambda row: values[row[0] - 1], "a")
        self.assertAlmostEqual(found["a"]["spearman"][0], 1 - 36 / 210)

    def test_partial_correlation_takes_the_correlated_factor_out(self):
        rows = design("lhs", 500, "ab", correlations=[{"a": "a", "b": "b", "rank_correlation": 0.8}])
        # Only a matters; b is correlated with the output through a alone.
        noise = column(design("lhs", 500, "z", seed=9), 0)
        values = iter([row[0] + 0.3 * n for row, n in zip(rows, noise)])
        found = indices("ranks", rows, lambda row: next(values), "ab")
        self.assertGreater(found["b"]["spearman"][1], 0.6)
        self.assertTrue(found["b"]["partial"][1] < 0 < found["b"]["partial"][2])
        self.assertGreater(found["a"]["partial"][1], 0.8)

    def test_an_output_that_does_not_vary_has_no_indices(self):
        request = {"schema": 1, "kind": "ranks", "factors": factors("a"), "inputs": [[i] for i in range(9)],
                   "outputs": [{"name": "y", "values": [4] * 9}]}
        self.assertIsNone(json.loads(call("indices", request).stdout)["outputs"][0]["factors"])


class Refusals(unittest.TestCase):
    def assert_refused(self, command, request, *words):
        answer = call(command, request)
        self.assertEqual((answer.returncode, answer.stdout), (3, ""), answer.stderr)
        self.assertEqual(len(answer.stderr.splitlines()), 1)
        for word in words:
            self.assertIn(word, answer.stderr)

    def test_correlated_factors_are_refused_with_the_reason_where_they_make_no_sense(self):
        for kind in ("saltelli", "morris", "sobol"):
            self.assert_refused(
                "design",
                {"schema": 1, "kind": kind, "size": 8, "seed": 1, "factors": factors("a", "b"),
                 "correlations": [{"a": "a", "b": "b", "rank_correlation": 0.5}]},
                "correlated", "Use lhs")

    def test_correlations_that_no_distribution_has_are_refused(self):
        self.assert_refused(
            "design",
            {"schema": 1, "kind": "lhs", "size": 8, "seed": 1, "factors": factors(*"abc"),
             "correlations": [{"a": "a", "b": "b", "rank_correlation": 0.9},
                              {"a": "b", "b": "c", "rank_correlation": 0.9},
                              {"a": "a", "b": "c", "rank_correlation": -0.9}]},
            "no distribution")

    def test_one_factor_has_no_sobol_indices(self):
        self.assert_refused("design", {"schema": 1, "kind": "saltelli", "size": 8, "seed": 1,
                                       "factors": factors("a")}, "only one")
        self.assert_refused("indices", {"schema": 1, "kind": "saltelli", "factors": factors("a"),
                                        "inputs": [[0.1], [0.2], [0.3], [0.4], [0.5], [0.6]],
                                        "outputs": [{"name": "y", "values": [1, 2, 3, 4, 5, 6]}]},
                            "only one")

    def test_bad_requests_name_the_place_and_what_was_expected(self):
        good = {"schema": 1, "kind": "lhs", "size": 8, "seed": 1, "factors": factors("a", "b")}
        for change, words in [
            ({"kind": "lsh"}, ("kind", "did you mean 'lhs'")),
            ({"size": 0}, ("size", "from 1 to")),
            ({"size": 2.5}, ("size", "whole number", "2.5")),
            ({"seed": -1}, ("seed", "from 0")),
            ({"factors": []}, ("factors", "one or more")),
            ({"factors": [{"name": "a"}, {"name": "a"}]}, ("two factors", "'a'")),
            ({"factors": [{"name": "a", "levels": -1}]}, ("factors[0].levels",)),
            ({"factors": [{"name": 'a"b'}]}, ("factors[0].name",)),
            ({"schema": 2}, ("schema",)),
            ({"correlations": [{"a": "a", "b": "x", "rank_correlation": 0.1}]}, ("correlations[0].b",)),
            ({"correlations": [{"a": "a", "b": "b", "rank_correlation": 1}]}, ("between -1 and 1",)),
        ]:
            with self.subTest(change=change):
                self.assert_refused("design", {**good, **change}, *words)
        self.assert_refused("design", {"schema": 1}, "kind is missing")
        self.assert_refused("design", "{", "no JSON")
        self.assert_refused("design", {**good, "kind": "morris", "levels": 3}, "even")
        self.assert_refused("indices", {"schema": 1, "kind": "ranks", "factors": factors("a", "b"),
                                        "inputs": [[1, 2], [3]], "outputs": []}, "inputs[1]")

    def test_an_unknown_command_is_a_usage_error(self):
        for command in ("", "designs"):
            self.assertEqual(call(command, "").returncode, 2)


if __name__ == "__main__":
    unittest.main()

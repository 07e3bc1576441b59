"""`chokepoint allocation`."""
import json
import unittest

from program import Case, TESTS, call


class Allocation(Case):
    BASELINE = TESTS.parent / "scenarios" / "baseline.yaml"

    def test_a_run_and_its_directory_say_the_same(self):
        folder = self.folder / "out"
        self.assert_call(call("run", self.BASELINE, "--deterministic", "-o", folder), 0)
        of_run = json.loads(call("allocation", self.BASELINE, "--deterministic", "--json").stdout)
        of_folder = json.loads(call("allocation", folder, "--json").stdout)
        self.assertEqual(of_run["commodities"], of_folder["commodities"])
        wafers = next(c for c in of_run["commodities"] if c["commodity"] == "n3_wafer")
        for index in range(len(wafers["buyers"][0]["years"])):
            self.assertAlmostEqual(sum(b["years"][index]["share"] for b in wafers["buyers"]), 1)

    def test_one_commodity_is_told_in_full(self):
        result = call("allocation", self.BASELINE, "--deterministic", "--commodity", "n3_wafer")
        self.assert_call(result, 0, stderr="")
        for line in ("n3_wafer, in wafer", "share, %", "asked", "promised", "received", "refused",
                     "kept, %", "wait, days", "worth of ordering early: ", "worth of firm orders: "):
            self.assertRegex(result.stdout, rf"(?m)^{line}")

    def test_what_nobody_ordered_is_a_usage_error_that_helps(self):
        result = call("allocation", self.BASELINE, "--commodity", "n3_wafr")
        self.assertEqual((result.returncode, result.stdout), (2, ""))
        self.assertIn("nobody ordered 'n3_wafr'; did you mean 'n3_wafer'?", result.stderr)
        result = call("allocation", self.folder)
        self.assertEqual((result.returncode, result.stdout), (3, ""))
        self.assertIn("orders.csv: expected a file that 'chokepoint run -o' wrote", result.stderr)
        result = call("allocation", self.folder, "--seed", "1")
        self.assertEqual((result.returncode, result.stdout), (2, ""))


if __name__ == "__main__":
    unittest.main()

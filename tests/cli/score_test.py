"""`chokepoint score`."""
import csv
import json
import os
import re
import subprocess
import sys
import unittest

from program import Case, SMALL, TESTS, call


class Score(Case):
    REPOSITORY = TESTS.parent
    DATA = REPOSITORY / "scenarios" / "data"
    THREE = TESTS / "studies" / "three.yaml"

    def test_shipped_data_are_of_series_that_baseline_and_hindcast_have(self):
        for scenario in ("baseline", "hindcast"):
            run = self.folder / scenario
            call("run", self.REPOSITORY / "scenarios" / f"{scenario}.yaml", "--deterministic",
                 "-o", run)
            for data in ("accelerator_sales.csv", "dated_figures.csv", "dated_figures_2025_26.csv",
                         "run_rates.csv", "dram_price_changes.csv", "compute_by_owner.csv"):
                result = call("score", run, self.DATA / data, "--json")
                self.assert_call(result, 0, stderr="")
                for table in json.loads(result.stdout)["series"]:
                    for row in table["rows"]:
                        self.assertIsNotNone(row["run"], (data, table["series"], row["entity"]))
                        self.assertTrue(row["source"])

    def test_the_total_may_be_named_as_the_tables_print_it(self):
        run = self.folder / "run"
        self.assert_call(call("run", self.REPOSITORY / "scenarios" / "hindcast.yaml", "--deterministic", "-o", run), 0, stderr="")
        found = []
        for entity in ("", "total"):
            data = self.scenario(f"date,series,entity,value,unit,period\n2024-12-01,online,{entity},7,GW,month\n", "data.csv")
            result = call("score", run, data, "--json")
            self.assert_call(result, 0, stderr="")
            found.append(json.loads(result.stdout)["series"][0]["rows"][0]["run"])
        self.assertGreater(found[0], 0)
        self.assertEqual(found[0], found[1])

    def test_sales_are_made_from_what_their_source_published(self):
        made = subprocess.run([sys.executable, self.REPOSITORY / "tools" / "tidy_sales.py",
                               self.DATA / "epoch_ai_chip_counts.csv"],
                              capture_output=True, text=True, check=True).stdout
        self.assertEqual(made, (self.DATA / "accelerator_sales.csv").read_text(encoding="utf-8"))
        rows = [row for row in csv.DictReader(line for line in made.splitlines()
                                              if not line.startswith("#"))]
        nvidia = [int(row["value"]) for row in rows if row["entity"] == "nvidia"
                  and row["series"] == "accelerator_packages" and row["date"] == "2022-10-01"]
        self.assertEqual(nvidia, [113699 + 28132 + 32481])
        self.assertNotIn("2023-10-01,accelerator_packages,amd", made)

    def test_several_runs_have_a_spread(self):
        runs = [self.folder / str(seed) for seed in range(3)]
        for seed, run in enumerate(runs):
            call("run", SMALL, "--seed", str(seed), "-o", run)
        data = self.scenario("date,series,entity,value,unit\n2022-12-01,online,,300,lot\n", "d.csv")
        result = call("score", *runs, data)
        self.assert_call(result, 0, stderr="")
        self.assertIn("P10 to P90 of 3 runs holds the data in ", result.stdout)

    def test_a_sweep_is_scored_as_the_runs_that_it_is_made_of(self):
        study = self.scenario(
            "chokepoint: 1\nname: three\n"
            f"base: {os.path.relpath(self.THREE, self.folder)}\n"
            "seed: 3\nreplications: 4\ndesign: {kind: replications}\nkeep_series: [online]\n", "study.yaml")
        sweep = self.folder / "sweep"
        self.assertEqual(call("sweep", study, "-o", sweep).returncode, 0)
        runs = [self.folder / str(number) for number in range(4)]
        for number, run in enumerate(runs):
            call("run", self.THREE, "--seed", "3", "--replication", str(number), "-o", run)
        data = self.scenario("date,series,entity,value,unit,low,high\n2022-05-01,online,,1000,lot,900,1100\n"
                             "2022-06-01,online,,1200,lot,1100,1300\n", "d.csv")
        together = json.loads(call("score", sweep, data, "--json").stdout)["series"]
        apart = json.loads(call("score", *runs, data, "--json").stdout)["series"]
        self.assertEqual(together, apart)
        self.assertLess(together[0]["rows"][0]["p10"], together[0]["rows"][0]["p90"])
        june = json.loads(call("score", sweep, data, "--json", "--from", "2022-06-01").stdout)["series"]
        self.assertEqual(june[0]["rows"], together[0]["rows"][1:])
        text = call("score", sweep, data).stdout
        self.assertIn("all series: P10 to P90 of 4 runs holds the data in ", text)

    def test_what_a_sweep_does_not_keep_is_said_once(self):
        study = self.scenario(
            f"chokepoint: 1\nname: small\nbase: {os.path.relpath(SMALL, self.folder)}\n"
            "replications: 3\ndesign: {kind: replications}\nkeep_series: [demand]\n", "study.yaml")
        sweep = self.folder / "sweep"
        call("sweep", study, "-o", sweep)
        data = self.scenario("date,series,entity,value,unit\n2022-12-01,online,,300,lot\n", "d.csv")
        result = call("score", sweep, data)
        self.assertEqual((result.returncode, result.stdout), (3, ""))
        self.assertEqual(result.stderr.count("expected a series of the run, found 'online'"), 1)
        late = call("score", sweep, data, "--from", "2023-01-01")
        self.assertEqual(late.returncode, 2)
        self.assertIn("no figure of", late.stderr)

    def test_bad_data_are_named_by_line_and_column(self):
        run = self.folder / "run"
        call("run", SMALL, "-o", run)
        data = self.scenario("date,series,entity,value,unit\n2022-12-01,onlin,,300,lot\n", "d.csv")
        result = call("score", run, data)
        self.assertEqual((result.returncode, result.stdout), (3, ""))
        self.assertIn("d.csv:2:12: series: expected a series of the run, found 'onlin'; did you "
                      "mean 'online'?", result.stderr)
        self.assertEqual(call("score", data).returncode, 2)
        twice = call("score", run, f"{run}/.", data)
        self.assertEqual(twice.returncode, 2)
        self.assertIn(f"expected each result directory once, found '{run}/.' again", twice.stderr)
        missing = call("score", self.folder / "none", data)
        self.assertEqual(missing.returncode, 3)
        self.assertIn("expected a file that 'chokepoint run -o' wrote", missing.stderr)
        data.write_text("date,series,entity,value,unit\n2022-10-01,onlin,,300,lot\n2022-10-01,online,,300,lot\n"
                        "2022-11-01,online,,300,GW\n2022-13-01,online,,300,lot\n2022-12-01,online,x,300,lot\n")
        all_at_once = call("score", run, data).stderr.splitlines()
        self.assertEqual([re.search(r"d\.csv:(\d+:\d+: \w+)", line)[1] for line in all_at_once],
                         ["2:12: series", "4:24: unit", "5:1: date", "6:19: entity"])


if __name__ == "__main__":
    unittest.main()

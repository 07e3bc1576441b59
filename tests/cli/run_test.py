"""`chokepoint run`: exit codes, streams, files, and what it leaves behind."""
import csv
import json
import os
import pty
import re
import resource
import signal
import subprocess
import time
import unittest

from program import Case, PROGRAM, RESULT_FILES, SMALL, TESTS, call, comparable, contents


class Run(Case):
    def test_a_run_tells_its_seed_and_whether_it_drew_anything(self):
        told = []
        for i, extra in enumerate([["--seed", "1"], ["--seed", "1", "--deterministic"]]):
            out = self.folder / f"out{i}"
            self.assert_call(call("run", SMALL, "-o", out, *extra), 0)
            summary = json.loads((out / "summary.json").read_text())
            head = f"seed: 1\ndeterministic: {'true' if i else 'false'}\n"
            self.assertTrue((out / "resolved.yaml").read_text().startswith(head))
            told.append(summary["fingerprint"])
        self.assertNotEqual(*told)

    def test_a_seed_has_the_same_range_on_the_command_line_and_in_a_scenario(self):
        most, more = "9000000000000000", "9000000000000001"
        by_setting = call("run", SMALL, "--set", f"seed={most}")
        self.assert_call(by_setting, 0)
        self.assert_call(call("run", SMALL, "--seed", most), 0, stdout=by_setting.stdout)
        self.assert_call(call("run", SMALL, "--seed", more), 2, stdout="")
        self.assert_call(call("run", SMALL, "--set", f"seed={more}"), 3, stdout="")

    def test_what_is_named_only_in_the_course_of_a_run_is_what_it_is(self):
        """Offices of regions are on record from their first grant on: what they hold back is policy."""
        scenarios = TESTS.parent / "scenarios"
        self.assert_call(call("run", scenarios / "baseline.yaml", scenarios / "overlays/permits-by-region.yaml",
                              scenarios / "overlays/cheaper-answers.yaml", "--seed", 3, "-o", self.folder / "out"), 0)
        with open(self.folder / "out/bottlenecks.csv", encoding="utf-8") as file:
            roots = {row["root"] for row in csv.DictReader(file) if row["constraint"] == "permits"}
        self.assertEqual(roots, {"policy"})

    def test_what_orders_say_came_is_what_came(self):
        self.assert_call(call("run", TESTS.parent / "scenarios/baseline.yaml", "--deterministic", "-o",
                              self.folder / "out", "-q"), 0)
        ordered, received, taken_back = {}, {}, set()
        with open(self.folder / "out/orders.csv", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                key = row["buyer"], row["commodity"]
                sums = ordered.setdefault(key, {"delivered": 0, "open": 0, "cancelled": 0, "rejected": 0})
                sums[row["status"]] += float(row["quantity"])
                if row["status"] == "cancelled" and row["order"] == before["order"]:
                    taken_back.add(row["commodity"])
                    self.assertNotEqual(before["status"], "cancelled")
                    self.assertEqual(row["delivered"], "")
                before = row
        with open(self.folder / "out/timeseries.csv", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                if row["series"] == "received":
                    key = row["entity"], row["generation"]
                    received[key] = received.get(key, 0) + float(row["value"])
        for key, sums in ordered.items():
            came = received.get(key, 0)
            self.assertGreaterEqual(came, sums["delivered"] * (1 - 1e-6), key)
            self.assertLessEqual(came, (sums["delivered"] + sums["open"]) * (1 + 1e-6), key)
        self.assertIn("compute", taken_back)

    def gate(self, scenario, *more):
        self.assert_call(call("run", scenario, "-o", self.folder / "gate", "-q", *more), 0)
        (told,) = json.loads((self.folder / "gate/context.json").read_text())["gates"]
        self.assertEqual(told["gate"], "server")  # a source has nothing that could wait
        return told

    def test_a_gate_tells_how_busy_it_was_and_who_waited(self):
        # Ten at once every ten days, each served for half a day: they wait for 0 to 4.5 days.
        file = self.folder / "batches.yaml"
        file.write_text("chokepoint: 1\nname: x\nstart: 2022-01-01\nend: 2024-01-01\nsource: textbook\nparts:\n"
                        "  - {name: s, kind: source, rate: 1 lot/day, batch: 10, to: queue}\n"
                        "  - {name: server, kind: gate, rate: 2 lot/day, from: queue, to: served}\n"
                        "  - {name: out, kind: sink, from: served}\n")
        told = self.gate(file)
        self.assertAlmostEqual(told["busy"], 0.5, delta=0.01)
        self.assertAlmostEqual(told["wait_days"], 2.25, delta=0.05)
        self.assertAlmostEqual(told["queue"], 2.25, delta=0.05)

    def test_queues_of_the_textbook_are_seen_in_the_result_files(self):
        told = self.gate(TESTS / "systems/mm1.yaml", "--set", "end=2122-01-01")  # load 0.5, 200 minutes of service
        self.assertAlmostEqual(told["busy"], 0.5, delta=0.01)
        self.assertAlmostEqual(told["queue"], 0.5, delta=0.02)
        self.assertAlmostEqual(told["wait_days"], 200 / 1440, delta=0.006)

    def test_the_order_of_the_source_table_says_nothing(self):
        told = []
        for i, order in enumerate((1, -1)):
            sources = [f"  - {{name: {name}, title: Of {name}, who: x, published: 2024-01-01}}\n" for name in "ab"]
            file = self.folder / f"sources{i}.yaml"
            file.write_text("chokepoint: 1\nname: x\nstart: 2022-01-01\nend: 2023-01-01\nsources:\n"
                            + "".join(sources[::order]) + "source: a\nparts:\n"
                            "  - {name: s, kind: source, rate: {value: 3 lot/day, source: b}, to: shelf}\n"
                            "  - {name: m, kind: market, rate: 9 lot/day, from: shelf}\n")
            self.assert_call(call("run", file, "-o", self.folder / f"told{i}"), 0)
            told.append((self.folder / f"told{i}/context.json").read_text())
            self.assertEqual([source["name"] for source in json.loads(told[i])["sources"]], ["a", "b"])
        self.assertEqual(*told)

    def test_what_a_store_holds_is_whole_and_may_be_drawn(self):
        file = self.folder / "store.yaml"
        text = (TESTS / "systems/T1.yaml").read_text().replace(
            "parts:\n", "parts:\n  - {name: after_a, kind: store, initial: AMOUNT, capacity: 500 lot}\n")
        for amount, status in (("{uniform: [1 lot, 400 lot]}", 0), ("20 lot", 0), ("2.5 lot", 3)):
            file.write_text(text.replace("AMOUNT", amount))
            out = self.folder / f"store-{status}-{len(amount)}"
            result = call("run", file, "--seed", "1", "-o", out)
            self.assert_call(result, status)
            if status == 0:
                held = re.search(r"parts.after_a.initial: \{value: (\S+),", (out / "resolved.yaml").read_text())
                self.assertTrue(1 <= int(held[1]) <= 400, held)
            else:
                self.assertIn("parts.after_a.initial: expected a whole number of lot, found 2.5", result.stderr)

    def test_a_limit_of_file_size_is_an_error_that_leaves_nothing(self):
        def limit():
            resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
        result = call("run", SMALL, "-o", self.folder / "out", preexec_fn=limit)
        self.assert_call(result, 1, stdout="")
        self.assertIn("cannot write results", result.stderr)
        self.assertEqual(list(self.folder.iterdir()), [])

    def test_a_signal_leaves_whole_results_or_none(self):
        for i in range(12):
            out = self.folder / f"out{i}"
            process = subprocess.Popen([PROGRAM, "run", str(SMALL), "-o", str(out)],
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(0.004 * i)
            process.send_signal(signal.SIGTERM if i % 2 else signal.SIGINT)
            process.wait(timeout=60)
            if out.exists():
                self.assertEqual(sorted(contents(out)), RESULT_FILES)
        self.assertEqual([path for path in self.folder.iterdir() if path.name.startswith(".")], [])

    def test_growth_without_bound_ends_with_a_message(self):
        baseline = TESTS.parent / "scenarios" / "baseline.yaml"
        result = call("run", baseline, "--set", "actors.ai_customers.growth=10 1/year",
                      "--set", "actors.ai_customers.discovery=10 1/year")
        self.assert_call(result, 1, stdout="")
        self.assertIn("grows without bound", result.stderr)

    def test_results_go_to_stdout_and_nothing_to_stderr(self):
        result = call("run", SMALL)
        self.assert_call(result, 0, stderr="")
        self.assertRegex(result.stdout, r"(?m)^Year ")
        self.assertNotIn("\x1b", result.stdout)

    def test_the_directory_holds_exactly_the_result_files(self):
        out = self.folder / "new" / "out"
        result = call("run", SMALL, "-o", out)
        self.assert_call(result, 0)
        self.assertEqual(sorted(contents(out)), RESULT_FILES)
        self.assertEqual([path.name for path in out.parent.iterdir()], ["out"])
        for name in RESULT_FILES:
            self.assertIn(f"{out}/{name}\n", result.stdout)

    def test_the_terminal_and_the_summary_tell_the_same(self):
        out = self.folder / "out"
        stdout = call("run", SMALL, "-o", out).stdout
        summary = json.loads((out / "summary.json").read_text())
        self.assertIn(summary["headline"], " ".join(stdout.split("\n")))
        for year in summary["years"]:
            self.assertRegex(stdout, rf"(?m)^{year['year']} ")
            first = max(year["binding"], key=lambda binding: binding["share"])
            self.assertRegex(stdout, rf"(?mi)^{first['constraint']}\b.* {100 * first['share']:.0f}●")
            for binding in year["binding"]:
                if binding["from"]:
                    self.assertRegex(stdout, rf"(?mi)^{binding['constraint']} +{binding['from']} to {binding['to']} +"
                                             rf"{binding['cause_from']} to {binding['cause_to']}$")

    def test_both_columns_of_shares_add_up_to_one_in_every_month(self):
        out = self.folder / "out"
        call("run", SMALL, "-o", out)
        sums = {}
        with (out / "bottlenecks.csv").open(newline="") as table:
            for row in csv.DictReader(table):
                for column in ("proximate_share", "root_share"):
                    key = row["month"], column
                    sums[key] = sums.get(key, 0.0) + float(row[column] or 0)
        # From 2023 on more is wanted than the oven can do; what was made before lasts until May.
        for month in range(5, 13):
            self.assertIn((f"2023-{month:02}-01", "proximate_share"), sums)
        for place, total in sums.items():
            self.assertAlmostEqual(total, 1.0, places=9, msg=place)

    def test_existing_results_are_not_touched_without_overwrite(self):
        out = self.folder / "out"
        self.assert_call(call("run", SMALL, "-o", out, "--seed", "1"), 0)
        before = contents(out)
        result = call("run", SMALL, "-o", out, "--seed", "2")
        self.assert_call(result, 2, stdout="")
        self.assertIn("--overwrite", result.stderr)
        self.assertEqual(contents(out), before)
        self.assert_call(call("run", SMALL, "-o", out, "--seed", "2", "--overwrite"), 0)
        self.assertEqual(json.loads((out / "summary.json").read_text())["seed"], 2)

    PALLETS = """chokepoint: 1
start: 2022-01-01
end: 2024-01-01
source: textbook
name: pallets
parts:
  - {name: pal, kind: store, initial: 3 lot}
  - {name: s, kind: source, rate: 6 lot/day, to: x}
  - {name: a, kind: assembly, inputs: {x: 1 lot, pal: 1 lot}, outputs: {y: 1 lot}}
  - {name: b, kind: assembly, inputs: {y: 1 lot}, outputs: {z: 1 lot, pal: 1 lot}, lead: 1 day}
  - {name: m, kind: market, from: z, rate: 5 lot/day}
"""

    def test_shares_of_a_world_whose_paths_are_far_off_are_said_to_be_in_doubt(self):
        doubt = "the shares of this world are not to be relied on"
        self.assertIn(doubt, call("run", self.scenario(self.PALLETS)).stderr)
        for sound in [SMALL, *(TESTS / "systems").glob("*.yaml")]:
            self.assertNotIn(doubt, call("run", sound).stderr, sound)

    def at_once(self, out, *options):
        runs = [subprocess.Popen([PROGRAM, "run", str(SMALL), "-q", "--seed", str(seed), "-o", str(out),
                                  *options], stderr=subprocess.PIPE, text=True) for seed in range(1, 9)]
        ended = [(run.communicate(timeout=60)[1], run.returncode) for run in runs]
        seed = json.loads((out / "summary.json").read_text())["seed"]
        self.assertIn(f"--seed {seed} ", (out / "run.log").read_text())
        self.assertEqual(sorted(contents(out)), RESULT_FILES)
        return ended

    def test_of_runs_at_once_into_one_name_one_is_kept_and_the_others_are_told(self):
        ended = self.at_once(self.folder / "to" / "out")
        self.assertEqual(sorted(code for _, code in ended), [0] + [2] * 7, ended)
        for text, code in ended:
            self.assertEqual("give --overwrite to replace them" in text, code == 2, text)
        for _, code in self.at_once(self.folder / "to" / "out", "--overwrite"):
            self.assertEqual(code, 0)

    def test_the_same_run_gives_the_same_bytes_whatever_surrounds_it(self):
        environments = [{}, {"TZ": "Asia/Tokyo"}, {"LC_ALL": "de_DE.UTF-8"}, {"LANG": "tr_TR"},
                        {"COLUMNS": "40"}]
        first = None
        for i, extra in enumerate(environments):
            out = self.folder / f"out{i}"
            level = ["--log-level", "debug"] if i % 2 else []
            self.assert_call(call("run", SMALL, "-o", out, *level, env={**os.environ, **extra}), 0)
            first = first or comparable(out)
            self.assertEqual(comparable(out), first)

    def test_the_working_directory_does_not_matter(self):
        self.assert_call(call("run", SMALL, "-o", self.folder / "a"), 0)
        self.assert_call(call("run", SMALL.name, "-o", self.folder / "b", cwd=SMALL.parent), 0)
        self.assertEqual(comparable(self.folder / "a"), comparable(self.folder / "b"))

    def test_recording_does_not_change_what_happens(self):
        self.assert_call(call("run", SMALL, "-o", self.folder / "a"), 0)
        self.assert_call(call("run", SMALL, "-o", self.folder / "b", "--no-record"), 0)
        for name in ("orders.csv", "timeseries.csv"):
            self.assertEqual((self.folder / "a" / name).read_bytes(),
                             (self.folder / "b" / name).read_bytes())

    def test_without_a_record_nothing_is_said_about_bottlenecks(self):
        result = call("run", SMALL, "-o", self.folder / "b", "--no-record")
        self.assert_call(result, 0)
        summary = json.loads((self.folder / "b" / "summary.json").read_text())
        self.assertIn("nothing is said about bottlenecks", summary["headline"])
        self.assertIn(summary["headline"], " ".join(result.stdout.split()))
        self.assertEqual([year["binding"] for year in summary["years"]],
                         [[] for year in summary["years"]])

    def test_the_log_says_more_at_each_level_and_changes_nothing(self):
        lines = {}
        for level in ("warn", "info", "trace"):
            result = call("run", SMALL, "--log-level", level, "-o", self.folder / level)
            self.assertEqual(result.returncode, 0, result.stderr)
            lines[level] = result.stderr.splitlines()
        self.assertEqual(lines["warn"], [])
        self.assertTrue(any("loaded 'small'" in line for line in lines["info"]), lines["info"])
        self.assertTrue(any("summary.json" in line for line in lines["info"]), lines["info"])
        self.assertLessEqual(set(lines["info"]).difference(l for l in lines["info"] if "/info/" in l),
                             set(lines["trace"]))
        self.assertEqual(comparable(self.folder / "warn"), comparable(self.folder / "trace"))

    def test_years_and_decisions_are_logged_while_the_run_runs(self):
        overlay = self.scenario("source: textbook\nparts:\n- {name: more, kind: expansion, gate: oven, market: orders,"
                                " exceeds: 6 lot/day, build: 30 days, add: 4 lot/day}\n", "more.yaml")
        lines = call("run", SMALL, overlay, "--log-level", "debug").stderr.splitlines()
        decision = "debug: 2023-01-01: more: 4 more of oven, online 2023-01-31"
        ends = [i for i, line in enumerate(lines) if line.startswith("info: ") and " is over: " in line]
        self.assertEqual([lines[i].split(" is over")[0][-4:] for i in ends], ["2022", "2023"])
        self.assertIn(decision, lines)
        self.assertLess(ends[0], lines.index(decision))
        self.assertLess(lines.index(decision), ends[1])

    def test_many_dead_ends_are_counted(self):
        head = "chokepoint: 1\nname: x\nstart: 2022-01-01\nend: 2022-02-01\nsource: textbook\nparts:\n" \
               "- {name: made, kind: source, rate: 1 lot/day, to: s}\n- {name: out, kind: sink, from: s}\n"
        for number, more in (20, []), (24, ["warning: and 4 more dead ends"]):
            # Each is one: the part, with the store that nobody empties.
            path = self.scenario(head + "".join(
                f"- {{name: g{i}, kind: source, rate: 1 lot/day, to: s{i}}}\n" for i in range(number)))
            result = call("check", path)
            self.assertIn(f"it runs, but {20 + len(more)} warnings were given", result.stdout)
            self.assertNotIn("nothing is wrong", result.stdout)
            lines = result.stderr.splitlines()
            self.assertEqual(len(lines), 20 + len(more), lines)
            self.assertEqual(lines[20:], more)

    def test_a_value_can_be_set(self):
        call("run", SMALL, "-o", self.folder / "a")
        self.assert_call(call("run", SMALL, "--set", "parts.press.rate=1 lot/day",
                              "-o", self.folder / "b"), 0)
        self.assertNotEqual(comparable(self.folder / "a"), comparable(self.folder / "b"))

    def test_a_setting_does_not_swallow_an_overlay(self):
        overlay = self.scenario("source: textbook\nparts:\n  - name: press\n    rate: 2 lot/day\n", "slow.yaml")
        both = call("run", "--set", "parts.oven.rate=9 lot/day", SMALL, overlay)
        self.assert_call(both, 0)
        self.assertNotEqual(both.stdout, call("run", SMALL).stdout)

    def test_a_reader_that_goes_away_is_no_error(self):
        out = self.folder / "out"
        reading, writing = os.pipe()
        os.close(reading)
        result = subprocess.run([PROGRAM, "run", str(SMALL), "-o", str(out)], stdout=writing,
                                stderr=subprocess.PIPE, text=True, timeout=60)
        os.close(writing)
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        self.assertEqual(sorted(contents(out)), RESULT_FILES)

    def test_a_full_disk_behind_stdout_is_an_error(self):
        with open("/dev/full", "w") as full:
            result = subprocess.run([PROGRAM, "run", str(SMALL)], stdout=full,
                                    stderr=subprocess.PIPE, text=True, timeout=60)
        self.assertEqual(result.returncode, 1)
        self.assertIn("cannot write to stdout", result.stderr)

    def test_tables_are_as_wide_as_columns_says_where_there_is_no_terminal(self):
        scenarios = TESTS.parent / "scenarios"
        # The tables of relieve, which takes seconds, are divided by width alone.
        all_widths, ends = (60, 80, 100, 120), (60, 100)
        words = ((all_widths, "run", "--deterministic"),
                 (all_widths, "compare", str(scenarios / "overlays/taiwan-stop.yaml"), "--deterministic"),
                 (all_widths, "compare", str(scenarios / "overlays/taiwan-stop.yaml"), "--seeds", "2"),
                 (ends, "relieve", "--deterministic", "--constraint", "euv_tools", "--windows"),
                 (ends, "relieve", "--constraint", "euv_tools", "--replications", "2"))
        for widths, command, *rest in words:
            for columns in widths:
                with self.subTest(command=command, rest=rest, columns=columns):
                    result = subprocess.run([PROGRAM, command, str(scenarios / "baseline.yaml"), *rest],
                                            capture_output=True, text=True, timeout=60,
                                            env={**os.environ, "COLUMNS": str(columns)})
                    self.assertEqual(result.returncode, 0, result.stderr)
                    self.assertLessEqual(max(map(len, result.stdout.splitlines())), columns)

    def test_what_takes_more_than_a_second_tells_on_a_terminal_how_long_it_will_take(self):
        parent, child = pty.openpty()
        done = subprocess.Popen([PROGRAM, "relieve", str(TESTS.parent / "scenarios/baseline.yaml"), "--deterministic",
                                 "--constraint", "euv_tools", "--constraint", "cowos", "-j", "1"],
                                stdout=subprocess.PIPE, stderr=child)
        os.close(child)
        told = b""
        try:
            while piece := os.read(parent, 65536):
                told += piece
        except OSError:  # Linux reports the end of a terminal so
            pass
        answer = done.communicate(timeout=100)[0]
        os.close(parent)
        self.assertEqual(done.returncode, 0)
        self.assertRegex(told.decode(), r"\d+ of \d+ worlds, \d+ %, \d+ s left")
        self.assertTrue(told.endswith(b"\r\x1b[K"), told[-60:])
        self.assertNotIn(b"worlds, ", answer)

    def test_a_place_that_cannot_be_written_is_an_error(self):
        (self.folder / "file").write_text("mine")
        for place, code in ((self.folder / "file", 2), (self.folder / "file" / "out", 1), ("/proc/none/out", 1)):
            result = call("run", SMALL, "-o", place, "--overwrite")
            self.assert_call(result, code, stdout="")
            self.assertIn(str(place), result.stderr)
        self.assertEqual([path.name for path in self.folder.iterdir()], ["file"])

    def test_colours_appear_on_a_terminal_unless_unwanted(self):
        def on_terminal(**extra):
            parent, child = pty.openpty()
            environment = {**os.environ, "TERM": "xterm-256color", **extra}
            environment.pop("NO_COLOR", None) if "NO_COLOR" not in extra else None
            subprocess.run([PROGRAM, "run", str(SMALL)], stdout=child, env=environment, timeout=60)
            os.close(child)
            text = b""
            try:
                while piece := os.read(parent, 65536):
                    text += piece
            except OSError:  # Linux reports the end of a terminal so
                pass
            os.close(parent)
            return text
        self.assertIn(b"\x1b[1m", on_terminal())
        self.assertNotIn(b"\x1b", on_terminal(NO_COLOR="1"))
        self.assertNotIn(b"\x1b", on_terminal(TERM="dumb"))
        self.assertIn(b"48;2;", on_terminal(COLORTERM="truecolor"))
        plain = on_terminal(LC_ALL="C", NO_COLOR="1")
        self.assertTrue(plain.isascii(), plain)
        utf8 = on_terminal(LC_ALL="C.UTF-8", NO_COLOR="1").decode()
        self.assertEqual([len(line) for line in plain.decode().splitlines()],
                         [len(line) for line in utf8.splitlines()])
        self.assertEqual(re.findall(r"\d+", plain.decode()), re.findall(r"\d+", utf8))


if __name__ == "__main__":
    unittest.main()

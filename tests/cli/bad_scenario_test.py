"""Scenarios that are wrong: one clear message each, and nothing written."""
import os
import unittest

from program import Case, SMALL, TESTS, call


class BadScenario(Case):
    def test_it_exits_with_3_names_the_place_and_leaves_nothing(self):
        text = SMALL.read_text(encoding="utf-8").replace("rate:", "raet:", 1)
        path = self.scenario(text)
        line = 1 + text[:text.index("raet")].count("\n")
        result = call("run", path, "-o", self.folder / "out")
        self.assert_call(result, 3, stdout="")
        self.assertRegex(result.stderr, rf"(?m)^\S*scenario\.yaml:{line}:\d+: .*did you mean 'rate'\?$")
        self.assertEqual([entry.name for entry in self.folder.iterdir()], ["scenario.yaml"])

    def test_a_missing_file_exits_with_3(self):
        result = call("run", self.folder / "none.yaml")
        self.assert_call(result, 3, stdout="")
        self.assertIn("none.yaml", result.stderr)

    def test_check_finds_it_too(self):
        result = call("check", self.scenario("name: x\n"))
        self.assert_call(result, 3, stdout="")


    def test_parts_that_can_never_run_are_refused(self):
        head = "chokepoint: 1\nname: x\nstart: 2022-01-01\nend: 2023-01-01\nsource: textbook\nparts:\n"
        gate = "  - {{name: {}, kind: gate, rate: 7 lot/day, from: {}, to: {}}}\n"
        end = "  - {name: out, kind: sink, from: s2}\n"
        for parts, message in [
            (gate.format("a", "nowhere", "s2"), r"\.from: missing supplier: nobody supplies 'nowhere'"),
            (gate.format("a", "s1", "s2") + gate.format("b", "s2", "s1"), ": cycle without stock"),
        ]:
            with self.subTest(message=message):
                path = self.scenario(head + parts + end)
                for command in ("run", "check", "graph"):
                    result = call(command, path)
                    self.assert_call(result, 3, stdout="")
                    self.assertRegex(result.stderr, r"scenario\.yaml:7:\d+: parts\.a" + message)

    def test_a_sink_does_not_stand_beside_a_market(self):
        path = self.scenario(
            "chokepoint: 1\nname: x\nstart: 2022-01-01\nend: 2024-01-01\nsource: textbook\nparts:\n"
            "  - {name: works, kind: source, rate: 1 lot/day, to: goods}\n"
            "  - {name: buyers, kind: market, rate: 6 lot/day, from: goods}\n"
            "  - {name: other, kind: source, rate: 100 lot/day, to: bin}\n"
            "  - {name: scrap, kind: sink, from: bin}\n")
        for command in ("run", "check", "graph"):
            result = call(command, path)
            self.assert_call(result, 3, stdout="")
            self.assertRegex(result.stderr, r"scenario\.yaml:10:\d+: parts\.scrap: expected no sink beside the market "
                                            r"'buyers': nobody says how much of what it takes is wanted")

    def test_parts_that_come_to_wait_for_one_another_for_good_exit_with_4(self):
        path = self.scenario(
            "chokepoint: 1\nname: x\nstart: 2022-01-01\nend: 2023-01-01\nsource: textbook\nparts:\n"
            "  - {name: a, kind: source, rate: 10 lot/day, to: raw}\n"
            "  - {name: pallets, kind: store, initial: 3 lot}\n"
            "  - {name: join, kind: assembly, inputs: {raw: 1 lot, pallets: 2 lot}, "
            "outputs: {used: 1 lot, done: 1 lot}}\n"
            "  - {name: back, kind: gate, rate: 1 lot/day, from: used, to: pallets}\n"
            "  - {name: out, kind: sink, from: done}\n")
        self.assert_call(call("check", path), 0)
        for more in ([], ["--no-record"]):
            result = call("run", path, "-o", self.folder / "out", *more)
            self.assert_call(result, 4, stdout="")
            self.assertIn("deadlock: nothing will reach a sink any more, and these parts wait for one another for "
                          "good: 'join' waits for 2 of 'pallets', which holds 1, from 'back'; 'back' waits for 1 of "
                          "'used', which holds 0, from 'join'\n", result.stderr)
            self.assertEqual([entry.name for entry in self.folder.iterdir()], ["scenario.yaml"])

    def test_what_no_run_can_do_is_refused_at_its_place(self):
        system = TESTS / "systems" / "T1.yaml"
        baseline = TESTS.parent / "scenarios" / "baseline.yaml"
        for scenario, setting, place, message in [
            (system, "parts.b.outages=[{from: 1999-01-01, to: 2000-01-01}]", r"--set 1:1:\d+",
             r"parts\.b\.outages\.1999-01-01\.from: expected a date within the run "
             r"\(2022-01-01 to before 2023-01-01\), found 1999-01-01$"),
            (system, "parts.b.outages=[{from: 2023-01-01, to: 2024-01-01}]", r"--set 1:1:\d+",
             r"parts\.b\.outages\.2023-01-01\.from: expected a date within the run "
             r"\(2022-01-01 to before 2023-01-01\), found 2023-01-01$"),
            (baseline, "actors.tsmc.outages=[{from: 1999-01-01, to: 2000-01-01}]",
             r"--set 1:1:\d+",
             r"actors\.tsmc\.outages\.1999-01-01\.from: expected a date within the run"),
            (baseline, "actors.tsmc.outages=[{from: 2090-01-01, to: 2091-01-01}]",
             r"--set 1:1:\d+",
             r"actors\.tsmc\.outages\.2090-01-01\.from: expected a date within the run"),
            (baseline, "start=2024-01-01", r"\S*lithography\.yaml:\d+:\d+",
             r"\S*under_way\.2023-07-01\.opens: expected a date from the start of the run on "
             r"\(2024-01-01\), found 2023-07-01: earlier expansions are in 'capacity'$"),
            (baseline, "start=2022-08-01", r"\S*foundries\.yaml:\d+:\d+",
             r"\S*rooms_under_way\.2022-07-01\.opens: expected a date from the start"),
            (system, "parts.a.rate=1e6 lot/day", "--set 1:1:14",
             "parts.a.rate: expected at most 50 million deliveries in the run"),
            (system, "parts.b.servers=-1", "--set 1:1:17", "parts.b.servers: expected at least 1"),
        ]:
            for command in ("run", "check"):
                with self.subTest(setting=setting, command=command):
                    result = call(command, scenario, "--set", setting)
                    self.assert_call(result, 3, stdout="")
                    self.assertRegex(result.stderr, rf"(?m)^{place}: {message}")

    def test_no_constraint_is_called_what_means_something_else_in_the_results(self):
        head = "chokepoint: 1\nname: x\nstart: 2022-01-01\nend: 2023-01-01\nsource: textbook\nparts:\n" \
               "  - {name: a, kind: source, rate: 30 lot/day, to: s}\n" \
               "  - {name: m, kind: market, rate: 10 lot/day, from: t}\n"
        gate = "  - {{kind: gate, rate: 7 lot/day, from: s, to: t, {}}}\n"
        self.assert_call(call("check", self.scenario(head + gate.format("name: g, label: press"))), 0)
        for word in ("demand", "unexplained", "lead_time", "initial_stock"):
            for keys, key in [(f"name: {word}", "name"), (f"name: g, label: {word}", "label"),
                              (f"name: g, outages: [{{from: 2022-03-01, to: 2022-04-01, label: {word}}}]",
                               "label")]:
                with self.subTest(keys=keys):
                    result = call("check", self.scenario(head + gate.format(keys)))
                    self.assert_call(result, 3, stdout="")
                    self.assertRegex(result.stderr, rf"scenario\.yaml:9:\d+: \S+\.{key}: "
                                                    rf"expected another name, found '{word}'")
        for label in ('"two\\nlines"', '"\\e[31m"', "two words", "1st"):
            with self.subTest(label=label):
                result = call("check", self.scenario(head + gate.format(f"name: g, label: {label}")))
                self.assert_call(result, 3, stdout="")
                self.assertIn("parts.g.label: expected a name of letters", result.stderr)
                self.assertNotIn("\x1b", result.stderr)

    def test_a_second_thing_of_a_name_is_one_fault_however_it_is_wired(self):
        text = SMALL.read_text(encoding="utf-8")
        twice = "parts:\n  - {name: press, kind: source, rate: 1 lot/day, to: elsewhere}\n" \
                "  - {name: polish, kind: gate, rate: 1 lot/day, from: elsewhere, to: baked}\n"
        result = call("check", self.scenario(text.replace("parts:\n", twice)))
        self.assert_call(result, 3, stdout="")
        self.assertRegex(result.stderr,
                         r"\A\S+: parts\.press: expected each name once[^\n]*\n\Z")

    def corpus(self):
        """The cases of tests/malformed: file and arguments."""
        for case in sorted((TESTS / "malformed").glob("*/*.yaml")):
            if not case.stem.isdigit():
                continue
            arguments = [case.name]
            if case.with_suffix(".args").exists():
                for line in case.with_suffix(".args").read_text().splitlines():
                    arguments += line.split(" ", 1) if line.startswith("--set ") else [line]
            yield case, arguments

    def timed(self, *words, **options):
        """The result, and the processor time that it takes when nothing else wants the machine: of up to three calls the least."""
        least = float("inf")
        for _ in range(3):
            before = os.times()
            result = call(*words, **options)
            after = os.times()
            least = min(least, after.children_user + after.children_system
                        - before.children_user - before.children_system)
            if least < 2:
                break
        return result, least

    def test_each_case_of_the_corpus_exits_with_3_in_time_and_gets_its_whole_message(self):
        sizes = {}
        for case, arguments in self.corpus():
            with self.subTest(case=case.relative_to(TESTS)):
                sizes[case.parent.name] = sizes.get(case.parent.name, 0) + 1
                result, least = self.timed("check", *arguments, cwd=case.parent)
                self.assert_call(result, 3, stdout="", stderr=case.with_suffix(".expected").read_text("utf-8"))
                self.assertLess(least, 2)
                for line in result.stderr.splitlines():
                    self.assertRegex(line, r"^(\S+:\d+:\d+: |--set \d+:\d+:\d+: )")
        self.assertLessEqual({"include", "overlay", "set", "missing_supplier", "cycle"}, set(sizes))
        self.assertGreaterEqual(len(sizes), 12)
        self.assertGreaterEqual(min(sizes.values()), 5, sizes)

    def test_run_refuses_with_the_same_message(self):
        for case, arguments in self.corpus():
            if case.stem != "1":
                continue
            with self.subTest(case=case.relative_to(TESTS)):
                self.assert_call(call("run", *arguments, cwd=case.parent), 3, stdout="",
                                 stderr=case.with_suffix(".expected").read_text("utf-8"))

    def test_a_large_network_that_cannot_run_is_refused_in_time(self):
        head = "chokepoint: 1\nname: x\nstart: 2022-01-01\nend: 2023-01-01\nsource: textbook\nparts:\n"
        gate = "- {{name: g{0}, kind: gate, rate: 7 lot/day, from: {1}{2}, to: s{0}}}\n"
        many = range(20000)
        for name, parts, message in [
            ("misspelt", "".join(gate.format(i, "zs", i) for i in many),
             r"parts\.g0\.from: .*nobody supplies 'zs0'; did you mean 's0'\?"),
            ("unlike", "".join(gate.format(i, "from_elsewhere", i) for i in many[:17500]),
             r"parts\.g0\.from: .*nobody supplies 'from_elsewhere0'"),
            ("ring", "".join(gate.format(i, "s", (i + 1) % len(many)) for i in many),
             r"cycle without stock: .* and \d+ more wait for one another"),
            ("assembly", "- {name: a, kind: assembly, outputs: {b: 1 lot}, inputs: {"
             + ", ".join(f"i{i}: 1 lot" for i in range(60000)) + "}}\n",
             "nobody supplies 'i0'"),
            ("inputs", "- {name: a, kind: assembly, outputs: {b: 1 lot}, inputs: {"
             + ", ".join(f"i{i}: 1" for i in range(125000)) + "}}\n",
             r"found '1' without a unit\n(.*\n)*and more errors: reading stops after 1000\n"),
            ("defaults", "- {name: out, kind: sink, from: s0}\n"
             + "".join(gate.format(i, "s", i) for i in many[:12000])
             + "defaults: {gate: {" + ", ".join(f"z{i}: 1" for i in range(40000)) + "}}\n",
             "defaults.gate: expected defaults that make at most 300000 values"),
        ]:
            with self.subTest(name):
                path = self.scenario(head + parts)
                result, least = self.timed("check", path)
                self.assert_call(result, 3, stdout="")
                self.assertRegex(result.stderr, message)
                self.assertLess(least, 2)

    def test_what_is_said_for_a_kind_goes_with_the_last_thing_of_it(self):
        path = self.scenario("chokepoint: 1\nname: x\nstart: 2022-01-01\nend: 2023-01-01\nsource: textbook\n"
                             "defaults: {gate: {servers: 2}}\nparts:\n"
                             "  - {name: raw, kind: store, initial: 9 lot}\n"
                             "  - {name: press, kind: gate, rate: 1 lot/day, from: raw, to: shelf}\n"
                             "  - {name: out, kind: sink, from: raw}\n")
        self.assert_call(call("check", path, "--set", "parts.press=!delete"), 0, stderr="")
        result = call("check", path, "--set", "parts.press=!delete", "--set", "defaults={gat: {servers: 2}}")
        self.assert_call(result, 3, stdout="",
                         stderr="--set 2:1:11: defaults.gat: expected a kind that something here has, found 'gat'\n")

    def test_amounts_that_are_not_whole_are_named_with_their_unit(self):
        text = (TESTS / "malformed" / "missing_supplier" / "5.yaml").read_text("utf-8").replace("money: 5 usd", "money: 5.5 usd")
        result = call("check", self.scenario(text))
        self.assert_call(result, 3, stdout="")
        self.assertIn("parts.join.pays: expected whole amounts of at least 1 usd, found 5.5 usd of 'money'", result.stderr)


if __name__ == "__main__":
    unittest.main()

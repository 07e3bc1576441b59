"""The command line itself: help, mistakes in it, and commands that only look."""
import json
import unittest

from program import Case, SMALL, TESTS, call, processor_time


class Usage(Case):
    def test_version_is_printed_within_60_ms(self):
        result = call("--version")
        self.assertRegex(result.stdout, r"^chokepoint \d+\.\d+\.\d+\n$")
        self.assert_call(result, 0, stderr="")
        # Processor time: what the program takes when nothing else wants the machine.
        self.assertLess(min(processor_time("--version") for _ in range(8)), 0.060)

    def test_help_names_every_command(self):
        result = call("--help")
        self.assert_call(result, 0, stderr="")
        for command in ("run", "facts", "allocation", "assumptions", "score", "check", "graph", "schema", "params"):
            self.assertRegex(result.stdout, rf"(?m)^ +{command} ")

    def test_help_of_a_command_names_its_options(self):
        result = call("run", "--help")
        self.assert_call(result, 0, stderr="")
        for option in ("--set", "--seed", "--deterministic", "--output", "--overwrite",
                       "--no-record", "--shuffle-ties", "--log-level"):
            self.assertIn(option, result.stdout)

    def test_usage_errors_exit_with_2_and_say_what_was_meant(self):
        for arguments, message in [
            ([], "A subcommand is required"),
            (["rnu", SMALL], "unknown command 'rnu'; did you mean 'run'?"),
            (["params", "lits"], "unknown command 'lits'; did you mean 'list'?"),
            (["run", SMALL, "--sede", "1"], "unknown option '--sede'; did you mean '--seed'?"),
            (["run", SMALL, "--detreministic"], "did you mean '--deterministic'?"),
            (["run", SMALL, "--seed=x"], "--seed"),
            (["run", SMALL, "--seed=010"], "--seed"),
            (["run", SMALL, "--seed=9999999999999999"], "--seed"),
            (["run", SMALL, "--seed", "1.5"], "--seed"),
            (["run", SMALL, "--seed=-1"], "--seed"),
            (["run", SMALL, "--seed"], "--seed"),
            (["run", SMALL, "--log-level", "loud"], "--log-level"),
            (["run", SMALL, "-o", ""], "expected the name of a directory"),
            (["run", SMALL, "--overwrite"], "--overwrite requires --output"),
            (["run"], "SCENARIO"),
            (["check"], "SCENARIO"),
            (["schema", "extra"], "extra"),
            (["params", "list", "gaet"], "unknown kind 'gaet'; did you mean 'gate'?"),
        ]:
            with self.subTest(arguments=arguments):
                result = call(*arguments)
                self.assert_call(result, 2, stdout="")
                self.assertIn(message, result.stderr)


class Systems(Case):
    def test_every_system_with_a_known_answer_runs_through_the_program(self):
        systems = sorted((TESTS / "systems").glob("T*.yaml"))
        self.assertGreaterEqual(len(systems), 10)
        for system in systems:
            with self.subTest(system=system.name):
                self.assert_call(call("check", system), 0, stderr="")
                self.assert_call(call("run", system), 0, stderr="")


class Others(Case):
    def test_check_says_that_nothing_is_wrong(self):
        result = call("check", SMALL)
        self.assert_call(result, 0, stderr="")
        self.assertIn("nothing is wrong", result.stdout)

    def test_check_lists_what_changes_by_itself(self):
        result = call("check", SMALL, "--exogenous")
        self.assert_call(result, 0, stderr="")
        self.assertIn("orders", result.stdout)

    def test_the_graph_is_for_graphviz(self):
        result = call("graph", SMALL)
        self.assert_call(result, 0, stderr="")
        self.assertRegex(result.stdout, r"^(strict )?digraph")
        self.assertIn("press", result.stdout)

    def test_the_schema_is_json(self):
        result = call("schema")
        self.assert_call(result, 0, stderr="")
        self.assertIn("$schema", json.loads(result.stdout))

    def test_the_keys_of_one_kind_are_fewer_than_all(self):
        everything, gate = call("params", "list"), call("params", "list", "gate")
        self.assert_call(everything, 0, stderr="")
        self.assert_call(gate, 0, stderr="")
        self.assertIn("rate", gate.stdout)
        self.assertLess(len(gate.stdout), len(everything.stdout))


if __name__ == "__main__":
    unittest.main()

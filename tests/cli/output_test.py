"""Where results are written to, and what is never lost."""
import csv
import hashlib
import json
import os
import unittest

from program import Case, MACHINE_FILES, SMALL, call, contents


class Output(Case):
    def test_json_is_the_summary_and_quiet_is_nothing(self):
        out = self.folder / "out"
        result = call("run", SMALL, "-o", out, "--json")
        self.assert_call(result, 0, stdout=(out / "summary.json").read_text(), stderr="")
        self.assert_call(call("run", SMALL, "-q"), 0, stdout="", stderr="")
        self.assert_call(call("run", SMALL, "-q", "--json"), 0, stdout=(out / "summary.json").read_text(), stderr="")

    def test_colours_come_when_asked_for_and_in_as_many_as_the_terminal_has(self):
        plain = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "CLICOLOR_FORCE", "COLORTERM")}
        self.assertNotIn("\x1b", call("run", SMALL, env=plain).stdout)
        self.assertIn("\x1b", call("run", SMALL, env={**plain, "CLICOLOR_FORCE": "1"}).stdout)
        few = call("run", SMALL, "--color", "always", env=plain).stdout
        self.assertRegex(few, r"48;5;\d+m")
        many = call("run", SMALL, "--color", "always", env={**plain, "COLORTERM": "truecolor"}).stdout
        self.assertRegex(many, r"48;2;\d+;\d+;\d+m")
        self.assertNotIn("\x1b", call("run", SMALL, "--color", "never",
                                      env={**plain, "CLICOLOR_FORCE": "1"}).stdout)
        self.assert_call(call("run", SMALL, "--color", "sometimes"), 2, stdout="")

    def test_files_of_the_data_package_are_those_of_the_directory(self):
        out = self.folder / "out"
        call("run", SMALL, "-o", out)
        package = json.loads((out / "datapackage.json").read_text())
        found = contents(out)
        paths = {resource["path"] for resource in package["resources"]}
        self.assertEqual(paths, set(found) - MACHINE_FILES - {"datapackage.json"})
        for resource in package["resources"]:
            data = found[resource["path"]]
            self.assertEqual(resource["bytes"], len(data))
            self.assertEqual(resource["hash"], "sha256:" + hashlib.sha256(data).hexdigest())
            if resource["format"] == "csv":
                header = data.decode().splitlines()[0].split(",")
                self.assertEqual([f["name"] for f in resource["schema"]["fields"]], header)
                self.assertLessEqual(set(resource["schema"].get("primaryKey", [])), set(header))
                rows = list(csv.DictReader(data.decode().splitlines()))
                keys = [tuple(row[k] for k in resource["schema"].get("primaryKey", header))
                        for row in rows]
                self.assertEqual(len(set(keys)), len(keys), resource["path"])


if __name__ == "__main__":
    unittest.main()

"""What must hold for the files of the repository as a whole."""
import re
import shutil
import subprocess
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


def tracked_files():
    listing = subprocess.run(["git", "-c", f"safe.directory={ROOT}", "-C", str(ROOT), "ls-files", "-z"],
                             capture_output=True, text=True)
    if listing.returncode != 0:  # a source archive has no git folder
        return [p for p in ROOT.rglob("*") if p.is_file() and "build" not in p.parts]
    return [ROOT / name for name in listing.stdout.split("\0") if name and (ROOT / name).is_file()]


class Repository(unittest.TestCase):
    def test_one_version_everywhere(self):
        cmake = re.search(r"project\(chokepoint VERSION (\S+)", read("CMakeLists.txt")).group(1)
        citation = re.search(r"^version: (\S+)$", read("CITATION.cff"), re.MULTILINE).group(1)
        changelog = re.search(r"^## (\S+)", read("CHANGELOG.md"), re.MULTILINE).group(1)
        self.assertEqual([citation, changelog], [cmake, cmake])

    def test_no_file_names_a_path_of_one_machine(self):
        machine_path = re.compile(rb"(?<![\w.])/(work|root|home/\w+|tmp/build)\b")
        own_name = Path(__file__).resolve()
        found = [str(path.relative_to(ROOT)) for path in tracked_files()
                 if path != own_name and machine_path.search(path.read_bytes())]
        self.assertEqual(found, [])

    def test_no_text_file_has_trailing_blanks_or_carriage_returns(self):
        found = []
        for path in tracked_files():
            if path.suffix in {".hpp", ".cpp", ".py", ".cmake", ".txt"} and re.search(
                    rb"[ \t\r]\n", path.read_bytes()):
                found.append(str(path.relative_to(ROOT)))
        self.assertEqual(found, [])

    def test_contributing_stays_short(self):
        self.assertLessEqual(len(read("CONTRIBUTING.md").splitlines()), 60)

    def test_shell_scripts_pass_shellcheck(self):
        scripts = [path for path in tracked_files()
                   if path.read_bytes().startswith(b"#!/usr/bin/env bash")]
        self.assertTrue(scripts)
        if shutil.which("shellcheck") is None:
            self.skipTest("shellcheck is not installed")
        result = subprocess.run(["shellcheck", *map(str, scripts)], capture_output=True, text=True)
        self.assertEqual((result.returncode, result.stdout), (0, ""))

    def test_links_between_documents_lead_somewhere(self):
        broken = []
        for path in tracked_files():
            if path.suffix != ".md":
                continue
            text = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
            for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text):
                if "://" not in target and not (path.parent / target).exists():
                    broken.append(f"{path.relative_to(ROOT)}: {target}")
        self.assertEqual(broken, [])


if __name__ == "__main__":
    unittest.main()

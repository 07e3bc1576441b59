"""tools/check says what it takes from elsewhere; all that it calls is played by fakes."""
import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

SCRIPT = Path(__file__).resolve().parents[2] / "tools" / "check"


class Check(unittest.TestCase):
    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.log = self.folder / "log"
        (self.folder / "tools").mkdir()
        (self.folder / "bin").mkdir()
        shutil.copy(SCRIPT, self.folder / "tools" / "check")
        self.fake("tools/install-packages", "")
        for program in ("cmake", "ctest"):
            self.fake(f"bin/{program}", "")
        for tool in ("bash", "dirname", "readlink", "mkdir", "nproc"):
            os.symlink(f"/usr/bin/{tool}", self.folder / "bin" / tool)

    def fake(self, name, body):
        path = self.folder / name
        path.write_text(f"#!/bin/bash\n{body}\n")
        path.chmod(0o755)

    def run_script(self):
        result = subprocess.run(["bash", str(self.folder / "tools" / "check")], capture_output=True,
                                text=True, env={"PATH": str(self.folder / "bin")})
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        return result.stdout

    def test_what_npm_installs_is_said(self):
        self.fake("bin/npm", f'printf "%s\\n" "$@" > {self.log}')
        said = self.run_script()
        package, = (word for word in self.log.read_text().split() if word.startswith("@"))
        self.assertIn(f"npm install {package}\n", said)
        self.assertIn(" into build/readers", said)

    def test_without_npm_nothing_is_installed(self):
        self.assertNotIn("npm", self.run_script())

    def test_what_is_there_is_not_installed_again(self):
        self.fake("bin/npm", f"touch {self.log}")
        (self.folder / "build/readers/node_modules/@duckdb").mkdir(parents=True)
        self.assertNotIn("npm", self.run_script())
        self.assertFalse(self.log.exists())


if __name__ == "__main__":
    unittest.main()

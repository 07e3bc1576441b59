"""tools/install-packages installs what is missing and nothing else; apt and dpkg are played by fakes."""
import os
import subprocess
import tempfile
import unittest
from pathlib import Path

SCRIPT = Path(__file__).resolve().parents[2] / "tools" / "install-packages"


class InstallPackages(unittest.TestCase):
    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.log = self.folder / "log"
        self.log.touch()
        (self.folder / "list").write_text("# a list\nhave   # installed\n\nlack-one\nlack-two # why\n")
        self.fake("dpkg-query", 'for p; do :; done; [[ $p == have ]] && printf installed')
        for tool in ("bash", "sed", "dirname", "readlink", "env"):
            os.symlink(f"/usr/bin/{tool}", self.folder / tool)

    def fake(self, name, body):
        path = self.folder / name
        path.write_text(f"#!/bin/bash\n{body}\n")
        path.chmod(0o755)

    def run_script(self, user):
        self.fake("id", f"echo {user}")
        self.fake("apt-get", f'echo "apt-get $*" >> {self.log}')
        return subprocess.run(["bash", str(SCRIPT), str(self.folder / "list")], capture_output=True,
                              text=True, env={"PATH": str(self.folder)})

    def test_root_installs_only_what_is_missing_and_says_so(self):
        result = self.run_script(user=0)
        self.assertEqual((result.returncode, result.stderr),
                         (0, "packages: installing lack-one lack-two\n"))
        self.assertEqual(self.log.read_text().splitlines(),
                         ["apt-get update -q",
                          "apt-get install -q -y --no-install-recommends lack-one lack-two"])

    def test_a_user_with_sudo_installs_through_it(self):
        self.fake("sudo", f'echo "sudo" >> {self.log}; "$@"')
        self.assertEqual(self.run_script(user=1000).returncode, 0)
        self.assertEqual(self.log.read_text().splitlines().count("sudo"), 2)

    def test_a_user_without_sudo_is_told_what_to_run(self):
        result = self.run_script(user=1000)
        self.assertEqual(result.returncode, 1)
        self.assertIn("apt-get install --no-install-recommends lack-one lack-two", result.stderr)
        self.assertEqual(self.log.read_text(), "")

    def test_nothing_is_called_when_nothing_is_missing(self):
        self.fake("dpkg-query", "printf installed")
        result = self.run_script(user=1000)
        self.assertEqual((result.returncode, self.log.read_text()), (0, ""))


if __name__ == "__main__":
    unittest.main()

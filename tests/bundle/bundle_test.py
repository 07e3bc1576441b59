"""tools/bundle makes a directory that runs in an empty chroot, with the same results as here.

usage: bundle_test.py BUILD
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from small_study import STUDY

ROOT = Path(__file__).resolve().parents[2]
BUILD = Path(sys.argv.pop(1))
RESULTS = ["summary.json", "timeseries.csv", "bottlenecks.csv", "orders.csv", "resolved.yaml"]


def way_into(folder):
    """The words before a command that runs it in `folder` as its root; None when we may not."""
    for way in (["chroot", str(folder)],
                ["unshare", "--user", "--map-root-user", "chroot", str(folder)]):
        try:
            if subprocess.run([*way, "/bin/chokepoint", "--version"],
                              capture_output=True).returncode == 0:
                return way
        except FileNotFoundError:
            pass
    return None


class Bundle(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = Path(tempfile.mkdtemp())
        cls.bundle = cls.folder / "bundle"
        made = subprocess.run([ROOT / "tools" / "bundle", cls.bundle, BUILD], capture_output=True,
                              text=True)
        assert made.returncode == 0, made.stderr
        cls.way = way_into(cls.bundle)

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder)

    def inside(self, *command, **more):
        if self.way is None:
            self.skipTest("neither chroot nor user namespaces are allowed here")
        # No variable of this system reaches the program.
        return subprocess.run([*self.way, *command], capture_output=True, text=True,
                              env={"PATH": os.environ["PATH"]}, **more)

    def test_nothing_but_the_bundle_is_in_its_folder(self):
        self.assertEqual(sorted(path.name for path in self.bundle.iterdir()),
                         ["LICENSE", "bin", "lib", "libexec", "licences", "scenarios"])
        for path in self.bundle.rglob("*"):
            self.assertFalse(path.is_symlink(), path)

    def test_a_run_in_an_empty_chroot_gives_the_same_bytes(self):
        shutil.copy(ROOT / "tests" / "cli" / "small.yaml", self.bundle / "small.yaml")
        answer = self.inside("/bin/chokepoint", "run", "/small.yaml", "-o", "/out")
        self.assertEqual(answer.returncode, 0, answer.stderr)
        here = self.folder / "here"
        subprocess.run([BUILD / "chokepoint", "run", self.bundle / "small.yaml", "-o", here],
                       check=True, capture_output=True)
        for name in RESULTS:
            if name == "resolved.yaml":  # names the files as they were typed
                continue
            self.assertEqual((self.bundle / "out" / name).read_bytes(), (here / name).read_bytes(),
                             name)
        shutil.rmtree(self.bundle / "out")
        (self.bundle / "small.yaml").unlink()

    def test_designs_are_made_in_an_empty_chroot(self):
        request = json.dumps({"schema": 1, "kind": "lhs", "size": 4, "seed": 1,
                              "factors": [{"name": "a", "levels": 0}]})
        inside = self.inside("/bin/chokepoint-study", "design", input=request)
        here = subprocess.run([BUILD / "chokepoint-study", "design"], input=request,
                              capture_output=True, text=True, check=True)
        self.assertEqual((inside.returncode, inside.stdout), (0, here.stdout), inside.stderr)

    def put_study(self):
        shutil.copy(ROOT / "tests" / "systems" / "ishigami.yaml", self.bundle)
        (self.bundle / "study.yaml").write_text(STUDY)
        self.addCleanup((self.bundle / "study.yaml").unlink)
        self.addCleanup((self.bundle / "ishigami.yaml").unlink)

    def test_a_sweep_in_an_empty_chroot_gives_the_same_files(self):
        self.put_study()
        answer = self.inside("/bin/chokepoint", "sweep", "/study.yaml", "-o", "/sweep", "-j", "2")
        self.assertEqual(answer.returncode, 0, answer.stderr)
        self.addCleanup(shutil.rmtree, self.bundle / "sweep")
        here = self.folder / "sweep"
        subprocess.run([BUILD / "chokepoint", "sweep", self.bundle / "study.yaml", "-o", here],
                       check=True, capture_output=True)
        # NetCDF is loaded when it is needed, and must be found then.
        for name in ("design.csv", "runs.csv", "runs.parquet", "ensemble.parquet", "ensemble.nc"):
            self.assertEqual((self.bundle / "sweep" / name).read_bytes(),
                             (here / name).read_bytes(), name)

    def test_scripts_for_a_cluster_name_the_bundle(self):
        self.put_study()
        there = self.folder / "cluster"
        subprocess.run([self.bundle / "bin" / "chokepoint", "sweep", self.bundle / "study.yaml",
                        "-o", there, "--slurm"], check=True, capture_output=True)
        script = (there / "slurm" / "array.sbatch").read_text()
        self.assertIn(f"exec {self.bundle.resolve()}/bin/chokepoint sweep", script)

    def test_it_runs_where_it_is_moved_to_and_from_anywhere(self):
        moved = self.folder / "else where"
        self.bundle.rename(moved)
        try:
            for call in ([str(moved / "bin" / "chokepoint")], ["./chokepoint"]):
                answer = subprocess.run([*call, "--version"], cwd=moved / "bin",
                                        capture_output=True, text=True)
                self.assertEqual(answer.returncode, 0, answer.stderr)
                self.assertTrue(answer.stdout.startswith("chokepoint "))
        finally:
            moved.rename(self.bundle)

    def test_a_folder_that_is_there_is_not_touched(self):
        (self.folder / "mine").mkdir()
        answer = subprocess.run([ROOT / "tools" / "bundle", self.folder / "mine", BUILD],
                                capture_output=True, text=True)
        self.assertEqual(answer.returncode, 1)
        self.assertIn("exists already", answer.stderr)
        self.assertEqual(list((self.folder / "mine").iterdir()), [])

    def test_nothing_stays_behind_when_a_program_is_missing(self):
        answer = subprocess.run([ROOT / "tools" / "bundle", self.folder / "other", self.folder],
                                capture_output=True, text=True)
        self.assertEqual(answer.returncode, 1)
        self.assertIn("chokepoint is missing", answer.stderr)
        self.assertFalse((self.folder / "other").exists())


if __name__ == "__main__":
    unittest.main(verbosity=2)

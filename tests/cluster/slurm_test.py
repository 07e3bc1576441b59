"""A study on a real Slurm of three nodes: whatever happens to it, the results are those of one machine.

usage: slurm_test.py CHOKEPOINT
"""
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import slurm
from slurm import until

CHOKEPOINT = str(Path(sys.argv.pop(1)).resolve())

# A queue long enough that a run takes some tenths of a second.
SCENARIO = """\
chokepoint: 1
name: queue
start: 2022-01-01
end: 2122-01-01
source: textbook
parts:
  - {name: arrivals, kind: source, every: {exponential: 60 minutes}, to: queue}
  - {name: server, kind: gate, service: {exponential: 30 minutes}, from: queue, to: served}
  - {name: out, kind: sink, from: served}
"""
STUDY = """\
chokepoint: 1
name: queue
base: queue.yaml
bottlenecks: false
replications: 24
block: 2
design: {kind: replications}
outputs:
  - {name: wait, read: {statistic: at, of: mean_wait, entity: queue, from: 2121-12-01}}
"""
SHARDS = 12
RESULTS = ["manifest.json", "design.csv", "runs.csv", "runs.parquet", "ensemble.nc", "ensemble.parquet",
           "quantiles.csv", "datapackage.json"]

# Stands for a program that fails on one node's bad memory, say: shard 5, as long as a file is there.
FAILING = """\
#!/bin/sh
case "$*" in *"--shard 5/"*) [ ! -e {marker} ] || exit 7;; esac
exec {program} "$@"
"""


class Slurm(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.home = Path(tempfile.mkdtemp())
        (cls.home / "queue.yaml").write_text(SCENARIO)
        cls.study = cls.home / "study.yaml"
        cls.study.write_text(STUDY)
        subprocess.run([CHOKEPOINT, "sweep", cls.study, "-o", cls.home / "alone"], check=True,
                       capture_output=True)
        cls.expected = {name: (cls.home / "alone" / name).read_bytes() for name in RESULTS}
        cls.cluster = slurm.Cluster()

    @classmethod
    def tearDownClass(cls):
        folder = cls.cluster.folder
        cls.cluster.stop()
        shutil.rmtree(cls.home)
        left = [line for line in subprocess.run(["ps", "-eo", "args"], capture_output=True,
                                                text=True).stdout.splitlines() if str(folder) in line]
        assert left == [], left

    def setUp(self):
        self.results = self.home / self.id().rsplit(".", 1)[1]

    def tearDown(self):
        self.cluster.call("scancel", "--user", str(os.getuid()), check=False)
        until(lambda: not self.cluster.queue(), 60, "the queue is empty")
        for node in self.cluster.nodes:
            if node not in self.cluster.daemons:
                self.cluster.cut_power(node)
                self.cluster.boot(node)
            if self.cluster.call("sinfo", "-h", "-n", node, "-o", "%T").stdout.startswith("down"):
                self.cluster.set_state(node, "resume")
        until(lambda: self.cluster.states().count("idle") == 3, 60, "all nodes are back")

    def sweep(self, *more, code=0, **environment):
        answer = subprocess.run([CHOKEPOINT, "sweep", self.study, "-o", self.results, *more],
                                capture_output=True, text=True,
                                env={**self.cluster.environment, **environment})
        self.assertEqual(answer.returncode, code, answer.stderr)
        return answer.stdout

    def submit(self, **environment):
        return self.sweep("--slurm", "--submit", "--shards", str(SHARDS), "-j", "1", **environment)

    def missing(self):
        answer = subprocess.run([CHOKEPOINT, "sweep", self.study, "-o", self.results, "--missing",
                                 "--shards", str(SHARDS)], capture_output=True, text=True)
        return answer.stdout.strip()

    def wait_for_results(self):
        until(lambda: (self.results / "datapackage.json").exists(), 240, "the merge is done")
        until(lambda: not self.cluster.queue(), 60, "the queue is empty")

    def assert_same_as_alone(self):
        for name in RESULTS:
            self.assertEqual((self.results / name).read_bytes(), self.expected[name], name)

    def logs(self):
        return "".join(path.read_text() for path in sorted((self.results / "slurm").glob("*.log")))

    def assert_nothing_half_written(self):
        left = [path.name for path in self.results.rglob("*.tmp")]
        self.assertEqual(left, [])

    def test_array_and_merge_give_what_one_machine_gives(self):
        before = len(self.cluster.completed())
        self.assertRegex(self.submit(), r"^array \d+, shards 1-12 of 12; merge \d+\n$")
        self.wait_for_results()
        self.assert_same_as_alone()
        self.assert_nothing_half_written()
        ended = self.cluster.completed()[before:]
        self.assertEqual({word for line in ended for word in line.split()
                          if word.startswith("NodeList=")}, {"NodeList=n1", "NodeList=n2", "NodeList=n3"})
        self.assertEqual(self.missing(), "")
        self.assertIn("Nothing is missing", self.submit())

    def test_a_node_without_power_in_mid_array_costs_only_its_tasks(self):
        before = len(self.cluster.completed())
        self.submit()
        until(lambda: self.cluster.running("n2"), 30, "a task runs on n2")
        self.cluster.cut_power("n2")
        self.cluster.set_state("n2", "down")  # else Slurm takes a quarter of a minute to see it
        self.wait_for_results()
        self.assert_same_as_alone()
        ended = "\n".join(self.cluster.completed()[before:])
        self.assertIn("JobState=NODE_FAIL", ended)

    def test_two_copies_of_a_shard_at_once_do_no_harm(self):
        self.submit()
        until(lambda: self.cluster.running("n2") and list(self.cluster.tasks("n2")), 30,
              "a task runs on n2")
        shards = {task.split()[0] for task in self.cluster.running("n2")}
        orphans = list(self.cluster.tasks("n2"))
        for process in orphans:
            os.kill(process, signal.SIGSTOP)  # so that they outlast the pause before the second copy
        self.cluster.lose("n2")
        self.cluster.set_state("n2", "down")
        until(lambda: any(task.split()[0] in shards for task in self.cluster.running()), 60,
              "a shard of the lost node runs elsewhere")
        self.assertTrue(any(Path(f"/proc/{process}").exists() for process in orphans))
        for process in orphans:
            try:
                os.kill(process, signal.SIGCONT)
            except ProcessLookupError:
                pass
        self.wait_for_results()
        until(lambda: not list(self.cluster.tasks("n2")), 60, "the orphans are done")
        self.assert_same_as_alone()
        self.assert_nothing_half_written()

    def test_after_a_shard_that_fails_only_that_one_is_made_again(self):
        marker = self.home / "bad_memory"
        marker.touch()
        program = self.home / "failing"
        program.write_text(FAILING.format(marker=marker, program=CHOKEPOINT))
        program.chmod(0o755)
        self.submit(CHOKEPOINT_PROGRAM=str(program))
        until(lambda: not self.cluster.queue(), 240, "the queue is empty")
        self.assertFalse((self.results / "runs.csv").exists())
        self.assertEqual(self.missing(), "5")
        marker.unlink()
        self.assertIn("shards 5 of 12", self.submit(CHOKEPOINT_PROGRAM=str(program)))
        self.assertIn("#SBATCH --array=5\n", (self.results / "slurm" / "array.sbatch").read_text())
        self.wait_for_results()
        self.assert_same_as_alone()

    def test_a_cancelled_array_goes_on_where_it_stopped(self):
        self.submit()
        until(lambda: list((self.results / "blocks").glob("*.blk")), 60, "a block is there")
        self.cluster.call("scancel", "--user", str(os.getuid()))
        until(lambda: not self.cluster.queue(), 60, "the queue is empty")
        self.assertFalse((self.results / "runs.csv").exists())
        missing = self.missing()
        self.assertNotIn(missing, ("", "1-12"))
        self.assertIn(f"shards {missing} of 12", self.submit())
        self.wait_for_results()
        self.assert_same_as_alone()
        self.assert_nothing_half_written()

    def test_a_damaged_block_is_made_again_and_the_number_of_shards_may_change(self):
        self.submit()
        self.wait_for_results()
        (self.results / "datapackage.json").unlink()
        block = sorted((self.results / "blocks").glob("*.blk"))[7]
        block.write_bytes(block.read_bytes()[:-40])
        self.assertEqual(self.missing(), "8")
        self.assertIn("shards 3 of 5", self.sweep("--slurm", "--submit", "--shards", "5"))  # 7 mod 5 + 1
        self.wait_for_results()
        self.assert_same_as_alone()

    def test_more_tasks_than_the_cluster_takes_are_refused_and_nothing_is_written(self):
        self.sweep("--slurm", "--shards", "1001", code=2)
        self.assertFalse(self.results.exists())


if __name__ == "__main__":
    absent = slurm.missing_programs()
    if absent:
        print(f"skipped: Slurm is not installed ({', '.join(absent)}): apt-get install {slurm.PACKAGES}")
        sys.exit(77)
    unittest.main(verbosity=2)

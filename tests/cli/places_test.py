"""Where results go: what is there already is refused, or replaced as a whole, and never a link or a device.

usage: places_test.py PROGRAM
"""
import itertools
import os
import sys
import tempfile
import unittest
from pathlib import Path

from small_world import ROOT, SMALL, call, write_small

PROGRAM = ""
TEXTBOOK = ROOT / "tests/systems/T1.yaml"
# Its own machine's and moment's: two calls differ in them.
OF_THE_MOMENT = {"run.log", "timing.json"}


class Case(unittest.TestCase):
    def setUp(self):
        self.temporary = tempfile.TemporaryDirectory()
        self.folder = Path(self.temporary.name)
        write_small(self.folder, "{kind: replications}\nreplications: 3")
        self.out = self.folder / "out"

    def tearDown(self):
        self.temporary.cleanup()

    def call(self, code, *arguments, **more):
        done = call(PROGRAM, *arguments, **more)
        self.assertEqual(done.returncode, code, (arguments, done.stderr))
        return done

    def refused(self, *arguments, **more):
        """One sentence on stderr, and nothing else."""
        done = self.call(2, *arguments, **more)
        self.assertEqual(done.stdout or "", "")
        self.assertEqual(done.stderr.count("\n") - done.stderr.count("Run with --help"), 1, done.stderr)
        return done.stderr


def files_in(directory):
    return {str(path.relative_to(directory)): path.read_bytes()
            for path in directory.rglob("*") if path.is_file()}


class Directories(Case):
    """Each command into the directory of each."""

    def commands(self):
        return {
            "run": ["run", SMALL, "--report"],
            "run --trace --relief": ["run", SMALL, "--trace", "--relief"],
            "compare": ["compare", SMALL, self.folder / "less.yaml", "--report"],
            "relieve": ["relieve", SMALL, "--windows"],
            "bound": ["bound", TEXTBOOK],
            "sweep": ["sweep", self.folder / "study.yaml", "--report"],
        }

    def test_hold_the_results_of_one_command_only(self):
        commands = self.commands()
        alone = {}
        for name, words in commands.items():
            place = self.folder / f"alone {name}"
            self.call(0, *words, "-o", place)
            alone[name] = set(files_in(place))
        for number, (first, second) in enumerate(itertools.permutations(commands, 2)):
            with self.subTest(first=first, second=second):
                out = self.folder / f"pair{number}"
                self.call(0, *commands[first], "-o", out)
                (out / "notes.txt").write_text("mine")
                before = files_in(out)
                self.assertIn("--overwrite", self.refused(*commands[second], "-o", out))
                self.assertEqual(files_in(out), before)
                self.call(0, *commands[second], "-o", out, "--overwrite")
                self.assertEqual(set(files_in(out)), alone[second] | {"notes.txt"})
                self.assertEqual((out / "notes.txt").read_text(), "mine")

    def test_a_sweep_that_is_not_merged_is_one(self):
        self.call(0, "sweep", self.folder / "study.yaml", "-o", self.out, "--shard", "1/1")
        self.assertNotIn("runs.csv", files_in(self.out))
        self.assertIn("--overwrite", self.refused("run", SMALL, "-o", self.out))
        self.call(0, "run", SMALL, "-o", self.out, "--overwrite")
        self.assertEqual([path for path in files_in(self.out) if "blocks" in path], [])

    def test_a_folder_of_blocks_without_a_sweep_is_not_ours(self):
        (self.out / "blocks").mkdir(parents=True)
        (self.out / "blocks" / "wood").write_text("mine")
        (self.out / "design.csv").write_text("mine")
        self.call(0, "run", SMALL, "-o", self.out)
        self.call(0, "run", SMALL, "-o", self.out, "--overwrite")
        self.assertEqual((self.out / "blocks" / "wood").read_text(), "mine")
        self.assertEqual((self.out / "design.csv").read_text(), "mine")

    def test_a_link_among_the_results_is_not_replaced(self):
        self.call(0, "run", SMALL, "-o", self.out)
        (self.out / "orders.csv").rename(self.folder / "elsewhere.csv")
        (self.out / "orders.csv").symlink_to(self.folder / "elsewhere.csv")
        kept = (self.folder / "elsewhere.csv").read_bytes()
        for words in self.commands().values():
            self.assertIn("orders.csv: is no regular file", self.refused(*words, "-o", self.out, "--overwrite"))
        self.assertTrue((self.out / "orders.csv").is_symlink())
        self.assertEqual((self.folder / "elsewhere.csv").read_bytes(), kept)

    def test_a_device_is_no_directory(self):
        os.mkfifo(self.folder / "pipe")
        for words in self.commands().values():
            for more in ([], ["--overwrite"]):
                self.assertIn("is not a directory", self.refused(*words, "-o", self.folder / "pipe", *more))
        self.assertTrue((self.folder / "pipe").is_fifo())


class Files(Case):
    """`report -o` and `design -o`."""

    def setUp(self):
        super().setUp()
        self.call(0, "run", SMALL, "-o", self.out)
        self.commands = {
            "report": ["report", self.out, "-o"],
            "design": ["design", self.folder / "study.yaml", "-o"],
        }

    def each(self):
        for name, words in self.commands.items():
            with self.subTest(command=name):
                yield name, words

    def test_a_pipe_stays(self):
        pipe = self.folder / "pipe"
        os.mkfifo(pipe)
        for _, words in self.each():
            self.assertIn("is no regular file", self.refused(*words, pipe))
            self.assertTrue(pipe.is_fifo())

    def test_a_device_stays(self):
        node = self.folder / "full"  # one of our own: the machine's is not to be played with
        try:
            os.mknod(node, 0o20666, os.makedev(1, 7))
        except PermissionError:
            self.skipTest("only root makes devices")
        (self.folder / "link").symlink_to(node)
        for _, words in self.each():
            for place in (node, self.folder / "link"):
                self.assertIn("is no regular file", self.refused(*words, place))
                self.assertTrue(node.is_char_device())
                self.assertTrue((self.folder / "link").is_symlink())

    def test_stdout_is_not_replaced(self):
        own = self.folder / "stdout"
        own.symlink_to("/proc/self/fd/1")  # what /dev/stdout is
        for _, words in self.each():
            self.assertIn("is no regular file", self.refused(*words, own))
            self.assertTrue(own.is_symlink())

    def test_a_link_is_followed_and_stays(self):
        (self.folder / "far").mkdir()
        for name, words in self.each():
            link = self.folder / f"{name} link"
            link.symlink_to("far/page")
            self.call(0, *words, link)  # it leads to nothing yet
            first = (self.folder / "far/page").read_bytes()
            (self.folder / "far/page").write_bytes(b"older")
            self.call(0, *words, link)
            self.assertEqual((self.folder / "far/page").read_bytes(), first)
            self.assertTrue(link.is_symlink())
            (self.folder / "far/page").unlink()

    def test_a_link_to_itself_is_refused(self):
        (self.folder / "ring").symlink_to("ring")
        for _, words in self.each():
            self.assertIn("is a link that leads nowhere", self.refused(*words, self.folder / "ring"))

    def test_a_file_of_results_is_not_replaced(self):
        before = files_in(self.out)
        (self.folder / "other").symlink_to(self.out / "summary.json")
        for _, words in self.each():
            for name in ("summary.json", "orders.csv", "datapackage.json", "run.log"):
                self.assertIn("is a file of results", self.refused(*words, self.out / name))
            self.assertIn("is a file of results", self.refused(*words, self.folder / "other"))
            self.assertEqual(files_in(self.out), before)

    def test_a_directory_is_refused(self):
        for _, words in self.each():
            self.refused(*words, self.folder)

    def test_a_table_of_points_may_be_made_again(self):
        for _ in range(2):
            self.call(0, "design", self.folder / "study.yaml", "-o", self.folder / "design.csv")


if __name__ == "__main__":
    PROGRAM = sys.argv.pop(1)
    unittest.main()

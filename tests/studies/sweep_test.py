#!/usr/bin/env python3
"""Sweeps as a user meets them: same bytes whatever happened, nothing lost, clear words.

usage: sweep_test.py PROGRAM [TEST ...]
"""
import hashlib
import os
import re
import resource
import shutil
import signal
import struct
import subprocess
import time
from pathlib import Path

from sweep_support import HERE, PROGRAM, blocks, call, main, merged_bytes, rows

KILLS = HERE / "kills.yaml"
FAIL = HERE / "some-fail.yaml"
QUEUE = HERE / "queue.yaml"
_reference = {}


def reference(scratch, study=KILLS, code=0):
    """What an undisturbed sweep in one process gives."""
    if study not in _reference:
        call("sweep", study, "-o", scratch / "undisturbed", "-j", 1, code=code)
        _reference[study] = merged_bytes(scratch / "undisturbed")
    return _reference[study]


def start(*arguments):
    return subprocess.Popen([str(PROGRAM), *map(str, arguments)], stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, text=True, start_new_session=True)


def wait_for_blocks(process, directory, number=1):
    while len(blocks(directory)) < number and process.poll() is None:
        time.sleep(0.002)


def workers_change_nothing(scratch):
    expected = reference(scratch)
    for workers in (2, 5):
        call("sweep", KILLS, "-o", scratch / f"j{workers}", "-j", workers)
        assert merged_bytes(scratch / f"j{workers}") == expected


def shards_change_nothing(scratch):
    expected = reference(scratch)
    for count in (1, 3, 7):
        directory = scratch / f"of{count}"
        for i in range(count, 0, -1):
            done = call("sweep", KILLS, "-o", directory, "-j", 2, "--shard", f"{i}/{count}")
            assert not (directory / "runs.csv").exists() and done.stdout == ""
        call("merge", directory)
        assert merged_bytes(directory) == expected
    # Their number may change from call to call, and what is there is not made again.
    directory = scratch / "changing"
    call("sweep", KILLS, "-o", directory, "--shard", "2/3")
    before = {f: f.stat().st_mtime_ns for f in blocks(directory)}
    call("merge", directory, code=75)
    for i in range(1, 5):
        call("sweep", KILLS, "-o", directory, "--shard", f"{i}/4")
    assert all(f.stat().st_mtime_ns == written for f, written in before.items())
    call("merge", directory)
    assert merged_bytes(directory) == expected


def a_called_elsewhere_sweep_gives_the_same_bytes(scratch):
    expected = reference(scratch, FAIL, code=5)
    shutil.copytree(HERE, scratch / "copy")
    call("sweep", "some-fail.yaml", "-o", scratch / "there", code=5, cwd=scratch / "copy")
    assert merged_bytes(scratch / "there") == expected


def missing_blocks_are_listed(scratch):
    directory = scratch / "d"
    assert call("sweep", KILLS, "-o", directory, "--missing", code=75).stdout == "0-99\n"
    assert not directory.exists()
    call("sweep", KILLS, "-o", directory, "--shard", "2/4")
    listed = call("sweep", KILLS, "-o", directory, "--missing", code=75).stdout
    assert listed.startswith("0,2-4,6-8,") and listed.endswith(",98-99\n"), listed
    assert call("sweep", KILLS, "-o", directory, "--missing", "--shards", 4, code=75).stdout == "1,3-4\n"
    assert "375 runs in 75 blocks are to be made" in call(
        "sweep", KILLS, "-o", directory, "--resume", "--dry-run").stdout
    call("sweep", KILLS, "-o", directory, "--resume")
    assert call("sweep", KILLS, "-o", directory, "--missing").stdout == "\n"


def a_stop_keeps_what_is_done(scratch):
    expected = reference(scratch)
    for number in (signal.SIGINT, signal.SIGTERM):
        directory = scratch / number.name
        process = start("sweep", KILLS, "-o", directory, "-j", 2)
        wait_for_blocks(process, directory)
        os.killpg(process.pid, number)  # as a terminal does
        _, err = process.communicate(timeout=60)
        assert process.returncode == 75, (process.returncode, err)
        assert "--resume" in err
        assert not list((directory / "blocks").glob(".*"))
        left = call("sweep", KILLS, "-o", directory, "--resume", "--dry-run").stdout
        runs = int(re.search(r"; (\d+) runs in", left)[1])
        kept = sum(struct.unpack_from("<Q", f.read_bytes(), len("chokepoint block 1\n") + 8 + 64 + 8)[0]
                   for f in blocks(directory))
        assert 0 < kept < 500 and runs == 500 - kept
        call("sweep", KILLS, "-o", directory, "--resume")
        assert merged_bytes(directory) == expected


def a_time_limit_stops_and_goes_on(scratch):
    expected = reference(scratch)
    directory = scratch / "d"
    calls = 0
    while call_code("sweep", KILLS, "-o", directory, "--resume", "--max-wall", "0.3s") == 75:
        calls += 1
        assert calls < 100
    assert calls >= 1
    assert merged_bytes(directory) == expected
    call("sweep", KILLS, "-o", directory, "--resume", "--max-wall", "soon", code=2)


def call_code(*arguments):
    return subprocess.run([str(PROGRAM), *map(str, arguments)], capture_output=True).returncode


def rounds_of_precision_may_be_made_in_shards(scratch):
    auto = ("--reps", "auto", "--rel", "2%", "--ci", "99%", "--block", 3)
    call("sweep", QUEUE, "-o", scratch / "d", *auto)
    directory = scratch / "shards"
    rounds = 0
    # --missing begins the next round when one is complete; shards alone never do.
    while shards := call_text("sweep", QUEUE, "-o", directory, *auto, "--missing", "--shards", 2):
        assert shards == "1-2" and rounds < 10
        for i in (2, 1, 1):
            call("sweep", QUEUE, "-o", directory, *auto, "--shard", f"{i}/2")
        rounds += 1
    assert rounds >= 2
    call("merge", directory)
    assert merged_bytes(directory) == merged_bytes(scratch / "d")
    script = call("sweep", QUEUE, "-o", scratch / "s", *auto, "--slurm").stdout
    assert "array.sbatch" in script
    assert "--reps auto --rel 2% --ci 99%" in (scratch / "s" / "slurm" / "array.sbatch").read_text()
    assert "Nothing is missing" in call("sweep", QUEUE, "-o", directory, *auto, "--slurm").stdout


def call_text(*arguments):
    return subprocess.run([str(PROGRAM), *map(str, arguments)], capture_output=True, text=True).stdout.strip()


def a_precision_that_is_not_reached_is_no_success(scratch):
    done = call("sweep", QUEUE, "-o", scratch / "d", "--reps", "auto", "--rel", "0.1%", "--max-reps", 12, code=75)
    assert "not to 0.1 %; no more are allowed" in done.stderr and len(rows(scratch / "d")) == 12
    # It goes on from there when more are allowed.
    call("sweep", QUEUE, "-o", scratch / "d", "--resume", "--reps", "auto", "--rel", "50%", "--max-reps", 20)
    study = write_study(scratch / "kills.yaml", KILLS.read_text().replace("of: mean_wait", "of: mean_wate"))
    told = call("sweep", study, "-o", scratch / "e", "--reps", "auto", code=3).stderr
    assert "outputs.wait: expected what can be read off a run" in told, told


def what_no_run_has_is_said(scratch):
    study = write_study(scratch / "kills.yaml", KILLS.read_text().replace("of: mean_wait", "of: mean_wate").replace(
        "replications: 50", "replications: 1\nkeep_series: [online, onlin]"))
    told = call("sweep", study, "-o", scratch / "d").stderr
    assert "outputs.wait: no run has what is to be read" in told and "keep_series: no run has 'onlin'" in told, told
    assert "outputs.made" not in told and "'online'" not in told, told
    assert "no run has" not in call("sweep", KILLS, "-o", scratch / "good", "--reps", 1).stderr


def another_build_is_told_from_this_one(scratch):
    directory = scratch / "d"
    call("sweep", KILLS, "-o", directory, "--reps", 1)
    expected = merged_bytes(directory)
    manifest = directory / "manifest.json"
    build = re.search(r'"build": "([0-9a-f]{16})"', manifest.read_text())[1]
    manifest.write_text(manifest.read_text().replace(build, "0123456789abcdef"))
    assert f"build 0123456789abcdef of the program; this is 0.1.0, build {build}" in call("merge", directory).stderr
    told = call("sweep", KILLS, "-o", directory, "--reps", 1, "--resume", code=2).stderr
    assert "by another build of the program, 0123456789abcdef" in told, told
    # Who knows that both make the same says so.
    told = call("sweep", KILLS, "-o", directory, "--reps", 1, "--extend", "--dry-run").stdout
    assert "; 0 runs in 0 blocks" in told, told
    call("sweep", KILLS, "-o", directory, "--reps", 1, "--extend")
    assert merged_bytes(directory) == expected


def a_damaged_manifest_costs_no_runs(scratch):
    directory = scratch / "d"
    call("sweep", KILLS, "-o", directory, "--reps", 2)
    expected = merged_bytes(directory)
    manifest = directory / "manifest.json"
    manifest.write_text(manifest.read_text()[:300])
    for command in (("merge", directory), ("sweep", KILLS, "-o", directory, "--reps", 2, "--resume")):
        assert "when it is removed" in call(*command, code=3).stderr
    manifest.unlink()
    assert "; 0 runs in 0 blocks" in call("sweep", KILLS, "-o", directory, "--reps", 2, "--dry-run").stdout
    call("sweep", KILLS, "-o", directory, "--reps", 2)
    assert merged_bytes(directory) == expected


def damaged_blocks_are_made_again(scratch):
    expected = reference(scratch)
    directory = scratch / "d"
    call("sweep", KILLS, "-o", directory)
    cut, flipped, swapped, empty = blocks(directory)[3:7]
    cut.write_bytes(cut.read_bytes()[:-100])
    damaged = bytearray(flipped.read_bytes())
    damaged[len(damaged) // 2] ^= 0x10
    flipped.write_bytes(damaged)
    swapped.write_bytes(b"not a block")
    empty.write_bytes(b"")
    (directory / "blocks" / ".000001-stale.blk.host.1.0.tmp").write_bytes(b"half of it")
    for name in ("runs.csv", "quantiles.csv", "binding.csv", "datapackage.json"):
        (directory / name).unlink()
    told = call("merge", directory, code=75).stderr
    assert not (directory / "runs.csv").exists()
    for file in (cut, flipped, swapped, empty):
        assert file.name in told, told
    assert "20 of 500 runs are missing" in told
    partial = call("merge", directory, "--partial")
    assert "20 of 500 runs are missing" in partial.stderr
    status = [row["status"] for row in rows(directory)]
    assert status.count("missing") == 20 and status.count("ok") == 480
    call("sweep", KILLS, "-o", directory, "--resume")
    assert merged_bytes(directory) == expected


def foreign_results_are_refused(scratch):
    directory = scratch / "d"
    call("sweep", KILLS, "-o", directory)
    assert "--resume" in call("sweep", KILLS, "-o", directory, code=2).stderr
    other = call("sweep", FAIL, "-o", directory, "--resume", code=2).stderr
    assert "by another study, 'kills'" in other, other
    # A block of another study is not read, wherever it lies.
    call("sweep", FAIL, "-o", scratch / "f", code=5)
    expected = merged_bytes(scratch / "f")
    for block in blocks(directory)[:3]:
        shutil.copy(block, scratch / "f" / "blocks")
    assert "3 blocks belong to another study" in call("merge", scratch / "f", code=5).stderr
    assert merged_bytes(scratch / "f") == expected
    call("sweep", FAIL, "-o", directory, "--overwrite", code=5)
    assert merged_bytes(directory) == expected


def write_study(path, text):
    path.write_text(text)
    shutil.copy(HERE / "three.yaml", path.parent)
    return path


def a_longer_study_keeps_its_runs(scratch):
    text = KILLS.read_text()
    study = write_study(scratch / "kills.yaml", text.replace("replications: 50", "replications: 5"))
    call("sweep", study, "-o", scratch / "d")
    # More replications.
    write_study(study, text.replace("replications: 50", "replications: 7"))
    call("sweep", study, "-o", scratch / "d", "--resume", code=2)
    told = call("sweep", study, "-o", scratch / "d", "--extend", "--dry-run").stdout
    assert "20 runs in 4 blocks are to be made" in told, told
    call("sweep", study, "-o", scratch / "d", "--extend")
    call("sweep", study, "-o", scratch / "fresh")
    assert merged_bytes(scratch / "d") == merged_bytes(scratch / "fresh")
    # One factor more: the runs at its base value are those there were.
    more = "  - {name: first, path: parts.a.every.exponential, levels: [3 hours, 4 hours]}\noutputs:"
    write_study(study, text.replace("replications: 50", "replications: 7").replace("outputs:", more))
    told = call("sweep", study, "-o", scratch / "d", "--extend", "--dry-run").stdout
    assert "140 different runs" in told and "70 runs in" in told, told
    call("sweep", study, "-o", scratch / "d", "--extend")
    call("sweep", study, "-o", scratch / "fresh2")
    assert merged_bytes(scratch / "d") == merged_bytes(scratch / "fresh2")


def a_failed_run_is_recorded(scratch):
    directory = scratch / "d"
    done = call("sweep", FAIL, "-o", directory, code=5)
    assert "10 of 40 runs failed" in done.stderr
    for row in rows(directory):
        together = row["parts.a.most"] == "1e+09" and row["parts.a.rate"] == "1e+09"
        assert row["status"] == ("failed" if together else "ok")
        assert ("deliveries" in row["reason"]) == together
        assert (row["made"] == "") == together
    expected = merged_bytes(directory)
    # What failed is not made again unless that is asked for; a shard with failures is no failure.
    assert "0 runs in 0 blocks" in call("sweep", FAIL, "-o", directory, "--resume", "--dry-run").stdout
    assert "10 runs in" in call("sweep", FAIL, "-o", directory, "--resume", "--retry-failed", "--dry-run").stdout
    call("sweep", FAIL, "-o", directory, "--resume", "--retry-failed", code=5)
    assert merged_bytes(directory) == expected
    call("sweep", FAIL, "-o", scratch / "s", "--shard", "1/1")
    call("merge", scratch / "s", code=5)
    assert merged_bytes(scratch / "s") == expected


def a_killed_worker_costs_one_run(scratch):
    expected = reference(scratch)
    directory = scratch / "d"
    process = start("sweep", KILLS, "-o", directory, "-j", 2)
    wait_for_blocks(process, directory)
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    for child in children:
        os.kill(int(child), signal.SIGKILL)
    _, err = process.communicate(timeout=60)
    failed = [row for row in rows(directory) if row["status"] == "failed"]
    assert process.returncode == (5 if failed else 0), (process.returncode, err)
    assert len(failed) <= len(children)
    assert all("signal 9" in row["reason"] for row in failed)
    call("sweep", KILLS, "-o", directory, "--resume", "--retry-failed")
    assert merged_bytes(directory) == expected


def a_hopeless_study_stops(scratch):
    study = scratch / "s.yaml"
    text = FAIL.read_text().replace("[10, 1000000000]", "[1000000000]").replace("[4 lot/day, ", "[")
    study.write_text(text.replace("replications: 10", "replications: 100"))
    shutil.copy(HERE / "capped.yaml", scratch)
    told = call("sweep", study, "-o", scratch / "d", code=1).stderr
    assert "runs failed, the first with: s.yaml:" in told and "--keep-going" in told, told
    call("sweep", study, "-o", scratch / "d", "--resume", "--keep-going", code=5)
    assert all(row["status"] == "failed" for row in rows(scratch / "d"))


def a_full_disk_keeps_good_runs(scratch):
    expected = reference(scratch)
    directory = scratch / "d"
    # A limit on the size of files: the last of the merged files does not fit, then no block does.
    limit = lambda size: lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    told = call("sweep", KILLS, "-o", directory, code=1, preexec=limit(5000)).stderr
    assert "cannot write results: File too large" in told, told
    assert not list((directory / "blocks").glob(".*"))
    told = call("sweep", KILLS, "-o", directory, "--resume", code=1, preexec=limit(30000)).stderr
    assert "cannot write results: File too large" in told, told
    assert len(blocks(directory)) == 100 and not list(directory.glob(".*"))
    call("sweep", KILLS, "-o", directory, "--resume")
    assert merged_bytes(directory) == expected
    small = scratch / "small"
    small.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "none", small],
                      capture_output=True).returncode != 0:
        print("  (no file system could be mounted: the disk that is really full is left out)")
        return
    try:
        told = call("sweep", KILLS, "-o", small / "d", code=1).stderr
        assert "cannot write results: No space left on device" in told, told
        kept = blocks(small / "d")
        assert kept and not list((small / "d" / "blocks").glob(".*"))
        subprocess.run(["mount", "-o", "remount,size=8m", small], check=True)
        call("sweep", KILLS, "-o", small / "d", "--resume")
        assert merged_bytes(small / "d") == expected
        subprocess.run(["mount", "-o", "remount,ro", small], check=True)
        told = call("sweep", FAIL, "-o", small / "other", code=1).stderr
        assert "cannot write results: Read-only file system" in told, told
    finally:
        subprocess.run(["umount", small], check=True)


def a_directory_that_cannot_be_written_is_named(scratch):
    (scratch / "file").write_text("")
    told = call("sweep", KILLS, "-o", scratch / "file" / "d", code=1).stderr
    assert str(scratch / "file" / "d") in told and "cannot write results" in told, told
    told = call("sweep", KILLS, "-o", scratch / "file", code=2).stderr
    assert "is not a directory" in told, told


def a_run_is_made_again_from_the_manifest(scratch):
    directory = scratch / "d"
    call("sweep", KILLS, "-o", directory)
    wanted = rows(directory)[137]
    manifest = directory / "manifest.json"
    done = call("rerun", manifest, "--run", wanted["run"], "-o", scratch / "one")
    assert "--seed 1 --replication " + wanted["replication"] in done.stderr
    last = [row for row in rows(scratch / "one", "timeseries.csv") if row["series"] == "online"][-1]
    assert float(last["value"]) == float(wanted["made"])
    # The command that it prints does the same.
    command = done.stderr.splitlines()[0].split(" ", 1)[1]
    again = subprocess.run(f"{PROGRAM} {command} -o {scratch / 'two'}", shell=True, capture_output=True)
    assert again.returncode == 0
    for name in ("summary.json", "timeseries.csv", "orders.csv"):
        assert (scratch / "one" / name).read_bytes() == (scratch / "two" / name).read_bytes()
    call("rerun", manifest, "--run", "0123456789abcdef", code=2)
    # The manifest is enough, wherever it is and whatever it is called; nothing is there to compare with.
    shutil.copy(manifest, scratch / "lone.json")
    lone = call("rerun", scratch / "lone.json", "--run", wanted["run"], "--study", KILLS, "-o", scratch / "three")
    assert "no result of this run to compare with" in lone.stderr
    assert (scratch / "three" / "summary.json").read_bytes() == (scratch / "one" / "summary.json").read_bytes()
    assert "name it with --study" in call("rerun", scratch / "lone.json", "--run", wanted["run"], code=2).stderr
    # A record that is whole and says something else.
    block = next(f for f in blocks(directory) if wanted["run"].encode() or True)
    for block in blocks(directory):
        content = bytearray(block.read_bytes()[:-73])
        at = content.find(struct.pack("<d", float(wanted["made"])))
        run = content.find(struct.pack("<Q", int(wanted["run"], 16)))
        if run >= 0:
            at = content.find(struct.pack("<d", float(wanted["made"])), run)
            content[at:at + 8] = struct.pack("<d", float(wanted["made"]) + 1)
            digest = hashlib.sha256(content).hexdigest().encode()
            block.write_bytes(bytes(content) + b"\nsha256 " + digest + b"\n")
    assert "differs" in call("rerun", manifest, "--run", wanted["run"], code=6).stderr


def two_results_of_one_run_stop_the_merge(scratch):
    directory = scratch / "d"
    call("sweep", KILLS, "-o", directory)
    content = bytearray(blocks(directory)[0].read_bytes()[:-73])
    content[-4] ^= 1
    digest = hashlib.sha256(content).hexdigest().encode()
    (directory / "blocks" / "000000-0000000000000000.blk").write_bytes(
        bytes(content) + b"\nsha256 " + digest + b"\n")
    assert "has two" in call("merge", directory, code=1).stderr


def designs_are_plain_tables(scratch):
    table = call("design", KILLS).stdout
    assert table.splitlines()[:3] == ["point,parts.c.rate,parts.b.service.exponential", "1,7,120", "2,7,180"]
    own = scratch / "own.csv"
    own.write_text('parts.b.service.exponential,parts.c.rate\n90,"8 lot/day"\n180,9\n')
    call("sweep", KILLS, "-o", scratch / "d", "--table", own, "--reps", 2)
    got = [(row["point"], row["parts.c.rate"], row["parts.b.service.exponential"]) for row in rows(scratch / "d")]
    assert got == [("1", "8", "90"), ("2", "9", "180")] * 2, got
    for text, message in (("point,parts.c.rate\n1,7\n", "expected a column"),
                          ("parts.b.service.exponential,parts.c.rat\n90,7\n", "did you mean 'parts.c.rate'"),
                          ("parts.b.service.exponential,parts.c.rate\n90\n", "expected 2 cells"),
                          ("parts.b.service.exponential,parts.c.rate\nfast,7\n", "expected numbers"),
                          ("parts.b.service.exponential,parts.c.rate\n90,-7\n", "at least 0")):
        own.write_text(text)
        told = call("sweep", KILLS, "-o", scratch / "e", "--table", own, code=3).stderr
        assert message in told, told
    assert not (scratch / "e").exists()


def sampled_designs_are_asked_for(scratch):
    study = write_study(scratch / "s.yaml", KILLS.read_text().replace("kind: grid", "kind: lhs, size: 4").replace(
        "levels: [7 lot/day, 9 lot/day]", "between: [6 lot/day, 10 lot/day]"))
    helper = scratch / "helper"
    helper.write_text("""#!/usr/bin/env python3
import json, sys
ask = json.load(sys.stdin)
assert sys.argv[1:] == ["design"] and ask["kind"] == "lhs" and ask["size"] == 4, ask
assert ask["factors"] == [{"name": "c_rate", "levels": 0}, {"name": "service", "levels": 5}], ask
print("c_rate,service")
for i in range(4):
    print(f"{(i + 0.5) / 4},{(i * 3 % 4 + 0.5) / 4}")
""")
    helper.chmod(0o755)
    env = {"CHOKEPOINT_STUDY": str(helper)}
    table = call("design", study, env=env).stdout.splitlines()
    assert table == ["point,parts.c.rate,parts.b.service.exponential", "1,6.5,120", "2,7.5,360", "3,8.5,300",
                     "4,9.5,180"], table
    call("sweep", study, "-o", scratch / "d", "--shard", "1/2", env=env)
    # The table lies in the directory: it is not made again.
    nobody = {"CHOKEPOINT_STUDY": str(scratch / "nobody")}
    call("sweep", study, "-o", scratch / "d", "--shard", "2/2", env=nobody)
    call("merge", scratch / "d")
    assert "expected the program that makes designs" in call("design", study, env=nobody, code=1).stderr
    helper.write_text("#!/bin/sh\necho 'no such design' >&2\nexit 3\n")
    assert call("design", study, env=env, code=3).stderr == "no such design\n"


def wrong_studies_are_refused(scratch):
    text = KILLS.read_text()
    for old, new, message in (
            ("parts.c.rate", "parts.c.rat", "kills.yaml:8:5: factors.c_rate.path: expected the path of a value"),
            ("levels: [7 lot/day, 9 lot/day]", "levels: [7 tool/day]", "expected quantities in lot/day"),
            ("levels: [7 lot/day, 9 lot/day]", "levels: [-7 lot/day]", "expected at least 0"),
            ("levels: [7 lot/day, 9 lot/day]", "between: [9 lot/day, 7 lot/day]", "uniform: low <= high"),
            ("levels: [7 lot/day, 9 lot/day]", "distribution: {uniform: [-1 lot/day, 7 lot/day]}", "at least 0"),
            (", levels: [7 lot/day, 9 lot/day]", "", "the scenario does not draw this number"),
            ("kind: grid", "kind: gird", "did you mean 'grid'"),
            ("kind: grid", "kind: lhs", "expected a 'size:'"),
            ("base: three.yaml", "base: four.yaml", "four.yaml"),
            ("block: 5", "block: 0", "block"),
            ("outputs:", "correlations: [{name: x, factors: [service, c_rate], rank_correlation: 0.5}]\noutputs:",
             "only an lhs can keep them"),
            ("statistic: at, of: online", "statistic: at, oof: online", "unknown key 'oof'"),
            ("{name: made,", "{name: status,", "kills.yaml:11:5: outputs.status: expected a name that no other column"),
            ("outputs:", "  - {name: run, overlays: [none]}\noutputs:", "factors.run: expected a name that no other"),
            ("outputs:", "  - {name: again, path: parts.c.rate, levels: [8 lot/day]}\noutputs:",
             "factors.c_rate.path: expected a value that no other factor sets, found 'parts.c.rate', which 'again' sets"),
            ("outputs:", "  - {name: all, path: parts.b.service, levels: [8 hours]}\noutputs:",
             "found 'parts.b.service.exponential', which 'all' sets"),
            ("outputs:", "groups: [{name: g, factors: [service, c_rate]}]\noutputs:", "with a saltelli design only"),
            ("kind: grid}", "kind: saltelli, size: 4}\ngroups: [{name: c_rate, factors: [service, c_rate]}]",
             "no group with a factor's name"),
            ("kind: grid}", "kind: saltelli, size: 4}\ngroups: [{name: g, factors: [service]}]", "two factors or more")):
        study = write_study(scratch / "kills.yaml", text.replace(old, new, 1))
        told = call("sweep", study, "-o", scratch / "d", code=3).stderr
        assert message in told and not (scratch / "d").exists(), told


def the_mean_of_an_exponential_distribution_is_a_factor_like_others(scratch):
    # Half as long a service between two gates that keep up: the wait of the queue falls with it.
    for form in ("between: [1 hours, 2 hours]", "distribution: {uniform: [60 minutes, 120 minutes]}"):
        study = write_study(scratch / "s.yaml", KILLS.read_text().replace("kind: grid", "kind: lhs, size: 8").replace(
            "levels: [2 hours, 3 hours, 4 hours, 5 hours, 6 hours]", form).replace("replications: 50", "replications: 1"))
        design = [float(line.split(",")[2]) for line in call("design", study).stdout.splitlines()[1:]]
        assert sorted(int((minutes - 60) / 7.5) for minutes in design) == list(range(8)), design
    call("sweep", study, "-o", scratch / "d")
    assert {row["status"] for row in rows(scratch / "d")} == {"ok"}
    study.write_text(study.read_text().replace("[60 minutes, 120 minutes]", "[-5 minutes, 120 minutes]"))
    assert "parts.b.service" in call("sweep", study, "-o", scratch / "e", code=3).stderr
    assert not (scratch / "e").exists()


def precision_decides_how_many_runs_there_are(scratch):
    done = call("sweep", QUEUE, "-o", scratch / "d", "--reps", "auto", "--rel", "2%", "--ci", "99%")
    waits = [float(row["wait"]) for row in rows(scratch / "d")]
    mean = sum(waits) / len(waits)
    found = next(row for row in rows(scratch / "d", "quantiles.csv") if row["quantity"] == "wait")
    # The mean wait of this queue is 200 minutes; 2.6 standard errors are the promised interval or less.
    error = float(found["sd"]) / len(waits) ** 0.5
    assert len(waits) > 10 and "going on to" in done.stderr
    assert 2.57 * error <= 0.02 * mean
    assert abs(mean - 200) <= 0.02 * mean, mean
    # Neither workers nor a stop half-way decide.
    other = scratch / "other"
    process = start("sweep", QUEUE, "-o", other, "--reps", "auto", "--rel", "2%", "--ci", "99%", "-j", 1)
    wait_for_blocks(process, other, 3)
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=60)
    assert process.returncode in (0, 75)
    call("sweep", QUEUE, "-o", other, "--reps", "auto", "--rel", "2%", "--ci", "99%", "--resume", "-j", 3)
    assert merged_bytes(other) == merged_bytes(scratch / "d")


def points_share_random_numbers_if_they_are_asked_to(scratch):
    text = KILLS.read_text().replace("replications: 50", "replications: 3")
    # The same arrivals at every point: with a service that takes no time, all points make the same.
    text = text.replace("levels: [2 hours, 3 hours, 4 hours, 5 hours, 6 hours]", "levels: [1 minute, 2 minutes]")
    text = text.replace("levels: [7 lot/day, 9 lot/day]", "levels: [1000 lot/day, 1001 lot/day]")
    study = write_study(scratch / "s.yaml", text)
    call("sweep", study, "-o", scratch / "common")
    made = {}
    for row in rows(scratch / "common"):
        made.setdefault(row["replication"], set()).add(row["made"])
    assert all(len(values) == 1 for values in made.values()), made
    assert len(set.union(*made.values())) > 1
    write_study(study, text.replace("replications: 3", "replications: 3\ncommon_random_numbers: false"))
    call("sweep", study, "-o", scratch / "own")
    assert len({row["made"] for row in rows(scratch / "own")}) > 6


def overlays_are_levels(scratch):
    (scratch / "slow.yaml").write_text("source: textbook\nparts:\n  - {name: c, rate: 2 lot/day}\n")
    study = write_study(scratch / "s.yaml", """chokepoint: 1
name: overlays
base: three.yaml
others: point
design: {kind: grid}
factors:
  - {name: law, overlays: [none, slow.yaml]}
  - {name: rate, path: parts.c.rate, levels: [9 lot/day, 3 lot/day]}
outputs:
  - {name: made, read: {statistic: at, of: online, from: 2022-06-01}}
""")
    call("sweep", study, "-o", scratch / "d")
    made = {(row["law"], row["parts.c.rate"]): float(row["made"]) for row in rows(scratch / "d")}
    # A cell at the scenario's own value sets nothing: the overlay decides then.
    assert made["slow.yaml", "9"] < made["slow.yaml", "3"] <= made["none", "3"] < made["none", "9"], made
    done = call("rerun", scratch / "d" / "manifest.json", "--run", rows(scratch / "d")[3]["run"])
    assert "slow.yaml" in done.stderr and "--set" in done.stderr


if __name__ == "__main__":
    main([workers_change_nothing, shards_change_nothing, a_called_elsewhere_sweep_gives_the_same_bytes,
          rounds_of_precision_may_be_made_in_shards, a_precision_that_is_not_reached_is_no_success,
          what_no_run_has_is_said, another_build_is_told_from_this_one, a_damaged_manifest_costs_no_runs,
          missing_blocks_are_listed, a_stop_keeps_what_is_done, a_time_limit_stops_and_goes_on,
          damaged_blocks_are_made_again, foreign_results_are_refused, a_longer_study_keeps_its_runs,
          a_failed_run_is_recorded, a_killed_worker_costs_one_run, a_hopeless_study_stops,
          a_full_disk_keeps_good_runs, a_directory_that_cannot_be_written_is_named,
          a_run_is_made_again_from_the_manifest, two_results_of_one_run_stop_the_merge, designs_are_plain_tables,
          sampled_designs_are_asked_for, wrong_studies_are_refused,
          the_mean_of_an_exponential_distribution_is_a_factor_like_others, precision_decides_how_many_runs_there_are,
          points_share_random_numbers_if_they_are_asked_to, overlays_are_levels])

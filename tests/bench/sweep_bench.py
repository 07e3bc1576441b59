#!/usr/bin/env python3
"""How much a sweep costs beside the runs themselves; prints ratios next to their limits, exit code 1 when one is missed.

usage: sweep_bench.py PROGRAM [STUDY] [--runs N]

Wants a quiet machine. STUDY has a design of replications; default: scenarios/studies/replications.yaml.
"""
import argparse
import hashlib
import json
import os
import resource
import statistics
import struct
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parents[2]
failed = 0


def verdict(what, found, limit=None, unit="", more=False):
    global failed
    good = limit is None or (found >= limit if more else found <= limit)
    failed += not good
    relation = "" if limit is None else f"{'at least' if more else 'at most'} {limit:g} {unit}"
    print(f"{'' if good else 'MISSED  '}{what:64} {found:10.4g} {unit:6} {relation}", flush=True)


def start(program, study, directory, *more):
    return subprocess.Popen([program, "sweep", study, "-o", directory, *map(str, more)],
                            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def sweep(program, study, directory, *more):
    """Wall and processor seconds of a sweep and its workers."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begin = time.monotonic()
    assert start(program, study, directory, *more).wait() == 0
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (time.monotonic() - begin,
            after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def processor_seconds(*words):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begin = time.monotonic()
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, time.monotonic() - begin)


def run_seconds(program, base, count):
    """Processor time of a world that is built, run and told (a run without what checking its files takes), and the
    whole time of a process for each."""
    worlds, processes = [], []
    for i in range(count):
        check, _ = processor_seconds(program, "check", base)
        run, wall = processor_seconds(program, "run", base, "--replication", str(i))
        worlds.append(run - check)
        processes.append(wall)
    return statistics.median(worlds), statistics.median(processes)


def memory_of_workers(program, study, directory, runs):
    """The largest resident set of a worker, in MiB, and of the part that is its own."""
    process = start(program, study, directory, "-j", 2, "--reps", runs)
    most = own = 0
    while process.poll() is None:
        try:
            children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
            for child in children:
                lines = Path(f"/proc/{child}/smaps_rollup").read_text().splitlines()
                size = {line.split(":")[0]: int(line.split()[1]) for line in lines[1:]}
                most = max(most, size["Rss"])
                own = max(own, size["Private_Dirty"])
        except (OSError, ValueError, IndexError):
            pass
        time.sleep(0.05)
    assert process.returncode == 0
    return most / 1024, own / 1024


def records_of(block):
    """The packed records of a block."""
    data = block.read_bytes()[len("chokepoint block 1\n"):-73]
    number = lambda at: struct.unpack_from("<Q", data, at)[0]
    at = 8 + number(0)
    at, count = at + 16, number(at + 8)
    for _ in range(count):
        begin = at
        at += 16
        at += 8 + number(at)
        for _ in range(2):
            at += 8 + 8 * number(at)
        left, at = number(at), at + 8
        for _ in range(left):
            at += 8 + number(at) + 8
        left, at = number(at), at + 8
        for _ in range(left):
            for _ in range(5):
                at += 8 + number(at)
            at += 8
            at += 8 + 8 * number(at)
        yield data[begin:at]


def merge_seconds(program, study, done, home, runs):
    """Merging that many runs, made of those that a smaller sweep has made."""
    directory = home / "many"
    subprocess.run([program, "sweep", study, "-o", directory, "--reps", str(runs), "--max-wall", "0.01s"],
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    world = json.loads((directory / "manifest.json").read_text())["world_sha256"].encode()
    records = [record for block in sorted((done / "blocks").glob("*.blk")) for record in records_of(block)]
    for old in (directory / "blocks").glob("*"):
        old.unlink()
    block = 100
    for first in range(0, runs, block):
        ids = [hashlib.sha256(b"replication=%d" % r).hexdigest()[:16] for r in range(first, min(runs, first + block))]
        content = b"chokepoint block 1\n" + struct.pack("<Q", len(world)) + world
        content += struct.pack("<QQ", first // block, len(ids))
        for i, name in enumerate(ids):
            content += struct.pack("<Q", int(name, 16)) + records[(first + i) % len(records)][8:]
        content += b"\nsha256 " + hashlib.sha256(content).hexdigest().encode() + b"\n"
        (directory / "blocks" / f"{first:06d}-{0:016x}.blk").write_bytes(content)
    return processor_seconds(program, "merge", directory)[0]


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("program")
    options.add_argument("study", nargs="?", default=HERE / "scenarios/studies/replications.yaml")
    options.add_argument("--runs", type=int, default=100)
    options.add_argument("--merge", type=int, default=10000)
    asked = options.parse_args()
    program, study, runs = os.path.abspath(asked.program), str(asked.study), asked.runs
    base = Path(study).parent / next(line.split(":", 1)[1].strip() for line in open(study) if line.startswith("base:"))
    with tempfile.TemporaryDirectory(prefix="chokepoint-bench-") as folder:
        home = Path(folder)
        world, process = run_seconds(program, base, max(5, runs // 5))
        few_wall, few = sweep(program, study, home / "few", "-j", 1, "--reps", 1)
        one_wall, one = sweep(program, study, home / "one", "-j", 1, "--reps", runs)
        each = (one - few) / (runs - 1)
        verdict("a world: built, run and told (processor time)", 1e3 * world, unit="ms")
        verdict("a run in a sweep (processor time)", 1e3 * each, unit="ms")
        verdict("all but the world itself, as a part of it", each / world - 1, 0.10)
        verdict("before the first run", 1e3 * few_wall, unit="ms")
        verdict("one process for each run, against one sweep with -j 1", process / (one_wall / runs), unit="x")
        two_wall, _ = sweep(program, study, home / "two", "-j", 2, "--reps", 2 * runs)
        begin = time.monotonic()
        pair = [start(program, study, home / f"pair{i}", "-j", 1, "--reps", runs) for i in range(2)]
        assert all(process.wait() == 0 for process in pair)
        verdict("pace of -j 2, against two sweeps with -j 1 at once", (time.monotonic() - begin) / two_wall, 0.95, "x", more=True)
        for count in (runs, 3 * runs):
            most, own = memory_of_workers(program, study, home / f"memory{count}", count)
            verdict(f"memory of a worker, {count} runs", most, 64, "MiB")
            verdict("... of which no other process shares", own, unit="MiB")
        verdict(f"merging {asked.merge} runs (processor time)", merge_seconds(program, study, home / "one", home, asked.merge), 10, "s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

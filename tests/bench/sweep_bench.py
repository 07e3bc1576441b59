#!/usr/bin/env python3
"""How much a sweep costs beside the runs themselves; prints ratios next to their limits, exit code 1 when one is missed.

usage: sweep_bench.py PROGRAM [STUDY] [--runs N]

STUDY has a design of replications; default: scenarios/studies/replications.yaml. Ratios are of things that take turns,
medians of several pairs, and times are of processors where that is possible, so that a busy machine disturbs little; the
pace of -j 2 wants two processors that are free. `sweep_overhead` stands in tests/bench beside PROGRAM.
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
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def overhead(program, base, pairs):
    """What a worker does beside building, running and answering a world."""
    tool = Path(program).parent / "tests" / "bench" / "sweep_overhead"
    return json.loads(subprocess.run([tool, base, str(pairs)], check=True, capture_output=True, text=True).stdout)


def process_each(program, study, base, home, pairs):
    """Processor seconds of a run in a sweep with all that the sweep does for it, and of a process for each run: medians
    of pairs that take turns, and the median of their ratios."""
    runs = 20
    swept, single, ratios = [], [], []
    for pair in range(pairs):
        few = sweep(program, study, home / f"few{pair}", "-j", 1, "--reps", 1)[1]
        many = sweep(program, study, home / f"many{pair}", "-j", 1, "--reps", 1 + runs)[1]
        each = sum(processor_seconds(program, "run", base, "--replication", str(i)) for i in range(1, 1 + runs)) / runs
        swept.append((many - few) / runs)
        single.append(each)
        ratios.append(single[-1] / swept[-1])
    return statistics.median(swept), statistics.median(single), statistics.median(ratios)


def pace_of_two(program, study, home, runs, pairs):
    """How fast -j 2 is against two sweeps with -j 1 started at once, both with as many runs in all: the median of the
    ratios of times and of processor times."""
    times, processors = [], []
    for pair in range(pairs):
        def one():
            return sweep(program, study, home / f"two{pair}", "-j", 2, "--reps", 2 * runs)

        def other():
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            begin = time.monotonic()
            both = [start(program, study, home / f"pair{pair}{i}", "-j", 1, "--reps", runs) for i in range(2)]
            assert all([process.wait() == 0 for process in both])
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            return (time.monotonic() - begin,
                    after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)

        found = {}
        for way in (one, other) if pair % 2 == 0 else (other, one):
            found[way] = way()
        times.append(found[other][0] / found[one][0])
        processors.append(found[other][1] / found[one][1])
    return statistics.median(times), statistics.median(processors)


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
    return processor_seconds(program, "merge", directory)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("program")
    options.add_argument("study", nargs="?", default=HERE / "scenarios/studies/replications.yaml")
    options.add_argument("--runs", type=int, default=100)
    options.add_argument("--pairs", type=int, default=5)
    options.add_argument("--merge", type=int, default=10000)
    asked = options.parse_args()
    program, study, runs = os.path.abspath(asked.program), str(asked.study), asked.runs
    base = Path(study).parent / next(line.split(":", 1)[1].strip() for line in open(study) if line.startswith("base:"))
    with tempfile.TemporaryDirectory(prefix="chokepoint-bench-") as folder:
        home = Path(folder)
        found = overhead(program, base, 8 * asked.pairs)
        verdict("a world: built, run and answered (processor time)", found["world_ms"], unit="ms")
        verdict("the same in a sweep: drawn and packed, too", found["sweep_ms"], unit="ms")
        verdict("all but the world itself, as a part of it", found["overhead"], 0.10)
        swept, single, times = process_each(program, study, base, home, asked.pairs)
        verdict("a run in a sweep, with blocks and merge (processor time)", 1e3 * swept, unit="ms")
        verdict("a process for each run (processor time)", 1e3 * single, unit="ms")
        verdict("... against the sweep", times, unit="x")
        few_wall, _ = sweep(program, study, home / "few", "-j", 1, "--reps", 1)
        sweep(program, study, home / "one", "-j", 1, "--reps", runs)
        verdict("a sweep of one run, from start to end", 1e3 * few_wall, unit="ms")
        pace, work = pace_of_two(program, study, home, runs, asked.pairs)
        verdict("pace of -j 2, against two sweeps with -j 1 at once", pace, 0.95, "x", more=True)
        verdict("... by processor time", work, unit="x")
        for count in (runs, 3 * runs):
            most, own = memory_of_workers(program, study, home / f"memory{count}", count)
            verdict(f"memory of a worker, {count} runs", most, 64, "MiB")
            verdict("... of which no other process shares", own, unit="MiB")
        verdict(f"merging {asked.merge} runs (processor time)", merge_seconds(program, study, home / "one", home, asked.merge), 10, "s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""One hundred kills at random instants cost nothing: the bytes are those of an undisturbed sweep.

usage: kills_test.py PROGRAM
"""
import random
import signal
import subprocess

from sweep_support import HERE, PROGRAM, call, main, merged_bytes

STUDY = HERE / "kills.yaml"
KILLS = 100


def kills_cost_nothing(scratch):
    call("sweep", STUDY, "-o", scratch / "undisturbed")
    expected = merged_bytes(scratch / "undisturbed")
    chance = random.Random(7)
    kills = 0
    finished = 0
    while kills < KILLS or finished == 0:
        directory = scratch / f"d{finished}"
        while True:
            process = subprocess.Popen([str(PROGRAM), "sweep", str(STUDY), "-o", str(directory), "--resume", "-j",
                                        str(chance.choice([1, 2, 3]))],
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            try:
                process.wait(chance.uniform(0.05, 0.8))
                assert process.returncode == 0
                break
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
                process.wait()
                kills += 1
        assert merged_bytes(directory) == expected
        finished += 1
    print(f"  {kills} kills, {finished} sweeps finished")


if __name__ == "__main__":
    main([kills_cost_nothing])

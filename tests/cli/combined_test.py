"""Overlays together, in any order."""
import json
import random
import subprocess
import unittest

from worlds import PROGRAM, ROOT, Worlds, run


class Combined(Worlds):
    def test_every_pair_of_overlays_is_one_world_in_either_order(self):
        folder = ROOT / "scenarios/overlays"
        names = sorted(path.stem for path in folder.glob("*.yaml"))
        baseline = ROOT / "scenarios/baseline.yaml"
        contradictory = []
        strikes = {name for name in names if "\nevents:" in (folder / f"{name}.yaml").read_text("utf-8")}
        for i, one in enumerate(names):
            for j, two in enumerate(names[:i]):
                # Of two that only set numbers every fourth pair: there is nothing in which they could contradict.
                if not {one, two} & strikes and (i + j) % 4:
                    continue
                files = [folder / f"{one}.yaml", folder / f"{two}.yaml"]
                # What can contradict is looked at in both orders; of others either order will do.
                orders = (files, files[::-1]) if {one, two} <= strikes else (files[::(-1) ** i],)
                results = [subprocess.run([PROGRAM, "check", baseline, *order], text=True,
                                          capture_output=True, timeout=60)
                           for order in orders]
                self.assertEqual(results[0].returncode, results[-1].returncode, (one, two))
                if results[0].returncode:
                    self.assertIn("expected the same '", results[0].stderr)
                    contradictory.append({one, two})
        # Everything in Taiwan cannot both be lost and wait.
        self.assertEqual(contradictory, [{"taiwan-blockade", "taiwan-earthquake"},
                                         {"taiwan-stop", "taiwan-blockade"},
                                         {"taiwan-stop", "taiwan-earthquake"}])

    def test_overlays_combine_in_any_order(self):
        folder = ROOT / "scenarios/overlays"
        one, two = folder / "taiwan-stop.yaml", folder / "airlift-engineers.yaml"
        baseline = ROOT / "scenarios/baseline.yaml"

        def fingerprints(orders, *words):
            worlds = ["+".join(map(str, order)) for order in orders]
            told = json.loads(run("compare", baseline, *worlds, *words, "--json"))
            return {world["fingerprint"] for world in told["worlds"][1:]}
        self.assertEqual(len(fingerprints([(one, two), (two, one)], "--deterministic")), 1)
        alone = json.loads(run("compare", baseline, two, "--deterministic", "--json"))["worlds"]
        self.assertEqual([y["online_gw_end"]["difference"] for y in alone[1]["years"]], [0] * 14)
        # Pairs and triples of whatever happens or prepares, in drawn worlds.
        names = sorted(path for path in folder.glob("*.yaml") if "\nevents:" in path.read_text("utf-8"))
        clash = {"taiwan-stop", "taiwan-blockade", "taiwan-earthquake"}
        draw = random.Random(11)
        found = {2: 0, 3: 0}
        while found[2] < 4 or found[3] < 2:
            size = 2 if found[2] < 4 else 3
            picked = draw.sample(names, size)
            if len(clash & {path.stem for path in picked}) > 1:
                continue
            found[size] += 1
            orders = [picked, picked[::-1], *([[picked[1], picked[2], picked[0]]] if size == 3 else [])]
            seed = str(draw.randint(1, 99))
            self.assertEqual(len(fingerprints(orders, "--seed", seed)), 1, ([p.stem for p in picked], seed))


if __name__ == "__main__":
    unittest.main()

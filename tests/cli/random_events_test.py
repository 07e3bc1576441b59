"""Random events on the baseline: harder, earlier and longer ones."""
import json
import random
import re
import unittest
from collections import defaultdict
from datetime import date, timedelta

from worlds import ROOT, Worlds, run, stop, table


class RandomWorlds(Worlds):
    """On the world firms decide: harder is mostly worse, and what is not is printed."""

    def most_ahead(self, mild, hard):
        """Of what the chain is built of, that which the harder world has most more of, in any year."""
        found = []
        for series, name in (("euv_tools_installed", "EUV tools"), ("cowos_kwpm", "packaging lines"),
                             ("wafer_capacity_kwpm", "rooms for logic"), ("hbm_capacity", "memory rooms"),
                             ("construction_capacity", "builders"), ("power_capacity", "power plants")):
            def yearly(event):
                values = defaultdict(float)
                for row in table(self.world(event) / "timeseries.csv"):
                    plain = re.sub("_(quarterly|half_yearly|yearly)$", "", row["series"])
                    if plain == series and row["value"] and row["date"][5:7] == "01" and (
                            row["entity"] or series != "cowos_kwpm"):
                        values[row["date"][:4]] += float(row["value"])
                return values
            less, more = yearly(mild), yearly(hard)
            for year in sorted(set(less) & set(more)):
                if less[year] > 0:
                    found.append((more[year] / less[year] - 1, name, year))
        ahead, name, year = max(found)
        return f"{name} {ahead:+.0%} in {year}"

    def in_draws(self, mild, hard):
        """GW-years that the harder world has more, draw by draw: what only one world shows is no rule of them all."""
        def gw_years(event, seed):
            overlay = self.root / "drawn.yaml"
            overlay.write_text(f"source: question\nevents:\n{event}\n", "utf-8")
            told = run("run", ROOT / "scenarios/baseline.yaml", overlay, "--no-record", "--seed", seed, "--json")
            return sum(year["online_gw_end"] for year in json.loads(told)["years"])
        return [gw_years(hard, seed) - gw_years(mild, seed) for seed in range(1, 13)]

    def test_the_share_of_monotone_pairs_is_printed(self):
        draw = random.Random(50)
        monotone, exceptions, rules = 0, [], []
        for _ in range(50):
            target = draw.choice(["regions: taiwan", "regions: korea", "firms: tsmc", "firms: asml",
                                  "firms: sk_hynix", "firms: tsmc_packaging", "firms: gear_makers"])
            date = f"{draw.randint(2024, 2030)}-{draw.randint(1, 12):02d}-01"
            days, share = draw.randint(20, 700), draw.randint(20, 100)
            def world(percent):
                return stop(f"share: {percent:g} %, people: leave", target, date, f"lasts: {days} days")
            mild, hard = world(share / 2), world(share)
            a, b = sum(self.online(mild).values()), sum(self.online(hard).values())
            if b <= a * 1.0001:
                monotone += 1
                continue
            more = self.in_draws(mild, hard)
            mean = sum(more) / len(more)
            error = (sum((one - mean) ** 2 for one in more) / (len(more) - 1) / len(more)) ** 0.5
            if mean > 2 * error:
                rules.append(f"{target}, {date}")
            near = [sum(self.online(world(min(100, share * part))).values()) - a for part in (0.9, 1.1)]
            exceptions.append(f"{target}, {date}, {days} days, {share} %: {b - a:+.1f} GW-years, "
                              f"with a tenth less or more of it {near[0]:+.1f} and {near[1]:+.1f}: "
                              + ("scatter" if min(near) <= 0 else "a rule of this world") +
                              f"; in the mean of twelve draws {mean:+.1f} +- {error:.1f}; "
                              + self.most_ahead(mild, hard))
        print(f"harder is no better in {monotone} of 50 random pairs; the others:")
        print("\n".join(exceptions))
        self.assertGreaterEqual(monotone, 40)
        self.assertLessEqual(len(rules), 2, rules)  # harder is better by more than chance gives

    def test_the_share_of_earlier_and_longer_pairs_is_printed(self):
        """Earlier: from an earlier day to the same one. Ends of both that move are no order: buffers differ by date."""
        draw = random.Random(9)
        monotone, exceptions = {"earlier": 0, "longer": 0}, []
        for _ in range(15):
            target = draw.choice(["regions: taiwan", "regions: korea", "firms: tsmc", "firms: asml", "firms: sk_hynix"])
            begin = date(draw.randint(2025, 2030), draw.randint(1, 12), 1)
            days, more, share = draw.randint(60, 700), draw.randint(30, 300), draw.randint(30, 100)

            def online(start, lasts):
                return sum(self.online(stop(f"share: {share} %, people: leave", target, start.isoformat(),
                                            f"lasts: {lasts} days")).values())
            usual = online(begin, days)
            for kind, worse in (("earlier", online(begin - timedelta(more), days + more)),
                                ("longer", online(begin, days + more))):
                if worse <= usual * 1.0001:
                    monotone[kind] += 1
                else:
                    exceptions.append(f"{kind} by {more} days: {target}, {begin}, {days} days, {share} %: "
                                      f"{worse - usual:+.1f} GW-years")
        print(f"no better of 15 random pairs each: {monotone}; the others:")
        print("\n".join(exceptions))
        for kind, count in monotone.items():
            self.assertGreaterEqual(count, 11, kind)


if __name__ == "__main__":
    unittest.main()

"""By how much worlds of a fit may miss figures of each series: from the figures that the fit saw, and no others.

The procedure is the same for every fit, and was written down before its intervals were held against anything:

1. A series is left out: the points of the sample are weighed anew, each by one over the likelihood that the figures of this
   series gave it (importance weights, none more than the square root of the sample's size times the mean one).
2. How far the figure lies from the mean of the worlds so weighed (logarithms) is the miss; their variance and that of the
   figure's own error are what is expected of it.
3. The error of all series is the one that makes the misses most likely, each figure by its weight in the fit.
4. The error of a series makes its own misses most likely, held back towards that of all: as if a factor of two between
   them were one standard deviation. A series without a figure in the window has that of all.
"""
import math

import numpy as np

ALIKE = math.log(2)  # standard deviation of the logarithm of a series' error around that of all
TRIED = 241


def left_out(terms):
    """Weights of the points when what one series said, by point, is left out; and how many points they are worth."""
    weights = np.exp(terms.min() - terms)
    weights /= weights.sum()
    weights = np.minimum(weights, len(weights) ** -0.5)
    weights /= weights.sum()
    return weights, 1 / np.square(weights).sum()


def series_errors(series, logs, terms, own, weight, bounds):
    """`logs` of run over figure by point, each a world, and figure; `terms` of the log likelihood by point and figure; `own` errors
    and weights by figure; bounds of what is looked for."""
    series, own, weight = np.array(series), np.array(own), np.array(weight)
    miss, expected, worth = np.zeros(len(series)), np.zeros(len(series)), {}
    for name in sorted(set(series)):
        mine = series == name
        points, worth[name] = left_out(terms[:, mine].sum(axis=1))
        mean = points @ logs[:, mine]
        miss[mine] = mean
        expected[mine] = points @ np.square(logs[:, mine] - mean) + own[mine]**2

    tried = np.geomspace(*bounds, TRIED)

    def unlikely(mine):
        variance = expected[mine] + tried[:, None]**2
        return 0.5 * (weight[mine] * (miss[mine]**2 / variance + np.log(variance))).sum(axis=1)

    def best(losses):
        # Rounded, so that the last bits of a processor decide nothing.
        return float(tried[np.argmin(np.round(losses, 6))])

    of_all = best(unlikely(np.full(len(series), True)))
    apart = np.square(np.log(tried / of_all)) / (2 * ALIKE**2)
    return {"all": round(of_all, 3),
            "series": {name: {"error": round(best(unlikely(series == name) + apart), 3),
                              "figures": int((series == name).sum()), "points": round(float(worth[name]), 1)}
                       for name in worth}}

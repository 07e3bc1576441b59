#pragma once

#include <cstdint>
#include <string>

#include "sim/study/manifest.hpp"
#include "sim/study/merge.hpp"

namespace chokepoint {

/// How well means are to be known.
struct Precision {
  double relative = 0.02;      ///< half the interval, as a part of the mean
  double confidence = 0.95;    ///< of Student's interval
  std::uint64_t most = 10000;  ///< replications
};

struct PrecisionVerdict {
  std::uint64_t replications = 0;  ///< of the next round; as many as there are when it is enough
  bool known = false;              ///< as well as was asked
  std::string text;                ///< what is known, and what follows, in a sentence
};

/// Replications of the first round.
[[nodiscard]] std::uint64_t first_round(std::int64_t of_study);

/// Judges every output that is a number at every point, from whole rounds alone.
[[nodiscard]] PrecisionVerdict judge(const Precision& asked, const Manifest& manifest,
                                     const MergedSweep& merged);

}  // namespace chokepoint

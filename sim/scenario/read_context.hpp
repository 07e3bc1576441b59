#pragma once

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "sim/base/random.hpp"
#include "sim/base/time.hpp"
#include "sim/scenario/diagnostics.hpp"
#include "sim/scenario/document.hpp"
#include "sim/scenario/resolved.hpp"

namespace chokepoint {

class NumberMemo;

/// What all readers of one pass over a document share.
struct ReadContext {
  struct PendingReference {
    std::string thing;
    std::string name;
    std::string path;
    Origin origin;
    std::size_t entry;  ///< the entry that was being read: Scenario::entries.size() then
  };

  const Document* document = nullptr;  ///< nullptr: keys are only being declared
  Diagnostics* diagnostics = nullptr;
  RandomSource random{1};
  bool deterministic = false;
  Timeline timeline{Date{std::chrono::year(2000), std::chrono::month(1), std::chrono::day(1)}};
  Tick horizon = 0;
  Resolved* resolved = nullptr;
  bool only_for_world = false;  ///< values are read, and not told in `resolved`
  NumberMemo* memo = nullptr;   ///< of numbers that were read before
  std::set<std::pair<std::string, std::string>> names;  ///< (thing, name)
  std::vector<PendingReference> references;
  std::size_t entries = 0;        ///< read so far
  std::size_t number_faults = 0;  ///< of all faults, those of numbers alone
  bool lacks_text = false;        ///< somewhere a text that had to be given is not there
};

}  // namespace chokepoint

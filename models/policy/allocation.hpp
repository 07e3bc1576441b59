#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "sim/base/time.hpp"

namespace chokepoint::models {

/// Who is served first when there is not enough for all.
enum class AllocationRule : std::uint8_t {
  fifo,             ///< who ordered first
  contracts_first,  ///< firm orders before cancellable ones, each by date
  stable_first,     ///< steady business before fast growth, each by date (F-O4)
  highest_bidder,   ///< the best price first, equal prices by date
  pro_rata,         ///< the customer who has received the smallest part of what it asked for
};

[[nodiscard]] const std::vector<std::string>& allocation_rule_names();
[[nodiscard]] AllocationRule allocation_rule(const std::string& name);

/// One order that could begin now, as an allocation rule sees it.
struct Candidate {
  Tick placed;
  std::uint32_t order;
  bool firm;
  bool stable;
  double price;
  double served_share;        ///< of all that its customer ordered: begun / ordered
  std::uint16_t buyer = 0;    ///< its customer
  bool has_its_part = false;  ///< who has had the largest share that one customer gets (F-O8)
};

/// Whether a customer has had more than its part: `begun` of `all` that was begun, where nobody is
/// to get more than `largest_share` while others wait; 0 = no limit.
[[nodiscard]] bool has_its_part(std::int64_t begun, std::int64_t all, double largest_share);

/// The index of the candidate to serve next. `candidates` is not empty and in order of placing. Who
/// has its part comes after all others, whatever the rule.
[[nodiscard]] std::size_t choose(AllocationRule rule, std::span<const Candidate> candidates);

}  // namespace chokepoint::models

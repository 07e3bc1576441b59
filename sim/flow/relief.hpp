#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/time.hpp"

namespace chokepoint {

/// The name under which stock and work in progress of day 0 are reported and relaxed.
inline constexpr std::string_view kInitialStock = "initial_stock";

/// One constraint with more (or less) of it than the scenario says, from date to date.
struct Relaxation {
  struct Step {
    Tick from = 0;
    double factor = 1;  ///< until the next step; 1 before the first
  };
  std::string constraint;
  std::vector<Step> steps;  ///< by date

  /// `factor` in [from, to).
  static Relaxation by(std::string constraint, double factor, Tick from = 0, Tick to = kNever);
};

/// An amount of whole units: slots, places, lots of stock.
struct WholeAmount {
  std::int64_t amount = 0;
  std::int64_t least = 0;  ///< no world has less of it
};
/// That amount times the factor, to the nearest whole.
[[nodiscard]] std::int64_t relieved_amount(const WholeAmount& whole, double factor);

/// What is different in a counterfactual world: factors by constraint and date. Whoever holds
/// something under a constraint's name asks here. In the base world every factor is 1.
class Relief {
 public:
  Relief() = default;
  /// Throws ModelError when a factor is negative.
  explicit Relief(std::vector<Relaxation> relaxations);

  /// The names under which somebody in a world holds something.
  struct Names {
    std::set<std::string, std::less<>> amounts;
    std::set<std::string, std::less<>> times;
    /// Of the amounts, those that come in whole units, one by one.
    std::map<std::string, std::vector<WholeAmount>, std::less<>> wholes;
  };
  /// From now on every name that is asked for is noted there.
  void listen(Names& names) { names_ = &names; }

  [[nodiscard]] bool empty() const { return relaxations_.empty() && names_ == nullptr; }
  [[nodiscard]] double factor(std::string_view constraint, Tick at) const {
    return empty() ? 1 : asked_for(constraint, at);
  }
  /// The first tick after `at` with another factor; kNever when there is none.
  [[nodiscard]] Tick next_change(std::string_view constraint, Tick at) const;

  /// An amount times the factor, to the nearest whole, and no less than `least`.
  [[nodiscard]] std::int64_t amount(std::string_view constraint, Tick at, std::int64_t amount,
                                    std::int64_t least = 0) const;
  /// What is a time is divided by the factor: a lead, an outage.
  [[nodiscard]] Tick span(std::string_view constraint, Tick at, Tick minutes) const;

 private:
  [[nodiscard]] double asked_for(std::string_view constraint, Tick at) const;
  [[nodiscard]] double look_up(std::string_view constraint, Tick at) const;

  std::vector<Relaxation> relaxations_;
  Names* names_ = nullptr;
};

}  // namespace chokepoint

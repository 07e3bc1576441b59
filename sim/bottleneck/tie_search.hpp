#pragma once

#include <map>
#include <string>
#include <vector>

namespace chokepoint {

/// Looks for the smallest set of constraints that bring enough together, where none does alone:
/// first as many of the main ones as it takes, then without each that is not needed.
class TieSearch {
 public:
  using Names = std::vector<std::string>;  ///< sorted
  /// As many are tried together at most.
  static constexpr std::size_t kMost = 16;

  /// `main_first`: those that bind and bring nothing alone.
  explicit TieSearch(Names main_first);

  /// Sets whose joint relaxation is to be measured in this round; none: the search is over.
  [[nodiscard]] const std::vector<Names>& wanted() const { return wanted_; }
  /// Elasticity of output to relaxing that set together.
  void found(const Names& names, double elasticity) { found_[names] = elasticity; }
  /// The round is over: wants others, or has come to an end.
  void narrow();
  /// The set; empty when not even all together bring enough.
  [[nodiscard]] const Names& tie() const { return tie_; }

 private:
  [[nodiscard]] double brings(const Names& names) const;
  void want_smaller_ones();

  std::vector<Names> wanted_;
  std::map<Names, double> found_;
  Names tie_;
};

}  // namespace chokepoint

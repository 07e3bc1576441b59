#pragma once

#include "models/core/firm.hpp"

namespace chokepoint::models {

/// What buyers and planners do in a frozen world: what the tape says, when it says it.
class Replay {
 public:
  /// The market has the tape. Begins when the world does.
  explicit Replay(Market& market) : market_(market) {}
  void begin();

 private:
  void order(std::uint64_t next);
  void take_back(std::uint64_t next);
  /// All that is taken back at this time and was not yet.
  void take_back_due();
  void set_lots(std::uint64_t next);
  void take_steps(std::uint64_t next);

  Market& market_;
  std::size_t taken_back_ = 0;  ///< so many entries of the tape are done
};

}  // namespace chokepoint::models

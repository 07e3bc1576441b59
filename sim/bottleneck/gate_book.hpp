#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "sim/trace/trace.hpp"

namespace chokepoint {

/// What one gate did, in turn, in the sink's unit: read from the record without any path.
class GateBook {
 public:
  /// A service; in order of ids.
  void add(EventId id, const Event& event);
  /// The service of that id was the last piece of a job for `subject`; in order of ids.
  void noted(EventId id, std::uint32_t subject);

  /// All that the gate had served by the end of that service, with it.
  [[nodiscard]] double served_until(EventId id) const;
  /// For whom the job was done to which that service belongs; 0: nobody said.
  [[nodiscard]] std::uint32_t subject(EventId id) const;
  /// Work for subjects smaller than that service's that was begun after it.
  [[nodiscard]] double overtaken_by(EventId id) const;
  /// All work for that subject.
  [[nodiscard]] double worth(std::uint32_t subject) const;
  /// Of the largest service.
  [[nodiscard]] double largest() const { return largest_; }
  /// It serves several jobs at a time.
  [[nodiscard]] bool is_parallel() const { return parallel_; }

 private:
  struct Job {
    EventId last;
    std::uint32_t subject;
    double sink;  ///< all its pieces
  };
  [[nodiscard]] std::vector<Job>::const_iterator job_of(EventId id) const;

  std::vector<std::pair<EventId, double>> served_;  ///< by service: all served with it
  std::vector<Job> jobs_;
  double largest_ = 0;
  std::int32_t until_ = 0;
  bool parallel_ = false;
};

/// By gate.
[[nodiscard]] std::vector<GateBook> gate_books(const Trace& trace);

}  // namespace chokepoint

#pragma once

#include <cstdint>
#include <vector>

#include "sim/trace/trace.hpp"

namespace chokepoint {

/// What each gate did, in turn, in the sink's unit: read from the record without any path.
class GateBooks {
 public:
  /// The trace must outlive the books.
  explicit GateBooks(const Trace& trace);

  // Of a service:
  /// All that its gate had served by its end, with it.
  [[nodiscard]] double served_until(EventId service) const { return served_[service]; }
  /// For whom the job was done to which it belongs; 0: nobody said.
  [[nodiscard]] std::uint32_t subject(EventId service) const;
  /// Work for smaller subjects that its gate began after that job, though nothing that it is made
  /// of was missing.
  [[nodiscard]] double overtaken_by(EventId service) const;
  /// All that its gate did for the subject of that job.
  [[nodiscard]] double worth(EventId service) const;

  // Of a gate:
  /// Its largest service.
  [[nodiscard]] double largest(GateId gate) const { return gates_[gate].largest; }
  /// It serves several jobs at a time.
  [[nodiscard]] bool is_parallel(GateId gate) const { return gates_[gate].parallel; }

 private:
  struct Gate {
    EventId first = kWorldStart;
    EventId last = kWorldStart;
    std::int32_t until = 0;
    bool parallel = false;
    double largest = 0;
  };
  /// Calls `see(subject, sink, first)` with each job of a gate from that service on, the first of
  /// its own pieces at the end.
  template <class See>
  void walk_jobs(EventId from, See see) const;
  /// Some material of that service came after `since`.
  [[nodiscard]] bool waited_for_material(EventId service, Tick since) const;
  /// The last piece of the job to which that service belongs.
  [[nodiscard]] EventId end_of_job(EventId service) const;

  const Trace& trace_;
  std::vector<Gate> gates_;
  std::vector<double> served_;          ///< by event
  std::vector<EventId> next_;           ///< by event: the next service of its gate; 0: none
  std::vector<std::uint32_t> subject_;  ///< by event: for whom a job ended with it; 0: none did
};

}  // namespace chokepoint

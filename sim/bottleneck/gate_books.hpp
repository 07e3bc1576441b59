#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "sim/trace/trace.hpp"

namespace chokepoint {

/// What each gate did, in turn, in the sink's unit: read from the record without any path. What is
/// not asked for is not looked for.
class GateBooks {
 public:
  /// The trace must outlive the books.
  explicit GateBooks(const Trace& trace) : trace_(trace) {}

  /// One gate's.
  class Book {
   public:
    Book(GateBooks& books, GateId gate)
        : books_(books), trace_(books.trace_), services_(trace_.services(gate)) {}

    // Of services of the gate:
    /// All that the gate had served by its end, with it.
    [[nodiscard]] double served_until(EventId service);
    /// What it served after `first` until the end of `last`, with that.
    [[nodiscard]] double served_between(EventId first, EventId last) const;
    /// For whom the job was done to which it belongs; 0: nobody said.
    [[nodiscard]] std::uint32_t subject(EventId service) const {
      return subject_at(end_of_job(service));
    }
    /// Work for smaller subjects that the gate began after that job, though nothing that it is
    /// made of was missing.
    [[nodiscard]] double overtaken_by(EventId service) const;
    /// All that the gate did for the subject of that job.
    [[nodiscard]] double worth(EventId service) const;

    /// The largest service.
    [[nodiscard]] double largest();

   private:
    using Place = std::span<const EventId>::iterator;

    [[nodiscard]] Place find(EventId service) const;
    /// The last piece of the job to which that service belongs.
    [[nodiscard]] Place end_of_job(EventId service) const;
    /// For whom a job ended with that service; 0: none did.
    [[nodiscard]] std::uint32_t subject_at(Place service) const {
      return books_.subjects()[*service];
    }
    /// Calls `see(subject, sink, first)` with each job from that service on, its first piece last.
    template <class See>
    void walk_jobs(Place from, See see) const;

    /// Some material of that service came after `since`.
    [[nodiscard]] bool waited_for_material(EventId service, Tick since) const;

    GateBooks& books_;
    const Trace& trace_;
    std::span<const EventId> services_;  ///< as they were recorded
    std::vector<double> served_;         ///< until the end of each; empty until asked for
    double largest_ = -1;                ///< < 0 until asked for
  };
  [[nodiscard]] Book& of(GateId gate) {
    return books_.try_emplace(gate, *this, gate).first->second;
  }

 private:
  /// By event: for whom it was done first; 0: nobody said.
  [[nodiscard]] const std::vector<std::uint32_t>& subjects();

  const Trace& trace_;
  std::vector<std::uint32_t> subjects_;  ///< empty until asked for
  std::map<GateId, Book> books_;
};

}  // namespace chokepoint

#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "sim/trace/trace.hpp"

namespace chokepoint {

/// What each gate did, in turn, in the sink's unit: read from the record without any path. The book
/// of a gate is written when it is first asked for.
class GateBooks {
 public:
  /// The trace must outlive the books.
  explicit GateBooks(const Trace& trace);

  /// One gate's.
  class Book {
   public:
    // Of a service of the gate:
    /// All that the gate had served by its end, with it.
    [[nodiscard]] double served_until(EventId service) const { return find(service)->served; }
    /// For whom the job was done to which it belongs; 0: nobody said.
    [[nodiscard]] std::uint32_t subject(EventId service) const {
      return end_of_job(service)->subject;
    }
    /// Work for smaller subjects that the gate began after that job, though nothing that it is
    /// made of was missing.
    [[nodiscard]] double overtaken_by(EventId service) const;
    /// All that the gate did for the subject of that job.
    [[nodiscard]] double worth(EventId service) const;

    /// The largest service.
    [[nodiscard]] double largest() const { return largest_; }

   private:
    friend class GateBooks;
    /// One piece of a job.
    struct Service {
      EventId event;
      std::uint32_t subject;  ///< for whom a job ended with it; 0: none did
      double sink;
      double served;  ///< by the gate until its end
    };
    using Place = std::vector<Service>::const_iterator;

    [[nodiscard]] Place find(EventId service) const;
    /// The last piece of the job to which that service belongs.
    [[nodiscard]] Place end_of_job(EventId service) const;
    /// Calls `see(subject, sink, first)` with each job from that service on, its first piece last.
    template <class See>
    void walk_jobs(Place from, See see) const;

    /// Some material of that service came after `since`.
    [[nodiscard]] bool waited_for_material(EventId service, Tick since) const;

    const Trace* trace_ = nullptr;
    std::vector<Service> services_;  ///< as they were recorded
    double largest_ = 0;
  };
  [[nodiscard]] const Book& of(GateId gate);

 private:
  const Trace& trace_;
  std::vector<std::uint32_t> subjects_;  ///< by event: for whom it was done first; 0: nobody said
  std::map<GateId, Book> books_;
};

}  // namespace chokepoint

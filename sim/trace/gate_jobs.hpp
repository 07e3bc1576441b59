#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "sim/base/time.hpp"
#include "sim/trace/event.hpp"

namespace chokepoint {

/// What one gate did, in turn, and what can be seen of it: when jobs had to wait for the gate, and
/// whether each job names the one before. Looked at when a job has just been recorded: to look for
/// its conditions later is to wait for memory.
class alignas(64) GateJobs {
 public:
  /// From the job that made the first one wait to the end of the last one that waited.
  struct Stretch {
    std::int32_t from;  ///< minutes
    std::int32_t to;    ///< minutes
    std::uint32_t job;  ///< the one that made it wait, by its place among the services
  };

  /// What the gate has just done: the last of the events.
  struct Job {
    EventId event;
    GateId gate;
    std::int32_t start;  ///< minutes
    std::int32_t end;    ///< minutes
  };
  /// Conditions within `tolerance` minutes of its start count as critical.
  void add(Job job, std::span<const Enabler> conditions, std::span<const Event> events,
           Tick tolerance);

  [[nodiscard]] std::span<const EventId> services() const { return services_; }
  /// When jobs waited, one stretch after the other, without a pause within.
  [[nodiscard]] std::span<const Stretch> queues() const { return queues_; }
  /// Serves several jobs at a time: any of its jobs may then be the one before.
  [[nodiscard]] bool is_parallel() const { return parallel_; }
  /// Jobs that do not name the one before, although they began when it ended, or name another of
  /// the gate's; with one server each is a defect.
  [[nodiscard]] std::size_t skipping() const { return skipping_; }
  [[nodiscard]] EventId first_skipping() const { return first_skipping_; }
  /// Jobs that name a job of another gate as the one before.
  [[nodiscard]] std::size_t strange() const { return strange_; }
  [[nodiscard]] EventId first_strange() const { return first_strange_; }

 private:
  /// Until `to`, for the job of that id, which began at `from`.
  void wait(EventId before, std::int32_t from, std::int32_t to);

  // What each job looks at lies in one line of the cache, up to where the last queue ended.
  std::vector<EventId> services_;
  std::vector<Stretch> queues_;
  EventId last_ = kWorldStart;  ///< the last job
  std::int32_t from_ = 0;       ///< its start
  std::int32_t until_ = 0;      ///< and its end
  std::int32_t queued_until_ = std::numeric_limits<std::int32_t>::min();
  bool parallel_ = false;
  std::size_t skipping_ = 0;
  std::size_t strange_ = 0;
  EventId first_skipping_ = kWorldStart;
  EventId first_strange_ = kWorldStart;
};

}  // namespace chokepoint

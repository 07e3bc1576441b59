#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/error.hpp"
#include "sim/base/time.hpp"
#include "sim/engine/action.hpp"
#include "sim/engine/calendar.hpp"

namespace chokepoint {

class Actor;
class Kernel;

/// An actor or a calendar item threw: says who and when; the original is nested
/// (std::rethrow_if_nested).
class RunError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// KiB of an actor's stack: twice what those of the baseline need (a test); sanitizers need more.
/// A world clears the stacks of all its actors: 64 in place of 16 cost 2 % of its time.
#if defined(__SANITIZE_ADDRESS__)
inline constexpr std::size_t kStackKib = 64;
#else
inline constexpr std::size_t kStackKib = 16;
#endif

struct EngineOptions {
  Tick horizon = 0;           ///< everything due up to and including this tick happens
  bool shuffle_ties = false;  ///< a test mode: items of equal tick and priority in random order
  std::uint64_t shuffle_seed = 0;
  std::size_t stack_kib = kStackKib;  ///< of each actor
  bool guard_stacks = false;  ///< a page below each that may not be touched; costs 3 % of the time
  std::uint64_t most_events = 50'000'000;  ///< a world with more has run away: RunError
  std::optional<Date> start =
      std::nullopt;  ///< of tick 0, for messages; without it they name the tick
};

/// One world: its clock, its calendar, its sites and its actors.
///
/// Calendar items run in the order (tick, priority, sequence). An actor that an item wakes runs
/// when all items of the same tick and priority have run; actors run in the order in which they
/// were woken. What an actor schedules for the current tick comes after that, in the same order.
/// Model time stands still while anything runs.
///
/// One world at a time in a process; worlds one after the other give the same results as worlds in
/// processes of their own.
class Simulation {
 public:
  explicit Simulation(EngineOptions options);
  ~Simulation();
  Simulation(const Simulation&) = delete;
  Simulation& operator=(const Simulation&) = delete;

  [[nodiscard]] Tick now() const { return now_; }
  /// The priority of what happens now, or made those act who do.
  [[nodiscard]] Priority phase() const { return phase_; }
  [[nodiscard]] Tick horizon() const { return options_.horizon; }

  /// Lets `action` happen at `due`; never in the past (ModelError). From anywhere: set-up, other
  /// items, actors. Returns a ticket for cancel(). What is due after the horizon never happens.
  std::uint64_t at(Tick due, Priority priority, const Action& action) {
    // One comparison for both ends: a date in the past wraps to a huge number.
    if (static_cast<std::uint64_t>(due - now_) >= kFarthest)
      refuse(due);
    return calendar_.schedule(due, priority, action);
  }
  /// False when the item has happened or was cancelled already.
  bool cancel(std::uint64_t ticket) { return calendar_.cancel(ticket); }

  /// A region groups sites; a site is where actors work and what an outage stops. Names are unique.
  /// Before run() only.
  void add_region(std::string_view name);
  void add_site(std::string_view name, std::string_view region);
  [[nodiscard]] bool has_site(std::string_view name) const;
  /// In the order of names.
  [[nodiscard]] std::vector<std::string> sites_in(std::string_view region) const;

  /// The actor starts at tick 0 or, during the run, at the present tick; actors start in the order
  /// they were added. The actor is not owned and must outlive run().
  void add_actor(Actor& actor, std::string_view site);

  /// An outage: actors on the site stop where they wait; their run() is unwound, so destructors
  /// run. Messages go on arriving in their inboxes. When the site comes back, run() of each starts
  /// anew, unless it had returned before. From calendar items and actors. Switching a site off
  /// that is off, or on that is on, does nothing.
  void site_off(std::string_view site);
  void site_on(std::string_view site);
  [[nodiscard]] bool site_is_on(std::string_view site) const;

  /// Tells `listener` of each of these ticks, which rise, when nothing more will happen before it.
  /// Looking on is no event: it wakes nobody and changes nothing.
  void watch(std::vector<Tick> marks, std::function<void(Tick)> listener);

  /// Runs to the horizon; once. Throws RunError for what an actor or an item threw, DeadlockError
  /// when the calendar is empty before the horizon while actors wait.
  void run();

  /// Calendar items that happened, and times that an actor was woken.
  [[nodiscard]] std::uint64_t events() const { return events_; }
  [[nodiscard]] std::uint64_t wakeups() const { return wakeups_; }
  /// The kernel's own clock in ticks of this world; equals now() whenever an actor runs.
  [[nodiscard]] double kernel_clock() const;
  /// now() as a date when the start is known, else as a tick number.
  [[nodiscard]] std::string now_text() const;

 private:
  friend class Actor;
  friend class Kernel;

  static constexpr std::uint64_t kFarthest = std::uint64_t{1} << 54;

  struct Site {
    std::string name;
    std::string region;
    bool on = true;
  };
  struct Switch {
    std::size_t site;
    bool on;
  };

  [[noreturn]] void refuse(Tick due) const;
  [[noreturn]] void refuse_to_go_on() const;
  [[nodiscard]] std::size_t site_index(std::string_view name) const;
  void switch_site(std::string_view name, bool on);

  // Called by actors.
  void wake(Actor& actor);
  void park(Actor& actor);
  void actor_failed(const Actor& actor, std::exception_ptr error);

  // Called by the kernel, while all actors are parked.
  /// Runs the calendar ahead of the kernel's clock until an actor must run. The tick at which that
  /// is, or kNever when the run is over.
  Tick advance();
  /// The kernel's clock has come to that tick: switches sites, starts and wakes actors.
  void dispatch();

  [[nodiscard]] bool kernel_is_needed() const;
  /// Tells of all marks up to now.
  void pass_marks();
  void run_batch();
  void attend_woken();
  void finish();
  void stop_actors_on(std::size_t site);
  void start_actors_on(std::size_t site);
  void report_failure() const;
  [[nodiscard]] std::string waiting_actors() const;

  EngineOptions options_;
  Tick now_ = 0;
  Priority phase_ = Priority::outage;
  Calendar calendar_;
  std::uint64_t events_ = 0;
  std::uint64_t wakeups_ = 0;
  Tick next_mark_ = kNever;
  std::size_t marks_passed_ = 0;
  std::vector<Tick> marks_;
  std::function<void(Tick)> watcher_;
  std::vector<std::string> regions_;
  std::vector<Site> sites_;
  std::vector<Actor*> actors_;
  std::vector<Actor*> woken_;     ///< to be resumed, in this order
  std::vector<Switch> switches_;  ///< outages and returns to be told to the kernel
  std::size_t started_ = 0;       ///< actors before this index have been started
  bool finishing_ = false;
  bool over_ = false;
  bool deadlock_ = false;
  std::exception_ptr failure_;      ///< the first; ends the run
  std::string failed_;              ///< the actor that threw it; empty for a calendar item
  std::unique_ptr<Kernel> kernel_;  ///< during run() only
};

}  // namespace chokepoint

#include "sim/engine/simulation.hpp"

#include <algorithm>
#include <new>
#include <utility>

#include "sim/base/log.hpp"
#include "sim/engine/actor.hpp"
#include "sim/engine/kernel.hpp"

namespace chokepoint {

Simulation::Simulation(EngineOptions options)
    : options_(options), calendar_(options.shuffle_ties, options.shuffle_seed) {
  ensure(options.horizon >= 0, "the horizon must not be before the start");
}

Simulation::~Simulation() = default;

void Simulation::refuse(Tick due) const {
  if (due < now_)
    throw ModelError("nothing can be scheduled for the past");
  throw ModelError("nothing can be scheduled for so far a date");
}

void Simulation::add_region(std::string_view name) {
  ensure(!kernel_, "regions are added before the run");
  ensure(std::find(regions_.begin(), regions_.end(), name) == regions_.end(),
         "two regions have the same name");
  regions_.emplace_back(name);
}

void Simulation::add_site(std::string_view name, std::string_view region) {
  ensure(!kernel_, "sites are added before the run");
  ensure(!has_site(name), "two sites have the same name");
  ensure(region.empty() || std::find(regions_.begin(), regions_.end(), region) != regions_.end(),
         "a site lies in a region that was added before");
  sites_.push_back({std::string(name), std::string(region)});
}

bool Simulation::has_site(std::string_view name) const {
  return std::any_of(sites_.begin(), sites_.end(),
                     [name](const Site& site) { return site.name == name; });
}

std::vector<std::string> Simulation::sites_in(std::string_view region) const {
  std::vector<std::string> names;
  if (kernel_) {
    names = kernel_->sites_in(std::string(region));
  } else {
    for (const Site& site : sites_) {
      if (site.region == region)
        names.push_back(site.name);
    }
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::size_t Simulation::site_index(std::string_view name) const {
  for (std::size_t i = 0; i < sites_.size(); ++i) {
    if (sites_[i].name == name)
      return i;
  }
  throw ModelError("there is no site named '" + std::string(name) + "'");
}

void Simulation::add_actor(Actor& actor, std::string_view site) {
  ensure(actor.simulation_ == nullptr, "an actor lives in one world, once");
  actor.site_ = site_index(site);
  actor.simulation_ = this;
  actor.index_ = actors_.size();
  actors_.push_back(&actor);
}

void Simulation::site_off(std::string_view site) {
  switch_site(site, false);
}

void Simulation::site_on(std::string_view site) {
  switch_site(site, true);
}

bool Simulation::site_is_on(std::string_view site) const {
  return sites_[site_index(site)].on;
}

void Simulation::switch_site(std::string_view name, bool on) {
  const std::size_t site = site_index(name);
  if (std::exchange(sites_[site].on, on) != on)
    switches_.push_back({site, on});
}

void Simulation::wake(Actor& actor) {
  if (!sites_[actor.site_].on)
    return;
  actor.waiting_ = false;
  woken_.push_back(&actor);
}

void Simulation::park(Actor& actor) {
  actor.waiting_ = true;
  Kernel::suspend();
}

void Simulation::actor_failed(const Actor& actor, std::exception_ptr error) {
  if (failure_)
    return;
  failure_ = std::move(error);
  failed_ = actor.name();
}

void Simulation::run() {
  ensure(!kernel_ && !over_, "a world runs once");
  kernel_ = std::make_unique<Kernel>(*this, options_);
  for (const std::string& region : regions_)
    kernel_->add_region(region);
  for (const Site& site : sites_)
    kernel_->add_site(site.name, site.region);
  if (options_.start)
    log::set_date_source([this] { return now_text(); });
  kernel_->run();
  log::set_date_source({});
  kernel_.reset();
  if (failure_)
    report_failure();
  if (deadlock_) {
    throw DeadlockError("deadlock on " + now_text() +
                        ": nothing is due any more, and these wait: " + waiting_actors());
  }
}

void Simulation::watch(std::vector<Tick> marks, std::function<void(Tick)> listener) {
  ensure(!kernel_, "marks are set before the run");
  marks_ = std::move(marks);
  watcher_ = std::move(listener);
  next_mark_ = marks_.empty() ? kNever : marks_.front();
}

void Simulation::pass_marks() {
  while (next_mark_ <= now_) {
    watcher_(next_mark_);
    ++marks_passed_;
    next_mark_ = marks_passed_ < marks_.size() ? marks_[marks_passed_] : kNever;
  }
}

bool Simulation::kernel_is_needed() const {
  return !woken_.empty() || !switches_.empty() || started_ < actors_.size();
}

Tick Simulation::advance() {
  if (over_)
    return kNever;
  while (!failure_ && !kernel_is_needed()) {
    const Calendar::Rank next = calendar_.next_rank();
    if (next == Calendar::kNoRank || Calendar::tick_of(next) > options_.horizon)
      break;
    run_batch();
  }
  if (failure_ || !kernel_is_needed())
    finish();
  return now_;
}

/// Everything that is due next at one tick with one priority.
void Simulation::run_batch() {
  const Calendar::Rank rank = calendar_.next_rank();
  now_ = Calendar::tick_of(rank);
  if (now_ >= next_mark_)
    pass_marks();
  phase_ = static_cast<Priority>(rank & 0xff);
  try {
    do {
      if (++events_ > options_.most_events)
        refuse_to_go_on();
      calendar_.take()();
    } while (calendar_.next_rank() == rank);
  } catch (const std::exception&) {
    failure_ = std::current_exception();
    return;
  }
  attend_woken();
}

/// Lets those who were woken do without their thread of control what they can, as long as nobody
/// before them needs his: actors act in the order in which they were woken.
void Simulation::attend_woken() {
  const auto attends = [this](Actor* actor) {
    if (failure_ || (actor->deadline_counts_ && actor->deadline_ <= now_))
      return false;
    actor->waiting_ = true;
    try {
      if (actor->attend()) {
        ++wakeups_;
        return true;
      }
    } catch (const std::exception&) {
      actor_failed(*actor, std::current_exception());
    }
    actor->waiting_ = false;
    return false;
  };
  woken_.erase(woken_.begin(), std::find_if_not(woken_.begin(), woken_.end(), attends));
}

void Simulation::refuse_to_go_on() const {
  throw RunError("more than " + std::to_string(options_.most_events) +
                 " events: something grows without bound");
}

void Simulation::finish() {
  finishing_ = true;
  if (failure_)
    return;
  const bool somebody_waits = std::any_of(actors_.begin(), actors_.end(),
                                          [](const Actor* actor) { return actor->waiting_; });
  deadlock_ = calendar_.empty() && somebody_waits;
  if (deadlock_)
    return;
  now_ = options_.horizon;
  pass_marks();
}

void Simulation::dispatch() {
  if (finishing_) {
    over_ = true;
    kernel_->kill_all_actors();
    return;
  }
  for (const Switch& change : std::exchange(switches_, {})) {
    if (change.on) {
      kernel_->turn_on(change.site);
      start_actors_on(change.site);
    } else {
      kernel_->turn_off(change.site);
      stop_actors_on(change.site);
    }
  }
  for (; started_ < actors_.size(); ++started_) {
    Actor& actor = *actors_[started_];
    if (!sites_[actor.site_].on)
      continue;  // starts when its site comes back
    actor.running_ = true;
    kernel_->start(actor, actor.site_);
  }
  for (const Actor* actor : woken_) {
    ++wakeups_;
    kernel_->resume(*actor);
  }
  woken_.clear();
}

void Simulation::stop_actors_on(std::size_t site) {
  for (Actor* actor : actors_) {
    if (actor->site_ != site || !actor->running_)
      continue;
    actor->running_ = false;
    actor->waiting_ = false;
    actor->drop_deadline();
    std::erase(woken_, actor);
  }
}

void Simulation::start_actors_on(std::size_t site) {
  for (std::size_t i = 0; i < started_; ++i) {
    Actor& actor = *actors_[i];
    if (actor.site_ != site || actor.running_ || actor.finished_)
      continue;
    actor.running_ = true;
    kernel_->start(actor, site);
  }
}

void Simulation::report_failure() const {
  try {
    std::rethrow_exception(failure_);
  } catch (const std::bad_alloc&) {
    throw RunError("out of memory after " + std::to_string(events_) + " events on " + now_text());
  } catch (const std::exception& error) {
    const std::string who = failed_.empty() ? "" : failed_ + " ";
    std::throw_with_nested(RunError(who + "on " + now_text() + ": " + error.what()));
  }
}

std::string Simulation::waiting_actors() const {
  std::string names;
  for (const Actor* actor : actors_) {
    if (!actor->waiting_)
      continue;
    if (!names.empty())
      names += ", ";
    names += actor->name();
  }
  return names;
}

double Simulation::kernel_clock() const {
  ensure(kernel_ != nullptr, "the kernel has a clock during the run only");
  return kernel_->clock();
}

std::string Simulation::now_text() const {
  if (options_.start)
    return Timeline(*options_.start).iso(now_);
  return "tick " + std::to_string(now_);
}

}  // namespace chokepoint

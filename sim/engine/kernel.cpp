#include "sim/engine/kernel.hpp"

#include <array>
#include <map>
#include <signal.h>
#include <utility>

#include <simgrid/kernel/resource/Model.hpp>
#include <simgrid/s4u.hpp>

#include "sim/engine/actor.hpp"
#include "sim/engine/simulation.hpp"

namespace chokepoint {
namespace {

// A page that may not be touched below each actor's stack costs 3 % of the time of worlds that
// follow one another. It is left to a test and to the sanitizers' builds, whose actors run on
// threads: a stack that is too small is found there.
#if defined(__SANITIZE_ADDRESS__)
constexpr const char* kContextFactory = "--cfg=contexts/factory:thread";
constexpr bool kGuarded = true;
#else
constexpr const char* kContextFactory = "--cfg=contexts/factory:raw";
constexpr bool kGuarded = false;
#endif

/// SimGrid takes its configuration from a command line, once per process.
std::unique_ptr<simgrid::s4u::Engine> make_engine(const EngineOptions& options) {
  const std::string guard = options.guard_stacks || kGuarded ? "1" : "0";
  const std::string stack = std::to_string(options.stack_kib);
  std::array<std::string, 9> arguments = {
      "chokepoint", "--log=xbt_cfg.thresh:error", "--log=root.thresh:error", kContextFactory,
      "--cfg=contexts/guard-size:" + guard, "--cfg=contexts/stack-size:" + stack,
      // Nothing is computed on hosts or sent over links: of the models that the kernel asks for
      // their next event at every step, the ones that have least to say.
      "--cfg=cpu/optim:TI", "--cfg=network/model:Constant", "--cfg=debug/clean-atexit:no"};
  std::array<char*, arguments.size() + 1> argv{};
  for (std::size_t i = 0; i < arguments.size(); ++i)
    argv[i] = arguments[i].data();
  int argc = static_cast<int>(arguments.size());

  // The constructor takes SIGINT for itself.
  struct sigaction on_interrupt {};
  sigaction(SIGINT, nullptr, &on_interrupt);
  auto engine = std::make_unique<simgrid::s4u::Engine>(&argc, argv.data());
  sigaction(SIGINT, &on_interrupt, nullptr);
  // Later worlds of the process have their own.
  simgrid::s4u::Engine::set_config("contexts/guard-size:" + guard);
  simgrid::s4u::Engine::set_config("contexts/stack-size:" + stack);
  return engine;
}

}  // namespace

/// The calendar as the kernel sees it: one resource whose next event is the next tick at which an
/// actor must run. No timer is armed, so nothing has to be re-armed when an actor schedules
/// something earlier: the kernel asks only when all actors are parked.
class CalendarModel : public simgrid::kernel::resource::Model {
 public:
  CalendarModel(Simulation& simulation, Tick (Simulation::*advance)(),
                void (Simulation::*dispatch)(), double origin)
      : Model("Calendar"),
        simulation_(simulation),
        advance_(advance),
        dispatch_(dispatch),
        origin_(origin) {}

  double next_occurring_event(double now) override {
    const Tick next = (simulation_.*advance_)();
    due_ = next != kNever;
    return due_ ? origin_ + static_cast<double>(next) - now : -1.0;
  }

  void update_actions_state(double, double) override {
    if (std::exchange(due_, false))
      (simulation_.*dispatch_)();
  }

 private:
  Simulation& simulation_;
  Tick (Simulation::*advance_)();
  void (Simulation::*dispatch_)();
  double origin_;
  bool due_ = false;
};

struct Kernel::Parts {
  std::unique_ptr<simgrid::s4u::Engine> engine;
  // The clock of a process is never set back: a world's tick 0 is wherever the last one ended.
  // Minutes are integers far below 2^53, so sums and differences with the origin are exact.
  double origin = 0.0;
  simgrid::s4u::NetZone* world = nullptr;
  std::map<std::string, simgrid::s4u::NetZone*> regions;
  std::vector<simgrid::s4u::Host*> sites;
  std::vector<simgrid::s4u::ActorPtr> actors;
};

Kernel::Kernel(Simulation& simulation, const EngineOptions& options)
    : simulation_(simulation), parts_(std::make_unique<Parts>()) {
  ensure(!simgrid::s4u::Engine::has_instance(), "one world runs at a time in a process");
  parts_->engine = make_engine(options);
  parts_->origin = simgrid::s4u::Engine::get_clock();
  parts_->world = simgrid::s4u::create_empty_zone("world");
  parts_->engine->add_model(std::make_shared<CalendarModel>(simulation, &Simulation::advance,
                                                            &Simulation::dispatch, parts_->origin));
}

Kernel::~Kernel() {
  parts_->actors.clear();
}

void Kernel::add_region(const std::string& name) {
  parts_->regions[name] = simgrid::s4u::create_empty_zone(name)->set_parent(parts_->world);
}

void Kernel::add_site(const std::string& name, const std::string& region) {
  simgrid::s4u::NetZone* const zone = region.empty() ? parts_->world : parts_->regions.at(region);
  parts_->sites.push_back(zone->create_host(name, 1.0)->seal());
}

void Kernel::start(Actor& actor, std::size_t site) {
  if (parts_->actors.size() <= actor.index_)
    parts_->actors.resize(actor.index_ + 1);
  parts_->actors[actor.index_] = simgrid::s4u::Actor::create(
      actor.name(), parts_->sites[site],
      [simulation = &simulation_, actor = &actor] { live(*simulation, *actor); });
}

/// The root of an actor's stack. What leaves it would end the process, so errors are kept for
/// run(); the kernel's own signal to unwind is no std::exception and passes.
void Kernel::live(Simulation& simulation, Actor& actor) {
  try {
    actor.run();
  } catch (const std::exception&) {
    simulation.actor_failed(actor, std::current_exception());
  }
  actor.drop_deadline();
  actor.running_ = false;
  actor.finished_ = true;
}

void Kernel::resume(const Actor& actor) {
  parts_->actors[actor.index_]->resume();
}

void Kernel::turn_off(std::size_t site) {
  parts_->sites[site]->turn_off();
}

void Kernel::turn_on(std::size_t site) {
  parts_->sites[site]->turn_on();
}

void Kernel::kill_all_actors() {
  simgrid::s4u::Actor::kill_all();
}

void Kernel::run() {
  // The engine seals the first platform of a process only.
  parts_->world->seal();
  parts_->engine->run();
}

double Kernel::clock() const {
  return simgrid::s4u::Engine::get_clock() - parts_->origin;
}

std::vector<std::string> Kernel::sites_in(const std::string& region) const {
  std::vector<std::string> names;
  for (const simgrid::s4u::Host* host : parts_->regions.at(region)->get_all_hosts()) {
    names.push_back(host->get_name());
  }
  return names;
}

void Kernel::suspend() {
  simgrid::s4u::this_actor::suspend();
}

}  // namespace chokepoint

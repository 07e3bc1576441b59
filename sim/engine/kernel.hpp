#pragma once

#include <memory>
#include <string>
#include <vector>

#include "sim/base/time.hpp"

namespace chokepoint {

class Actor;
class Simulation;
struct EngineOptions;

/// The SimGrid side of one world: engine, zones, hosts and threads of control. The calendar takes
/// part as a resource model of the kernel: the kernel asks it for the date of its next event and
/// tells it when its clock has come there.
class Kernel {
 public:
  Kernel(Simulation& simulation, const EngineOptions& options);
  ~Kernel();
  Kernel(const Kernel&) = delete;
  Kernel& operator=(const Kernel&) = delete;

  void add_region(const std::string& name);
  void add_site(const std::string& name, const std::string& region);
  void start(Actor& actor, std::size_t site);
  void resume(const Actor& actor);
  void turn_off(std::size_t site);
  void turn_on(std::size_t site);
  void kill_all_actors();
  void run();
  /// In ticks since the start of this world.
  [[nodiscard]] double clock() const;
  [[nodiscard]] std::vector<std::string> sites_in(const std::string& region) const;

  /// Parks the actor that calls.
  static void suspend();

 private:
  struct Parts;
  static void live(Simulation& simulation, Actor& actor);

  Simulation& simulation_;
  std::unique_ptr<Parts> parts_;
};

}  // namespace chokepoint

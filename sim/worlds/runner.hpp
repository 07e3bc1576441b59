#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace chokepoint {

/// What became of one world.
struct WorldOutcome {
  bool ok = false;
  std::string result;   ///< what the world handed back, when it is ok
  std::string failure;  ///< why it has no result: what was thrown, or how its worker ended
};

/// Makes and runs the world with that index and hands back what is to be kept of it, as bytes.
using WorldWork = std::function<std::string(std::size_t index)>;

/// Worker processes that are used when nobody says how many: one for each processor.
[[nodiscard]] int usual_workers();

/// Runs `count` worlds, one after the other in each of up to `workers` processes; the results come
/// back in the order of their indices, whatever finished first.
///
/// The processes are forked before any of them makes an engine, and this process makes none. A
/// world that throws, or whose worker dies, is reported under its index and costs the others
/// nothing. Throws std::system_error when no process can be made.
[[nodiscard]] std::vector<WorldOutcome> run_worlds(std::size_t count, int workers,
                                                   const WorldWork& work);

/// Whether to go on: `soon` begins no more worlds and waits for those that run, `now` does not.
enum class Stop { no, soon, now };

/// The same for more worlds than can be kept: each outcome is handed to `done` when it comes, in
/// any order. `stop` is asked several times a second. Worlds that were not begun have no outcome.
/// What `done` throws ends the workers and is passed on.
void stream_worlds(std::size_t count, int workers, const WorldWork& work,
                   const std::function<void(std::size_t index, WorldOutcome&&)>& done,
                   const std::function<Stop()>& stop);

}  // namespace chokepoint

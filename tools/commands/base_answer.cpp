#include "tools/commands/base_answer.hpp"

#include "models/answer.hpp"
#include "models/world.hpp"
#include "sim/record/headline.hpp"
#include "sim/record/tables.hpp"

namespace chokepoint::tools {

RunResult base_answer(const LoadedScenario& loaded, bool record,
                      std::optional<std::uint64_t> shuffle_ties) {
  models::WorldOptions options;
  options.record = record;
  options.shuffle_ties = shuffle_ties;
  models::World world(loaded.scenario, options);
  world.run();
  RunResult result = models::answer({.scenario = loaded.scenario,
                                     .sha256 = loaded.document.sha256(),
                                     .trace = world.trace(),
                                     .market = &world.market(),
                                     .adds_up = world.adds_up()});
  result.shuffle_ties = shuffle_ties;
  result.fingerprint = fingerprint_of(result);
  result.headline = headline_of(result);
  return result;
}

}  // namespace chokepoint::tools

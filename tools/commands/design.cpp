#include "sim/record/result_directory.hpp"
#include "tools/commands/commands.hpp"
#include "tools/commands/study_setup.hpp"
#include "tools/commands/sweep_arguments.hpp"
#include "tools/output.hpp"

namespace chokepoint::tools {

int design_command(const DesignArguments& arguments) {
  const Study study = load_study(arguments.study);
  models::StudyWorlds worlds(study);
  const DesignTable design = make_design(study, worlds.factors());
  worlds.prepare(design);
  if (arguments.output.empty()) {
    print(design.csv());
  } else {
    write_file(arguments.output, design.csv());
  }
  return exit_ok;
}

}  // namespace chokepoint::tools

#include "models/why.hpp"

#include "models/world.hpp"
#include "sim/record/meant_names.hpp"
#include "tools/commands/commands.hpp"
#include "tools/commands/load.hpp"
#include "tools/output.hpp"

namespace chokepoint::tools {

namespace {

models::WhyQuestion question_of(const WhyArguments& arguments) {
  const int asked =
      (arguments.year ? 1 : 0) + (arguments.delivery ? 1 : 0) + (arguments.lab.empty() ? 0 : 1);
  if (asked != 1)
    throw UsageError("expected exactly one of --year, --delivery and --lab");
  if (arguments.lab.empty() != arguments.date.empty())
    throw UsageError("--lab and --date belong together");
  models::WhyQuestion question{.year = arguments.year,
                               .delivery = arguments.delivery,
                               .lab = arguments.lab,
                               .date = std::nullopt};
  if (!arguments.date.empty()) {
    try {
      question.date = parse_date(arguments.date);
    } catch (const std::invalid_argument&) {
      throw UsageError("--date expects a day as YYYY-MM-DD, found '" + arguments.date + "'");
    }
  }
  return question;
}

/// With the name that was probably meant, or all there are when they are few.
std::string help_for(const models::UnknownSubjectError& error) {
  std::string text = error.what();
  if (error.asked.empty())
    return text;
  if (const std::string meant = meant_text(error.asked, error.known); !meant.empty())
    return text + meant;
  text += "; there are";
  for (const std::string& name : error.known)
    text += (name == error.known.front() ? " " : ", ") + name;
  return text;
}

}  // namespace

int why_command(const WhyArguments& arguments) {
  const models::WhyQuestion question = question_of(arguments);
  const SampleOptions sampling = sample_options(arguments.sampling);
  const LoadedScenario loaded = load_scenario(arguments.scenario, sampling);
  models::World world(loaded.scenario);
  world.run();
  try {
    const WhyReport report = models::why({.scenario = loaded.scenario,
                                          .sha256 = loaded.document.sha256(),
                                          .trace = world.trace(),
                                          .market = &world.market()},
                                         question);
    print(arguments.json ? why_json(report) : why_text(report, stdout_style()));
  } catch (const models::UnknownSubjectError& error) {
    throw UsageError(help_for(error));
  }
  return exit_ok;
}

}  // namespace chokepoint::tools

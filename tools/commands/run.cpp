#include <chrono>
#include <optional>
#include <sys/resource.h>
#include <utility>

#include "models/answer.hpp"
#include "models/core/market.hpp"
#include "models/world.hpp"
#include "sim/base/log.hpp"
#include "sim/base/text.hpp"
#include "sim/bottleneck/token_balance.hpp"
#include "sim/record/data_package.hpp"
#include "sim/record/headline.hpp"
#include "sim/record/result_directory.hpp"
#include "sim/record/tables.hpp"
#include "sim/record/terminal.hpp"
#include "sim/record/trace_json.hpp"
#include "sim/record/workbook.hpp"
#include "sim/worlds/runner.hpp"
#include "tools/commands/call_log.hpp"
#include "tools/commands/commands.hpp"
#include "tools/commands/load.hpp"
#include "tools/commands/relief.hpp"
#include "tools/commands/run_context.hpp"
#include "tools/output.hpp"
#include "tools/report/page.hpp"
#include "tools/steps_progress.hpp"

namespace chokepoint::tools {

namespace {

/// Wall time since its making, in seconds.
class Stopwatch {
 public:
  [[nodiscard]] double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

std::int64_t peak_memory_kib() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

/// What happened where and when; never compared.
std::string run_log(const RunArguments& arguments, const RunResult& result,
                    const RunTiming& timing) {
  std::string text = log_of_call(arguments.command_line);
  const auto line = [&text](std::string_view key, std::string_view value) {
    text.append(key).append(": ").append(value).append("\n");
  };
  line("scenario", result.scenario + " " + result.scenario_sha256);
  line("seed", std::to_string(result.seed));
  line("fingerprint", result.fingerprint);
  if (!result.balance.empty())
    line("paths", result.balance);
  line("events", with_thousands(static_cast<std::int64_t>(timing.events)));
  line("wall time", shortest(timing.wall_s) + " s, of which the run " + shortest(timing.run_s));
  return text;
}

/// What a run tells beside its result; only made when somebody keeps it.
struct Explained {
  std::string whys;   ///< why.json; empty without an event graph
  std::string slack;  ///< a table, when it is asked for
  KnownBeside known;
  std::vector<GateUse> gates;  ///< of a network of parts
  std::string relief_csv;
  std::string relief_json;
};

/// The files of the run on their way into its directory, one text at a time, the largest in pieces.
class RunFiles {
 public:
  explicit RunFiles(const ResultDirectory& directory) : results_(directory) {}

  void add(const std::string& name, std::string_view text) {
    package_.add(name, text);
    results_.add(name, text);
    names_.push_back(name);
  }
  void add(const std::string& name, const TextInPieces& text) {
    FileDigest digest(name);
    results_.add(name, [&](const TextSink& sink) {
      text([&](std::string_view piece) {
        digest.add(piece);
        sink(piece);
      });
    });
    package_.add(digest);
    names_.push_back(name);
  }
  void add_package() { add("datapackage.json", package_.take()); }
  /// Puts them in place; their names.
  std::vector<std::string> keep() {
    results_.keep();
    return std::move(names_);
  }

 private:
  UnfinishedResults results_;
  DataPackage package_;
  std::vector<std::string> names_;
};

std::vector<std::string> write_files(const ResultDirectory& directory,
                                     const RunArguments& arguments, const RunResult& result,
                                     const LoadedScenario& loaded, const Explained& explained,
                                     RunTiming& timing) {
  RunFiles files(directory);
  files.add("summary.json", summary_json(result));
  files.add("timeseries.csv", timeseries_csv(result));
  files.add("bottlenecks.csv", bottlenecks_csv(result));
  files.add("orders.csv", orders_csv(result));
  files.add("resolved.yaml", loaded.scenario.resolved_yaml());
  files.add("context.json", context_json(result, loaded, explained.known.sources, explained.gates));
  if (!explained.whys.empty())
    files.add("why.json", explained.whys);
  if (!explained.known.facts.empty())
    files.add("facts.json", explained.known.facts);
  if (!explained.known.observed.empty())
    files.add("observed.csv", explained.known.observed);
  if (arguments.relief) {
    files.add("relief.csv", explained.relief_csv);
    files.add("relief.json", explained.relief_json);
  }
  if (arguments.xlsx)
    files.add("summary.xlsx", workbook(result));
  if (arguments.trace)
    files.add("trace.json", trace_json(result));
  files.add_package();
  timing.peak_memory_kib = peak_memory_kib();  // all but these two lines is behind us
  files.add("timing.json", timing_json(timing));
  files.add("run.log", run_log(arguments, result, timing));
  return files.keep();
}

/// What came out, for the log: read from the answer.
void log_result(const RunResult& result, const RunTiming& timing, const Timeline& timeline) {
  if (!log::enabled(log::Level::info))
    return;
  log::info("ran: " + std::to_string(timing.events) + " events, " + std::to_string(timing.wakeups) +
            " wake-ups, " + std::to_string(result.orders.size()) + " orders");
  for (const YearSummary& year : result.years)
    log::info(std::to_string(year.year) + ": online " + shortest(year.online_gw_end) +
              " GW at its end, wanted " + shortest(year.demand_gw) + " GW");
  if (!log::enabled(log::Level::debug))
    return;
  for (const OrderRow& order : result.orders) {
    const bool failed =
        order.status == OrderStatus::rejected || order.status == OrderStatus::cancelled;
    const log::Level level = failed ? log::Level::debug : log::Level::trace;
    if (log::enabled(level))
      log::write(level, timeline.iso(order.placed) + " order " + std::to_string(order.order) +
                            ": " + std::string(order.buyer) + " wants " + shortest(order.quantity) +
                            " " + std::string(order.unit) + " of " + std::string(order.commodity) +
                            " from " + std::string(order.seller) + ": " +
                            std::string(text(order.status)));
  }
}

/// Brings the scenario to life, runs it and tells what happened; for those who keep the files, why.
RunResult run_world(const RunArguments& arguments, const LoadedScenario& loaded, RunTiming& timing,
                    Explained& explained) {
  models::WorldOptions options;
  options.record = arguments.record;
  options.shuffle_ties = arguments.shuffle_ties;
  options.tells = true;
  const Stopwatch watch;
  models::World world(loaded.scenario, options);
  timing.build_s = watch.seconds();
  world.run();
  timing.run_s = watch.seconds() - timing.build_s;
  timing.events = world.simulation().events();
  timing.wakeups = world.simulation().wakeups();
  const models::Told told{.scenario = loaded.scenario,
                          .sha256 = loaded.document.sha256(),
                          .trace = world.trace(),
                          .market = &world.market(),
                          .adds_up = world.adds_up()};
  RunResult result = models::answer(told);
  result.shuffle_ties = arguments.shuffle_ties;
  result.fingerprint = fingerprint_of(result);
  result.headline = headline_of(result);
  for (const std::string_view doubt : {kSharesInDoubt, kPathsGoRound}) {
    if (result.balance.ends_with(doubt))
      log::warn(doubt);
  }
  if (!arguments.output.empty()) {
    if (arguments.record)
      explained.whys = whys_json(told);
    if (arguments.record && (told.market == nullptr || told.market->firms().empty()))
      explained.gates = gate_uses(told.trace, told.scenario.timeline, told.scenario.horizon);
    explained.known =
        known_beside(arguments.scenario, loaded, arguments.sampling.deterministic, result);
  }
  if (arguments.slack)
    explained.slack = slack_table(told);
  log_result(result, timing, loaded.scenario.timeline);
  timing.answer_s = watch.seconds() - timing.build_s - timing.run_s;
  return result;
}

/// Loads, runs and writes what was asked for, the page aside; the result is what is printed.
/// `whole` began with the program, `written` becomes the files of the directory.
std::string run_and_write(const RunArguments& arguments, const Stopwatch& whole,
                          const std::optional<ResultDirectory>& directory,
                          std::vector<std::string>& written) {
  const SampleOptions sampling = sample_options(arguments.sampling);
  const LoadedScenario loaded = load_scenario(arguments.scenario, sampling);
  RunTiming timing;
  timing.load_s = whole.seconds();

  Explained explained;
  if (arguments.relief) {
    // First of all: no worker may be made after a world.
    const StepsProgress progress;
    RelieveArguments relieve{.scenario = arguments.scenario};
    relieve.sampling = arguments.sampling;
    relieve.workers = arguments.workers > 0 ? arguments.workers : usual_workers();
    const auto [heading, report] = relief_of(relieve, loaded, sampling);
    explained.relief_csv = relief_csv(heading, report);
    explained.relief_json = relief_json(heading, report);
  }
  const RunResult result = run_world(arguments, loaded, timing, explained);
  timing.wall_s = whole.seconds();
  if (directory) {
    for (const std::string& name :
         write_files(*directory, arguments, result, loaded, explained, timing))
      written.push_back((std::filesystem::path(arguments.output) / name).string());
    if (arguments.report)
      written.push_back(report_file(arguments.output).string());
  }
  if (arguments.json)
    return summary_json(result);
  if (is_quiet())
    return {};
  TerminalStyle style = stdout_style(arguments.colour);
  style.matrix = arguments.matrix;
  const std::string report = terminal_report(result, style, written);
  return explained.slack.empty() ? report : report + "\n" + explained.slack;
}

}  // namespace

int run_command(const RunArguments& arguments) {
  const Stopwatch whole;
  if (arguments.xlsx && !has_workbooks())
    throw UsageError("--xlsx: this program was built without libxlsxwriter");
  std::optional<ResultDirectory> directory;
  if (!arguments.output.empty())
    directory.emplace(arguments.output, arguments.overwrite);

  std::vector<std::string> written;
  const std::string told = run_and_write(arguments, whole, directory, written);
  // The page is made of the files: the room that the world took is free for it.
  if (directory && arguments.report)
    static_cast<void>(write_report(arguments.output));
  for (const std::string& file : written)
    log::info("wrote " + file);
  print(told);
  return exit_ok;
}

}  // namespace chokepoint::tools

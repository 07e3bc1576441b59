#include "tests/world/world_run.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <unistd.h>

#include "models/answer.hpp"
#include "models/supply.hpp"
#include "sim/record/headline.hpp"
#include "sim/record/tables.hpp"

namespace chokepoint::models {

namespace fs = std::filesystem;

Plan read_plan(const std::vector<fs::path>& files, const SampleOptions& sampling,
               const std::vector<std::string>& sets) {
  Diagnostics diagnostics;
  Document document = load_document({.files = files, .sets = sets}, diagnostics);
  Scenario scenario = read_scenario(document, world_registry(), sampling, diagnostics);
  diagnostics.throw_if_any();
  check_supply(scenario, diagnostics);
  diagnostics.throw_if_any();
  return {std::move(document), std::move(scenario)};
}

fs::path repository() {
  return CHOKEPOINT_SOURCE_DIR;
}

const Plan& baseline() {
  static const Plan plan = read_plan({repository() / "scenarios/baseline.yaml"});
  return plan;
}

const World& baseline_world() {
  static const auto run = [] {
    auto made = std::make_unique<World>(baseline().scenario);
    made->run();
    return made;
  }();
  return *run;
}

std::vector<fs::path> all_scenarios() {
  std::vector<fs::path> files;
  for (const char* folder : {"scenarios", "tests/systems"}) {
    for (const auto& entry : fs::directory_iterator(repository() / folder)) {
      const fs::path& file = entry.path();
      if (file.extension() == ".yaml" && file.filename() != "facts.yaml" &&
          content(file).find("chokepoint: 1") != std::string::npos)
        files.push_back(file);
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

Outcome tell(const Plan& plan, const World& world) {
  Outcome told;
  told.result = answer({.scenario = plan.scenario,
                        .sha256 = plan.document.sha256(),
                        .trace = world.trace(),
                        .market = &world.market(),
                        .adds_up = world.adds_up()});
  told.resolved_yaml = plan.scenario.resolved_yaml();
  told.result.fingerprint = fingerprint_of(told.result);
  told.result.headline = headline_of(told.result);
  told.summary = summary_json(told.result);
  told.timeseries = whole(timeseries_csv(told.result));
  told.bottlenecks = bottlenecks_csv(told.result);
  told.orders = whole(orders_csv(told.result));
  return told;
}

Outcome run_and_tell(const Plan& plan, const WorldOptions& options) {
  World world(plan.scenario, options);
  world.run();
  return tell(plan, world);
}

std::string difference(const std::string& a, const std::string& b) {
  if (a == b)
    return {};
  std::istringstream left(a);
  std::istringstream right(b);
  std::string l;
  std::string r;
  for (int line = 1;; ++line) {
    const bool more_left = static_cast<bool>(std::getline(left, l));
    const bool more_right = static_cast<bool>(std::getline(right, r));
    if (l != r || more_left != more_right)
      return "line " + std::to_string(line) + l.insert(0, "\n  ") + r.insert(0, "\n  ");
  }
}

Folder::Folder() {
  std::string name = (fs::temp_directory_path() / "chokepoint-world-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr)
    throw std::runtime_error("no temporary folder");
  path_ = name;
}

Folder::~Folder() {
  fs::remove_all(path_);
}

fs::path Folder::write(const std::string& name, const std::string& text) const {
  fs::path file = path_ / name;
  fs::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << text;
  return file;
}

std::string content(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

const chokepoint::Series& series_of(const RunResult& result, const std::string& name,
                                    const std::string& entity) {
  for (const chokepoint::Series& series : result.series) {
    if (series.series == name && series.entity == entity)
      return series;
  }
  throw std::runtime_error("there is no series " + name);
}

}  // namespace chokepoint::models

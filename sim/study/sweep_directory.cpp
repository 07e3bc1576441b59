#include "sim/study/sweep_directory.hpp"

#include <fstream>
#include <sstream>
#include <sys/utsname.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include "sim/record/result_directory.hpp"
#include "sim/record/result_names.hpp"
#include "sim/record/temporary_directory.hpp"

namespace chokepoint {

namespace fs = std::filesystem;

namespace {

constexpr const char* kManifest = "manifest.json";
constexpr const char* kDesign = "design.csv";
constexpr const char* kOrigin = "origin.json";

std::string text_in(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return std::move(text).str();
}

void make_directory(const fs::path& path) {
  std::error_code error;
  fs::create_directories(path, error);
  if (error)
    throw OutputError(path.string() + ": cannot write results: " + error.message());
}

/// What makes two manifests speak of different plans; empty when they do not.
std::string difference(const Manifest& there, const Manifest& wanted) {
  if (there.version != wanted.version)
    return "by version " + there.version + " of the program";
  if (there.build != wanted.build)
    return "by another build of the program, " + there.build;
  if (there.study_sha256 != wanted.study_sha256)
    return there.study == wanted.study ? "by another form of this study"
                                       : "by another study, " + in_quotes(there.study);
  if (there.world_sha256 != wanted.world_sha256)
    return "of another form of the scenario";
  if (there.design_sha256 != wanted.design_sha256)
    return "with another table of points";
  const bool same_number = there.replications == wanted.replications ||
                           (there.auto_replications && wanted.auto_replications);
  if (!same_number || there.block != wanted.block)
    return "with other replications or another size of blocks";
  return {};
}

}  // namespace

bool SweepDirectory::has_manifest() const {
  std::error_code error;
  return fs::exists(path_ / kManifest, error);
}

Manifest SweepDirectory::manifest() const {
  const fs::path file = path_ / kManifest;
  return read_manifest(file);
}

bool SweepDirectory::has_design() const {
  std::error_code error;
  return fs::exists(path_ / kDesign, error);
}

DesignTable SweepDirectory::design(const Manifest& manifest) const {
  const fs::path file = path_ / kDesign;
  DesignTable table = parse_design(text_in(file), file.string(), manifest.factors);
  if (table.sha256() != manifest.design_sha256)
    throw ScenarioError(file.string() +
                        ": expected the table of points that manifest.json names, "
                        "found another");
  return table;
}

fs::path SweepDirectory::study_file() const {
  const auto origin = nlohmann::json::parse(text_in(path_ / kOrigin), nullptr, false);
  if (!origin.is_object() || !origin.contains("study"))
    return {};
  const fs::path file = origin.at("study").get<std::string>();
  return file.is_absolute() ? file : (path_ / file).lexically_normal();
}

void SweepDirectory::admit(const Manifest& wanted, const SweepPermissions& permissions) const {
  std::error_code error;
  if (fs::exists(path_, error) && !fs::is_directory(path_, error))
    throw ExistingResultsError(path_.string() + ": is not a directory");
  refuse_links(path_);
  if (permissions.overwrite)
    return;
  const std::vector<std::string> there = results_in(path_);
  // Who removed a damaged manifest keeps the blocks of its runs.
  if (!has_manifest() && !there.empty() && !fs::is_directory(blocks(), error))
    throw ExistingResultsError(path_.string() + ": holds results of another command (" +
                               there.front() + "); give --overwrite to replace them");
  if (!has_manifest())
    return;
  const std::string other = difference(manifest(), wanted);
  if (!other.empty() && !permissions.extend)
    throw ExistingResultsError(path_.string() + ": holds results made " + other +
                               "; give --extend to keep the runs that are still good, or "
                               "--overwrite to begin anew");
  if (other.empty() && !permissions.resume && !permissions.extend)
    throw ExistingResultsError(path_.string() +
                               ": holds results of this study; give --resume to go on, or "
                               "--overwrite to begin anew");
}

void SweepDirectory::write(const std::string& name, const std::string& text) const {
  utsname names{};
  ::uname(&names);
  const std::string temporary =
      "." + name + "." + names.nodename + "." + std::to_string(::getpid()) + ".tmp";
  write_file_durably(path_ / temporary, path_ / name, text);
}

void SweepDirectory::begin(const Manifest& manifest, const DesignTable& design, const Study& study,
                           const SweepPermissions& permissions, const std::string& command) const {
  make_directory(path_);
  const HeldDirectory held(path_);
  admit(manifest, permissions);  // another may have begun here meanwhile
  if (permissions.overwrite)
    remove_results(path_);
  make_directory(blocks());
  const std::string text = manifest.json();
  if (text_in(path_ / kManifest) == text && text_in(path_ / kDesign) == design.csv())
    return;
  std::error_code error;
  const fs::path from = fs::weakly_canonical(study.file, error);
  const fs::path here = fs::weakly_canonical(path_, error);
  nlohmann::ordered_json origin = {{"study", from.lexically_relative(here).string()}};
  if (!command.empty())
    origin["command"] = command;
  write(kOrigin, origin.dump(2) + "\n");
  write(kDesign, design.csv());
  write(kManifest, text);
}

Manifest read_manifest(const fs::path& file) {
  std::error_code error;
  if (!fs::exists(file, error))
    throw ScenarioError(file.string() + ": expected what 'chokepoint sweep -o' wrote, found none");
  return Manifest::parse(text_in(file), file.string());
}

SweepDirectory::Contents SweepDirectory::contents(const std::string& world) const {
  Contents contents;
  for (const fs::path& file : block_files(blocks())) {
    std::string problem;
    const auto records = read_block(file, world, problem);
    if (!records) {
      if (problem == kForeignBlock)
        ++contents.foreign;
      else
        contents.bad.push_back({file.string(), problem});
      continue;
    }
    for (const RunRecord& record : *records) {
      bool& ok = contents.ok[record.id];
      ok = ok || record.ok;
    }
  }
  return contents;
}

std::vector<BlockWork> missing_work(const Plan& plan, const SweepDirectory::Contents& contents,
                                    bool retry_failed) {
  std::vector<BlockWork> work;
  for (std::size_t index = 0; index < plan.runs(); ++index) {
    const auto known = contents.ok.find(plan.run(index).id);
    if (known != contents.ok.end() && (known->second || !retry_failed))
      continue;
    const std::uint64_t number = index / plan.block;
    if (work.empty() || work.back().number != number)
      work.push_back({number, {}});
    work.back().runs.push_back(static_cast<std::uint32_t>(index));
  }
  return work;
}

}  // namespace chokepoint

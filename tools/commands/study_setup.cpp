#include "tools/commands/study_setup.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <sstream>
#include <unistd.h>

#include "models/answer.hpp"
#include "sim/base/text.hpp"
#include "sim/record/data_package.hpp"
#include "sim/record/json.hpp"
#include "sim/record/netcdf.hpp"
#include "sim/record/parquet.hpp"
#include "sim/record/result_directory.hpp"
#include "sim/record/text_cells.hpp"
#include "sim/record/version.hpp"
#include "sim/study/quantiles.hpp"
#include "tools/build_id.hpp"
#include "tools/commands/commands.hpp"
#include "tools/output.hpp"
#include "tools/report/page.hpp"
#include "tools/study_program.hpp"

namespace chokepoint::tools {

namespace {

std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in || std::filesystem::is_directory(file))
    throw ScenarioError(file.string() + ": expected a table of points, found no such file");
  return std::move(text).str();
}

/// Has a file written under a temporary name and renames it; nothing is left when that fails.
void move_when_written(const std::filesystem::path& temporary, const std::filesystem::path& file,
                       const std::function<void(const std::filesystem::path&)>& writer) {
  try {
    writer(temporary);
    std::filesystem::rename(temporary, file);
  } catch (...) {
    std::error_code ignored;
    std::filesystem::remove(temporary, ignored);
    throw;
  }
}

FileNotes ensemble_notes(const Manifest& manifest) {
  return {{"title", "Ensemble of " + manifest.study},
          {"source", "chokepoint " + manifest.version},
          {"study_sha256", manifest.study_sha256},
          {"design_sha256", manifest.design_sha256}};
}

/// More failures than these are counted only.
constexpr std::size_t kMostTold = 10;

std::string outputs_text(const Manifest& manifest, const MergedSweep& merged) {
  std::string text;
  const auto row = [&](const std::string& name, const std::vector<std::string>& cells) {
    text += pad_right(name, 26);
    for (const std::string& cell : cells)
      text += pad_left(cell, 12);
    text += "\n";
  };
  row("", {"runs", "P10", "P50", "P90", "mean"});
  for (const Manifest::Output& output : manifest.outputs) {
    for (const Column& column : merged.runs.columns) {
      if (column.name != output.name)
        continue;
      const auto found = distributed(std::get<Column::Numbers>(column.values), output.is_date);
      if (found.count == 0) {
        row(output.name, {"0"});
        continue;
      }
      const auto shown = [&](double value) {
        return output.is_date ? iso(date_of_days(value)) : readable(value);
      };
      row(output.name, {std::to_string(found.count), shown(found.quantiles[1]),
                        shown(found.quantiles[3]), shown(found.quantiles[5]), shown(found.mean)});
    }
  }
  return text;
}

/// The same for machines: quantiles as in quantiles.csv.
std::string outputs_json(const SweepDirectory& directory, const Manifest& manifest,
                         const MergedSweep& merged, const std::vector<std::string>& files) {
  JsonText json;
  json.begin_object();
  json.key("schema").value(std::uint64_t{1});
  json.key("study").value(manifest.study);
  json.key("runs").value(std::uint64_t{merged.ensemble.runs.size()});
  json.key("failed").value(std::uint64_t{merged.failures.size()});
  json.key("outputs").begin_array();
  for (const Manifest::Output& output : manifest.outputs) {
    for (const Column& column : merged.runs.columns) {
      if (column.name != output.name)
        continue;
      const auto found = distributed(std::get<Column::Numbers>(column.values), output.is_date);
      json.begin_object().key("name").value(output.name);
      json.key("runs").value(std::uint64_t{found.count});
      constexpr std::array<std::pair<const char*, std::size_t>, 3> kShown = {
          {{"p10", 1}, {"p50", 3}, {"p90", 5}}};
      for (const auto& [key, quantile] : kShown) {
        json.key(key);
        if (found.count == 0)
          json.null();
        else if (output.is_date)
          json.value(iso(date_of_days(found.quantiles[quantile])));
        else
          json.value(found.quantiles[quantile]);
      }
      json.end_object();
    }
  }
  json.end_array();
  json.key("files").begin_array();
  for (const std::string& file : files)
    json.value((directory.path() / file).string());
  json.end_array().end_object();
  return json.take();
}

}  // namespace

namespace {

/// What the study asks for and no run has: most often a slip of the pen.
void warn_of_nothing(const Manifest& manifest, const MergedSweep& merged) {
  if (merged.ensemble.runs.empty())
    return;
  for (const Manifest::Output& output : manifest.outputs) {
    const auto column = std::find_if(merged.runs.columns.begin(), merged.runs.columns.end(),
                                     [&](const Column& one) { return one.name == output.name; });
    const auto& values = std::get<Column::Numbers>(column->values);
    if (!output.is_date &&
        std::all_of(values.begin(), values.end(), [](double v) { return std::isnan(v); }))
      std::cerr << "chokepoint: outputs." << output.name
                << ": no run has what is to be read; are its series, entity and dates right?\n";
  }
  for (const std::string& kept : manifest.keep_series) {
    const std::string series = kept.substr(0, kept.find('.'));
    if (std::none_of(merged.ensemble.series.begin(), merged.ensemble.series.end(),
                     [&](const EnsembleSeries& one) { return one.series == series; }))
      std::cerr << "chokepoint: keep_series: no run has " << in_quotes(kept) << '\n';
  }
}

}  // namespace

DesignTable make_design(const Study& study, const std::vector<Factor>& factors) {
  using Kind = DesignSpec::Kind;
  switch (study.design.kind) {
    case Kind::replications:
      return single_point();
    case Kind::grid:
      return grid_design(factors);
    case Kind::table: {
      const std::filesystem::path file = study.beside(study.design.file);
      return parse_design(bytes_of(file), file.string(), factors);
    }
    default:
      return sampled_design(ask_study("design", design_request(study, factors)), factors);
  }
}

std::vector<std::string> write_merged(const SweepDirectory& directory, const Manifest& manifest,
                                      const MergedSweep& merged, bool report) {
  std::vector<std::string> files;
  const auto temporary = [&](const std::string& name) {
    return directory.path() / ("." + name + "." + std::to_string(::getpid()) + ".tmp");
  };
  const auto write = [&](const std::string& name, const std::string& text) {
    write_file_durably(temporary(name), directory.path() / name, text);
    files.push_back(name);
  };
  const auto write_with = [&](const std::string& name, const auto& writer) {
    move_when_written(temporary(name), directory.path() / name, writer);
    files.push_back(name);
  };
  write("runs.csv", table_csv(merged.runs));
  write_with("runs.parquet", [&](const auto& path) { write_parquet(path, merged.runs); });
  write_with("ensemble.parquet", [&](const auto& path) { write_parquet(path, merged.ensemble); });
  write_with("ensemble.nc", [&](const auto& path) {
    write_netcdf(path, merged.ensemble, ensemble_notes(manifest));
  });
  write("quantiles.csv", quantiles_csv(merged));
  if (manifest.bottlenecks)
    write("binding.csv", binding_csv(merged));
  // Read back, since some were written by libraries.
  DataPackage package(package_notes(merged, manifest));
  for (const char* const name : {"manifest.json", "design.csv"}) {
    if (std::filesystem::exists(directory.path() / name))
      package.add(name, bytes_of(directory.path() / name));
  }
  for (const std::string& name : files)
    package.add(name, bytes_of(directory.path() / name));
  write("datapackage.json", package.take());
  if (report) {
    write_report(directory.path(), models::constraint_titles());
    files.push_back("report.html");
  }
  return files;
}

int report_merged(const SweepDirectory& directory, const Manifest& manifest,
                  const MergedSweep& merged, const std::vector<std::string>& files, bool json) {
  if (!merged.failures.empty()) {
    std::cerr << "chokepoint: " << merged.failures.size() << " of " << manifest.runs
              << " runs failed:\n";
    for (std::size_t i = 0; i < std::min(kMostTold, merged.failures.size()); ++i)
      std::cerr << "  " << merged.failures[i] << '\n';
    if (merged.failures.size() > kMostTold)
      std::cerr << "  ... and " << merged.failures.size() - kMostTold
                << " more; runs.csv has them all\n";
  }
  warn_of_nothing(manifest, merged);
  const int code = merged.failures.empty() ? exit_ok : exit_some_failed;
  if (json) {
    print(outputs_json(directory, manifest, merged, files));
    return code;
  }
  std::string text = manifest.study + ": " +
                     with_thousands(static_cast<std::int64_t>(merged.ensemble.runs.size())) +
                     " runs of " + manifest.base_scenario + "\n";
  if (!manifest.outputs.empty())
    text += "\n" + outputs_text(manifest, merged) + "\n";
  for (const std::string& file : files)
    text += (directory.path() / file).string() + "\n";
  print(text);
  return code;
}

double seconds_of(const std::string& option, const std::string& text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const std::string unit(end, text.data() + text.size());
  const double seconds = unit.empty() || unit == "s"    ? 1
                         : unit == "m" || unit == "min" ? 60
                         : unit == "h"                  ? 3600
                                                        : 0;
  if (error != std::errc() || seconds == 0 || !(value > 0))
    throw UsageError(option + ": expected a time such as 50m, 90s or 1.5h, found '" + text + "'");
  return value * seconds;
}

void warn_of_other_build(const Manifest& manifest) {
  if (manifest.version == version() && manifest.build == build_id())
    return;
  std::cerr << "chokepoint: these results were made by version " << manifest.version << ", build "
            << manifest.build << " of the program; this is " << version() << ", build "
            << build_id() << '\n';
}

void warn_of(const std::vector<BadBlock>& bad, std::size_t foreign) {
  for (const BadBlock& block : bad)
    std::cerr << "chokepoint: " << block.name << ": " << block.problem
              << "; it counts as missing\n";
  if (foreign > 0)
    std::cerr << "chokepoint: " << foreign
              << " blocks belong to another study or version and are left alone\n";
}

}  // namespace chokepoint::tools

// Writes files of known numbers for readers_test.py: sample_files DIRECTORY RUNS
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <iostream>
#include <string>

#include "sim/record/netcdf.hpp"
#include "sim/record/parquet.hpp"

namespace {

using namespace chokepoint;

constexpr int kMonths = 14;

std::string run_id(std::size_t run) {
  return "run" + std::to_string(run);
}

/// A number that says where it belongs; every seventh is missing.
double value_of(std::size_t series, std::size_t run, std::size_t month) {
  if ((run + month + series) % 7 == 3)
    return kMissing;
  return static_cast<double>(run) * 1000.0 + static_cast<double>(month) +
         0.25 * static_cast<double>(series);
}

Ensemble sample_ensemble(std::size_t runs) {
  Ensemble ensemble;
  for (std::size_t run = 0; run < runs; ++run)
    ensemble.runs.push_back(run_id(run));
  for (int month = 0; month < kMonths; ++month) {
    ensemble.months.push_back(std::chrono::year(2022 + month / 12) /
                              std::chrono::month(static_cast<unsigned>(month % 12 + 1)) / 1);
  }
  ensemble.series = {{"online", "", "", "", "GW"},
                     {"share", "cowos", "", "", "1"},
                     {"share", "euv_tools", "", "", "1"},
                     {"price.of wafers", "tsmc", "taiwan", "n3", "USD/wafer"}};
  for (std::size_t series = 0; series < ensemble.series.size(); ++series)
    for (std::size_t run = 0; run < runs; ++run)
      for (std::size_t month = 0; month < kMonths; ++month)
        ensemble.series[series].values.push_back(value_of(series, run, month));
  return ensemble;
}

ColumnTable sample_table(std::size_t rows) {
  Column::Texts ids;
  Column::Texts reasons;
  Column::Counts points;
  Column::Numbers gigawatts;
  Column::Numbers dates;
  for (std::size_t row = 0; row < rows; ++row) {
    ids.push_back(run_id(row));
    reasons.push_back(row % 3 == 0 ? "" : "no crew, \"none\" at all: \xC3\xA9");
    points.push_back(static_cast<std::int64_t>(row) * 10'000'000'000 - 5);
    gigawatts.push_back(row % 4 == 1 ? kMissing : static_cast<double>(row) / 3.0);
    dates.push_back(row % 5 == 2 ? kMissing : static_cast<double>(row) - 3.0);
  }
  return {.name = "runs",
          .columns = {{"run", "", "id", Column::Type::text, ids},
                      {"reason", "", "why it failed", Column::Type::text, reasons},
                      {"point", "", "of the design", Column::Type::count, points},
                      {"online_gw_end.2030", "GW", "", Column::Type::number, gigawatts},
                      {"binds_from.cowos", "", "", Column::Type::date, dates}}};
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3)
    return 2;
  try {
    const std::filesystem::path directory = argv[1];
    const auto runs = static_cast<std::size_t>(std::atol(argv[2]));
    write_parquet(directory / "runs.parquet", sample_table(runs));
    const Ensemble ensemble = sample_ensemble(runs);
    write_parquet(directory / "ensemble.parquet", ensemble);
    write_netcdf(directory / "ensemble.nc", ensemble, {{"title", "A sample"}});
    return 0;
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}

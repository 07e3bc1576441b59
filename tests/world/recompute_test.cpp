// A stranger with the CSV files alone gets the yearly table of summary.json.

#include <cmath>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/world/world_run.hpp"

namespace chokepoint::models {
namespace {

using Row = std::map<std::string, std::string>;

std::vector<std::string> fields_of(const std::string& line) {
  std::vector<std::string> fields(1);
  for (const char c : line) {
    if (c == ',')
      fields.emplace_back();
    else
      fields.back() += c;
  }
  return fields;
}

/// The rows of a table without quoted fields.
std::vector<Row> rows_of(const std::string& csv) {
  EXPECT_EQ(csv.find('"'), std::string::npos);
  std::istringstream lines(csv);
  std::string line;
  std::getline(lines, line);
  const std::vector<std::string> names = fields_of(line);
  std::vector<Row> rows;
  while (std::getline(lines, line)) {
    const std::vector<std::string> fields = fields_of(line);
    EXPECT_EQ(fields.size(), names.size()) << line;
    Row& row = rows.emplace_back();
    for (std::size_t i = 0; i < names.size(); ++i)
      row[names[i]] = fields[i];
  }
  return rows;
}

const Outcome& told() {
  static const Outcome outcome = run_and_tell(baseline());
  return outcome;
}

/// Values by month ("2027-03-01") of a series, summed over entities: of all that have a name, or of
/// the one row without.
using Months = std::map<std::string, double>;

Months months_of(const std::vector<Row>& rows, const std::string& series, bool total) {
  Months result;
  for (const Row& row : rows) {
    if (row.at("series") == series && row.at("entity").empty() == total)
      result[row.at("date")] += std::stod(row.at("value"));
  }
  return result;
}

std::int64_t kw(double gw) {
  return std::llround(gw * 1e6);
}

/// The totals of timeseries.csv and the shares of bottlenecks.csv, read once.
struct Tables {
  Tables() {
    const std::vector<Row> series = rows_of(told().timeseries);
    online = months_of(series, "online", true);
    added = months_of(series, "added", true);
    demand = months_of(series, "demand", true);
    unmet = months_of(series, "unmet", true);
    fell_behind = months_of(series, "fell_behind", true);
    for (const Row& row : rows_of(told().bottlenecks)) {
      if (!row.at("proximate_share").empty())
        shares[row.at("month")][row.at("constraint")] += std::stod(row.at("proximate_share"));
    }
  }
  Months online, added, demand, unmet, fell_behind;
  std::map<std::string, std::map<std::string, double>> shares;
};

const Tables& tables() {
  static const Tables read;
  return read;
}

double sum_of_year(const Months& months, const std::string& year) {
  double sum = 0;
  for (const auto& [month, value] : months) {
    if (month.substr(0, 4) == year)
      sum += value;
  }
  return sum;
}

const auto& years() {
  static const auto summary = nlohmann::json::parse(told().summary);
  return summary.at("years");
}

TEST(FromTheTables, ComesTheYearlyTable) {
  ASSERT_EQ(years().size(), 14U);
  for (const auto& year : years()) {
    const std::string name = std::to_string(year.at("year").get<int>());
    SCOPED_TRACE(name);
    EXPECT_EQ(tables().online.at(name + "-12-01"), year.at("online_gw_end").get<double>());
    EXPECT_EQ(tables().demand.at(name + "-12-01"), year.at("demand_gw").get<double>());
    EXPECT_EQ(kw(sum_of_year(tables().added, name)), kw(year.at("added_gw").get<double>()));
    EXPECT_EQ(sum_of_year(tables().unmet, name), year.at("unmet_gw_years").get<double>());
  }
}

/// The rule of result-files.md: months count by how far supply fell behind in them; in a year in
/// which it hardly did, by what was unmet.
std::map<std::string, double> year_shares(const std::string& year, double demand_added) {
  const bool growing = sum_of_year(tables().fell_behind, year) > 0.02 * demand_added;
  std::map<std::string, double> sums;
  double total = 0;
  for (const auto& [month, shares] : tables().shares) {
    if (month.substr(0, 4) != year)
      continue;
    const double weight = (growing ? tables().fell_behind : tables().unmet).at(month);
    for (const auto& [constraint, share] : shares) {
      sums[constraint] += weight * share;
      total += weight * share;
    }
  }
  for (auto& [constraint, share] : sums)
    share /= total;
  std::erase_if(sums, [](const auto& entry) { return entry.second <= 0; });
  return sums;
}

TEST(FromTheTables, ComeTheSharesOfEachYear) {
  double demand_before = 0;
  for (std::size_t y = 0; y < years().size(); ++y) {
    const auto& year = years()[y];
    const std::string name = std::to_string(year.at("year").get<int>());
    SCOPED_TRACE(name);
    const double demand = year.at("demand_gw").get<double>();
    const auto shares = year_shares(name, demand - demand_before);
    demand_before = demand;
    std::set<std::string> binding;
    for (const auto& entry : year.at("binding")) {
      const std::string constraint = entry.at("constraint");
      binding.insert(constraint);
      ASSERT_TRUE(shares.count(constraint)) << constraint;
      EXPECT_NEAR(shares.at(constraint), entry.at("share").get<double>(), 1e-9) << constraint;
    }
    double largest = 0;
    for (const auto& [constraint, share] : shares)
      largest = std::max(largest, share);
    for (const auto& [constraint, share] : shares)
      EXPECT_EQ(share >= 0.20 || share == largest, binding.count(constraint) > 0) << constraint;
    // What the terminal prints comes from the same shares.
    EXPECT_EQ(told().result.years[y].shares.size(), shares.size());
    for (const ConstraintShare& share : told().result.years[y].shares)
      EXPECT_NEAR(shares.at(share.constraint), share.share, 1e-9) << share.constraint;
  }
}

TEST(FromTheTables, SharesOfAPeriodAddUpToOneAndAreLeftOutWhenNothingWasUnmet) {
  for (const auto& [month, unmet] : tables().unmet) {
    SCOPED_TRACE(month);
    const auto shares = tables().shares.find(month);
    ASSERT_EQ(shares != tables().shares.end(), unmet > 0);
    double sum = 0;
    if (shares != tables().shares.end()) {
      for (const auto& [constraint, share] : shares->second)
        sum += share;
      EXPECT_NEAR(sum, 1, 1e-9);
    }
  }
  for (const YearSummary& year : told().result.years) {
    double sum = 0;
    for (const ConstraintShare& share : year.shares)
      sum += share.share;
    EXPECT_NEAR(sum, year.unmet_gw_years > 0 ? 1 : 0, 1e-9) << year.year;
  }
}

TEST(FromTheTables, LabsAddUpToTheTotalInEveryMonth) {
  const std::vector<Row> rows = rows_of(told().timeseries);
  for (const char* series : {"online", "demand"}) {
    const Months total = months_of(rows, series, true);
    const Months labs = months_of(rows, series, false);
    EXPECT_EQ(total.size(), 14U * 12);
    ASSERT_EQ(labs.size(), total.size());
    for (const auto& [month, value] : total)
      EXPECT_EQ(kw(value), kw(labs.at(month))) << series << " in " << month;
  }
}

int months_in_a_period(const std::string& series) {
  if (series.ends_with("_half_yearly"))
    return 6;
  if (series.ends_with("_yearly"))
    return 12;
  return series.ends_with("_quarterly") ? 3 : 1;
}

TEST(FromTheTables, EveryDateIsTheFirstDayOfItsPeriodAndPeriodsDoNotOverlap) {
  std::map<std::string, std::pair<std::string, int>> last;  // month and length, by series
  for (const Row& row : rows_of(told().timeseries)) {
    const std::string& date = row.at("date");
    EXPECT_EQ(date.substr(8), "01");
    std::string key = row.at("series");
    key.append(",").append(row.at("entity")).append(",").append(row.at("region"));
    key.append(",").append(row.at("generation"));
    SCOPED_TRACE(key);
    SCOPED_TRACE(date);
    const int months = months_in_a_period(row.at("series"));
    const int month = std::stoi(date.substr(0, 4)) * 12 + std::stoi(date.substr(5, 2));
    const auto before = last.find(key);
    if (before != last.end()) {
      const std::string& previous = before->second.first;
      EXPECT_GE(month, std::stoi(previous.substr(0, 4)) * 12 + std::stoi(previous.substr(5, 2)) +
                           before->second.second);
      EXPECT_EQ(months, before->second.second);
    }
    last[key] = {date, months};
  }
}

TEST(FromTheTables, WhatIsCountedIsNeverNegative) {
  for (const Row& row : rows_of(told().timeseries)) {
    const std::string& series = row.at("series");
    // An overdraft, a site that came before its date, a price that fell.
    if (series == "cash" || series == "site_slip_days" || series.starts_with("dram_price_change"))
      continue;
    EXPECT_GE(std::stod(row.at("value")), 0)
        << series << " of " << row.at("entity") << " in " << row.at("date");
  }
}

TEST(FromTheTables, EverySeriesIsDescribed) {
  const std::string page = content(repository() / "docs/reference/result-files.md");
  std::set<std::string> names;
  for (const Row& row : rows_of(told().timeseries)) {
    std::string name = row.at("series");
    for (const std::string suffix : {"_quarterly", "_half_yearly", "_yearly"}) {
      if (name.ends_with(suffix))
        name.resize(name.size() - suffix.size());
    }
    names.insert(name);
  }
  EXPECT_GT(names.size(), 30U);
  for (const std::string& name : names)
    EXPECT_NE(page.find("`" + name + "`"), std::string::npos) << name;
}

}  // namespace
}  // namespace chokepoint::models

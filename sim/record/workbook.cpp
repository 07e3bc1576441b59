#include "sim/record/workbook.hpp"

#include "sim/base/error.hpp"

#ifdef CHOKEPOINT_XLSX

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <unistd.h>
#include <utility>
#include <vector>
#include <xlsxwriter.h>

namespace chokepoint {

namespace {

/// A sheet that is filled row by row.
class Sheet {
 public:
  Sheet(lxw_workbook* book, const char* name, lxw_format* head)
      : sheet_(workbook_add_worksheet(book, name)), head_(head) {
    ensure(sheet_ != nullptr, "a workbook has room for a sheet");
    worksheet_freeze_panes(sheet_, 1, 1);
  }
  void heads(const std::vector<std::string>& names) {
    for (const std::string& name : names)
      worksheet_write_string(sheet_, row_, column_++, name.c_str(), head_);
    end_row();
  }
  void add(const std::string& text) {
    worksheet_write_string(sheet_, row_, column_++, text.c_str(), nullptr);
  }
  void add(double number) {
    if (std::isfinite(number))
      worksheet_write_number(sheet_, row_, column_, number, nullptr);
    ++column_;
  }
  void end_row() {
    ++row_;
    column_ = 0;
  }

 private:
  lxw_worksheet* sheet_;
  lxw_format* head_;
  lxw_row_t row_ = 0;
  lxw_col_t column_ = 0;
};

void add_years(Sheet sheet, const RunResult& result) {
  const std::string& unit = result.sink_unit;
  sheet.heads({"year", "demand, " + unit, "online, " + unit, "added, " + unit,
               "unmet, " + unit + "-years", "binding"});
  for (const YearSummary& year : result.years) {
    sheet.add(year.year);
    for (const double number :
         {year.demand_gw, year.online_gw_end, year.added_gw, year.unmet_gw_years})
      sheet.add(number);
    std::string binding;
    for (const Binding& entry : year.binding)
      binding += (binding.empty() ? "" : ", ") + entry.constraint;
    sheet.add(binding);
    sheet.end_row();
  }
}

/// A row for each name, a column for each year; `shares_of` gives pairs of name and share.
template <class SharesOf>
void add_shares(Sheet sheet, const char* what, const RunResult& result, const SharesOf& shares_of) {
  std::vector<std::string> heads{what};
  std::vector<std::string> names;
  for (const YearSummary& year : result.years) {
    heads.push_back(std::to_string(year.year));
    for (const auto& [name, share] : shares_of(year)) {
      if (std::find(names.begin(), names.end(), name) == names.end())
        names.push_back(name);
    }
  }
  sheet.heads(heads);
  for (const std::string& wanted : names) {
    sheet.add(wanted);
    for (const YearSummary& year : result.years) {
      double sum = 0;
      for (const auto& [name, share] : shares_of(year))
        sum += name == wanted ? share : 0;
      sheet.add(sum);
    }
    sheet.end_row();
  }
}

void add_months(Sheet sheet, const RunResult& result) {
  std::vector<const Series*> totals;
  std::vector<std::string> heads{"month"};
  for (const char* const name : {"online", "demand", "added", "unmet"}) {
    for (const Series& series : result.series) {
      if (series.series == name && series.entity.empty() && series.region.empty() &&
          series.generation.empty()) {
        totals.push_back(&series);
        heads.push_back(std::string(name) + ", " + std::string(series.unit));
      }
    }
  }
  sheet.heads(heads);
  const std::size_t months = totals.empty() ? 0 : totals.front()->points.size();
  for (std::size_t m = 0; m < months; ++m) {
    sheet.add(iso(totals.front()->points[m].date));
    for (const Series* const series : totals)
      sheet.add(m < series->points.size() ? series->points[m].value : NAN);
    sheet.end_row();
  }
}

/// The library of Debian 12 writes to a named file only.
class TemporaryFile {
 public:
  TemporaryFile() {
    std::string name = (std::filesystem::temp_directory_path() / "chokepoint.XXXXXX").string();
    const int file = ::mkstemp(name.data());
    ensure(file >= 0, "a temporary file can be made");
    ::close(file);
    name_ = name;
  }
  ~TemporaryFile() {
    std::error_code ignored;
    std::filesystem::remove(name_, ignored);
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] std::string bytes() const {
    std::ifstream in(name_, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  }

 private:
  std::string name_;
};

using Shares = std::vector<std::pair<std::string, double>>;

}  // namespace

bool has_workbooks() {
  return true;
}

std::string workbook(const RunResult& result) {
  const TemporaryFile file;
  lxw_workbook* const book = workbook_new(file.name().c_str());
  ensure(book != nullptr, "a workbook can be begun");
  // Else the clock would stand in it.
  lxw_doc_properties about{};
  about.created = std::chrono::system_clock::to_time_t(std::chrono::sys_days(result.start));
  workbook_set_properties(book, &about);
  lxw_format* const head = workbook_add_format(book);
  format_set_bold(head);
  add_years(Sheet(book, "years", head), result);
  add_shares(Sheet(book, "shares", head), "constraint", result, [](const YearSummary& year) {
    Shares shares;
    for (const ConstraintShare& share : year.shares)
      shares.emplace_back(share.constraint, share.share);
    return shares;
  });
  add_shares(Sheet(book, "causes", head), "cause", result, [](const YearSummary& year) {
    Shares shares;
    for (const RootShare& share : year.roots)
      shares.emplace_back(share.cause, share.share);
    return shares;
  });
  add_months(Sheet(book, "months", head), result);
  ensure(workbook_close(book) == LXW_NO_ERROR, "a workbook can be written");
  return file.bytes();
}

}  // namespace chokepoint

#else

namespace chokepoint {

bool has_workbooks() {
  return false;
}

std::string workbook(const RunResult&) {
  ensure(false, "nobody asks for a workbook where there are none");
  return {};
}

}  // namespace chokepoint

#endif

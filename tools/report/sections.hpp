#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tools/report/chain.hpp"
#include "tools/report/goods.hpp"
#include "tools/report/ribbon.hpp"
#include "tools/report/run_files.hpp"
#include "tools/report/svg_chart.hpp"

namespace chokepoint::tools {

/// All that the sections of a page draw from.
struct ReportModel {
  const RunFiles& files;
  Ribbon ribbon;
  std::vector<Goods> goods;
  std::vector<Chain> chains;
};

/// The sections in the order of the page, as HTML that reads without scripts; empty when the
/// directory has nothing for them.
[[nodiscard]] std::string headline_section(const ReportModel& model);
[[nodiscard]] std::string bound_section(const ReportModel& model);
[[nodiscard]] std::string ribbon_section(const ReportModel& model);
[[nodiscard]] std::string supply_section(const ReportModel& model);
[[nodiscard]] std::string online_section(const ReportModel& model);
[[nodiscard]] std::string observed_section(const ReportModel& model);
[[nodiscard]] std::string goods_section(const ReportModel& model);
[[nodiscard]] std::string orders_section(const ReportModel& model);
[[nodiscard]] std::string sweep_section(const ReportModel& model);
[[nodiscard]] std::string comparison_section(const ReportModel& model);
[[nodiscard]] std::string years_section(const ReportModel& model);
[[nodiscard]] std::string facts_section(const ReportModel& model);
[[nodiscard]] std::string assumptions_section(const ReportModel& model);
[[nodiscard]] std::string provenance_section(const ReportModel& model);

/// Why a constraint held back what it did in a year: sentences from the ledger's and the chain's
/// own numbers; empty when it had no share.
[[nodiscard]] std::string why_sentence(const ReportModel& model, const RibbonRow& row,
                                       std::size_t year);

/// What was tried to relieve a constraint: "10 % more of it". Leads are divided, first stocks are
/// larger on the first day. Not escaped.
[[nodiscard]] std::string change_text(const Relief& relief, const std::string& constraint);

/// Why more of something may leave less online, where that is not noise.
[[nodiscard]] std::string_view why_less();

/// The year worth looking at first, as an index: the first that the constraint leads which held
/// back most in the whole run.
[[nodiscard]] std::size_t year_to_show(const ReportModel& model);

/// The JSON block that the script draws from; docs/reference/report.md describes it.
[[nodiscard]] std::string report_block(const ReportModel& model);

/// A cause of a constraint in words: "labour (EUV tool crews)".
[[nodiscard]] std::string cause_text(const std::string& cause);

/// A constraint as the page calls it: its title alone, or its name in words.
[[nodiscard]] std::string short_label(const RunResult& result, std::string_view constraint);

/// The first sections of pages about a sweep and a comparison.
[[nodiscard]] std::string sweep_headline(const ReportModel& model);
[[nodiscard]] std::string comparison_headline(const ReportModel& model);
/// What is wanted and online in a run; no layers when the run has no such series.
[[nodiscard]] Chart supply_chart(const RunResult& result);
/// Median and bands of demand and of what is online.
[[nodiscard]] Chart fan_chart(const SweepFiles& sweep);

/// A chart that reads without scripts, the place where the script draws it again, and what belongs
/// below.
[[nodiscard]] std::string chart_figure(const std::string& id, const Chart& chart,
                                       const std::string& svg, const std::string& table = {});

/// The attribute of a table with a column a year that makes it wide enough for words; the style
/// sheet knows how much a year takes.
[[nodiscard]] std::string years_width(std::size_t years);

/// Buttons that save a picture, and its numbers when the block of data has them.
[[nodiscard]] std::string save_buttons(const std::string& id, bool table);

/// A number with its exact value beside it: <data value="...">.
[[nodiscard]] std::string number_html(double number);

/// A monthly total such as `online`, and the dates it has; empty when the run has none.
struct Total {
  std::vector<Date> dates;
  std::vector<double> values;
};
[[nodiscard]] Total total_of(const RunResult& result, std::string_view series);

}  // namespace chokepoint::tools

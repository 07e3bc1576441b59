// Words and numbers that several sections share.

#include <cmath>

#include "sim/base/text.hpp"
#include "sim/record/headline.hpp"
#include "sim/record/text_cells.hpp"
#include "tools/report/html_text.hpp"
#include "tools/report/sections.hpp"

namespace chokepoint::tools {

std::string number_html(double number) {
  return "<data value=\"" + shortest(number) + "\">" + readable(number) + "</data>";
}

std::string cause_text(const std::string& cause) {
  const std::size_t colon = cause.find(':');
  if (colon == std::string::npos)
    return in_words(cause);
  return in_words(cause.substr(0, colon)) + " (" + in_words(cause.substr(colon + 1)) + ")";
}

std::string short_label(const RunResult& result, std::string_view constraint) {
  for (const ConstraintTitle& title : result.titles) {
    if (title.constraint == constraint && !title.title.empty())
      return title.title;
  }
  return capitalised(in_words(constraint));
}

Total total_of(const RunResult& result, std::string_view name) {
  Total total;
  for (const Series& series : result.series) {
    if (series.series != name || !series.entity.empty() || !series.generation.empty())
      continue;
    for (const SeriesPoint& point : series.points) {
      total.dates.push_back(point.date);
      total.values.push_back(point.value);
    }
  }
  return total;
}

namespace {

/// "1 year and 10 months", "32 days"
std::string span_of_days(double days) {
  const auto months = static_cast<int>(std::lround(days / 30.44));
  if (months < 2)
    return std::to_string(std::lround(days)) + " days";
  if (months < 24)
    return std::to_string(months) + " months";
  const int years = months / 12;
  return std::to_string(years) + " years" +
         (months % 12 == 0 ? "" : " and " + std::to_string(months % 12) + " months");
}

std::string roots_text(const std::vector<RootShare>& roots) {
  std::string text;
  for (const RootShare& root : roots) {
    if (root.share >= 0.005)
      text += (text.empty() ? "" : ", ") + cause_text(root.cause) + " " + percent_text(root.share);
  }
  return text;
}

const Binding* binding_of(const YearSummary& year, const std::string& constraint) {
  for (const Binding& binding : year.binding) {
    if (binding.constraint == constraint)
      return &binding;
  }
  return nullptr;
}

std::string binding_sentences(const Binding& binding) {
  std::string text;
  if (const std::string roots = roots_text(binding.root); !roots.empty())
    text += " Why it was no bigger: " + roots + ".";
  if (binding.from && binding.to)
    text += " Less was online because of it from " + iso(*binding.from) + " to " +
            iso(*binding.to) + ".";
  if (binding.cause_from && binding.cause_to)
    text += " Its cause, the shortage itself, lasted from " + iso(*binding.cause_from) + " to " +
            iso(*binding.cause_to) + ".";
  return text;
}

/// What the typical lot of the year tells about it.
std::string chain_sentence(const ReportModel& model, const std::string& constraint, int year) {
  for (const Chain& chain : model.chains) {
    if (chain.year != year)
      continue;
    for (const ChainStep& step : chain.steps) {
      if (step.main && step.constraint == constraint && step.delay_days >= 1)
        return " " + chain.subject + " came " + span_of_days(chain.delay_days) + " late, " +
               (step.delay_days > 0.99 * chain.delay_days
                    ? std::string("all of it here.")
                    : "of which " + span_of_days(step.delay_days) + " here.");
    }
  }
  return {};
}

}  // namespace

std::size_t year_to_show(const ReportModel& model) {
  const RibbonRow* most = nullptr;
  for (const RibbonRow& row : model.ribbon.rows) {
    if (most == nullptr || row.total > most->total)
      most = &row;
  }
  const auto& years = model.files.result.years;
  for (std::size_t y = 0; most != nullptr && y < years.size(); ++y) {
    if (largest_of(years[y]) == most->constraint)
      return y;
  }
  return 0;
}

std::string change_text(const Relief& relief, const std::string& constraint) {
  if (constraint == "lead_time")
    return relief.change == "10 %" ? "leads a tenth shorter"
                                   : "leads divided by 1 + " + relief.change;
  return relief.change +
         (constraint == "initial_stock" ? " more of it on the first day" : " more of it");
}

std::string_view why_less() {
  return "others order and build for it, see limits";
}

std::string why_sentence(const ReportModel& model, const RibbonRow& row, std::size_t year) {
  const YearSummary& summary = model.files.result.years[year];
  if (year >= row.years.size() || row.years[year] < 0.005)
    return {};
  std::string text = "In " + std::to_string(summary.year) + ", " + percent_text(row.years[year]) +
                     " of what became short was short because of it.";
  if (const Binding* binding = binding_of(summary, row.constraint))
    text += binding_sentences(*binding);
  return text + chain_sentence(model, row.constraint, summary.year);
}

}  // namespace chokepoint::tools

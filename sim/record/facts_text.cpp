// How a report on facts is printed.

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>

#include "sim/base/text.hpp"
#include "sim/record/facts.hpp"
#include "sim/record/json.hpp"
#include "sim/record/text_cells.hpp"
#include "sim/record/text_table.hpp"

namespace chokepoint {

namespace {

constexpr const char* kHowToRead =
    "output: no number of the scenario names a source of the fact; input: one does, as its source "
    "or\n"
    "in its reason, so that nothing was reproduced, whatever the verdict. not modelled: there is\n"
    "nothing to compare, or this scenario does not have it.\n";

/// Three digits, and a letter for thousands, millions and so on; an exponent beyond those.
std::string amount(double number) {
  struct Step {
    double from;
    double factor;
    const char* letter;
  };
  constexpr Step kSteps[] = {{1e9, 1e9, " G"}, {1e6, 1e6, " M"}, {1e4, 1e3, " k"}};
  const auto three_digits = [](double value) {
    if (std::abs(value) >= 999.5)
      return readable(value);
    char text[32];
    std::snprintf(text, sizeof text, "%.3g", value);
    return std::string(text);
  };
  if (std::abs(number) >= 1e15)
    return readable(number);
  for (const Step& step : kSteps) {
    if (std::abs(number) >= step.from)
      return three_digits(number / step.factor) + step.letter;
  }
  return three_digits(number);
}

std::string band(const std::optional<double>& low, const std::optional<double>& high) {
  if (low && high)
    return *low == *high ? amount(*low) : amount(*low) + " to " + amount(*high);
  return low ? "at least " + amount(*low) : high ? "at most " + amount(*high) : "";
}

std::string said(const Fact& fact) {
  if (fact.says.empty())
    return "";
  return fact.says.front() == fact.says.back()
             ? amount(fact.says.front())
             : amount(fact.says.front()) + " to " + amount(fact.says.back());
}

std::string month(Date date) {
  return iso(date).substr(0, 7);
}

std::string passing(const Fact& fact) {
  if (fact.not_before && fact.not_after)
    return month(*fact.not_before) + " to " + month(*fact.not_after);
  if (fact.not_before)
    return "from " + month(*fact.not_before);
  if (fact.not_after)
    return "by " + month(*fact.not_after);
  return band(fact.low, fact.high);
}

std::string read_text(const Reading& reading) {
  if (reading.date)
    return month(*reading.date);
  return reading.number ? amount(*reading.number) : "-";
}

std::string verdict(const FactRow& row) {
  const std::optional<bool> holds = row.holds();
  return holds ? *holds ? "holds" : "fails" : "-";
}

/// In how many of the drawn worlds it holds.
std::string probability_of(const FactRow& row) {
  const std::optional<double> part = row.probability();
  return part ? std::to_string(std::lround(100 * *part)) + " %" : "-";
}

std::string seeds_of(const FactsReport& report) {
  return "seeds " + std::to_string(report.seed) + " to " +
         std::to_string(report.seed + report.worlds - 1);
}

FactClass shown_class(const FactRow& row) {
  return row.holds() ? row.fact_class : FactClass::not_modelled;
}

/// What it is called: of a fact that this scenario cannot have, not that nothing was modelled.
std::string class_text(const FactRow& row) {
  constexpr const char* kNotApplicable = "not applicable";
  return !row.holds() && row.middle().missing.starts_with(kNotApplicable)
             ? kNotApplicable
             : text_of(shown_class(row));
}

std::string counts(const FactsReport& report) {
  std::size_t of[3] = {};
  std::size_t holding[3] = {};
  for (const FactRow& row : report.rows) {
    const auto index = static_cast<std::size_t>(shown_class(row));
    ++of[index];
    holding[index] += row.holds().value_or(false) ? 1U : 0U;
  }
  return std::to_string(report.rows.size()) + " facts: " + std::to_string(of[0]) +
         " outputs, of which " + std::to_string(holding[0]) + " hold and so are reproduced; " +
         std::to_string(of[1]) + " inputs, of which " + std::to_string(holding[1]) + " hold; " +
         std::to_string(of[2]) + " not modelled.\n";
}

/// Best guesses are one world: what of them holds in most that are drawn.
std::string counts_of_drawn(const FactsReport& report) {
  std::size_t usual = 0;
  std::size_t holding = 0;
  for (const FactRow& row : report.rows) {
    if (shown_class(row) != FactClass::output)
      continue;
    const bool in_most = row.probability().value_or(0) >= 0.5;
    usual += in_most ? 1U : 0U;
    holding += in_most && row.is_reproduced() ? 1U : 0U;
  }
  return "Of " + seeds_of(report) + ", " + std::to_string(usual) +
         " outputs hold in half or more, " + std::to_string(holding) +
         " of them at best guesses.\n";
}

void write_number(JsonText& json, const char* key, const std::optional<double>& number) {
  json.key(key);
  if (number) {
    json.value(*number);
  } else {
    json.null();
  }
}

void write_day(JsonText& json, const char* key, const std::optional<Date>& date) {
  json.key(key);
  if (date) {
    json.value(iso(*date));
  } else {
    json.null();
  }
}

void write_reading(JsonText& json, const Reading& reading) {
  if (reading.date) {
    json.value(iso(*reading.date));
  } else if (reading.number) {
    json.value(*reading.number);
  } else {
    json.null();
  }
}

void write_row(JsonText& json, const FactRow& row) {
  const Fact& fact = row.fact;
  json.begin_object();
  json.key("name").value(fact.name);
  json.key("source").value(fact.source);
  json.key("told_also_by").begin_array();
  for (const std::string& other : fact.told_also_by)
    json.value(other);
  json.end_array();
  json.key("states").value(fact.states);
  json.key("unit").value(fact.unit);
  json.key("says").begin_array();
  for (const double number : fact.says)
    json.value(number);
  json.end_array();
  write_number(json, "low", fact.low);
  write_number(json, "high", fact.high);
  write_day(json, "not_before", fact.not_before);
  write_day(json, "not_after", fact.not_after);
  json.key("class").value(class_text(row));
  json.key("cited_by").begin_array();
  for (const Citation& citation : row.cited_by) {
    json.begin_object();
    json.key("path").value(citation.path);
    json.key("place").value(citation.place);
    json.key("as").value(citation.as_reason ? "why" : "source");
    json.end_object();
  }
  json.end_array();
  json.key("run");
  write_reading(json, row.middle());
  json.key("runs").begin_array();
  for (const Reading& reading : row.readings)
    write_reading(json, reading);
  json.end_array();
  json.key("drawn").begin_array();
  for (const Reading& reading : row.drawn)
    write_reading(json, reading);
  json.end_array();
  json.key("missing").value(row.middle().missing);
  json.key("holds");
  if (const auto holds = row.holds()) {
    json.value(*holds);
  } else {
    json.null();
  }
  write_number(json, "probability", row.probability());
  json.key("reproduced").value(row.is_reproduced());
  json.end_object();
}

}  // namespace

std::string facts_text(const FactsReport& report) {
  const bool several = report.worlds > 1;
  const bool beside = several && report.deterministic;
  std::string text = report.scenario + ", ";
  if (report.deterministic) {
    text += "best guesses" + (beside ? " beside " + seeds_of(report) : "");
  } else {
    text += several ? seeds_of(report) : "seed " + std::to_string(report.seed);
  }
  text += several ? ": the run in the middle, and in how many the fact holds\n\n" : "\n\n";
  TextTable table;
  std::vector<std::string> head = {"fact", "source", "says", "passes"};
  if (beside || !several)
    head.insert(head.end(), {"run", "verdict"});
  if (several)
    head.insert(head.end(), {"median", "holds in"});
  head.insert(head.end(), {"class", "what"});
  table.add(head);
  for (const FactRow& row : report.rows) {
    const Reading& reading = row.middle();
    const bool known = reading.number || reading.date;
    std::vector<std::string> line = {row.fact.name, row.fact.source, said(row.fact),
                                     passing(row.fact)};
    if (beside || !several)
      line.insert(line.end(), {read_text(reading), verdict(row)});
    if (several)
      line.insert(line.end(),
                  {read_text(beside ? middle_of(row.drawn) : reading), probability_of(row)});
    line.insert(line.end(),
                {class_text(row),
                 row.fact.states + (row.fact.unit == "1" ? "" : " (" + row.fact.unit + ")") +
                     (known || reading.missing.empty() ? "" : ": " + reading.missing)});
    table.add(line);
  }
  text +=
      table.text() + "\n" + counts(report) + (beside ? counts_of_drawn(report) : "") + kHowToRead;
  if (!report.leaders.empty())
    text += "\nOf " + seeds_of(report) + ":\n\n" + leaders_text(report.leaders);
  for (const std::string& failure : report.failed)
    text += "no answer of " + failure + "\n";
  return text;
}

std::string facts_json(const FactsReport& report) {
  JsonText json;
  json.begin_object();
  json.key("scenario").value(report.scenario);
  json.key("scenario_sha256").value(report.scenario_sha256);
  json.key("seed").value(report.seed);
  json.key("deterministic").value(report.deterministic);
  json.key("worlds").value(static_cast<std::uint64_t>(report.worlds));
  json.key("facts").begin_array();
  for (const FactRow& row : report.rows)
    write_row(json, row);
  json.end_array();
  json.key("first");
  write_leaders(json, report.leaders);
  json.key("failed").begin_array();
  for (const std::string& failure : report.failed)
    json.value(failure);
  json.end_array();
  json.end_object();
  return json.take();
}

}  // namespace chokepoint

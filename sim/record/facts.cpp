#include "sim/record/facts.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <set>
#include <tuple>
#include <utility>

#include "sim/scenario/registry.hpp"

namespace chokepoint {

namespace {

/// "a.csv, b.csv" -> its files.
std::vector<std::string> between_commas(const std::string& typed) {
  std::vector<std::string> parts;
  for (std::size_t from = 0; from < typed.size();) {
    const std::size_t comma = std::min(typed.find(',', from), typed.size());
    const std::size_t first = typed.find_first_not_of(' ', from);
    if (first < comma)
      parts.push_back(typed.substr(first, comma - first));
    from = comma + 1;
  }
  return parts;
}

/// What passes: as the entry says, else what the source says, widened by the tolerance.
void read_band(Reader& reader, Fact& fact) {
  if (reader.has("says"))
    fact.says = reader.numbers("says", "1", "what the source gives: a value, or two ends of a band",
                               Bounds::any());
  reader.require(fact.says.size() <= 2, {"says"}, "expected one number, or the two ends of a band");
  reader.require(fact.says.size() < 2 || fact.says[0] <= fact.says[1], {"says"},
                 "expected the lower end of the band first");
  const std::optional<double> tolerance = reader.number_if_any(
      "tolerance", "1", "what passes, as a part of what the source says", Bounds::at_least(0));
  if (!fact.says.empty() && tolerance) {
    const double low = fact.says.front();
    const double high = fact.says.back();
    fact.low = low - *tolerance * std::abs(low);
    fact.high = high + *tolerance * std::abs(high);
  }
  if (const auto least = reader.number_if_any("at_least", "1", "what passes", Bounds::any()))
    fact.low = least;
  if (const auto most = reader.number_if_any("at_most", "1", "what passes", Bounds::any()))
    fact.high = most;
  fact.not_before = reader.date_if_any("not_before", "first day that passes");
  fact.not_after = reader.date_if_any("not_after", "last day that passes");
}

Fact read_fact(Reader& reader, const SourceTable& sources) {
  Fact fact;
  fact.name = reader.name();
  fact.source = reader.source();
  fact.told_also_by = between_commas(reader.text_or(
      "told_also_by", "", "further sources of the same figure, with commas between them"));
  for (const std::string& other : fact.told_also_by)
    reader.require(sources.find(other) >= 0, {"told_also_by"},
                   "expected names from the source table, found " + in_quotes(other));
  fact.states = reader.text("states", "the fact in a sentence");
  fact.unit = reader.text_or("unit", "1", "of its numbers, and of the series they are read off");
  read_band(reader, fact);
  fact.with = reader.text_or("with", "", "an overlay: the fact is about the run with it laid on");
  fact.over_without = reader.flag_or("over_without", false,
                                     "its figure is over that of the run without the overlay");
  fact.less_without = reader.flag_or("less_without", false,
                                     "its figure is less that of the run without the overlay");
  reader.require((!fact.over_without && !fact.less_without) || !fact.with.empty(),
                 {"over_without", "less_without"}, "expected `with` beside it");
  reader.require(!fact.over_without || !fact.less_without, {"over_without", "less_without"},
                 "expected one of the two");
  fact.reading = reader.optional_group("read", "how it is read off a run", &Statistic::read);
  fact.not_modelled = reader.text_or(
      "not_modelled", "", "why nothing corresponds to it, or not in a run where it cannot be read");
  const bool is_date = fact.not_before || fact.not_after;
  const bool has_band = is_date || fact.low || fact.high;
  reader.require(fact.reading.has_value() || !fact.not_modelled.empty(), {"read", "not_modelled"},
                 "expected how it is read off a run ('read:') or why it cannot be "
                 "('not_modelled:')");
  reader.require(!fact.reading || has_band, {"read", "tolerance"},
                 "expected what passes: 'says:' with 'tolerance:', 'at_least:', 'at_most:', "
                 "'not_before:' or 'not_after:'");
  reader.require(!fact.reading || is_date == (fact.reading->kind == Statistic::Kind::first_above),
                 {"read", "not_before", "not_after"},
                 "expected dates for the statistic first_above, and for no other");
  return fact;
}

/// Where a fact stands in the list: the tests of the whole (R1, R2, ...) first, then by letters and
/// number, so that L10 comes after L2.
struct Place {
  explicit Place(const std::string& name) {
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    const auto digit = std::find_if(name.begin(), name.end(), is_digit);
    letters.assign(name.begin(), digit);
    for (auto at = digit; at != name.end() && is_digit(*at) && number < 1'000'000; ++at)
      number = 10 * number + (*at - '0');
    is_other = letters != "R" || digit == name.end();
  }
  bool is_other = true;
  std::string letters;
  int number = 0;
  friend bool operator<(const Place& a, const Place& b) {
    return std::tie(a.is_other, a.letters, a.number) < std::tie(b.is_other, b.letters, b.number);
  }
};

std::vector<std::string> read_observed(Reader& top) {
  std::vector<std::string> files = between_commas(
      top.text_or("observed", "", "files of what was observed, with commas between them"));
  const bool inside = std::none_of(files.begin(), files.end(), [](const std::string& file) {
    return file.starts_with("/") || file.find("..") != std::string::npos;
  });
  top.require(inside, {"observed"}, "expected files of this folder or of one in it");
  return files;
}

}  // namespace

std::vector<Fact> read_facts(const Document& document, Diagnostics& diagnostics,
                             std::vector<std::string>* observed) {
  std::vector<Fact> facts;
  read_document(
      document,
      [&](Reader& top) {
        std::vector<std::string> files = read_observed(top);
        if (observed != nullptr)
          *observed = std::move(files);
        facts = top.list("facts", "what is known about the world",
                         [&](Reader& entry) { return read_fact(entry, document.sources()); });
      },
      diagnostics);
  std::stable_sort(facts.begin(), facts.end(),
                   [](const Fact& a, const Fact& b) { return Place(a.name) < Place(b.name); });
  return facts;
}

std::string text_of(FactClass fact_class) {
  switch (fact_class) {
    case FactClass::output:
      return "output";
    case FactClass::input:
      return "input";
    case FactClass::not_modelled:
      break;
  }
  return "not modelled";
}

namespace {

/// Whether a reason names the source: "F-M1" is not named by "F-M10".
bool names(const std::string& why, const std::string& source) {
  for (std::size_t at = why.find(source); at != std::string::npos; at = why.find(source, at + 1)) {
    const std::size_t end = at + source.size();
    const auto is_word = [&](std::size_t i) {
      return i < why.size() && (std::isalnum(static_cast<unsigned char>(why[i])) != 0);
    };
    if (!is_word(end) && (at == 0 || !is_word(at - 1)))
      return true;
  }
  return false;
}

}  // namespace

std::vector<Citation> citations(const Resolved& resolved, const std::string& source) {
  std::vector<Citation> result;
  if (source.empty())
    return result;
  for (const ResolvedValue& value : resolved.values()) {
    if (!value.from_file || value.unit.empty())
      continue;
    const bool is_source = value.source == source;
    if (is_source || names(value.why, source))
      result.push_back({value.path, resolved.place(value), !is_source});
  }
  std::sort(result.begin(), result.end(),
            [](const Citation& a, const Citation& b) { return a.path < b.path; });
  return result;
}

std::optional<bool> passes(const Fact& fact, const Reading& reading) {
  if (reading.date) {
    return (!fact.not_before || *fact.not_before <= *reading.date) &&
           (!fact.not_after || *reading.date <= *fact.not_after);
  }
  if (!reading.number)
    return std::nullopt;
  return (!fact.low || *fact.low <= *reading.number) &&
         (!fact.high || *reading.number <= *fact.high);
}

std::optional<double> FactRow::probability() const {
  int known = 0;
  int holding = 0;
  for (const Reading& reading : drawn.empty() ? readings : drawn) {
    const std::optional<bool> pass = passes(fact, reading);
    known += pass ? 1 : 0;
    holding += pass.value_or(false) ? 1 : 0;
  }
  if (known == 0)
    return std::nullopt;
  return static_cast<double>(holding) / known;
}

const Reading& middle_of(const std::vector<Reading>& readings) {
  static const Reading none;
  std::vector<const Reading*> known;
  for (const Reading& reading : readings) {
    if (reading.number || reading.date)
      known.push_back(&reading);
  }
  if (known.empty())
    return readings.empty() ? none : readings.front();
  std::stable_sort(known.begin(), known.end(), [](const Reading* a, const Reading* b) {
    return a->date && b->date ? *a->date < *b->date : a->number < b->number;
  });
  return *known[(known.size() - 1) / 2];
}

const Reading& FactRow::middle() const {
  return middle_of(readings);
}

std::optional<bool> FactRow::holds() const {
  return passes(fact, middle());
}

bool FactRow::is_reproduced() const {
  return fact_class == FactClass::output && holds().value_or(false);
}

std::vector<FactRow> classified(std::vector<Fact> facts, const Resolved& resolved) {
  std::vector<FactRow> rows;
  for (Fact& fact : facts) {
    FactRow& row = rows.emplace_back();
    row.cited_by = citations(resolved, fact.source);
    for (const std::string& other : fact.told_also_by) {
      for (Citation& citation : citations(resolved, other))
        row.cited_by.push_back(std::move(citation));
    }
    row.fact_class = !fact.reading          ? FactClass::not_modelled
                     : row.cited_by.empty() ? FactClass::output
                                            : FactClass::input;
    row.fact = std::move(fact);
  }
  return rows;
}

std::vector<std::string> overlays_of(const std::vector<FactRow>& rows) {
  std::set<std::string> overlays;
  for (const FactRow& row : rows) {
    if (!row.fact.with.empty())
      overlays.insert(row.fact.with);
  }
  return {overlays.begin(), overlays.end()};
}

void take_readings_with(const std::vector<FactRow>& rows, const std::string& with,
                        std::vector<Reading>&& from, std::vector<Reading>& readings) {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i].fact.with == with)
      readings[i] = std::move(from[i]);
  }
}

namespace {

Reading quotient(const Reading& with, const Reading& without) {
  if (!with.number || !without.number || *without.number == 0)
    return {.missing = "there is nothing in the run without the overlay"};
  return {.number = *with.number / *without.number, .unit = "1"};
}

Reading difference(const Reading& with, const Reading& without) {
  if (!with.number || !without.number)
    return with.number ? without : with;
  return {.number = *with.number - *without.number, .unit = with.unit};
}

}  // namespace

std::vector<Reading> read_off(const std::vector<FactRow>& rows, const RunResult& result,
                              const std::string& with, const RunResult* without) {
  std::vector<Reading> readings;
  for (const FactRow& row : rows) {
    Reading reading{.missing = row.fact.not_modelled};
    if (row.fact.reading && row.fact.with != with) {
      readings.push_back({.missing = "about a run with " + row.fact.with});
      continue;
    }
    if (row.fact.reading)
      reading = evaluate(*row.fact.reading, result);
    if (row.fact.over_without && without != nullptr)
      reading = quotient(reading, evaluate(*row.fact.reading, *without));
    if (row.fact.less_without && without != nullptr)
      reading = difference(reading, evaluate(*row.fact.reading, *without));
    const bool other_unit = reading.number && reading.unit != row.fact.unit;
    if (other_unit)
      reading = {.missing =
                     "the run counts it in " + reading.unit + ", the fact in " + row.fact.unit};
    if (!reading.number && !reading.date && !row.fact.not_modelled.empty())
      reading = {.missing = row.fact.not_modelled};
    readings.push_back(std::move(reading));
  }
  return readings;
}

}  // namespace chokepoint

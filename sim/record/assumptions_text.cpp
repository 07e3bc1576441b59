// How the numbers of a scenario are printed.

#include <charconv>
#include <cmath>
#include <cstdio>

#include "sim/base/portable_math.hpp"
#include "sim/base/text.hpp"
#include "sim/base/time.hpp"
#include "sim/record/assumptions.hpp"
#include "sim/record/csv.hpp"
#include "sim/record/json.hpp"
#include "sim/record/text_cells.hpp"
#include "sim/record/text_table.hpp"

namespace chokepoint {

namespace {

constexpr const char* kHowToReadConfidence =
    "confidence: assumption: nobody's number; derived: from a published source by the step that "
    "its\n"
    "'why' tells; secondary: as a source tells it that had it from others; primary: a filing, a\n"
    "company's word or a data set; convention: claims nothing about the world. range: as declared, "
    "of\n"
    "a distribution its P10 to P90, of what varies with time the factor on all of it. width: of "
    "the\n"
    "range, over the mean of its ends.\n";

std::string source_text(const ResolvedValue& value) {
  return value.from_file ? value.source : "default";
}

std::string end_text(double end) {
  return shortest(round_significant(end, 4));
}

/// Lengths of time are kept in minutes, and read in days.
bool is_in_minutes(const ResolvedValue& value) {
  return value.unit == "minute";
}

std::string range_of(const ResolvedValue& value) {
  if (!value.low || !value.high)
    return "";
  const double scale = is_in_minutes(value) && value.range_unit == value.unit ? kDay : 1;
  return end_text(*value.low / scale) + " to " + end_text(*value.high / scale) +
         (value.range_unit.empty() || value.range_unit == value.unit ? "" : " " + value.range_unit);
}

/// Of what varies with time the first one, which the series then leaves.
std::string value_of(const ResolvedValue& value) {
  if (value.time_varying)
    return value.value + " at first";
  if (!is_in_minutes(value))
    return value.value;
  double minutes = 0;
  std::from_chars(value.value.data(), value.value.data() + value.value.size(), minutes);
  return end_text(minutes / kDay);
}

/// What a value was drawn from or follows; empty for one number.
std::string distribution_of(const ResolvedValue& value) {
  return value.uncertain || value.time_varying ? value.written : "";
}

std::string unit_of(const ResolvedValue& value) {
  if (value.unit == "duration" || value.unit == "1")
    return "";
  return is_in_minutes(value) && !value.time_varying ? "day" : value.unit;
}

std::string in_percent_of(double share) {
  return std::to_string(std::lround(100 * share)) + " %";
}

std::string index_text(double index) {
  char text[32];
  std::snprintf(text, sizeof text, "%.3f", index);
  return text;
}

/// "0.551 (0.392 to 0.710)", or the index alone; empty without one.
std::string total_text(const Assumption& row) {
  if (!row.total)
    return "";
  std::string text = index_text(*row.total);
  if (row.total_low && row.total_high)
    text += " (" + index_text(*row.total_low) + " to " + index_text(*row.total_high) + ")";
  return text;
}

std::string count_text(std::size_t count) {
  return with_thousands(static_cast<std::int64_t>(count));
}

std::string share_text(const SourcedShare& share, const std::string& of_what) {
  char percent[32];
  std::snprintf(percent, sizeof percent, "%.1f", 100 * share.unsourced_share());
  return count_text(share.unsourced) + " of " + count_text(share.numbers) + " " + of_what +
         " are unsourced: " + percent + " %";
}

/// Three counts, from the narrowest to the widest.
std::string last_lines(const std::vector<Assumption>& rows) {
  const std::vector<Assumption> statements = statements_of(rows);
  const SourcedShare all = sourced_share(rows);
  const SourcedShare world = sourced_share(publishable(rows));
  const std::size_t rules = all.numbers - world.numbers;
  return share_text(sourced_share(publishable(statements)),
                    "statements that somebody could publish") +
         "\n" +
         share_text(sourced_share(statements),
                    "statements, each counted once however many firms it is said of,") +
         "\n" + share_text(world, "numbers of what is in the world") +
         (rules == 0 ? ""
                     : "; with " + count_text(rules) + " rules by which somebody decides, " +
                           share_text(all, "numbers")) +
         " (" + count_text(all.conventions) + " conventions are not counted)\n";
}

std::string kinds_text(const std::vector<KindShare>& kinds) {
  if (kinds.empty())
    return "";
  TextTable table;
  table.add({"kind", "numbers", "unsourced", "share", "statements", "unsourced", "share",
             "what they are, and why so many have no source"});
  for (const KindShare& kind : kinds)
    table.add({kind.kind->name, count_text(kind.share.numbers), count_text(kind.share.unsourced),
               in_percent_of(kind.share.unsourced_share()), count_text(kind.statements.numbers),
               count_text(kind.statements.unsourced),
               in_percent_of(kind.statements.unsourced_share()), kind.kind->reason});
  return table.text() + "\n";
}

void write_optional(JsonText& json, const char* key, const std::optional<double>& number) {
  json.key(key);
  if (number) {
    json.value(*number);
  } else {
    json.null();
  }
}

std::optional<double> rounded(const std::optional<double>& number) {
  return number ? std::optional(round_significant(*number, 4)) : std::nullopt;
}

}  // namespace

std::string assumptions_text(const std::string& scenario, const std::vector<Assumption>& rows,
                             const std::string& ranked_by) {
  bool ranked = false;
  for (const Assumption& row : rows)
    ranked = ranked || row.total.has_value();
  TextTable table;
  std::vector<std::string> head = {"confidence", "width", "path",   "value", "unit",
                                   "range",      "drawn", "source", "as of"};
  if (ranked)
    head.insert(head.begin(), "total");
  table.add(head);
  for (const Assumption& row : rows) {
    const ResolvedValue& value = *row.value;
    std::vector<std::string> cells = {text_of(row.confidence),
                                      row.width ? in_percent_of(*row.width) : "",
                                      value.path,
                                      value_of(value),
                                      unit_of(value),
                                      range_of(value),
                                      distribution_of(value),
                                      source_text(value),
                                      value.as_of};
    if (ranked)
      cells.insert(cells.begin(), total_text(row));
    table.add(cells);
  }
  return scenario + ": every number, " +
         (ranked ? "largest total Sobol index first" +
                       (ranked_by.empty() ? std::string() : " (" + ranked_by + ")") + "\n\n"
                 : "assumptions first, the widest range first\n\n") +
         table.text() + "\n" + kHowToReadConfidence + "\n" + kinds_text(shares_by_kind(rows)) +
         last_lines(rows);
}

std::string assumptions_csv(const std::vector<Assumption>& rows, const Resolved& resolved) {
  CsvText csv(
      "path,value,unit,low,high,range_unit,width,drawn,source,as_of,confidence,total,total_low,"
      "total_high,kind,place");
  for (const Assumption& row : rows) {
    const ResolvedValue& value = *row.value;
    csv.add(value.path).add(value.value).add(value.unit).add(value.low).add(value.high);
    csv.add(value.range_unit).add(rounded(row.width)).add(distribution_of(value));
    csv.add(source_text(value))
        .add(value.as_of)
        .add(text_of(row.confidence))
        .add(row.total)
        .add(row.total_low)
        .add(row.total_high)
        .add(row.kind == nullptr ? "" : row.kind->name);
    csv.add(resolved.place(value)).end_row();
  }
  return csv.take();
}

std::string assumptions_json(const std::string& scenario, const std::vector<Assumption>& rows,
                             const Resolved& resolved, const std::string& ranked_by) {
  const SourcedShare share = sourced_share(rows);
  const std::vector<Assumption> once = statements_of(rows);
  const SourcedShare statements = sourced_share(once);
  const SourcedShare could = sourced_share(publishable(once));
  JsonText json;
  json.begin_object();
  json.key("scenario").value(scenario);
  if (!ranked_by.empty())
    json.key("ranked_by").value(ranked_by);
  json.objects("numbers", rows, [&](const Assumption& row) {
    const ResolvedValue& value = *row.value;
    json.key("path").value(value.path);
    json.key("value").value(value.value);
    json.key("unit").value(value.unit);
    write_optional(json, "low", value.low);
    write_optional(json, "high", value.high);
    json.key("range_unit").value(value.range_unit);
    write_optional(json, "width", rounded(row.width));
    json.key("drawn").value(distribution_of(value));
    json.key("source").value(source_text(value));
    json.key("as_of").value(value.as_of);
    json.key("confidence").value(text_of(row.confidence));
    write_optional(json, "total", row.total);
    write_optional(json, "total_low", row.total_low);
    write_optional(json, "total_high", row.total_high);
    json.key("kind").value(row.kind == nullptr ? "" : row.kind->name);
    json.key("why").value(value.why);
    json.key("place").value(resolved.place(value));
  });
  json.objects("kinds", shares_by_kind(rows), [&](const KindShare& kind) {
    json.key("kind").value(kind.kind->name);
    json.key("counted").value(static_cast<std::uint64_t>(kind.share.numbers));
    json.key("unsourced").value(static_cast<std::uint64_t>(kind.share.unsourced));
    json.key("statements").value(static_cast<std::uint64_t>(kind.statements.numbers));
    json.key("unsourced_statements").value(static_cast<std::uint64_t>(kind.statements.unsourced));
    json.key("publishable").value(kind.kind->publishable);
    json.key("reason").value(kind.kind->reason);
  });
  json.key("counted").value(static_cast<std::uint64_t>(share.numbers));
  json.key("unsourced").value(static_cast<std::uint64_t>(share.unsourced));
  json.key("conventions").value(static_cast<std::uint64_t>(share.conventions));
  json.key("unsourced_share").value(round_significant(share.unsourced_share(), 6));
  const SourcedShare world = sourced_share(publishable(rows));
  json.key("counted_without_rules").value(static_cast<std::uint64_t>(world.numbers));
  json.key("unsourced_without_rules").value(static_cast<std::uint64_t>(world.unsourced));
  json.key("statements").value(static_cast<std::uint64_t>(statements.numbers));
  json.key("unsourced_statements").value(static_cast<std::uint64_t>(statements.unsourced));
  json.key("publishable_statements").value(static_cast<std::uint64_t>(could.numbers));
  json.key("unsourced_publishable_statements").value(static_cast<std::uint64_t>(could.unsourced));
  json.end_object();
  return json.take();
}

}  // namespace chokepoint

#include "sim/record/assumptions.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>
#include <tuple>

#include "sim/scenario/csv_table.hpp"

namespace chokepoint {

namespace {

bool is_number(const ResolvedValue& value) {
  return !value.unit.empty();
}

std::optional<double> relative_width(const ResolvedValue& value) {
  if (!value.low || !value.high)
    return std::nullopt;
  const double middle = (std::abs(*value.low) + std::abs(*value.high)) / 2;
  return middle > 0 ? (*value.high - *value.low) / middle : 0.0;
}

std::optional<double> index_in(const std::string& text) {
  double value = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || stop != end || !std::isfinite(value))
    return std::nullopt;
  return value;
}

}  // namespace

Confidence confidence_of(const ResolvedValue& value) {
  if (value.source_kind == "convention")
    return Confidence::convention;
  if (!value.from_file || value.as_of.empty())
    return Confidence::assumption;
  if (!value.why.empty())
    return Confidence::derived;
  return value.source_kind == "primary" ? Confidence::primary : Confidence::secondary;
}

std::string text_of(Confidence confidence) {
  switch (confidence) {
    case Confidence::assumption:
      return "assumption";
    case Confidence::derived:
      return "derived";
    case Confidence::secondary:
      return "secondary";
    case Confidence::primary:
      return "primary";
    case Confidence::convention:
      break;
  }
  return "convention";
}

Ranking read_ranking(const std::filesystem::path& file, const Resolved& resolved) {
  Diagnostics diagnostics;
  const auto table = load_csv(file, "", diagnostics);
  diagnostics.throw_if_any();
  const auto path = table->column("path");
  const auto total = table->column("total");
  const auto low = table->column("total_low");
  const auto high = table->column("total_high");
  const Origin top = table->rows.front().front().origin;
  if (!path || !total) {
    diagnostics.add({top.file, 1, 1}, "columns",
                    std::string("expected a column 'path' and a column 'total', found ") +
                        one_of_text(table->columns));
    diagnostics.throw_if_any();
  }
  std::vector<std::string> known;
  for (const ResolvedValue& value : resolved.values()) {
    if (is_number(value))
      known.push_back(value.path);
  }
  std::sort(known.begin(), known.end());
  NameHints hints(known);
  Ranking ranking;
  for (const auto& row : table->rows) {
    const CsvTable::Cell& name = row[*path];
    const auto index = index_in(row[*total].text);
    // An end of an interval may be left empty.
    const auto end_of_interval = [&](const std::optional<std::size_t>& column,
                                     const char* key) -> std::optional<double> {
      if (!column || row[*column].text.empty())
        return {};
      const auto end = index_in(row[*column].text);
      if (!end)
        diagnostics.add(row[*column].origin, key,
                        "expected a number, found " + in_quotes(row[*column].text));
      return end;
    };
    const TotalIndex found{.value = index.value_or(0.0),
                           .low = end_of_interval(low, "total_low"),
                           .high = end_of_interval(high, "total_high")};
    if (!std::binary_search(known.begin(), known.end(), name.text)) {
      diagnostics.add(name.origin, "path",
                      "expected the path of a number of the scenario, found " +
                          in_quotes(name.text) + did_you_mean(name.text, hints));
    } else if (!index) {
      diagnostics.add(row[*total].origin, "total",
                      "expected a number, found " + in_quotes(row[*total].text));
    } else if (!ranking.emplace(name.text, found).second) {
      diagnostics.add(name.origin, "path",
                      "expected each path once, found " + in_quotes(name.text) + " again");
    }
  }
  diagnostics.throw_if_any();
  return ranking;
}

std::vector<Assumption> assumptions_of(const Resolved& resolved, const Ranking& ranking,
                                       const KindRule& kind_of) {
  std::vector<Assumption> rows;
  for (const ResolvedValue& value : resolved.values()) {
    if (!is_number(value))
      continue;
    Assumption row{.value = &value,
                   .confidence = confidence_of(value),
                   .width = relative_width(value),
                   .total = std::nullopt,
                   .total_low = std::nullopt,
                   .total_high = std::nullopt,
                   .kind = kind_of ? kind_of(value.path) : nullptr};
    if (const auto found = ranking.find(value.path); found != ranking.end()) {
      row.total = found->second.value;
      row.total_low = found->second.low;
      row.total_high = found->second.high;
    }
    rows.push_back(row);
  }
  // What has no index, or no range, comes behind what has one.
  const auto key = [](const Assumption& row) {
    return std::tuple(!row.total, -row.total.value_or(0), row.confidence != Confidence::assumption,
                      !row.width, -row.width.value_or(0), row.value->path);
  };
  std::sort(rows.begin(), rows.end(),
            [&](const Assumption& a, const Assumption& b) { return key(a) < key(b); });
  return rows;
}

SourcedShare sourced_share(const std::vector<Assumption>& rows) {
  SourcedShare share;
  for (const Assumption& row : rows) {
    if (row.confidence == Confidence::convention) {
      ++share.conventions;
      continue;
    }
    ++share.numbers;
    share.unsourced += row.confidence == Confidence::assumption ? 1U : 0U;
  }
  return share;
}

std::vector<Assumption> statements_of(const std::vector<Assumption>& rows) {
  using Statement = std::tuple<std::string, std::string, std::string, std::string, std::string,
                               std::string, std::string>;
  std::set<Statement> said;
  std::vector<Assumption> statements;
  for (const Assumption& row : rows) {
    const ResolvedValue& value = *row.value;
    const std::string key = value.path.substr(value.path.rfind('.') + 1);
    const std::string written = value.written + value.points;
    if (said.emplace(key, value.value, value.unit, written, value.range, value.source, value.why)
            .second)
      statements.push_back(row);
  }
  return statements;
}

std::vector<Assumption> publishable(const std::vector<Assumption>& rows) {
  std::vector<Assumption> kept = rows;
  std::erase_if(kept, [](const Assumption& row) { return row.kind && !row.kind->publishable; });
  return kept;
}

std::vector<KindShare> shares_by_kind(const std::vector<Assumption>& rows) {
  std::map<std::string, std::vector<Assumption>> by_kind;
  for (const Assumption& row : rows) {
    if (row.kind != nullptr)
      by_kind[row.kind->name].push_back(row);
  }
  std::vector<KindShare> shares;
  for (const auto& [name, of_kind] : by_kind) {
    const SourcedShare share = sourced_share(of_kind);
    if (share.numbers > 0)
      shares.push_back({of_kind.front().kind, share, sourced_share(statements_of(of_kind))});
  }
  std::stable_sort(shares.begin(), shares.end(), [](const KindShare& a, const KindShare& b) {
    return a.share.unsourced > b.share.unsourced;
  });
  return shares;
}

}  // namespace chokepoint

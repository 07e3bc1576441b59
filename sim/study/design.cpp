#include "sim/study/design.hpp"

#include <algorithm>
#include <charconv>
#include <map>

#include <nlohmann/json.hpp>

#include "sim/base/hash.hpp"
#include "sim/record/csv.hpp"

namespace chokepoint {

namespace {

/// A grid with more points than this was not meant.
constexpr std::size_t kMostPoints = 10'000'000;

/// A CSV table as RFC 4180 has it, row by row. Throws ScenarioError.
class Rows {
 public:
  Rows(std::string_view text, std::string label) : text_(text), label_(std::move(label)) {
    if (text_.starts_with("\xef\xbb\xbf"))  // as spreadsheets write it
      text_.remove_prefix(3);
  }

  /// False at the end. Empty lines are passed over.
  bool next(std::vector<std::string>& cells) {
    do {
      if (text_.empty())
        return false;
      ++line_;
      cells.clear();
      read_row(cells);
    } while (cells.size() == 1 && cells.front().empty());
    return true;
  }
  [[noreturn]] void fail(const std::string& message) const {
    throw ScenarioError(label_ + ":" + std::to_string(line_) + ":1: " + message);
  }

 private:
  void read_row(std::vector<std::string>& cells) {
    std::string cell;
    bool quoted = false;
    while (!text_.empty()) {
      const char c = text_.front();
      text_.remove_prefix(1);
      if (quoted) {
        if (c == '"' && text_.starts_with('"')) {
          cell += '"';
          text_.remove_prefix(1);
        } else if (c == '"') {
          quoted = false;
        } else {
          cell += c;
        }
      } else if (c == '"' && cell.empty()) {
        quoted = true;
      } else if (c == ',') {
        cells.push_back(std::move(cell));
        cell.clear();
      } else if (c == '\n') {
        break;
      } else if (c != '\r') {
        cell += c;
      }
    }
    if (quoted)
      fail("expected the end of a text in quotes, found the end of the file");
    cells.push_back(std::move(cell));
  }

  std::string_view text_;
  std::string label_;
  std::size_t line_ = 0;
};

DesignTable table_for(const std::vector<Factor>& factors) {
  DesignTable table;
  for (const Factor& factor : factors)
    table.columns.push_back(factor.column());
  return table;
}

/// Where each column of a file stands among the factors; kPoint for the number of the point.
constexpr std::size_t kPoint = static_cast<std::size_t>(-1);

std::vector<std::size_t> columns_of(const Rows& rows, const std::vector<std::string>& header,
                                    const std::vector<Factor>& factors) {
  std::vector<std::string> known = {"point"};
  for (const Factor& factor : factors)
    known.push_back(factor.column());
  std::vector<std::size_t> places;
  for (const std::string& name : header) {
    const auto at = std::find(known.begin(), known.end(), name);
    if (at == known.end())
      rows.fail("expected columns of factors, found " + in_quotes(name) +
                did_you_mean(name, known));
    const auto place = static_cast<std::size_t>(at - known.begin()) - 1;
    if (std::find(places.begin(), places.end(), place) != places.end())
      rows.fail("expected each column once, found " + in_quotes(name) + " again");
    places.push_back(place);
  }
  for (std::size_t i = 0; i < factors.size(); ++i) {
    if (std::find(places.begin(), places.end(), i) == places.end())
      rows.fail("expected a column " + in_quotes(factors[i].column()) + ", found none");
  }
  return places;
}

}  // namespace

std::string DesignTable::csv() const {
  std::string header = "point";
  for (const std::string& column : columns)
    header += "," + column;
  CsvText text(header);
  for (std::size_t i = 0; i < points.size(); ++i) {
    text.add(std::uint64_t{i + 1});
    for (const std::string& cell : points[i])
      text.add(std::string_view(cell));
    text.end_row();
  }
  return text.take();
}

std::string DesignTable::sha256() const {
  return sha256_hex(csv());
}

DesignTable single_point() {
  return {{}, {{}}};
}

DesignTable grid_design(const std::vector<Factor>& factors) {
  DesignTable table = table_for(factors);
  std::vector<std::vector<std::string>> levels;
  std::size_t points = 1;
  for (const Factor& factor : factors) {
    levels.push_back(factor.grid());
    points *= levels.back().size();
    if (points > kMostPoints)
      throw ScenarioError("design: expected at most " + std::to_string(kMostPoints) +
                          " points, found a grid of more");
  }
  for (std::size_t point = 0; point < points; ++point) {
    std::vector<std::string> cells(factors.size());
    std::size_t rest = point;
    for (std::size_t i = factors.size(); i-- > 0;) {
      cells[i] = levels[i][rest % levels[i].size()];
      rest /= levels[i].size();
    }
    table.points.push_back(std::move(cells));
  }
  return table;
}

std::string design_request(const Study& study, const std::vector<Factor>& factors) {
  using Json = nlohmann::ordered_json;
  Json request = {{"schema", 1},
                  {"kind", text_of(study.design.kind)},
                  {"size", study.design.size},
                  {"levels", study.design.levels},
                  {"seed", study.seed},
                  {"factors", Json::array()},
                  {"correlations", Json::array()}};
  for (const Factor& factor : factors) {
    Json one = {{"name", factor.name()}, {"levels", factor.levels().size()}};
    if (!factor.facts().group.empty())
      one["group"] = factor.facts().group;
    request["factors"].push_back(std::move(one));
  }
  for (const CorrelationSpec& group : study.correlations) {
    for (std::size_t a = 0; a < group.factors.size(); ++a) {
      for (std::size_t b = a + 1; b < group.factors.size(); ++b)
        request["correlations"].push_back({{"a", group.factors[a]},
                                           {"b", group.factors[b]},
                                           {"rank_correlation", group.rank_correlation}});
    }
  }
  return request.dump() + "\n";
}

DesignTable sampled_design(std::string_view csv, const std::vector<Factor>& factors) {
  DesignTable table = table_for(factors);
  Rows rows(csv, "chokepoint-study");
  std::vector<std::string> cells;
  std::vector<std::string> names;
  for (const Factor& factor : factors)
    names.push_back(factor.name());
  if (!rows.next(cells) || cells != names)
    rows.fail("expected the names of the factors as columns");
  while (rows.next(cells)) {
    if (cells.size() != factors.size())
      rows.fail("expected as many cells as factors");
    std::vector<std::string> point;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      double u = 0;
      const auto [end, error] =
          std::from_chars(cells[i].data(), cells[i].data() + cells[i].size(), u);
      if (error != std::errc() || end != cells[i].data() + cells[i].size() || !(u > 0) || !(u < 1))
        rows.fail("expected numbers between 0 and 1, found " + in_quotes(cells[i]));
      point.push_back(factors[i].cell_at(u));
    }
    table.points.push_back(std::move(point));
  }
  if (table.points.empty())
    rows.fail("expected points, found none");
  return table;
}

DesignTable parse_design(std::string_view csv, const std::string& label,
                         const std::vector<Factor>& factors) {
  DesignTable table = table_for(factors);
  Rows rows(csv, label);
  std::vector<std::string> cells;
  if (!rows.next(cells))
    rows.fail("expected a line of column names and lines of points, found none");
  const std::vector<std::size_t> places = columns_of(rows, cells, factors);
  while (rows.next(cells)) {
    if (cells.size() != places.size())
      rows.fail("expected " + std::to_string(places.size()) + " cells, found " +
                std::to_string(cells.size()));
    std::vector<std::string> point(factors.size());
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (places[i] != kPoint) {
        if (cells[i].empty())
          rows.fail("expected a value of " + in_quotes(factors[places[i]].column()) +
                    ", found an empty cell");
        point[places[i]] = std::move(cells[i]);
      } else if (cells[i] != std::to_string(table.points.size() + 1)) {
        rows.fail("expected points that count from 1: " + std::to_string(table.points.size() + 1) +
                  ", found " + in_quotes(cells[i]));
      }
    }
    table.points.push_back(std::move(point));
  }
  if (table.points.empty())
    rows.fail("expected points, found none");
  return table;
}

}  // namespace chokepoint

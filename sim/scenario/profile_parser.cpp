#include "sim/scenario/profile_parser.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>
#include <vector>

#include "sim/base/error.hpp"
#include "sim/base/portable_math.hpp"
#include "sim/base/text.hpp"
#include "sim/scenario/provenance.hpp"

namespace chokepoint {
namespace {

/// A table may have a million; nobody reads as many in a message.
constexpr std::size_t kMostColumnsNamed = 101;

class ProfileParser {
 public:
  ProfileParser(std::string_view path, const NumberRules& rules, const ReadContext& context)
      : path_(path), rules_(rules), context_(context) {}

  std::optional<WrittenProfile> parse(const Node& map) {
    const Member* form = nullptr;
    for (const Member& m : map.members) {
      if (!is_number_key(m.key))
        continue;
      if (form != nullptr) {
        fail(m.origin, "expected one way to write a value over time, found both " +
                           in_quotes(form->key) + " and " + in_quotes(m.key));
        return std::nullopt;
      }
      form = &m;
    }
    ensure(form != nullptr, "a value over time says how it is written");
    const bool good = form->key == "series" ? read_series(map, *form) : read_points(map, *form);
    if (!good || !read_factor(map))
      return std::nullopt;
    if (const Node* why = map.find("why"); why != nullptr && why->is_scalar()) {
      result_.why = why->text;
    }
    // One who sets the scale by hand has chosen: what the assumption was about is decided.
    const Node* const scale = map.find("scale");
    const bool is_chosen = scale != nullptr && scale->source == SourceTable::kCommandLine;
    check_source(map, path_, result_.uncertain || !result_.range.empty() || is_chosen,
                 *context_.diagnostics);
    result_.profile = Profile(shape_, std::move(points_));
    return std::move(result_);
  }

 private:
  void fail(Origin origin, const std::string& message) {
    context_.diagnostics->add(origin, path_, message);
  }

  bool read_points(const Node& map, const Member& form) {
    refuse_other_keys(map, path_, {form.key, "scale", "range", "source", "why"},
                      *context_.diagnostics);
    shape_ = form.key == "linear" ? Profile::Shape::linear : Profile::Shape::steps;
    const Node& list = form.value;
    if (!list.is_list() || list.items.empty()) {
      fail(list.origin, "expected a list of [date, value], found " + found(list));
      return false;
    }
    bool good = true;
    for (const Node& item : list.items)
      good = read_point(item) && good;
    result_.written = form.key + " of " + std::to_string(list.items.size()) +
                      (list.items.size() == 1 ? " date" : " dates");
    return good;
  }

  bool read_point(const Node& item) {
    if (!item.is_list() || item.items.size() != 2 || !item.items[0].is_scalar()) {
      fail(item.origin, "expected [date, value], found " + found(item));
      return false;
    }
    const auto tick = read_date(item.items[0].text, item.items[0].origin);
    const auto value = parse_amount(item.items[1], path_, rules_.unit, *context_.diagnostics);
    return value && add_point(tick.value_or(0), *value, item.items[1].origin, item.items[1].text) &&
           tick;
  }

  /// Every date is held against the one before, whatever is wrong with their values.
  std::optional<Tick> read_date(const std::string& date, Origin origin) {
    Tick tick = 0;
    try {
      tick = context_.timeline.tick(parse_date(date));
    } catch (const std::invalid_argument&) {
      fail(origin, "expected a date such as 2026-03-01, found " + in_quotes(date));
      return std::nullopt;
    }
    if (latest_ && tick <= *latest_) {
      fail(origin, std::string("expected dates in rising order, found ") + in_quotes(date) +
                       (tick == *latest_ ? " again" : " after a later one"));
      return std::nullopt;
    }
    latest_ = tick;
    return tick;
  }

  bool add_point(Tick tick, double value, Origin origin, const std::string& written) {
    if (!rules_.bounds.contain(value)) {
      fail(origin, "expected " + rules_.bounds.text() +
                       (rules_.unit == "1" ? "" : " " + std::string(rules_.unit)) + ", found " +
                       in_quotes(written));
      return false;
    }
    points_.push_back({tick, value});
    return true;
  }

  bool read_series(const Node& map, const Member& form) {
    refuse_other_keys(map, path_,
                      {"series", "column", "unit", "shape", "scale", "range", "source", "why"},
                      *context_.diagnostics);
    const Node* shape = map.find("shape");
    if (shape != nullptr && shape->text != "linear" && shape->text != "steps") {
      fail(shape->origin, "expected linear or steps, found " + found(*shape));
      return false;
    }
    shape_ = shape != nullptr && shape->text == "linear" ? Profile::Shape::linear
                                                         : Profile::Shape::steps;
    const auto column_name = required_text(map, "column");
    const auto unit =
        rules_.unit == "1" ? std::optional<std::string>("1") : required_text(map, "unit");
    const CsvTable* table = context_.document->table(form.value.origin);
    if (!column_name || !unit || table == nullptr)
      return false;  // a missing table was reported
    const auto column = table->column(*column_name);
    if (!column || *column == 0) {
      const std::size_t shown = std::min(table->columns.size(), kMostColumnsNamed);
      const std::vector<std::string> names(
          table->columns.begin() + 1, table->columns.begin() + static_cast<std::ptrdiff_t>(shown));
      fail(map.find("column")->origin,
           "expected a column of " + form.value.text + " (" + one_of_text(names) + "), found " +
               in_quotes(*column_name) + did_you_mean(*column_name, names));
      return false;
    }
    bool good = true;
    for (const auto& row : table->rows)
      good = read_row(row[0], row[*column], *unit) && good;
    result_.written = "series " + form.value.text + " column " + *column_name;
    return good;
  }

  std::optional<std::string> required_text(const Node& map, std::string_view key) {
    const Node* node = map.find(key);
    if (node != nullptr && node->is_scalar() && !node->text.empty())
      return node->text;
    context_.diagnostics->add(node != nullptr ? node->origin : map.origin, join_path(path_, key),
                              "expected a text beside 'series', found " +
                                  (node != nullptr ? found(*node) : "no such key"));
    return std::nullopt;
  }

  bool read_row(const CsvTable::Cell& date, const CsvTable::Cell& cell, const std::string& unit) {
    const auto tick = read_date(date.text, date.origin);
    std::string problem;
    const std::string text = unit == "1" ? cell.text : cell.text + " " + unit;
    const auto bare = parse_quantity(cell.text, "1", problem);
    if (!bare) {
      fail(cell.origin, problem);
      return false;
    }
    const auto value = parse_quantity(text, rules_.unit, problem);
    if (!value) {
      fail(cell.origin, problem);
      return false;
    }
    return add_point(tick.value_or(0), *value, cell.origin, text) && tick;
  }

  /// `scale` is a factor on all values, drawn once per run; `range` says which factors are
  /// possible without drawing one.
  bool read_factor(const Node& map) {
    if (const Node* range = map.find("range")) {
      const bool pair = range->is_list() && range->items.size() == 2;
      const auto low = pair ? factor(range->items[0]) : std::nullopt;
      const auto high = pair ? factor(range->items[1]) : std::nullopt;
      if (!low || !high || *low > 1.0 || *high < 1.0) {
        fail(range->origin, "expected a range of factors around 1 such as [0.8, 1.2], found " +
                                (pair ? "other values" : found(*range)));
        return false;
      }
      result_.low_factor = *low;
      result_.high_factor = *high;
      result_.range = "factor " + shortest(*low) + " to " + shortest(*high);
    }
    const Node* scale = map.find("scale");
    if (scale == nullptr)
      return true;
    const std::string scale_path = join_path(path_, "scale");
    Node with_source = *scale;  // the factor's source is that of the values
    with_source.source = SourceTable::kTextbook;
    const NumberRules rules{.unit = "1", .bounds = Bounds::more_than(0.0)};
    const auto number = known_number(with_source, scale_path, rules, context_);
    if (!number)
      return false;
    const double value = number->sample(context_, scale_path);
    for (Profile::Point& point : points_)
      point.value = round_significant(point.value * value);
    result_.uncertain = number->uncertain;
    if (!result_.low_factor && number->uncertain) {
      result_.low_factor = number->distribution.quantile(0.1);
      result_.high_factor = number->distribution.quantile(0.9);
    }
    result_.written += ", scaled by " + number->written;
    return true;
  }

  std::optional<double> factor(const Node& node) {
    return parse_amount(node, path_, "1", *context_.diagnostics);
  }

  std::string_view path_;
  const NumberRules& rules_;
  const ReadContext& context_;
  Profile::Shape shape_ = Profile::Shape::steps;
  std::vector<Profile::Point> points_;
  std::optional<Tick> latest_;  ///< date read so far
  WrittenProfile result_;
};

}  // namespace

bool is_time_varying(const Node& node) {
  return node.is_map() && (node.find("steps") != nullptr || node.find("linear") != nullptr ||
                           node.find("series") != nullptr);
}

std::optional<WrittenProfile> parse_profile(const Node& node, std::string_view path,
                                            const NumberRules& rules, const ReadContext& context) {
  return ProfileParser(path, rules, context).parse(node);
}

}  // namespace chokepoint

#include "sim/record/statistic.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <string>

#include "sim/base/portable_math.hpp"
#include "sim/base/text.hpp"
#include "sim/scenario/quantity.hpp"

namespace chokepoint {

namespace {

using Kind = Statistic::Kind;
constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

/// Months since the year 0, which every date has.
int month_of(Date date) {
  return static_cast<int>(date.year()) * 12 +
         static_cast<int>(static_cast<unsigned>(date.month())) - 1;
}

Date first_day(int month) {
  return Date{std::chrono::year{month / 12},
              std::chrono::month{static_cast<unsigned>(month % 12) + 1}, std::chrono::day{1}};
}

/// Months of a run; `to` exclusive.
struct Window {
  int from = 0;
  int to = 0;
};

/// The rows that a choice means.
class Rows {
 public:
  Rows(const RunResult& result, const SeriesChoice& choice, bool everybody = false)
      : mean_(choice.mean) {
    bool total = false;
    for (const Series& series : result.series)
      total = total || (series.series == choice.series && series.entity.empty());
    for (const Series& series : result.series) {
      if (series.series != choice.series || series.points.empty())
        continue;
      known_ = true;
      const bool named = everybody               ? !series.entity.empty()
                         : choice.entity.empty() ? series.entity.empty() || !total
                                                 : series.entity == choice.entity;
      if (named && (choice.generation.empty() || series.generation == choice.generation))
        rows_.push_back(&series);
    }
  }

  [[nodiscard]] bool empty() const { return rows_.empty(); }
  [[nodiscard]] bool known() const { return known_; }
  [[nodiscard]] std::string unit() const { return rows_.empty() ? "" : rows_.front()->unit; }

  /// The value of a month, all rows together; NaN when none has one yet.
  [[nodiscard]] double value(int month) const {
    double sum = 0;
    int count = 0;
    for (const Series* row : rows_) {
      const auto after = std::upper_bound(
          row->points.begin(), row->points.end(), month,
          [](int m, const SeriesPoint& point) { return m < month_of(point.date); });
      if (after == row->points.begin())
        continue;
      sum += std::prev(after)->value;
      ++count;
    }
    return count == 0 ? kNone : mean_ ? sum / count : sum;
  }
  /// Everything in a window: rates month by month, all else as it stands in the table.
  [[nodiscard]] double sum(Window window) const {
    double sum = 0;
    for (const Series* row : rows_) {
      if (row->unit.ends_with("/month")) {
        for (int m = window.from; m < window.to; ++m)
          sum += Rows(*row).value_or_none(m);
        continue;
      }
      for (const SeriesPoint& point : row->points) {
        const int m = month_of(point.date);
        sum += m >= window.from && m < window.to ? point.value : 0;
      }
    }
    return sum;
  }
  /// The values of a window; empty when the run does not reach over all of it.
  [[nodiscard]] std::vector<double> values(Window window, Window run) const {
    std::vector<double> result;
    if (window.from < run.from || window.to > run.to)
      return result;
    for (int m = window.from; m < window.to; ++m) {
      const double v = value(m);
      if (!std::isfinite(v))
        return {};
      result.push_back(v);
    }
    return result;
  }

 private:
  explicit Rows(const Series& row) : rows_{&row} {}
  [[nodiscard]] double value_or_none(int month) const {
    const double v = value(month);
    return std::isfinite(v) ? v : 0;
  }

  std::vector<const Series*> rows_;
  bool mean_ = false;
  bool known_ = false;
};

double mean_of(const std::vector<double>& values) {
  double sum = 0;
  for (const double v : values)
    sum += v;
  return sum / static_cast<double>(values.size());
}

/// The months that a run has: those of its first series, which stands for every month.
Window months_of(const RunResult& result) {
  Window run{month_of(result.start), month_of(result.start)};
  for (const Series& series : result.series) {
    if (!series.points.empty())
      run.to = std::max(run.to, month_of(series.points.back().date) + series.months);
  }
  return run;
}

Window window_of(std::optional<Date> from, std::optional<Date> to) {
  const int first = month_of(from.value_or(Date{}));
  return {first, to ? std::max(first + 1, month_of(*to)) : first + 1};
}

Reading missing(std::string what) {
  return {.missing = std::move(what)};
}

std::string nearest(const RunResult& result, const std::string& name) {
  std::vector<std::string> names;
  for (const Series& series : result.series)
    names.push_back(series.series);
  return did_you_mean(name, names);
}

Reading no_rows(const Rows& rows, const SeriesChoice& choice, const RunResult& result) {
  if (!rows.known())
    return missing("no series '" + choice.series + "'" + nearest(result, choice.series));
  return missing("no such rows of '" + choice.series + "'");
}

Reading of_series(const Statistic& ask, const RunResult& result) {
  const Rows rows(result, ask.of);
  if (rows.empty())
    return no_rows(rows, ask.of, result);
  const Window run = months_of(result);
  const Window window = window_of(ask.from, ask.to);
  if (window.from < run.from || window.to > run.to)
    return missing("the run has no such months");
  if (ask.kind == Kind::sum) {
    const std::string unit = rows.unit();
    const bool is_rate = unit.ends_with("/month") || unit.ends_with("/quarter");
    const std::size_t rate = is_rate ? unit.rfind('/') : std::string::npos;
    return {.number = rows.sum(window), .unit = unit.substr(0, rate)};
  }
  if (ask.kind == Kind::share) {
    const double all = Rows(result, ask.of, true).sum(window);
    return all > 0 ? Reading{.number = rows.sum(window) / all, .unit = "1"}
                   : missing("nothing was there to share");
  }
  if (ask.kind == Kind::first_above) {
    for (int m = window.from; m < run.to; ++m) {
      if (rows.value(m) >= ask.above)
        return {.date = first_day(m)};
    }
    return missing("never");
  }
  const std::vector<double> values = rows.values(window, run);
  if (values.empty())
    return missing("no values in those months");
  switch (ask.kind) {
    case Kind::max:
      return {.number = *std::max_element(values.begin(), values.end()), .unit = rows.unit()};
    case Kind::min:
      return {.number = *std::min_element(values.begin(), values.end()), .unit = rows.unit()};
    default:
      return {.number = mean_of(values), .unit = rows.unit()};
  }
}

/// The mean of some months over that of others, of the same series or of another.
Reading of_two(const Statistic& ask, const RunResult& result) {
  const SeriesChoice& below = ask.kind == Kind::quotient ? ask.by : ask.of;
  const Rows above_rows(result, ask.of);
  const Rows below_rows(result, below);
  if (above_rows.empty())
    return no_rows(above_rows, ask.of, result);
  if (below_rows.empty())
    return no_rows(below_rows, below, result);
  const Window run = months_of(result);
  const Window window = window_of(ask.from, ask.to);
  const Window base = ask.base_from ? window_of(ask.base_from, ask.base_to) : window;
  const auto mean = [&](const Rows& rows, Window months) {
    if (months.from < run.from || months.to > run.to)
      return kNone;
    if (ask.kind == Kind::growth)
      return rows.sum(months) / (months.to - months.from);
    const std::vector<double> values = rows.values(months, run);
    return values.empty() ? kNone : mean_of(values);
  };
  const double numerator = mean(above_rows, window);
  const double denominator = mean(below_rows, base);
  if (!std::isfinite(numerator) || !std::isfinite(denominator) || denominator == 0)
    return missing("no values in those months");
  return {.number = numerator / denominator, .unit = "1"};
}

/// Whether most of what was lost for want of something in a year was lost for one of some names.
Reading of_cause_year(const Statistic& ask, const RunResult& result) {
  const int year = month_of(ask.from.value_or(Date{})) / 12;
  std::map<std::string, double> lost;
  for (const MatrixCell& cell : result.matrix) {
    if (cell.cause_year == year)
      lost[cell.constraint] += cell.lost;
  }
  const auto largest = std::max_element(
      lost.begin(), lost.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  if (largest == lost.end())
    return missing("nothing was short in that year");
  const bool leads =
      std::find(ask.names.begin(), ask.names.end(), largest->first) != ask.names.end();
  return {.number = leads ? 1 : 0, .unit = "1"};
}

Reading of_year(const Statistic& ask, const RunResult& result) {
  const int year = month_of(ask.from.value_or(Date{})) / 12;
  const auto found = std::find_if(result.years.begin(), result.years.end(),
                                  [&](const YearSummary& y) { return y.year == year; });
  if (found == result.years.end())
    return missing("the run has no such year");
  const auto is_asked = [&](const std::string& name) {
    return std::find(ask.names.begin(), ask.names.end(), name) != ask.names.end();
  };
  double sum = 0;
  if (ask.kind == Kind::root_share || ask.kind == Kind::root_leads) {
    double other = 0;
    for (const RootShare& root : found->roots) {
      if (is_asked(root.cause)) {
        sum += root.share;
      } else {
        other = std::max(other, root.share);
      }
    }
    const bool asked_for_share = ask.kind == Kind::root_share;
    return {.number = asked_for_share ? sum : sum > other ? 1 : 0, .unit = "1"};
  }
  const ConstraintShare* largest = nullptr;
  for (const ConstraintShare& share : found->shares) {
    sum += is_asked(share.constraint) ? share.share : 0;
    if (largest == nullptr || share.share > largest->share)
      largest = &share;
  }
  if (largest == nullptr)
    return missing("nothing was missing in that year");
  if (ask.kind == Kind::leads)
    sum = is_asked(largest->constraint) ? 1 : 0;
  return {.number = sum, .unit = "1"};
}

Reading of_orders(const Statistic& ask, const RunResult& result) {
  const Timeline timeline(result.start);
  const Window window = window_of(ask.from, ask.to);
  const auto in_window = [&](Tick tick) {
    const int m = tick == kNever ? -1 : month_of(timeline.date(tick));
    return m >= window.from && m < window.to;
  };
  double all = 0;
  double counted = 0;
  for (const OrderRow& order : result.orders) {
    if ((!ask.buyer.empty() && order.buyer != ask.buyer) ||
        (!ask.seller.empty() && order.seller != ask.seller) ||
        (!ask.commodity.empty() && order.commodity != ask.commodity))
      continue;
    if (ask.kind == Kind::refused) {
      if (!in_window(order.placed))
        continue;
      all += order.quantity;
      counted += order.status == OrderStatus::rejected ? order.quantity : 0;
    } else if (order.status == OrderStatus::delivered && in_window(order.wanted)) {
      all += order.quantity;
      counted += order.quantity * static_cast<double>(order.delivered - order.wanted);
    }
  }
  if (all <= 0)
    return missing("no such orders");
  if (ask.kind == Kind::refused)
    return {.number = counted / all, .unit = "1"};
  return {.number = counted / all / kMinutesPerMonth, .unit = "month"};
}

}  // namespace

Reading evaluate(const Statistic& statistic, const RunResult& result) {
  Reading reading;
  switch (statistic.kind) {
    case Kind::ratio:
    case Kind::growth:
    case Kind::quotient:
      reading = of_two(statistic, result);
      break;
    case Kind::leads:
    case Kind::binding_share:
    case Kind::root_share:
    case Kind::root_leads:
      reading = of_year(statistic, result);
      break;
    case Kind::cause_leads:
      reading = of_cause_year(statistic, result);
      break;
    case Kind::wait:
    case Kind::refused:
      reading = of_orders(statistic, result);
      break;
    default:
      reading = of_series(statistic, result);
  }
  if (reading.number)
    reading.number = round_significant(*reading.number);
  return reading;
}

}  // namespace chokepoint

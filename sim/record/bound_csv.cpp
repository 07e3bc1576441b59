// What a study of the perfect-foresight bound tells month by month, as tables.

#include <algorithm>
#include <cmath>

#include "sim/base/portable_math.hpp"
#include "sim/record/bound_parts.hpp"
#include "sim/record/csv.hpp"

namespace chokepoint {

double tidy_rent(double value, double scale) {
  return std::abs(value) < 1e-9 * std::max(1.0, scale) ? 0.0 : round_significant(value, 9);
}

Date month_date(const BoundHeading& heading, std::size_t month) {
  const Timeline timeline(heading.start);
  return timeline.date(timeline.month_begin(static_cast<int>(month)));
}

std::string decision_text(const std::optional<Date>& date) {
  return date ? iso(*date) : "as it was decided";
}

std::string rents_csv(const BoundHeading& heading, const BoundReport& report) {
  CsvText csv("decide_from,constraint,kind,month,rent,more,less");
  for (std::size_t i = 0; i < report.dates.size(); ++i) {
    const double scale = report.dates[i].value;
    for (const ConstraintRent& rent : report.dates[i].rents) {
      // Only the first date was solved again.
      const auto side = [&](const std::vector<double>& by_month, bool none, std::size_t t) {
        if (i > 0 || none)
          return std::optional<double>();
        return std::optional(t < by_month.size() ? tidy_rent(by_month[t], scale) : 0.0);
      };
      for (std::size_t t = 0; t < rent.by_month.size(); ++t) {
        const double part = tidy_rent(rent.by_month[t], scale);
        const std::optional<double> more = side(rent.more, rent.no_more, t);
        const std::optional<double> less = side(rent.less, rent.no_less, t);
        if (part == 0 && more.value_or(0) == 0 && less.value_or(0) == 0)
          continue;
        csv.add(decision_text(heading.decide[i])).add(rent.constraint).add(to_text(rent.kind));
        csv.add(iso(month_date(heading, t))).add(part).add(more).add(less);
        csv.end_row();
      }
    }
  }
  return csv.take();
}

std::string paths_csv(const BoundHeading& heading, const BoundReport& report) {
  CsvText csv("decide_from,month,run_level,bound_level");
  for (std::size_t i = 0; i < report.dates.size(); ++i) {
    for (std::size_t t = 0; t < heading.run.size(); ++t) {
      csv.add(decision_text(heading.decide[i])).add(iso(month_date(heading, t)));
      csv.add(tidy_rent(heading.run[t], 1)).add(tidy_rent(report.dates[i].level[t], 1));
      csv.end_row();
    }
  }
  return csv.take();
}

}  // namespace chokepoint

// What `bound` prints.

#include <algorithm>
#include <cmath>
#include <numeric>

#include "sim/record/bound_parts.hpp"
#include "sim/record/text_cells.hpp"

namespace chokepoint {

namespace {

constexpr double kWorthALine = 0.005;
constexpr int kCellWidth = 6;

/// Of a plan that is worth nothing there is no share.
std::string share_of(double part, double whole) {
  return whole > 0 ? percent_or_dot(part / whole) : "none";
}

std::string elasticity(const std::optional<double>& value) {
  if (!value)
    return "none";
  constexpr double kShown = 0.005;  // of which two decimals are left
  return std::abs(*value) < kShown ? "0" : readable(*value);
}

class BoundText {
 public:
  BoundText(const BoundHeading& heading, const BoundReport& report, int width)
      : heading_(heading), report_(report), width_(width), timeline_(heading.start) {}

  [[nodiscard]] std::string text() const {
    return headline() + "\n" + path() + "\n" + beside() + "\n" + rents() + "\n" + sides() + "\n" +
           technologies() + foresight_text(heading_, report_);
  }

 private:
  [[nodiscard]] const DatedBound& bound() const { return report_.dates.front(); }
  [[nodiscard]] int year(std::size_t y) const {
    return timeline_.year(timeline_.month_begin(heading_.year_ends[y]));
  }
  [[nodiscard]] std::string month(int index) const {
    return timeline_.iso(timeline_.month_begin(index)).substr(0, 7);
  }
  [[nodiscard]] std::string unit_years() const { return heading_.sink_unit + "-years"; }

  [[nodiscard]] std::string kept() const {
    if (heading_.storage_months <= 0)
      return {};
    const std::string months = readable(heading_.storage_months) + " months of what will be wanted";
    return wrapped(heading_.storage_trial
                       ? "A trial: nothing is kept beyond " + months +
                             ". No scenario says so, and a run may keep more, so friction may be "
                             "below zero."
                       : "Nothing is kept beyond " + months +
                             ", or beyond what the run held (--storage-months; none: no limit).",
                   width_) +
           "\n";
  }

  /// What holds back the run alone.
  [[nodiscard]] std::string ignored() const {
    if (heading_.ignored_events.empty())
      return {};
    std::string names;
    for (const std::string& event : heading_.ignored_events)
      names += (names.empty() ? "" : ", ") + event;
    return wrapped(
               "Bans, closed lanes and closed capital markets hold back the run, and no plan: " +
                   names + ".",
               width_) +
           "\n";
  }

  [[nodiscard]] std::string headline() const {
    const std::string since = heading_.decide.front() ? "Had everyone known and decided from " +
                                                            iso(*heading_.decide.front()) + " on"
                                                      : "With every decision as it was";
    return wrapped(since + ": at most " + readable(bound().value) + " " + unit_years() +
                       "; the run has " + readable(run_value(heading_, report_)) +
                       " (both counted at the ends of months).",
                   width_) +
           "\n" + kept() + ignored();
  }

  /// Blocks of years that fit beside a name.
  template <class Cell>
  [[nodiscard]] std::string rows(const std::vector<std::string>& names, Cell cell) const {
    int cell_width = kCellWidth;
    for (std::size_t i = 0; i < names.size(); ++i) {
      for (std::size_t y = 0; y < heading_.year_ends.size(); ++y)
        cell_width = std::max(cell_width, display_width(cell(i, y)) + 1);
    }
    std::string out;
    const auto fits = static_cast<std::size_t>(std::max(1, (width_ - kRentNameWidth) / cell_width));
    for (std::size_t from = 0; from < heading_.year_ends.size(); from += fits) {
      const std::size_t to = std::min(heading_.year_ends.size(), from + fits);
      out += pad_right("", kRentNameWidth);
      for (std::size_t y = from; y < to; ++y)
        out += pad_left(std::to_string(year(y)), cell_width);
      out += "\n";
      for (std::size_t i = 0; i < names.size(); ++i) {
        out += pad_right(names[i], kRentNameWidth);
        for (std::size_t y = from; y < to; ++y)
          out += pad_left(cell(i, y), cell_width);
        out += "\n";
      }
    }
    return out;
  }

  [[nodiscard]] std::string path() const {
    const auto cell = [&](std::size_t row, std::size_t y) {
      const auto end = static_cast<std::size_t>(heading_.year_ends[y]);
      return readable(row == 0   ? heading_.run[end]
                      : row == 1 ? bound().level[end]
                                 : report_.envelope[y]);
    };
    return heading_.sink_unit + " at the end of the year\n" +
           rows({"run", "bound", "this year alone"}, cell);
  }

  /// The constraint that has the largest part of the plan's rent in a year.
  [[nodiscard]] std::string dearest(std::size_t y) const {
    if (bound().undetermined[y])
      return "not determined";
    std::string name = "nothing";
    double most = 0;
    for (const ConstraintRent& rent : bound().rents) {
      const double part = by_year(rent.by_month)[y];
      if (part <= most)
        continue;
      most = part;
      name = rent_name(rent);
    }
    return name;
  }

  /// What holds the run back beside what holds the plan back.
  [[nodiscard]] std::string beside() const {
    std::string out = wrapped("The run: " + heading_.run_headline, width_) + "\n" +
                      pad_right("largest in", 12) + pad_right("the run", kRentNameWidth) +
                      "the plan\n";
    for (std::size_t y = 0; y < heading_.run_constraints.size() && y < heading_.year_ends.size();
         ++y) {
      const std::string& run = heading_.run_constraints[y];
      out += pad_right(std::to_string(year(y)), 12) +
             pad_right(run.empty() ? "nothing" : run, kRentNameWidth) + dearest(y) + "\n";
    }
    return out;
  }

  /// Months in which nothing binds by itself.
  [[nodiscard]] std::string joint() const {
    std::string out;
    for (const JointMonths& joint : bound().joint) {
      std::string text = "No constraint binds by itself in " + interval(joint.first, joint.last);
      text += joint_words(joint.members.size());
      for (std::size_t i = 0; i < joint.members.size(); ++i) {
        const JointMonths::Member& member = joint.members[i];
        text += (i > 0 ? ", " : "") + rent_name(bound().rents[member.rent]) + " (" +
                percent_or_dot(member.share) + " %)";
      }
      out += wrapped(text + ".", width_) + "\n";
    }
    return out;
  }

  [[nodiscard]] std::string interval(int first, int last) const {
    const bool to_the_end = static_cast<std::size_t>(last) + 1 >= bound().level.size();
    return "[" + month(first) + ", " + (to_the_end ? "...)" : month(last + 1) + ")");
  }

  [[nodiscard]] std::vector<double> by_year(const std::vector<double>& months) const {
    std::vector<double> sums;
    std::size_t at = 0;
    for (const int end : heading_.year_ends) {
      double sum = 0;
      for (; at <= static_cast<std::size_t>(end); ++at)
        sum += months[at];
      sums.push_back(sum);
    }
    return sums;
  }

  /// Those that are worth a line, tie or bind in some months, the dearest first.
  [[nodiscard]] std::vector<const ConstraintRent*> told() const {
    std::vector<const ConstraintRent*> list;
    for (const ConstraintRent& rent : bound().rents) {
      const bool tied = rent.e_minus.value_or(0) >= kWorthALine;
      if (std::abs(rent.rent) >= kWorthALine * bound().value || tied || !rent.binds.empty())
        list.push_back(&rent);
    }
    std::stable_sort(list.begin(), list.end(), [](const auto* a, const auto* b) {
      return std::abs(a->rent) > std::abs(b->rent);
    });
    return list;
  }

  [[nodiscard]] std::string rents() const {
    const std::vector<const ConstraintRent*> list = told();
    std::vector<double> level;
    for (std::size_t t = 0; t < bound().level.size(); ++t)
      level.push_back(bound().level[t] * report_.years[t]);
    const std::vector<double> totals = by_year(level);
    std::vector<std::string> names;
    std::vector<std::vector<double>> parts;
    for (const ConstraintRent* rent : list) {
      names.push_back(rent_name(*rent));
      parts.push_back(by_year(rent->by_month));
    }
    std::vector<double> others = totals;
    std::vector<bool> any(totals.size(), false);
    for (std::size_t i = 0; i < list.size(); ++i) {
      for (std::size_t y = 0; y < others.size(); ++y)
        others[y] -= parts[i][y];
    }
    for (const ConstraintRent& rent : bound().rents) {
      for (std::size_t y = 0; y < any.size(); ++y)
        any[y] = any[y] || rent.varies[y];
    }
    names.emplace_back("all others");
    parts.push_back(others);
    const auto does_vary = [&](std::size_t i, std::size_t y) {
      return i < list.size() ? bool(list[i]->varies[y]) : bool(any[y]);
    };
    return "Rent by year of effect, % of what the plan is worth in that year\n" +
           rows(names,
                [&](std::size_t i, std::size_t y) -> std::string {
                  if (does_vary(i, y))
                    return "varies";
                  return totals[y] > 0 ? percent_or_dot(parts[i][y] / totals[y]) : "·";
                }) +
           varying();
  }

  /// What "varies" means, where there is one.
  [[nodiscard]] std::string varying() const {
    bool any = false;
    for (const ConstraintRent& rent : bound().rents)
      any = any || std::find(rent.varies.begin(), rent.varies.end(), true) != rent.varies.end();
    if (!any)
      return {};
    std::string years;
    for (std::size_t y = 0; y < bound().undetermined.size(); ++y) {
      if (bound().undetermined[y])
        years += (years.empty() ? "" : ", ") + std::to_string(year(y));
    }
    return wrapped(
               "varies: that rent of the year holds for changes far below 2 % only; with 2 % more "
               "or less of it "
               "other limits take over, and part of what it brings moves to other years (`more`, "
               "`less` in bound.json). "
               "Rents of all years together, below, and e+ and e- hold." +
                   (years.empty() ? "" : " What binds is not determined in " + years + "."),
               width_) +
           "\n";
  }

  [[nodiscard]] std::string sides() const {
    std::string out = pad_right("", kRentNameWidth) + pad_left("rent", 10) +
                      pad_left("share, %", 9) + pad_left("e+", 8) + pad_left("e-", 8) + "  binds\n";
    double kept = 0;
    bool any_none = bound().value <= 0;
    for (const ConstraintRent* rent : told()) {
      kept += rent->rent;
      any_none = any_none || !rent->e_plus || !rent->e_minus;
      out += pad_right(rent_name(*rent), kRentNameWidth) + pad_left(readable(rent->rent), 10) +
             pad_left(share_of(rent->rent, bound().value), 9) +
             pad_left(elasticity(rent->e_plus), 8) + pad_left(elasticity(rent->e_minus), 8);
      std::string binds;
      for (const BindingMonths& run : rent->binds) {
        binds += binds.empty() ? "  " : ", ";
        binds += interval(run.first, run.last);
      }
      out += binds + "\n";
    }
    out +=
        pad_right("all others", kRentNameWidth) + pad_left(readable(bound().sum - kept), 10) + "\n";
    out += pad_right("sum, which is the bound", kRentNameWidth) +
           pad_left(readable(bound().sum), 10) + "\n";
    return out +
           wrapped(
               "e+ and e-: per cent more (less) for one per cent more (less) of it, each "
               "solved again; where they differ, the rent is one of many that are right." +
                   std::string(any_none ? " none: there is no plan then, or nothing of which it "
                                          "would be a part."
                                        : ""),
               width_) +
           "\n" + tied() + stocks() + joint();
  }

  [[nodiscard]] std::string tied() const {
    std::string names;
    for (const ConstraintRent* rent : tied_rents(bound()))
      names += (names.empty() ? "" : ", ") + rent_name(*rent);
    if (names.empty())
      return "";
    return wrapped("Tied: " + names + kTiedWords, width_) + "\n";
  }

  /// Of which goods the stock is that was there at the start.
  [[nodiscard]] std::string stocks() const {
    std::string out;
    for (const ConstraintRent* rent : told()) {
      std::string text;
      for (const StockRent& stock : rent->stocks) {
        const double share = rent->rent > 0 ? stock.rent / rent->rent : 0;
        if (share >= kWorthALine)
          text += (text.empty() ? "" : ", ") + stock.stock + " (" + percent_or_dot(share) + " %)";
      }
      if (!text.empty())
        out += wrapped(rent_name(*rent) + ": " + text + ".", width_) + "\n";
    }
    return out;
  }

  [[nodiscard]] std::string technologies() const {
    const std::string text = technology_text(bound(), unit_years());
    return text.empty() ? text : text + "\n";
  }

  const BoundHeading& heading_;
  const BoundReport& report_;
  int width_;
  Timeline timeline_;
};

}  // namespace

std::vector<const ConstraintRent*> tied_rents(const DatedBound& bound) {
  constexpr double kBinds = 0.2;
  constexpr double kAlone = 0.25;
  std::vector<const ConstraintRent*> tied;
  for (const ConstraintRent& rent : bound.rents) {
    if (rent.e_minus.value_or(0) >= kBinds && rent.e_plus && *rent.e_plus <= kAlone * *rent.e_minus)
      tied.push_back(&rent);
  }
  return tied.size() > 1 ? tied : std::vector<const ConstraintRent*>();
}

const char* joint_words(std::size_t members) {
  if (members == 0)
    return ": many have a little of the rent";
  return members == 1 ? "; this alone has 5 % or more of the rent: " : "; they hold together: ";
}

std::string bound_text(const BoundHeading& heading, const BoundReport& report,
                       const TerminalStyle& style) {
  return BoundText(heading, report, style.width).text();
}

}  // namespace chokepoint

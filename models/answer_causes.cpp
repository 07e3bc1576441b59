#include "models/answer_causes.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <map>
#include <tuple>
#include <utility>

namespace chokepoint::models {

void set_roots(YearSummary& summary, const YearLedger& year, const Ledger& ledger,
               const RootCauses& causes) {
  std::array<double, kRootClasses> by_class{};
  for (const LedgerShare& share : year.shares) {
    const auto binding = std::find_if(
        summary.binding.begin(), summary.binding.end(),
        [&](const Binding& b) { return b.constraint == ledger.name(share.constraint); });
    for (const RootPart& root : causes.of(year, share.constraint)) {
      by_class.at(static_cast<std::size_t>(root.cause)) += share.share * root.part;
      if (binding != summary.binding.end())
        binding->root.push_back({causes.name(root, share.constraint), share.share * root.part});
    }
  }
  for (std::size_t c = 0; c < by_class.size(); ++c) {
    if (by_class[c] > 0)
      summary.roots.push_back({std::string(text(static_cast<RootClass>(c))), by_class[c]});
  }
  std::stable_sort(summary.roots.begin(), summary.roots.end(),
                   [](const RootShare& a, const RootShare& b) { return a.share > b.share; });
}

void add_shares(RunResult& result, const Ledger& ledger, const RootCauses& causes,
                const Timeline& timeline) {
  for (const MonthLedger& month : ledger.months()) {
    const Date date = timeline.date(month.from);
    for (std::size_t i = 0; i < month.shares.size(); ++i) {
      const LedgerShare& share = month.shares[i];
      std::optional<double> proximate = share.share;
      for (const RootPart& root : causes.of_share(static_cast<std::size_t>(month.month), i)) {
        result.bottlenecks.push_back({.month = date,
                                      .constraint = ledger.name(share.constraint),
                                      .proximate_share = std::exchange(proximate, std::nullopt),
                                      .root = causes.name(root, share.constraint),
                                      .root_share = share.share * root.part});
      }
    }
  }
}

void add_matrix(RunResult& result, const Ledger& ledger, const Timeline& timeline) {
  std::map<std::tuple<ConstraintId, int, int>, double> cells;
  for (const MonthLedger& month : ledger.months()) {
    const int effect = month.year;
    for (const LedgerShare& share : month.shares) {
      const Tick from = std::min(share.cause_from, share.cause_to);
      const Tick to = std::max({share.cause_to, from + 1});
      // Evenly over the cause dates.
      for (Tick at = from; at < to;) {
        const int cause = timeline.year(at);
        const Tick year_end = timeline.tick(
            Date{std::chrono::year{cause + 1}, std::chrono::January, std::chrono::day{1}});
        const Tick end = std::min(to, year_end);
        cells[{share.constraint, effect, cause}] += month.lost * share.share *
                                                    static_cast<double>(end - at) /
                                                    static_cast<double>(to - from);
        at = end;
      }
    }
  }
  for (const auto& [key, lost] : cells) {
    const auto& [constraint, effect, cause] = key;
    result.matrix.push_back({ledger.name(constraint), effect, cause, lost});
  }
}

}  // namespace chokepoint::models

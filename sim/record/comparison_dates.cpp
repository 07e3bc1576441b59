// milestones.csv and preparations.csv: what of a comparison has a date, and what preparing brought.

#include <algorithm>

#include "sim/record/comparison.hpp"
#include "sim/record/csv.hpp"

namespace chokepoint {

namespace {

/// Rows of one world, each something that happens in a month of the calendar or after the event.
class Milestones {
 public:
  Milestones(CsvText& csv, const Comparison& comparison, std::size_t world)
      : csv_(csv), comparison_(comparison), world_(world) {}

  void add_switches() {
    for (const BindingChange& change : comparison_.worlds[world_].runs.front().binding_changes) {
      begin(change.about_equal ? "near_switch" : "switch", change.to);
      csv_.add(iso(change.month)).add_empty().add_empty().add(change.from);
      csv_.add_empty().add_empty().add_empty().add_empty();
      csv_.end_row();
    }
  }

  void add_timeline() {
    for (const Shortage& shortage : shortages(comparison_, world_)) {
      const std::string what = shortage.measure < comparison_.measures.size()
                                   ? comparison_.measures[shortage.measure].id
                                   : "added";
      const bool after = shortage.since_event;
      add("falls", what, after, shortage.first, {}, shortage.through, shortage.back);
      add("worst", what, after, shortage.worst_month, shortage.worst);
      add("back", what, after, shortage.last);
      add("falls_again", what, after, shortage.again);
    }
  }

  void add_recovery() {
    const Recovery recovered = recovery(comparison_, world_);
    const bool after = recovered.since_event;
    add_amount("lost_gw_years", recovered.lost_unit_years);
    add_amount("lost_gw_years_low", recovered.lost_low);
    add_amount("lost_gw_years_high", recovered.lost_high);
    add("additions_fell", "", after, recovered.additions_fell);
    add("additions_back", "", after, recovered.additions_back);
    add("additions_again", "", after, recovered.additions_again);
    add("online_fell", "", after, recovered.online_fell);
    add("online_back", "", after, recovered.online_back);
    add("online_again", "", after, recovered.online_again);
  }

 private:
  void begin(std::string_view what, std::string_view entity) {
    csv_.add(comparison_.worlds[world_].name).add(what).add(entity);
  }

  /// A row without a month.
  void add_amount(std::string_view what, const std::optional<double>& amount) {
    if (!amount)
      return;
    begin(what, "");
    csv_.add_empty().add_empty().add(amount).add_empty();
    csv_.add_empty().add_empty().add_empty().add_empty();
    csv_.end_row();
  }

  void add(std::string_view what, std::string_view entity, bool after,
           const std::optional<std::size_t>& month, const std::optional<double>& value = {},
           const std::optional<Through>& through = {}, const std::vector<Through>& back = {}) {
    if (!month)
      return;
    begin(what, entity);
    if (after)
      csv_.add_empty().add(std::uint64_t{*month});
    else
      csv_.add(iso(comparison_.months[std::min(*month, comparison_.months.size() - 1)]))
          .add_empty();
    csv_.add(value).add_empty();
    if (through)
      csv_.add(text(through->kind)).add(through->what).add(through->from);
    else
      csv_.add_empty().add_empty().add_empty();
    std::string steps;
    for (const Through& step : back)
      steps += (steps.empty() ? "" : "; ") + sentence(step);
    csv_.add(steps);
    csv_.end_row();
  }

  CsvText& csv_;
  const Comparison& comparison_;
  std::size_t world_;
};

}  // namespace

std::string milestones_csv(const Comparison& comparison) {
  CsvText csv(
      "world,milestone,entity,month,months_after,value,before,through,through_what,through_whom,"
      "back");
  for (std::size_t w = 0; w < comparison.worlds.size(); ++w) {
    Milestones rows(csv, comparison, w);
    rows.add_switches();
    if (w == 0)
      continue;
    rows.add_timeline();
    rows.add_recovery();
  }
  return csv.take();
}

std::string preparations_csv(const Comparison& comparison) {
  CsvText csv(
      "world,against,added,gw_years,gw_years_low,gw_years_high,gw_at_end,cost_usd,stocked_wafers,"
      "begun_after,gw_years_per_billion_usd,gw_years_per_thousand_wafers");
  for (const Preparation& one : preparations(comparison)) {
    std::string added;
    for (const std::string& overlay : one.added)
      added += (added.empty() ? "" : "+") + overlay;
    csv.add(comparison.worlds[one.world].name).add(comparison.worlds[one.against].name).add(added);
    csv.add(one.unit_years.difference).add(one.unit_years.difference_low);
    csv.add(one.unit_years.difference_high).add(one.at_end.difference);
    csv.add(one.cost_usd).add(one.stocked).add(one.late ? "true" : "false");
    csv.add(one.per_usd).add(one.per_wafer);
    csv.end_row();
  }
  return csv.take();
}

}  // namespace chokepoint

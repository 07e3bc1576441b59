#include "tools/number_kinds.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string>

namespace chokepoint::tools {

namespace {

/// Keys, separated by blanks, whose numbers are of a kind. A number is told by the last part of its
/// path.
struct KeysOfKind {
  NumberKind kind;
  const char* keys;
};

const std::array<KeysOfKind, 7>& keys_of_kinds() {
  static const std::array<KeysOfKind, 7> kinds = {{
      {{"decision", "how somebody plans, believes, waits and reserves: nobody publishes it", false},
       "arrears_borne assembly_reserve assembly_smoothing backlog_spread backlog_target "
       "believed_ahead book_spread busy_share cash_kept catch_up chips_margin chips_memory "
       "conviction "
       "cover cut_above cut_after_months demand_memory dram_ahead empty_months euv_tools_ahead "
       "extra_lead fallback first_steady_share first_use follow_market follows gain gives_up_after "
       "growth_memory hbm_ahead horizon lag idle_below idle_fade idle_floor idle_patience "
       "idle_plans_every idle_reserve "
       "keeps_pace kept_crew lateness_borne logic_ahead matching_margin memory_thrift module_cover "
       "most_believed_growth "
       "news outlook_memory new_operators normal_backlog normal_queue old_orders_spread "
       "order_ahead order_every ordinary_book "
       "over_order package_ahead package_lag pays_for_logic pays_up plan_ahead power_block "
       "plans_every power_faith "
       "power_most_blocks power_smoothing price_lag price_queue price_shift promise_shift "
       "queue_target requalify "
       "reserve reserves_spread "
       "rise "
       "scarcity_price scarcity_price_most seller_substitution slack smoothing sold_out "
       "sold_out_after sold_out_pause split_orders stable_margin steady_memory steady_starts "
       "surplus "
       "systems_ahead tool_horizon tool_margin tool_sets_ahead tool_smoothing train_ahead "
       "turns_elsewhere_after "
       "usual_spare "
       "usual_stock usual_wait utilisation"},
      {{"start",
        "what a firm had, made or had begun when the run starts: few tell it by line or site"},
       "assembly at_start capacity euv_installing euv_on_order euv_tools first_price first_stock "
       "general_space general_space_part on_order online other_use pace package_months packages "
       "rate ready "
       "site_months sites stock stock_months system_months systems units wish workers"},
      {{"recipe", "what a unit takes: makers keep it secret, and it is told for single products"},
       "ageing cheaper chip_tdp cowos_wafers_per_gw creep derating dram_wafers_per_gw electricians "
       "euv_layers "
       "h100 "
       "h100e_per_gw "
       "first flop_rate half_wafers loss losses hbm_wafers_per_gw it_power minor_wafers_per_gw "
       "nand_wafers_per_gw denser nines part per_unit "
       "replaced saves "
       "throughput training_utilisation uptime "
       "usable_tools "
       "wafers wafers_per_gw work yields"},
      {{"time", "how long something takes: told in round numbers, or for single cases"},
       "assembly_lead contract_term crew_lag cycle_time delivery deployment euv_installing_months "
       "expansion_lead lead lead_with_building loan_term packaging_port_time port_time "
       "reroute_time room_lead run_time"},
      {{"limit", "how fast or how far somebody can grow at most: seen only where it was tried"},
       "added closes growth growth_cap lost leaving max_growth most room_starts "
       "room_starts_ceiling "
       "room_starts_growth space start_cap start_cap_growth start_cap_most training"},
      {{"money", "prices, costs, revenue, credit: told for some firms and years"},
       "cash_cost ceiling credit_line highest interest loan lowest overdraft_interest own_cash "
       "premium price "
       "price_elasticity price_most raises revenue running_cost steepest_fall "
       "steepest_rise usual_price "
       "ends_at least part_paid reach room salaries site_deposit tires_at tool_set worth"},
      {{"market",
        "who buys from whom, what buyers want, what comes: contracts are confidential, the future "
        "unknown"},
       "chip_part contracted demand device_elasticity discovery elasticity inference_share "
       "low_end_first "
       "largest_share largest_site need_nines population share tools tool_sets training_share "
       "unserved_drag"},
  }};
  return kinds;
}

std::map<std::string, const NumberKind*, std::less<>> kinds_by_key() {
  std::map<std::string, const NumberKind*, std::less<>> kinds;
  for (const KeysOfKind& entry : keys_of_kinds()) {
    std::string_view keys = entry.keys;
    while (!keys.empty()) {
      const std::size_t end = std::min(keys.find(' '), keys.size());
      kinds.emplace(keys.substr(0, end), &entry.kind);
      keys.remove_prefix(std::min(end + 1, keys.size()));
    }
  }
  return kinds;
}

}  // namespace

const NumberKind* kind_of_number(std::string_view path) {
  static const auto kinds = kinds_by_key();
  constexpr std::string_view kFirms = "actors.";
  if (!path.starts_with(kFirms))
    return nullptr;
  // When a maker builds a fab, and to whom a designer turns when the first makers stand still, is a
  // plan, whatever the key.
  if (path.find(".fab_trigger.") != std::string_view::npos ||
      (path.find(".second_") != std::string_view::npos && path.ends_with(".share")))
    return kinds.at("conviction");
  // The growth of a market is not a limit.
  if (path == "actors.ai_customers.growth")
    return kinds.at("discovery");
  const auto kind = kinds.find(path.substr(path.rfind('.') + 1));
  return kind == kinds.end() ? nullptr : kind->second;
}

}  // namespace chokepoint::tools

#include "tools/series_rules.hpp"

#include <algorithm>
#include <array>

namespace chokepoint::tools {

namespace {

constexpr std::array<std::string_view, 16> kFlows = {"accelerator_packages",
                                                     "added",
                                                     "capex_usd",
                                                     "euv_tools_shipped",
                                                     "fell_behind",
                                                     "hbm_output",
                                                     "orders",
                                                     "output",
                                                     "packaged",
                                                     "phones_sold",
                                                     "power_delivered_gw",
                                                     "power_ordered_gw",
                                                     "received",
                                                     "received_from",
                                                     "unmet",
                                                     "used"};

constexpr std::array<std::string_view, 16> kPricesAndShares = {
    "accelerator_price", "ai_share_of_foundry",
    "ai_share_of_logic", "allocated_share",
    "dram_price",        "dram_price_change",
    "dram_price_index",  "nand_price",
    "nand_price_change", "nand_price_index",
    "h100_hour",         "hbm_share_of_dram_wafers",
    "price_response",    "rent",
    "serving_share",     "site_slip_days"};

}  // namespace

Together together_of(std::string_view series) {
  if (std::find(kFlows.begin(), kFlows.end(), series) != kFlows.end())
    return Together::sum;
  if (std::find(kPricesAndShares.begin(), kPricesAndShares.end(), series) != kPricesAndShares.end())
    return Together::mean;
  return Together::end;
}

}  // namespace chokepoint::tools

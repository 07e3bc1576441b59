#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/record/run_result.hpp"

namespace chokepoint::tools {

/// Of some goods in a year.
struct GoodsYear {
  double arrived = 0;                 ///< at all buyers, in the unit of the goods
  std::optional<double> capacity;     ///< that all sellers could make in the year
  double running = 0;                 ///< of goods that are let: what of it runs, mean of the year
  double ready = 0;                   ///< and what stands ready for it without running
  std::optional<double> lead_months;  ///< mean of placed to delivered, of orders delivered in it
  std::optional<double> late_months;  ///< mean of promised to delivered; less than 0: early
};

/// Something that is ordered, made and delivered.
struct Goods {
  std::string name;
  std::string unit;
  std::size_t column = 0;            ///< 0: furthest from what is counted
  std::vector<std::size_t> needs;    ///< goods that its sellers buy
  std::vector<std::string> sellers;  ///< sorted
  std::vector<GoodsYear> years;      ///< as RunResult::years
};

/// Who needs what, from the order journal: goods are needed for others that their buyer sells. Only
/// goods that reach something which nobody buys to sell on. In the order of columns and names;
/// empty without orders.
[[nodiscard]] std::vector<Goods> goods_of_orders(const RunResult& result);

/// Arrived over what could be made; of goods that are let, such as compute, what runs over what
/// could run. Nothing where one of them is unknown.
[[nodiscard]] std::optional<double> utilisation(const GoodsYear& year);

}  // namespace chokepoint::tools

// What a consumer market is said to be.

#include <algorithm>

#include "models/actors/common_keys.hpp"
#include "models/actors/consumer_market.hpp"
#include "models/core/rates.hpp"

namespace chokepoint::models {

namespace {

/// What a wafer is worth to a market that says both; others bid nothing.
std::optional<DeviceDemand> read_device_demand(Reader& reader) {
  const auto elasticity =
      reader.number_if_any("device_elasticity", "1",
                           "for bids: loss of devices wanted per rise of their price (logarithms)",
                           {.min = 0, .open_min = true});
  const auto chip_part = reader.number_if_any(
      "chip_part", "1",
      "for bids: part of the price of a device that is its chip, in usual times; a market that "
      "says this and device_elasticity bids",
      {.min = 0, .max = 1, .open_min = true});
  if (!elasticity || !chip_part)
    return std::nullopt;
  return DeviceDemand{.elasticity = *elasticity, .chip_part = *chip_part};
}

ConsumerMarketSpec::Need read_need(Reader& reader) {
  ConsumerMarketSpec::Need need;
  need.commodity = reader.name();
  need.before_price = reader.exogenous("demand", "wafer/month",
                                       "need before the price of memory has an effect", {.min = 0});
  const Duration cover = reader.duration("cover", "stock and orders together, in months of need");
  need.cover_months = months(cover);
  need.stock_months =
      months(reader.duration_if_any("first_stock", "on hand at the start; without it the cover")
                 .value_or(cover));
  need.order_every =
      reader.count_or("order_every", 1, "plannings between two orders", {.min = 1, .max = 12});
  need.contracted = reader.number_or("contracted", "1", "1",
                                     "part that is bought under contracts and served first",
                                     {.min = 0, .max = 1});
  const auto read_fallback = [&need](Reader& keys) {
    need.older = keys.text("to", "the wafers of the older node, another need of this market");
    Fallback rule;
    rule.most =
        keys.number("most", "1", "part of the devices that can stay on it", {.min = 0, .max = 1});
    rule.wafers = keys.number("wafers", "1", "of the older node for each of the newer",
                              {.min = 0, .open_min = true});
    rule.lag_months = months(
        keys.duration("lag", "over which what is missing is learned and ordered there", "1 month"));
    return rule;
  };
  need.fallback = reader
                      .optional_group("falls_back",
                                      "some models keep the chip of an older node when this one is "
                                      "short; without it nobody does",
                                      read_fallback)
                      .value_or(Fallback{});
  need.usual_usd =
      reader
          .number_if_any("usual_price", "usd/wafer",
                         "of a wafer in usual times, from which it bids where the highest bidder "
                         "is served; without it it bids nothing",
                         {.min = 0})
          .value_or(0);
  need.sellers = reader.list("sellers", "who is asked, in which proportion", [](Reader& keys) {
    ConsumerMarketSpec::Seller seller;
    seller.name = keys.reference("seller", "actor", "who sells it");
    seller.share = keys.number_or("share", "1", "1", "relative to the other sellers", {.min = 0});
    return seller;
  });
  return need;
}

}  // namespace

ConsumerMarketSpec ConsumerMarketSpec::read(Reader& reader) {
  ConsumerMarketSpec spec;
  spec.firm = FirmSpec::read(reader);
  spec.priced_by = reader.name_or("priced_by", "dram_wafer", "the need whose price reduces demand");
  spec.response.elasticity =
      reader.number("price_elasticity", "1",
                    "loss of demand per rise of the memory price (logarithms)", {.min = 0});
  spec.response.lag_months =
      months(reader.duration("price_lag", "time until a price of memory shows in devices sold"));
  spec.substitution =
      reader.number_or("seller_substitution", "1", "2",
                       "how strongly orders shift toward the cheaper seller", {.min = 0});
  spec.padding =
      reader.number("over_order", "1", "ordered on top and cut back later", {.min = 0, .max = 1});
  spec.cut_after_months =
      reader.count_or("cut_after_months", 2, "when the excess is cut back", {.min = 1, .max = 24});
  spec.excess = reader.number_or("cut_above", "1", "0.15",
                                 "orders are cut when stock and orders exceed the target by more "
                                 "than this part",
                                 {.min = 0});
  spec.device_demand = read_device_demand(reader);
  const auto reroute = reader.duration_if_any(
      "reroute_time",
      "until chips of a seller that stands still are made by others; never without it");
  if (reroute)
    spec.reroute = reader.timeline().after(0, *reroute);
  spec.needs = reader.list("needs", "wafers that go into the devices", read_need);
  for (const Need& need : spec.needs) {
    const bool known = std::any_of(spec.needs.begin(), spec.needs.end(), [&](const Need& other) {
      return other.commodity == need.older && other.commodity != need.commodity;
    });
    reader.require(need.older.empty() || known, {"needs"},
                   "'" + need.commodity + "' falls back to '" + need.older +
                       "', which is no other need of this market");
  }
  if (reader.has("units")) {
    const Profile units =
        reader.exogenous_or("units", "unit/month", "0 unit/month",
                            "devices before price; 0 or left out: not counted", {.min = 0});
    if (std::any_of(units.points().begin(), units.points().end(),
                    [](const Profile::Point& point) { return point.value > 0; }))
      spec.units = units;
    spec.response.unit_exponent = reader.number_or(
        "low_end_first", "1", "1",
        "with `units`: devices fall by this power of the memory they use", {.min = 0});
  }
  return spec;
}

}  // namespace chokepoint::models

// Packages of an accelerator vendor that do not become new systems: they replace failed ones, or
// are put aside for worse times.

#include <algorithm>
#include <cmath>

#include "models/actors/accelerator_vendor.hpp"
#include "models/core/rates.hpp"
#include "sim/base/portable_math.hpp"

namespace chokepoint::models {

namespace {
constexpr double kGone = 0.5;  ///< of a supplier: with less left it is no time to put aside
}  // namespace

double AcceleratorVendor::replaced_per_month() const {
  return spec_.replaced_per_year / 12 * static_cast<double>(line_.made());
}

double AcceleratorVendor::failed_by(Tick when) const {
  const double passed = static_cast<double>(when - failed_until_) / kMinutesPerMonth;
  return failed_ + replaced_per_month() * passed;
}

void AcceleratorVendor::count_failed() {
  failed_ = failed_by(market_.flow.now());
  failed_until_ = market_.flow.now();
}

/// Only looks: what a planning day sees must not change what happens between them.
void AcceleratorVendor::record_failed() {
  if (spec_.replaced_per_year <= 0)
    return;
  if (!failed_series_) {
    failed_series_ = {
        market_.series.declare("awaiting_replacement", name(), "GW_it", region()),
        market_.series.declare("replaced", name(), "GW_it", region()),
    };
  }
  market_.series.put((*failed_series_)[0], now(), failed_by(now()) * kGwPerKw);
  market_.series.put((*failed_series_)[1], now(), replaced_ * kGwPerKw);
}

std::int64_t AcceleratorVendor::replace_failed(std::int64_t kw) {
  count_failed();
  const std::int64_t taken = std::min(kw, static_cast<std::int64_t>(failed_));
  failed_ -= static_cast<double>(taken);
  replaced_ += static_cast<double>(taken);
  return kw - taken;
}

double AcceleratorVendor::filling_per_month(double pace) const {
  const Disruptions::Stockpile stockpile = market_.disruptions.stockpile(name(), now());
  const double missing = stockpile.months * shipped_.level() - reserve_;
  return std::clamp(missing, 0.0, stockpile.part * pace);
}

std::int64_t AcceleratorVendor::put_aside(std::int64_t kw, double wafers) {
  const Disruptions::Stockpile stockpile = market_.disruptions.stockpile(name(), now());
  const double wanted = stockpile.months * shipped_.level();
  if (reserve_ >= wanted || watched_.front().firm->part_left_of(watched_.front().product) < kGone)
    return kw;
  reserve_carry_ += std::min(stockpile.part * static_cast<double>(kw), wanted - reserve_);
  const auto aside = std::min(kw, static_cast<std::int64_t>(reserve_carry_));
  reserve_carry_ -= static_cast<double>(aside);
  reserve_ += static_cast<double>(aside);
  reserve_wafers_ += static_cast<double>(aside) * wafers;
  reserve_usd_ += static_cast<double>(aside) * quoted_;
  if (!reserve_series_) {
    reserve_series_ = {
        market_.series.declare("package_reserve", name(), "GW_it", region()),
        market_.series.declare("stocked", name(), "wafer", region(), "cowos_wafer"),
        market_.series.declare("stock_bought", name(), "usd", region()),
    };
  }
  market_.series.put((*reserve_series_)[0], now(), reserve_ * kGwPerKw);
  market_.series.put((*reserve_series_)[1], now(), reserve_wafers_);
  market_.series.put((*reserve_series_)[2], now(), reserve_usd_);
  return kw - aside;
}

void AcceleratorVendor::open_reserve() {
  if (reserve_ < 1)
    return;
  const std::int64_t rest = replace_failed(nearest_whole(reserve_));
  if (rest > 0)
    packages_.put(rest, decide(demand_));
  reserve_ = 0;
  reserve_wafers_ = 0;
  market_.series.put((*reserve_series_)[0], now(), 0);
  market_.series.put((*reserve_series_)[1], now(), 0);
}

}  // namespace chokepoint::models

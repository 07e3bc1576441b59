#pragma once

#include <string>
#include <utility>

#include "models/core/firm.hpp"

namespace chokepoint::models::test {

/// Announces that it will want so many wafers a month of "tsmc", of N3 unless it says otherwise,
/// and orders none.
class Announcer final : public Firm {
 public:
  void state(ProcessModel&) const override {}
  Announcer(Market& market, std::string name, double per_month, std::string wafer = "n3_wafer")
      : Firm(market, {.name = std::move(name), .region = "here"}),
        wafer_(std::move(wafer)),
        per_month_(per_month) {}

 private:
  void plan() override {
    tell(market_.firm("tsmc"), market_.commodity(wafer_, "wafer"),
         {per_month_, per_month_, per_month_, per_month_});
  }
  std::string wafer_;
  double per_month_;
};

}  // namespace chokepoint::models::test

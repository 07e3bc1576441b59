#pragma once

#include <string>
#include <utility>

#include "models/core/firm.hpp"

namespace chokepoint::models::test {

/// Announces that it will want so many N3 wafers a month of "tsmc", and orders none.
class Announcer final : public Firm {
 public:
  void state(ProcessModel&) const override {}
  Announcer(Market& market, std::string name, double per_month)
      : Firm(market, {.name = std::move(name), .region = "here"}), per_month_(per_month) {}

 private:
  void plan() override {
    tell(market_.firm("tsmc"), market_.commodity("n3_wafer", "wafer"),
         {per_month_, per_month_, per_month_, per_month_});
  }
  double per_month_;
};

}  // namespace chokepoint::models::test

#pragma once

#include "tests/support/model_world.hpp"

namespace chokepoint::models::test {

/// Sells whatever is ordered, `priced` for a dollar a unit, and delivers it whole after a fixed
/// time; tells every order. From `sold_out_from` on it turns everything away.
class Shop final : public Firm {
 public:
  void state(ProcessModel&) const override {}
  Shop(Market& market, std::string name, ModelWorld& world, Tick delivery,
       const std::string& priced = {})
      : Firm(market, {.name = std::move(name), .region = "here"}),
        world_(world),
        delivery_(delivery) {
    if (priced.empty())
      return;
    priced_ = market.commodity(priced, "kW_it");
    offer(priced_);
    set_price(priced_, 1, delivery);
  }

  Tick sold_out_from = kNever;
  bool quiet = false;
  /// From then on it asks ten dollars a unit.
  Tick dear_from = kNever;
  /// False: it takes orders and never makes anything.
  bool begins = true;

 private:
  void plan() override {
    if (now() >= dear_from)
      set_price(priced_, 10, delivery_);
  }
  void receive_order(OrderId id) override {
    const Order& order = market_.journal.at(id);
    const std::string what = market_.commodity(order.terms.commodity).name;
    if (now() >= sold_out_from) {
      if (!quiet)
        world_.tell(name(), "turns away " + what, order.terms.quantity);
      reject(id);
      return;
    }
    if (!quiet)
      world_.tell(name(), "sells " + what, order.terms.quantity);
    acknowledge(id, now() + delivery_);
    if (!begins)
      return;
    market_.journal.begin(id, order.terms.quantity);
    const EventId event =
        market_.flow.trace.follow(EventKind::lead, market_.flow.trace.constraint("delivery"), now(),
                                  now() + delivery_, order.decided, EnablerClass::order);
    const FirmId to = order.terms.consignee == kNoFirm ? order.buyer : order.terms.consignee;
    market_.post.send(market_.firm(to), Delivery{id, order.terms.quantity, event}, delivery_);
  }

  ModelWorld& world_;
  Tick delivery_;
  CommodityId priced_ = 0;
};

/// Hears what its customers announce, and makes nothing of what they order.
class Listener final : public Firm {
 public:
  void state(ProcessModel&) const override {}
  explicit Listener(Market& market, const std::string& name = "listener",
                    std::string_view goods = "accelerator", std::string_view unit = "kW_it")
      : Firm(market, {.name = name, .region = "here"}), goods_(market.commodity(goods, unit)) {
    offer(goods_);
    set_price(goods_, 1);
  }
  double heard_now() const { return heard(goods_, {}); }

 private:
  void plan() override {}
  void receive_order(OrderId id) override { acknowledge(id, now() + 900 * kDay); }
  CommodityId goods_;
};

/// Announces the same rate for all years every month, nothing from `until` on, and buys nothing.
class Announcer final : public Firm {
 public:
  void state(ProcessModel&) const override {}
  Announcer(Market& market, std::string name, std::string seller, std::string commodity,
            double per_month)
      : Firm(market, {.name = std::move(name), .region = "here"}),
        seller_(std::move(seller)),
        commodity_(std::move(commodity)),
        per_month_(per_month) {}

  Tick until = kNever;

 private:
  void plan() override {
    const double rate = now() < until ? per_month_ : 1;
    tell(market_.firm(seller_), market_.commodity(commodity_, "kW_it"), {rate, rate, rate, rate});
  }

  std::string seller_;
  std::string commodity_;
  double per_month_;
};

}  // namespace chokepoint::models::test

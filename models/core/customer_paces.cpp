#include "models/core/customer_paces.hpp"

#include <algorithm>

namespace chokepoint::models {

CustomerPaces::Customer& CustomerPaces::of(FirmId firm) {
  const auto known = std::find_if(customers_.begin(), customers_.end(),
                                  [firm](const Customer& c) { return c.firm == firm; });
  return known != customers_.end() ? *known : customers_.emplace_back(Customer{firm});
}

void CustomerPaces::booked(FirmId customer, std::int64_t units) {
  if (memory_months_ > 0)
    of(customer).waiting += units;
}

void CustomerPaces::begun(FirmId customer, std::int64_t units) {
  if (memory_months_ <= 0)
    return;
  Customer& served = of(customer);
  served.waiting -= units;
  served.begun += units;
}

void CustomerPaces::learn(double months) {
  if (months <= 0)
    return;
  for (Customer& customer : customers_) {
    const double observed = static_cast<double>(customer.begun) / months;
    customer.per_month += (observed - customer.per_month) * std::min(1.0, months / memory_months_);
    customer.begun = 0;
  }
}

bool CustomerPaces::keeps(FirmId customer, std::int64_t units, double months) const {
  const auto known = std::find_if(customers_.begin(), customers_.end(),
                                  [customer](const Customer& c) { return c.firm == customer; });
  if (known == customers_.end())
    return false;
  const double waiting = static_cast<double>(known->waiting) + static_cast<double>(units) / 2;
  return waiting <= known->per_month * months;
}

}  // namespace chokepoint::models

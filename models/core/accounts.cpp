#include "models/core/accounts.hpp"

#include <algorithm>

#include "sim/base/error.hpp"
#include "sim/base/portable_math.hpp"

namespace chokepoint::models {

Cents cents(double usd) {
  return nearest_whole(usd * 100);
}

Accounts::Id Accounts::open(std::string_view name) {
  ensure(accounts_.size() < 0xFFFF, "a world has fewer than 65,535 accounts");
  accounts_.push_back({.name = std::string(name)});
  return static_cast<Id>(accounts_.size() - 1);
}

Accounts::Id Accounts::outside(std::string_view name) {
  const auto known = std::find_if(accounts_.begin(), accounts_.end(), [&](const Account& account) {
    return account.outside && account.name == name;
  });
  if (known != accounts_.end())
    return static_cast<Id>(known - accounts_.begin());
  const Id id = open(name);
  accounts_[id].outside = true;
  return id;
}

void Accounts::set_credit(Id id, Cents most) {
  Account& account = accounts_[id];
  account.credit = std::max(most, account.aside - account.balance);
}

Cents Accounts::net(Id id) const {
  const Account& account = accounts_[id];
  return account.balance + account.credit - account.aside - account.owed;
}

void Accounts::move(Id from, Id to, Cents amount) {
  Account& payer = accounts_[from];
  payer.balance -= amount;
  accounts_[to].balance += amount;
  if (!payer.outside)
    accounts_[to].earned += amount;
  ensure(payer.outside || payer.balance + payer.credit >= 0, "nobody spends what it has not");
}

void Accounts::pay(Id from, Id to, Cents amount) {
  ensure(amount >= 0, "a payment is not negative");
  ensure(accounts_[from].outside || amount <= free(from), "nobody spends what it has not");
  move(from, to, amount);
}

void Accounts::set_aside(Id id, Cents amount) {
  ensure(amount >= 0 && amount <= free(id), "only free money is set aside");
  accounts_[id].aside += amount;
}

void Accounts::release(Id id, Cents amount) {
  ensure(amount >= 0 && amount <= accounts_[id].aside, "only what was set aside is released");
  accounts_[id].aside -= amount;
}

void Accounts::bill(Id from, Id to, Cents amount) {
  ensure(amount >= 0, "a bill is not negative");
  const Cents now = std::min(amount, free(from));
  move(from, to, now);
  if (now == amount)
    return;
  accounts_[from].owed += amount - now;
  const auto known = std::find_if(bills_.begin(), bills_.end(), [&](const Bill& bill) {
    return bill.from == from && bill.to == to;
  });
  if (known != bills_.end()) {
    known->amount += amount - now;
  } else {
    bills_.push_back({from, to, amount - now});
  }
}

void Accounts::settle(Id from) {
  Account& payer = accounts_[from];
  if (payer.owed == 0)
    return;
  for (Bill& bill : bills_) {
    const Cents most = payer.balance + payer.credit - payer.aside;
    if (bill.from != from || most <= 0)
      continue;
    const Cents part = std::min(bill.amount, most);
    move(from, bill.to, part);
    bill.amount -= part;
    payer.owed -= part;
  }
  std::erase_if(bills_, [](const Bill& bill) { return bill.amount == 0; });
}

Cents Accounts::owed(Id from) const {
  return accounts_[from].owed;
}

Cents Accounts::owed(Id from, Id to) const {
  Cents sum = 0;
  for (const Bill& bill : bills_) {
    if (bill.from == from && bill.to == to)
      sum += bill.amount;
  }
  return sum;
}

}  // namespace chokepoint::models

#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace chokepoint::models {

/// Money is counted in whole US cents.
using Cents = std::int64_t;
[[nodiscard]] Cents cents(double usd);
[[nodiscard]] constexpr double usd(Cents amount) {
  return static_cast<double>(amount) / 100;
}

/// The accounts of all firms, and of those outside of the world who pay or are paid by them
/// (customers, investors, lenders). A payment leaves one account and enters another, so that the
/// sum of all is zero at any time. A firm spends what it has and what its credit line allows;
/// whoever is outside has no limit.
///
/// What a firm cannot pay stands as a bill, which both sides see, and is paid before anything else.
class Accounts {
 public:
  using Id = std::uint16_t;

  /// A new account of a firm: empty, without credit.
  Id open(std::string_view name);
  /// The account of somebody outside; opened when it is first named.
  Id outside(std::string_view name);

  /// What an account may be overdrawn by; never less than it is already.
  void set_credit(Id id, Cents most);
  /// Balance and credit, less what is set aside and what is owed: negative when bills wait.
  [[nodiscard]] Cents net(Id id) const;
  /// What may be spent now.
  [[nodiscard]] Cents free(Id id) const { return std::max<Cents>(0, net(id)); }
  /// Moves money. Throws ModelError when the payer has not so much free.
  void pay(Id from, Id to, Cents amount);

  /// Keeps free money for a purchase that has been asked for and not yet been agreed.
  void set_aside(Id id, Cents amount);
  void release(Id id, Cents amount);

  /// Pays as much as is free; the rest stands as a bill.
  void bill(Id from, Id to, Cents amount);
  /// Pays open bills, the oldest first, as far as money reaches.
  void settle(Id from);
  /// What is owed in all, and to one creditor.
  [[nodiscard]] Cents owed(Id from) const;
  [[nodiscard]] Cents owed(Id from, Id to) const;

  struct Account {
    std::string name;
    bool outside = false;
    Cents balance = 0;
    Cents credit = 0;
    Cents aside = 0;
    Cents owed = 0;
    Cents earned = 0;  ///< all that firms ever paid into it
  };
  [[nodiscard]] const Account& at(Id id) const { return accounts_[id]; }
  [[nodiscard]] const std::vector<Account>& all() const { return accounts_; }

 private:
  struct Bill {
    Id from;
    Id to;
    Cents amount;
  };
  void move(Id from, Id to, Cents amount);

  std::vector<Account> accounts_;
  std::vector<Bill> bills_;  ///< oldest first; few at any time
};

}  // namespace chokepoint::models

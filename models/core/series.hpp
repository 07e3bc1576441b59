#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/time.hpp"

namespace chokepoint::models {

/// Monthly values for `timeseries.csv`. A series is declared once and filled by number.
class Series {
 public:
  using Id = std::uint32_t;
  struct Declaration {
    std::string series;  ///< "online", "capacity", "price", "backlog", ...
    std::string entity;  ///< firm or market; may be empty
    std::string region;
    std::string generation;
    std::string unit;
    bool by_month = false;   ///< months without anything have no value: see `add`
    std::int32_t every = 0;  ///< months between two of its values; 0: as far apart as they are
  };
  struct Value {
    std::int32_t month;  ///< calendar months since the start's month
    Id series;
    double value;
  };

  explicit Series(const Timeline& timeline);

  Id declare(std::string_view series, std::string_view entity, std::string_view unit,
             std::string_view region = {}, std::string_view generation = {});
  /// Its values are so many months apart, whatever events put between two of them.
  void set_every(Id series, std::int64_t months) {
    declarations_[series].every = static_cast<std::int32_t>(months);
  }
  /// The value for the month that contains `when`; a second one replaces the first. A rate goes
  /// into the month in which its period began.
  void put(Id series, Tick when, double value);
  /// Adds to what the month that contains `when` has so far: such a series counts by the month.
  void add(Id series, Tick when, double amount);

  [[nodiscard]] const std::vector<Declaration>& declarations() const { return declarations_; }
  [[nodiscard]] const std::vector<Value>& values() const { return values_; }

 private:
  /// The latest value of a series: what each further one asks for, close together.
  struct Latest {
    std::int32_t month = -1;
    bool by_month = false;  ///< as declared
    std::size_t place = 0;  ///< among the values
  };
  [[nodiscard]] std::int32_t month_of(Tick when);
  /// The value of that month, 0 when it is new.
  double& value_of(Id series, Tick when);

  const Timeline& timeline_;
  std::size_t month_ = 0;         ///< the last one asked for
  std::vector<Tick> month_ends_;  ///< exclusive, as far as anything was put
  std::vector<Declaration> declarations_;
  std::vector<Value> values_;
  std::vector<Latest> latest_;  ///< by series
};

}  // namespace chokepoint::models

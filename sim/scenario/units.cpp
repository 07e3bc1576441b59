#include "sim/scenario/units.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <memory>
#include <utility>

#include <udunits2.h>

#include "sim/base/error.hpp"
#include "sim/scenario/diagnostics.hpp"
#include "sim/scenario/unit_text.hpp"

namespace chokepoint {
namespace {

struct UnitDeleter {
  void operator()(ut_unit* unit) const { ut_free(unit); }
};
using Unit = std::unique_ptr<ut_unit, UnitDeleter>;
struct SystemDeleter {
  void operator()(ut_system* system) const { ut_free_system(system); }
};
using System = std::unique_ptr<ut_system, SystemDeleter>;

struct Prefix {
  const char* letter;
  double factor;
};
constexpr std::array<Prefix, 8> kPrefixes = {{{"k", 1e3},
                                              {"M", 1e6},
                                              {"G", 1e9},
                                              {"T", 1e12},
                                              {"P", 1e15},
                                              {"E", 1e18},
                                              {"Z", 1e21},
                                              {"Y", 1e24}}};

/// Things that are counted: each is a dimension of its own, so that wafers never add to tools.
constexpr std::array kCounted = {
    "wafer",   "tool",   "module",  "worker",      "lot",     "package", "stack", "unit",
    "token",   "set",    "pass",    "site",        "phone",   "car",     "pc",    "die",
    "chip",    "rack",   "server",  "accelerator", "turbine", "engine",  "stage", "mirror",
    "layer",   "mask",   "order",   "project",     "hall",    "job",     "slot",  "line",
    "person",  "user",   "model",   "transformer", "breaker", "request", "item",  "ship",
    "vehicle", "switch", "mission", "task",        "customer"};

class UnitSystem {
 public:
  static UnitSystem& instance() {
    static UnitSystem system;
    return system;
  }

  UnitSystem(const UnitSystem&) = delete;
  UnitSystem& operator=(const UnitSystem&) = delete;

  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }

  /// Whether a text was already read as a unit.
  [[nodiscard]] bool has_read(std::string_view text) const {
    const auto known = parsed_.find(text);
    return known != parsed_.end() && known->second != nullptr;
  }

  /// nullptr when UDUNITS cannot read it. Texts repeat, so each is read once.
  const ut_unit* parse(std::string_view text) {
    const auto known = parsed_.find(text);
    if (known != parsed_.end())
      return known->second.get();
    const std::string owned(text);
    Unit unit(text == "1" ? ut_clone(one_.get())
                          : ut_parse(system_.get(), owned.c_str(), UT_ASCII));
    return parsed_.emplace(owned, std::move(unit)).first->second.get();
  }

  std::optional<double> factor(std::string_view from, std::string_view to) {
    if (from == to)
      return 1.0;
    const std::pair<std::string, std::string> key(from, to);
    const auto known = factors_.find(key);
    if (known != factors_.end())
      return known->second;
    std::optional<double> result;
    const ut_unit* a = parse(from);
    const ut_unit* b = parse(to);
    ensure(a != nullptr && b != nullptr, "a factor is asked of two units");
    if (ut_are_convertible(a, b) != 0) {
      cv_converter* converter = ut_get_converter(const_cast<ut_unit*>(a), const_cast<ut_unit*>(b));
      // UDUNITS also converts to the reciprocal (days per lot to lots per day), which is not
      // a change of unit.
      const double one = cv_convert_double(converter, 1.0);
      const double two = cv_convert_double(converter, 2.0);
      if (two > one)
        result = one;
      cv_free(converter);
    }
    factors_.emplace(key, result);
    return result;
  }

 private:
  UnitSystem() : system_(ut_new_system()), one_(ut_get_dimensionless_unit_one(system_.get())) {
    ut_set_error_message_handler(ut_ignore);
    define_time();
    define_power_and_money();
    define_information_and_space();
    for (const char* name : kCounted) {
      const ut_unit* unit = define_base(name);
      define(plural(name), Unit(ut_clone(unit)));
      define_prefixes(name, unit, 4);
    }
    // Thousand wafers per month, the industry's own measure of a fab.
    define("kwpm", Unit(ut_parse(system_.get(), "kwafer/month", UT_ASCII)));
  }

  static std::string plural(const std::string& name) {
    if (name == "person")
      return "people";
    const bool sibilant = name.ends_with("s") || name.ends_with("x") || name.ends_with("ch");
    return name + (sibilant ? "es" : "s");
  }

  void define(const std::string& name, Unit unit) {
    ensure(
        unit != nullptr && ut_map_symbol_to_unit(name.c_str(), UT_ASCII, unit.get()) == UT_SUCCESS,
        "every unit has a definition and a name of its own");
    names_.push_back(name);
    owned_.push_back(std::move(unit));
  }
  const ut_unit* define_base(const std::string& name) {
    define(name, Unit(ut_new_base_unit(system_.get())));
    return owned_.back().get();
  }
  const ut_unit* define_scaled(const std::string& name, double factor, const ut_unit* unit) {
    define(name, Unit(ut_scale(factor, unit)));
    return owned_.back().get();
  }
  void define_prefixes(const std::string& name, const ut_unit* unit, std::size_t how_many) {
    for (const Prefix& prefix : kPrefixes) {
      if (how_many-- == 0)
        return;
      define_scaled(prefix.letter + name, prefix.factor, unit);
    }
  }

  void define_time() {
    const ut_unit* second = define_base("second");
    const double day = 86400.0;
    const std::array<std::pair<const char*, double>, 6> lengths = {{{"minute", 60.0},
                                                                    {"hour", 3600.0},
                                                                    {"day", day},
                                                                    {"week", 7 * day},
                                                                    {"month", 365.2425 * day / 12},
                                                                    {"year", 365.2425 * day}}};
    define("seconds", Unit(ut_clone(second)));
    for (const auto& [name, length] : lengths) {
      define_scaled(name, length, second);
      define_scaled(std::string(name) + "s", length, second);
    }
  }

  void define_power_and_money() {
    // Power that runs chips, power a building draws and power on a generator's plate are three
    // quantities: the factors between them (PUE, availability) belong to the model.
    for (const char* name : {"W_it", "W_facility", "W_nameplate"}) {
      const ut_unit* watt = define_base(name);
      define_prefixes(name, watt, 4);
      for (const Prefix& prefix : kPrefixes) {
        if (prefix.factor < 1e3 || prefix.factor > 1e12)
          continue;
        std::string energy = std::string(prefix.letter) + name;
        energy.insert(2, "h");  // kWh_it
        define_scaled(energy, prefix.factor * 3600.0, joule(watt).get());
      }
    }
    const ut_unit* usd = define_base("usd");
    define_prefixes("usd", usd, 4);
    const ut_unit* h100e = define_base("h100e");
    define_prefixes("h100e", h100e, 3);
    const ut_unit* flop = define_base("flop");
    define_prefixes("flop", flop, kPrefixes.size());
  }
  Unit joule(const ut_unit* watt) {
    return Unit(ut_multiply(watt, owned_.front().get()));  // the second was defined first
  }

  void define_information_and_space() {
    const ut_unit* bit = define_base("bit");
    define("bits", Unit(ut_clone(bit)));
    define_prefixes("bit", bit, 6);
    const ut_unit* byte = define_scaled("byte", 8.0, bit);
    define("bytes", Unit(ut_clone(byte)));
    define("B", Unit(ut_clone(byte)));
    define_prefixes("B", byte, 6);
    const ut_unit* metre = define_base("m");
    define_scaled("mm", 1e-3, metre);
    define_scaled("cm", 1e-2, metre);
    define_scaled("km", 1e3, metre);
    const ut_unit* percent = define_scaled("percent", 0.01, one_.get());
    define("%", Unit(ut_clone(percent)));
  }

  System system_;  ///< first, because units must be freed before it
  Unit one_;
  std::vector<Unit> owned_;
  std::vector<std::string> names_;
  std::map<std::string, Unit, std::less<>> parsed_;
  std::map<std::pair<std::string, std::string>, std::optional<double>> factors_;
};

}  // namespace

std::string unit_problem(std::string_view unit) {
  if (unit == "1" || UnitSystem::instance().has_read(unit))
    return "";
  std::string problem = unit_text_problem(unit);
  if (problem.empty() && UnitSystem::instance().parse(unit) == nullptr) {
    problem = in_quotes(unit) + " is not a unit";
  }
  return problem;
}

std::optional<double> conversion_factor(std::string_view from, std::string_view to) {
  return UnitSystem::instance().factor(from, to);
}

const std::vector<std::string>& unit_names() {
  return UnitSystem::instance().names();
}

}  // namespace chokepoint

// What the coefficients of recipes are worth to a plan.

#include <algorithm>
#include <cmath>

#include "sim/base/portable_math.hpp"
#include "sim/record/bound_parts.hpp"
#include "sim/record/text_cells.hpp"

namespace chokepoint {

namespace {

constexpr double kPaidEnough = 0.005;
constexpr std::size_t kMostLines = 20;

void put_rounded(JsonText& json, std::string_view key, const std::optional<double>& value) {
  json.key(key);
  if (value)
    json.value(std::abs(*value) < 1e-9 ? 0.0 : round_significant(*value, 9));
  else
    json.null();
}

/// Always two decimals: the sides of a need differ in the second.
std::string percents(const std::optional<double>& value) {
  if (!value)
    return "none";
  const long hundredths = std::lround(100 * *value);
  const std::string digits = std::to_string(1000 + std::abs(hundredths) % 100).substr(2);
  return (hundredths < 0 ? "-" : "") + std::to_string(std::abs(hundredths) / 100) + "." + digits;
}

}  // namespace

void put_technologies(JsonText& json, const DatedBound& bound) {
  json.key("technologies").begin_array();
  for (const TechnologyRent& rent : bound.technologies) {
    json.begin_object();
    json.key("process").value(rent.process);
    json.key("need").value(rent.of);
    json.key("paid").value(round_significant(rent.paid, 9));
    put_rounded(json, "share",
                bound.value > 0 ? std::optional(rent.paid / bound.value) : std::nullopt);
    put_rounded(json, "e_plus", rent.e_plus);
    put_rounded(json, "e_minus", rent.e_minus);
    json.end_object();
  }
  json.end_array();
}

std::string technology_text(const DatedBound& bound, const std::string& unit_years) {
  std::vector<const TechnologyRent*> told;
  for (const TechnologyRent& rent : bound.technologies) {
    // Of those that are short together the plan may pay for another.
    const bool short_too = std::abs(rent.e_plus.value_or(0)) >= kPaidEnough;
    if (rent.paid >= kPaidEnough * bound.value || short_too)
      told.push_back(&rent);
  }
  std::stable_sort(told.begin(), told.end(),
                   [](const auto* a, const auto* b) { return a->paid > b->paid; });
  if (told.empty())
    return {};
  std::string out = "Rents of technology: what the plan pays for a need of a recipe, " +
                    unit_years + "\n" + pad_left("paid", 10) + pad_left("share, %", 9) +
                    pad_left("e+", 8) + pad_left("e-", 8) + "  need\n";
  bool any_none = false;
  for (std::size_t i = 0; i < std::min(told.size(), kMostLines); ++i) {
    const TechnologyRent& rent = *told[i];
    any_none = any_none || !rent.e_plus || !rent.e_minus;
    out += pad_left(readable(rent.paid), 10) +
           pad_left(std::to_string(std::lround(100 * rent.paid / bound.value)), 9) +
           pad_left(percents(rent.e_plus), 8) + pad_left(percents(rent.e_minus), 8) + "  " +
           rent.process + ": " + rent.of + "\n";
  }
  if (told.size() > kMostLines)
    out += "and " + std::to_string(told.size() - kMostLines) + " more, in bound.json\n";
  return out +
         "e+ and e-: per cent that the bound changes by per cent more, or less, that is needed; "
         "each "
         "solved again.\n" +
         (any_none ? "none: what is needed comes back in the end (a place, a pallet, what is spent "
                     "in advance), or leaves no plan.\n"
                   : "");
}

}  // namespace chokepoint

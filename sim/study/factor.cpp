#include "sim/study/factor.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "sim/base/portable_math.hpp"
#include "sim/base/text.hpp"
#include "sim/scenario/number.hpp"
#include "sim/scenario/overlay.hpp"
#include "sim/scenario/quantity.hpp"

namespace chokepoint {

namespace {

constexpr double kMinutesPerDay = 24.0 * 60.0;
/// The part of a distribution that lies below its least value that is tried.
constexpr double kLeast = 1e-9;
constexpr std::string_view kScale = ".scale";
constexpr std::string_view kExponential = ".exponential";

/// A number without anything behind it.
std::optional<double> bare_number(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value))
    return std::nullopt;
  return value;
}

void move_to(Node& node, std::uint32_t file) {
  node.origin.file = file;
  node.source = SourceTable::kCommandLine;
  for (Node& item : node.items)
    move_to(item, file);
  for (Member& member : node.members) {
    member.origin.file = file;
    move_to(member.value, file);
  }
}

/// The resolved value at a path. The scale of a profile and the mean of an exponential distribution
/// are no values of their own: the profile and the distribution are.
const ResolvedValue* value_at(const Resolved& resolved, const std::string& path) {
  if (const ResolvedValue* value = resolved.find(path))
    return value;
  for (const std::string_view part : {kScale, kExponential}) {
    if (!path.ends_with(part))
      continue;
    const ResolvedValue* whole = resolved.find(path.substr(0, path.size() - part.size()));
    if (whole != nullptr && (part == kScale ? whole->time_varying : whole->per_event))
      return whole;
  }
  return nullptr;
}

std::string nearest_path(const Resolved& resolved, const std::string& path) {
  std::vector<std::string> paths;
  for (const ResolvedValue& value : resolved.values())
    paths.push_back(value.path);
  return did_you_mean(path, paths);
}

}  // namespace

void Factor::fail(std::string_view key, const std::string& message,
                  Diagnostics& diagnostics) const {
  diagnostics.add(origin_, "factors." + facts_.name + (key.empty() ? "" : "." + std::string(key)),
                  message);
}

Factor Factor::read(const FactorSpec& spec, const Document& base, const Resolved& resolved,
                    std::uint32_t settings_file, Diagnostics& diagnostics) {
  Factor factor{FactorFacts{}};
  factor.facts_.name = spec.name;
  factor.facts_.group = spec.group;
  factor.origin_ = spec.origin;
  factor.origin_.file = settings_file;
  factor.grid_levels_ = spec.grid_levels;
  if (!spec.overlays.empty()) {
    factor.facts_.kind = Kind::overlay;
    factor.facts_.column = spec.name;
    factor.facts_.levels = spec.overlays;
    return factor;
  }
  factor.facts_.column = factor.facts_.path = spec.path;
  factor.written_ = spec.distribution;
  move_to(factor.written_, settings_file);
  const ResolvedValue* const value = value_at(resolved, spec.path);
  if (value == nullptr) {
    factor.fail("path",
                "expected the path of a value of the scenario, found " + in_quotes(spec.path) +
                    nearest_path(resolved, spec.path),
                diagnostics);
    return factor;
  }
  const bool is_part = value->path != spec.path;
  const bool is_scale = is_part && value->time_varying;
  factor.is_mean_ = is_part && !is_scale;
  factor.facts_.unit = is_scale ? "1" : value->unit;
  factor.whole_ = value->whole && !is_part;
  factor.facts_.kind =
      factor.facts_.unit.empty() || (value->time_varying && !is_scale) ? Kind::text : Kind::number;
  if (factor.facts_.kind == Kind::text)
    factor.facts_.unit.clear();
  if (!spec.levels.empty()) {
    factor.read_levels(spec, is_part ? nullptr : value, diagnostics);
  } else if (factor.facts_.kind == Kind::number) {
    factor.read_number(spec, base, is_part ? nullptr : value, diagnostics);
  } else {
    factor.fail("path",
                "expected 'levels:' for what is no plain number, found none" +
                    std::string(value->time_varying ? "; the path may end in .scale" : ""),
                diagnostics);
  }
  const Node* const part = is_part ? find_at(base.root(), spec.path) : nullptr;
  if (part != nullptr && part->is_scalar())
    factor.facts_.base_number = factor.number_of(part->text);
  return factor;
}

void Factor::read_levels(const FactorSpec& spec, const ResolvedValue* value,
                         Diagnostics& diagnostics) {
  for (const Node& level : spec.levels) {
    facts_.levels.push_back(level.text);
    facts_.quoted.push_back(level.quoted);
  }
  if (facts_.unit == NumberRules::kDuration) {
    const bool months =
        std::all_of(facts_.levels.begin(), facts_.levels.end(),
                    [](const std::string& text) { return is_calendar_duration(text); });
    facts_.unit = months ? "months" : "days";
  }
  if (facts_.kind == Kind::number) {
    // Cells are numbers in the unit of the column, whatever unit a level was written in.
    for (std::string& level : facts_.levels) {
      const auto number = number_of(level);
      if (!number) {
        fail("levels",
             "expected quantities in " + (facts_.unit == "1" ? "bare numbers" : facts_.unit) +
                 ", found " + in_quotes(level),
             diagnostics);
      } else {
        level = shortest(*number);
      }
    }
  }
  if (value == nullptr || value->uncertain || value->per_event || value->time_varying)
    return;
  if (facts_.kind == Kind::number) {
    facts_.base_number = number_of(value->value);
  } else {
    facts_.base_text = value->value;
  }
}

void Factor::read_number(const FactorSpec& spec, const Document& base, const ResolvedValue* value,
                         Diagnostics& diagnostics) {
  NumberRules rules{.unit = facts_.unit, .bounds = Bounds::any()};
  Node node = written_;
  if (!spec.between.empty()) {
    spread_ = true;
    Node uniform;
    uniform.type = Node::Type::list;
    uniform.items = spec.between;
    node.type = Node::Type::map;
    node.members = {{"uniform", origin_, std::move(uniform)}};
    node.origin = origin_;
    move_to(node, origin_.file);
  } else if (node.type == Node::Type::null) {
    const Node* const own = find_at(base.root(), spec.path);
    if (own == nullptr || (value != nullptr && !value->uncertain) ||
        (value != nullptr && value->per_event)) {
      fail("path",
           "expected 'distribution:', 'between:' or 'levels:', since the scenario " +
               std::string(value != nullptr && value->per_event ? "draws this number at each event"
                                                                : "does not draw this number"),
           diagnostics);
      return;
    }
    node = *own;
  }
  written_ = node;
  const auto number = parse_number(node, spec.path, rules, diagnostics);
  if (!number)
    return;
  if (!number->uncertain) {
    fail("distribution", "expected a distribution, found one value", diagnostics);
    return;
  }
  distribution_ = number->distribution;
  if (facts_.unit == NumberRules::kDuration) {
    facts_.unit = number->in_months ? "months" : "days";
    if (!number->in_months)
      scale_ = 1 / kMinutesPerDay;
  }
  if (value != nullptr && !value->uncertain && !value->per_event)
    facts_.base_number = number_of(value->value);
}

std::optional<double> Factor::number_of(std::string_view cell) const {
  if (const auto number = bare_number(cell))
    return number;
  std::string problem;
  if (facts_.unit == "months" || facts_.unit == "days") {
    const auto length = parse_duration(cell, problem);
    if (!length)
      return std::nullopt;
    const auto minutes = static_cast<double>(length->minutes);
    return facts_.unit == "months" ? length->months + minutes / kMinutesPerMonth
                                   : (length->months * kMinutesPerMonth + minutes) / kMinutesPerDay;
  }
  return parse_quantity(cell, facts_.unit, problem);
}

std::string Factor::cell_at(double u) const {
  if (!facts_.levels.empty()) {
    const auto n = static_cast<double>(facts_.levels.size());
    return facts_.levels[static_cast<std::size_t>(std::clamp(std::floor(u * n), 0.0, n - 1))];
  }
  return cell_of(distribution_->quantile(u));
}

std::string Factor::cell_of(double value) const {
  if (scale_ != 1)
    value = round_significant(value * scale_);
  return shortest(whole_ ? std::round(value) : value);
}

std::vector<std::string> Factor::grid() const {
  if (!facts_.levels.empty())
    return facts_.levels;
  std::vector<std::string> cells;
  const auto n = static_cast<double>(grid_levels_);
  for (std::int64_t i = 0; i < grid_levels_; ++i) {
    const auto at = static_cast<double>(i);
    std::string cell = cell_at((at + 0.5) / n);
    if (spread_) {
      const double low = distribution_->min();
      cell = cell_of(round_significant(low + (distribution_->max() - low) * at / (n - 1)));
    }
    if (cells.empty() || cells.back() != cell)
      cells.push_back(std::move(cell));
  }
  return cells;
}

bool Factor::differs(std::string_view cell) const {
  if (facts_.kind == Kind::overlay)
    return cell != "none";
  if (facts_.base_number) {
    const auto number = number_of(cell);
    return !number || *number != *facts_.base_number;
  }
  return !facts_.base_text || cell != *facts_.base_text;
}

std::string Factor::with_unit(std::string_view cell) const {
  const bool bare =
      facts_.kind == Kind::number && facts_.unit != "1" && bare_number(cell).has_value();
  return std::string(cell) + (bare ? " " + facts_.unit : "");
}

std::optional<Setting> Factor::setting(std::string_view cell) const {
  if (facts_.kind == Kind::overlay)
    return std::nullopt;
  Node node;
  node.type = Node::Type::scalar;
  node.text = with_unit(cell);
  node.origin = origin_;
  node.source = SourceTable::kCommandLine;
  const auto level = std::find(facts_.levels.begin(), facts_.levels.end(), cell);
  if (level != facts_.levels.end() && facts_.kind == Kind::text)
    node.quoted = facts_.quoted[static_cast<std::size_t>(level - facts_.levels.begin())];
  return Setting{facts_.path, std::move(node)};
}

std::string Factor::text(std::string_view cell) const {
  if (facts_.kind == Kind::overlay)
    return "overlay " + facts_.name + "=" + std::string(cell);
  const std::optional<Setting> set = setting(cell);
  const std::string quote = set->value.quoted ? "\"" : "";
  return facts_.path + "=" + quote + set->value.text + quote;
}

std::vector<Setting> Factor::probes() const {
  std::vector<Setting> settings;
  if (facts_.kind == Kind::overlay)
    return settings;
  for (const std::string& level : facts_.levels)
    settings.push_back(*setting(level));
  if (!facts_.levels.empty() || !distribution_)
    return settings;
  if (is_mean_) {
    // The mean of an exponential distribution is a number, not drawn itself: its ends are tried.
    for (const double u : {kLeast, 1 - kLeast})
      settings.push_back(*setting(cell_at(u)));
  } else {
    settings.push_back({facts_.path, written_});
  }
  return settings;
}

}  // namespace chokepoint

#include "sim/study/plan.hpp"

#include <algorithm>
#include <charconv>
#include <limits>
#include <unordered_set>

#include "sim/base/hash.hpp"

namespace chokepoint {

namespace {

/// What differs at a point, one line each, sorted.
std::string differences(const std::vector<Factor>& factors, const std::vector<std::string>& cells) {
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < factors.size(); ++i) {
    if (factors[i].differs(cells[i]))
      lines.push_back(factors[i].text(cells[i]) + "\n");
  }
  std::sort(lines.begin(), lines.end());
  std::string text;
  for (const std::string& line : lines)
    text += line;
  return text;
}

RunId id_of(const std::string& what, std::uint64_t replication) {
  return run_id_of(sha256_hex(what + "replication=" + std::to_string(replication)).substr(0, 16));
}

}  // namespace

std::string text_of(RunId id) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text(16, '0');
  for (std::size_t i = 0; i < text.size(); ++i)
    text[i] = kDigits[(id >> (60 - 4 * i)) & 0xf];
  return text;
}

RunId run_id_of(std::string_view text) {
  RunId id = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id, 16);
  return error == std::errc() && end == text.data() + text.size() && text.size() == 16 ? id : 0;
}

RunId run_id(const std::vector<Factor>& factors, const std::vector<std::string>& cells,
             std::uint64_t replication) {
  return id_of(differences(factors, cells), replication);
}

Plan make_plan(const std::vector<Factor>& factors, const DesignTable& design,
               std::uint64_t replications, std::size_t block) {
  const std::size_t points = design.points.size();
  if (replications > std::numeric_limits<std::uint32_t>::max() / points)
    throw ScenarioError("design: expected fewer runs than 4e9, found " + std::to_string(points) +
                        " points with " + std::to_string(replications) + " replications each");
  Plan plan;
  plan.block = block;
  plan.rows.reserve(points * replications);
  std::vector<std::string> what;
  what.reserve(points);
  for (const std::vector<std::string>& cells : design.points)
    what.push_back(differences(factors, cells));
  std::unordered_set<RunId> seen;
  for (std::uint64_t replication = 0; replication < replications; ++replication) {
    for (std::size_t point = 0; point < points; ++point) {
      const RunId id = id_of(what[point], replication);
      if (seen.insert(id).second)
        plan.first.push_back(static_cast<std::uint32_t>(plan.rows.size()));
      plan.rows.push_back(
          {id, static_cast<std::uint32_t>(point), static_cast<std::uint32_t>(replication)});
    }
  }
  return plan;
}

}  // namespace chokepoint

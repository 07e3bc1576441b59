#include "tools/report/repeating.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "sim/base/shell_words.hpp"

namespace chokepoint::tools {

namespace {

/// They change nothing of what comes out.
constexpr auto kFlags = std::to_array<std::string_view>(
    {"--report", "--overwrite", "--trace", "--xlsx", "--json", "--quiet", "-q", "--matrix",
     "--resume", "--extend", "--retry-failed", "--keep-going", "--slurm", "--submit", "--partial"});
constexpr auto kOptions = std::to_array<std::string_view>(
    {"-o", "--output", "-j", "--jobs", "--color", "--log-level", "--shard", "--shards", "--nodes",
     "--sbatch", "--max-wall", "--block"});

bool among(std::string_view word, const auto& names) {
  return std::find(names.begin(), names.end(), word) != names.end();
}

}  // namespace

std::string repeating(std::string_view line) {
  std::vector<std::string> words = shell_words(line);
  if (words.empty())
    return {};
  std::vector<std::string> kept{"chokepoint"};  // wherever it was
  for (std::size_t i = 1; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (among(word, kFlags))
      continue;
    if (among(word, kOptions)) {
      ++i;
      continue;
    }
    const bool with_value =
        word.starts_with("--") && among(std::string_view(word).substr(0, word.find('=')), kOptions);
    const bool short_value = word.size() > 2 && (word.starts_with("-o") || word.starts_with("-j"));
    if (!with_value && !short_value)
      kept.push_back(word);
  }
  // A sweep has no results without a directory.
  if (kept.size() > 1 && kept[1] == "sweep")
    kept.insert(kept.end(), {"-o", "out"});
  return shell_line(kept);
}

}  // namespace chokepoint::tools

#include "sim/scenario/diagnostics.hpp"

#include <algorithm>
#include <utility>

#include "sim/base/text.hpp"

namespace chokepoint {
namespace {

char printable(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte == 0x7F ? ' ' : c;
}

/// Whatever names a file or a scenario gives: a terminal must not obey them.
std::string on_one_line(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), printable);
  // U+0080 to U+009F, of two bytes in UTF-8, are control characters, too.
  for (std::size_t i = 0; i + 1 < text.size(); ++i) {
    if (text[i] == '\xC2' && static_cast<unsigned char>(text[i + 1]) < 0xA0)
      text.replace(i, 2, " ");
  }
  return text;
}

}  // namespace

std::uint32_t Diagnostics::add_file(std::string label) {
  files_.push_back(std::move(label));
  return static_cast<std::uint32_t>(files_.size() - 1);
}

void Diagnostics::add(Origin origin, std::string_view path, std::string_view message) {
  ++count_;
  if (entries_.size() < kMostShown) {
    entries_.push_back({origin, std::string(path), std::string(message)});
  }
}

std::vector<std::string> Diagnostics::lines() const {
  std::vector<Entry> sorted = entries_;
  std::sort(sorted.begin(), sorted.end());
  // What several things took from one default is said once.
  const auto key = [](std::string_view path) { return path.substr(path.rfind('.') + 1); };
  const auto same = [&](const Entry& a, const Entry& b) {
    return a.origin == b.origin && a.message == b.message && key(a.path) == key(b.path);
  };
  sorted.erase(std::unique(sorted.begin(), sorted.end(), same), sorted.end());
  std::vector<std::string> result;
  result.reserve(sorted.size() + 1);
  for (const Entry& e : sorted) {
    const std::string file = e.origin.file < files_.size() ? files_[e.origin.file] : "scenario";
    result.push_back(on_one_line(file + ":" + std::to_string(e.origin.line) + ":" +
                                 std::to_string(e.origin.column) + ": " +
                                 (e.path.empty() ? "document" : e.path) + ": " + e.message));
  }
  if (count_ > entries_.size()) {
    result.push_back("and more errors: reading stops after " + std::to_string(kMostShown));
  }
  return result;
}

std::string Diagnostics::text() const {
  std::string result;
  for (const std::string& line : lines())
    result += line + "\n";
  return result;
}

void Diagnostics::throw_if_any() const {
  if (!empty())
    throw ScenarioError(text());
}

namespace {

constexpr std::size_t kLongestName = 100;

std::string question(const std::optional<std::string>& nearest) {
  return nearest ? "; did you mean '" + *nearest + "'?" : "";
}

}  // namespace

std::string did_you_mean(std::string_view name, const std::vector<std::string>& candidates) {
  return name.size() > kLongestName ? "" : question(nearest_name(name, candidates));
}

std::string did_you_mean(std::string_view name, NameHints& candidates) {
  return name.size() > kLongestName ? "" : question(candidates.nearest(name));
}

std::string one_of_text(const std::vector<std::string>& names) {
  constexpr std::size_t kMost = 100;
  const std::size_t shown = std::min(names.size(), kMost);
  std::string result;
  for (std::size_t i = 0; i < shown; ++i) {
    if (i > 0)
      result += i + 1 == names.size() ? " or " : ", ";
    result += names[i];
  }
  if (shown < names.size())
    result += " or one of " + std::to_string(names.size() - shown) + " more";
  return result;
}

std::string with_article(std::string_view noun) {
  const bool vowel =
      !noun.empty() && std::string_view("aeiou").find(noun.front()) != std::string_view::npos;
  return (vowel ? "an " : "a ") + std::string(noun);
}

std::string in_quotes(std::string_view text) {
  constexpr std::size_t kLongest = 60;
  std::string result = "'";
  for (const char c : text.substr(0, kLongest)) {
    result += printable(c);
  }
  // A cut must not split a character of several bytes.
  if (text.size() > kLongest) {
    while ((static_cast<unsigned char>(result.back()) & 0xC0U) == 0x80U)
      result.pop_back();
    if (static_cast<unsigned char>(result.back()) >= 0x80U)
      result.pop_back();
    result += "...";
  }
  return result + "'";
}

}  // namespace chokepoint

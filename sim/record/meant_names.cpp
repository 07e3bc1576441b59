#include "sim/record/meant_names.hpp"

#include <algorithm>
#include <cctype>
#include <functional>

#include "sim/base/text.hpp"

namespace chokepoint {

namespace {

constexpr std::size_t kMostMeant = 5;     ///< that are told
constexpr std::size_t kShortestPart = 2;  ///< of a part of a name, in letters
constexpr std::size_t kLongestTyped = 100;

/// In small letters, with one line below between words: "EUV-Tools" is "euv_tools".
std::string plain(std::string_view text) {
  std::string result;
  for (const char c : text) {
    const auto letter = static_cast<unsigned char>(c);
    if (std::isalnum(letter) != 0 || letter >= 0x80)
      result += static_cast<char>(std::tolower(letter));
    else if (!result.empty() && result.back() != '_')
      result += '_';
  }
  while (!result.empty() && result.back() == '_')
    result.pop_back();
  return result;
}

std::string title_of(const std::string& name, const std::vector<ConstraintTitle>& titles) {
  const auto found = std::find_if(titles.begin(), titles.end(), [&](const ConstraintTitle& title) {
    return title.constraint == name;
  });
  return found == titles.end() ? std::string() : plain(found->title);
}

}  // namespace

std::vector<std::string> meant_names(std::string_view typed, const std::vector<std::string>& names,
                                     const std::vector<ConstraintTitle>& titles) {
  if (typed.size() > kLongestTyped)
    return {};
  const std::string asked = plain(typed);
  const auto such = [&](const std::function<bool(const std::string&, const std::string&)>& is) {
    std::vector<std::string> found;
    for (const std::string& name : names) {
      if (name != typed && found.size() < kMostMeant && is(plain(name), title_of(name, titles)))
        found.push_back(name);
    }
    return found;
  };
  std::vector<std::string> found = such([&](const std::string& name, const std::string& title) {
    return name == asked || title == asked || (!title.empty() && title + "_" + name == asked);
  });
  if (found.empty() && asked.size() >= kShortestPart)
    found = such([&](const std::string& name, const std::string& title) {
      return ("_" + name).find("_" + asked) != std::string::npos ||
             ("_" + title).find("_" + asked) != std::string::npos;
    });
  if (!found.empty())
    return found;
  // By letters, whatever the case: those of names and of titles.
  std::vector<std::string> plains;
  std::vector<std::string> of;
  for (const std::string& name : names) {
    for (const std::string& one : {plain(name), title_of(name, titles)}) {
      if (one.empty() || name == typed)
        continue;
      plains.push_back(one);
      of.push_back(name);
    }
  }
  if (const auto nearest = nearest_name(asked, plains))
    found.push_back(of[static_cast<std::size_t>(std::find(plains.begin(), plains.end(), *nearest) -
                                                plains.begin())]);
  return found;
}

std::string meant_text(std::string_view typed, const std::vector<std::string>& names,
                       const std::vector<ConstraintTitle>& titles) {
  const std::vector<std::string> found = meant_names(typed, names, titles);
  std::string text;
  for (std::size_t i = 0; i < found.size(); ++i)
    text += (i == 0                  ? "; did you mean '"
             : i + 1 == found.size() ? " or '"
                                     : ", '") +
            found[i] + "'";
  return text.empty() ? text : text + "?";
}

}  // namespace chokepoint

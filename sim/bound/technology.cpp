#include "sim/bound/technology.hpp"

#include <map>
#include <set>
#include <string>
#include <utility>

#include "sim/bound/loops.hpp"

namespace chokepoint {

namespace {

/// Who gives what to whom.
class Turns {
 public:
  explicit Turns(const LinearProgramme& programme) {
    for (const LinearProgramme::Element& element : programme.elements) {
      if (element.column < programme.first_process)
        continue;
      const std::string& process =
          programme.column_names[static_cast<std::size_t>(element.column)].what;
      const std::string& stock = programme.row_names[static_cast<std::size_t>(element.row)].what;
      if (element.value > 0)
        takers_[stock].insert(process);
      else
        given_[process].insert(stock);
    }
  }

  /// Whether what a process makes of it gets back to that stock.
  [[nodiscard]] bool lead_back(const std::string& process, const std::string& stock) const {
    std::set<std::string> seen{process};
    std::vector<std::string> open{process};
    while (!open.empty()) {
      const auto gives = given_.find(open.back());
      open.pop_back();
      if (gives == given_.end())
        continue;
      if (gives->second.contains(stock))
        return true;
      for (const std::string& next : gives->second) {
        const auto takers = takers_.find(next);
        if (takers == takers_.end())
          continue;
        for (const std::string& taker : takers->second) {
          if (seen.insert(taker).second)
            open.push_back(taker);
        }
      }
    }
    return false;
  }

 private:
  std::map<std::string, std::set<std::string>> takers_;  ///< of a stock
  std::map<std::string, std::set<std::string>> given_;   ///< by a process
};

}  // namespace

std::vector<Need> needs_of(const LinearProgramme& programme) {
  std::map<std::pair<std::string, std::string>, std::vector<std::size_t>> found;
  for (std::size_t i = 0; i < programme.elements.size(); ++i) {
    const LinearProgramme::Element& element = programme.elements[i];
    // What is given lowers the sum of its row.
    if (element.column < programme.first_process || element.value <= 0)
      continue;
    const auto column = static_cast<std::size_t>(element.column);
    const auto row = static_cast<std::size_t>(element.row);
    // That days pass is no recipe.
    if (programme.column_names[column].what.starts_with(kDaysOf))
      continue;
    found[{programme.column_names[column].what, programme.row_names[row].what}].push_back(i);
  }
  const Turns turns(programme);
  std::vector<Need> needs;
  for (auto& [names, elements] : found)
    needs.push_back({names.first, names.second, std::move(elements),
                     turns.lead_back(names.first, names.second)});
  return needs;
}

}  // namespace chokepoint

#include "sim/bound/technology.hpp"

#include <map>
#include <utility>

namespace chokepoint {

std::vector<Need> needs_of(const LinearProgramme& programme) {
  std::map<std::pair<std::string, std::string>, std::vector<std::size_t>> found;
  for (std::size_t i = 0; i < programme.elements.size(); ++i) {
    const LinearProgramme::Element& element = programme.elements[i];
    // What is given lowers the sum of its row.
    if (element.column < programme.first_process || element.value <= 0)
      continue;
    const auto column = static_cast<std::size_t>(element.column);
    const auto row = static_cast<std::size_t>(element.row);
    found[{programme.column_names[column].what, programme.row_names[row].what}].push_back(i);
  }
  std::vector<Need> needs;
  for (auto& [names, elements] : found)
    needs.push_back({names.first, names.second, std::move(elements)});
  return needs;
}

}  // namespace chokepoint

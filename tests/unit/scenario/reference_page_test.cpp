// docs/reference/scenario-language.md against the code.

#include <set>
#include <sstream>

#include "sim/scenario/units.hpp"
#include "sim/scenario/yaml_parser.hpp"
#include "tests/unit/scenario/files.hpp"

namespace chokepoint {
namespace {

std::string page() {
  std::ifstream in(std::string(CHOKEPOINT_SOURCE_DIR) + "/docs/reference/scenario-language.md");
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

std::set<std::string> documented_things() {
  const std::string text = page();
  const std::size_t row = text.find("| counted things | `");
  const std::size_t begin = text.find('`', row) + 1;
  std::istringstream words(text.substr(begin, text.find('`', begin) - begin));
  std::set<std::string> result;
  for (std::string word; words >> word;)
    result.insert(word);
  return result;
}

TEST(ReferencePage, NamesEveryCountedThing) {
  const std::set<std::string> documented = documented_things();
  std::set<std::string> defined;
  const std::set<std::string> all(unit_names().begin(), unit_names().end());
  const std::set<std::string> measures = {"usd", "bit",  "h100e",      "flop",       "B",
                                          "m",   "W_it", "W_facility", "W_nameplate"};
  for (const std::string& name : all) {
    const bool prefixed = all.contains("k" + name) && all.contains("G" + name);
    if (prefixed && !measures.contains(name))
      defined.insert(name);
  }
  EXPECT_EQ(documented, defined);
}

TEST(ReferencePage, HasExamplesThatAreYaml) {
  const std::string text = page();
  int blocks = 0;
  for (std::size_t at = text.find("```yaml\n"); at != std::string::npos;
       at = text.find("```yaml\n", at + 1)) {
    const std::size_t begin = at + 8;
    std::string block = text.substr(begin, text.find("```", begin) - begin);
    // Alternatives for one key stand below each other.
    std::string one_key;
    Diagnostics diagnostics;
    std::istringstream lines(block);
    for (std::string line; std::getline(lines, line);) {
      const bool new_key = !line.empty() && line.front() != ' ' &&
                           line.find(':') != std::string::npos && line.front() != '-' &&
                           line.front() != '#';
      const bool repeated = new_key && one_key.starts_with(line.substr(0, line.find(':') + 1));
      if (repeated) {
        EXPECT_TRUE(parse_yaml(one_key, 0, diagnostics));
        one_key.clear();
      }
      one_key += line + "\n";
    }
    EXPECT_TRUE(parse_yaml(one_key, 0, diagnostics));
    EXPECT_EQ(diagnostics.text(), "") << block;
    ++blocks;
  }
  EXPECT_EQ(blocks, 5);
}

}  // namespace
}  // namespace chokepoint

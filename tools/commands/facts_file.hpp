#pragma once

#include <filesystem>
#include <vector>

#include "sim/record/facts.hpp"
#include "tools/commands/commands.hpp"

namespace chokepoint::tools {

/// Where the facts of a scenario are unless somebody names another file: `facts.yaml` beside it. It
/// need not exist.
[[nodiscard]] std::filesystem::path facts_beside(const ScenarioArguments& arguments);

/// Throws ScenarioError with everything that is wrong. `observed` gets the files that it names,
/// with their folder.
[[nodiscard]] std::vector<Fact> load_facts_file(
    const std::filesystem::path& file, std::vector<std::filesystem::path>* observed = nullptr);

}  // namespace chokepoint::tools

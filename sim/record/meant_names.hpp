#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/record/run_result.hpp"

namespace chokepoint {

/// The names that somebody may have meant by what they typed, best first: whatever its case, dashes
/// or spaces; a title that is printed instead of a name, or both ("Packaging (cowos)"); a part of
/// names or titles ("hbm"); or, where it is none of these, the one with the fewest other letters.
[[nodiscard]] std::vector<std::string> meant_names(std::string_view typed,
                                                   const std::vector<std::string>& names,
                                                   const std::vector<ConstraintTitle>& titles = {});

/// "; did you mean 'a' or 'b'?", or nothing where nothing is like it.
[[nodiscard]] std::string meant_text(std::string_view typed, const std::vector<std::string>& names,
                                     const std::vector<ConstraintTitle>& titles = {});

}  // namespace chokepoint

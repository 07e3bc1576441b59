#pragma once

#include <string>
#include <vector>

namespace chokepoint::tools {

struct SensitivityArguments {
  std::string directory;        ///< of a sweep
  std::vector<std::string> of;  ///< quantities; empty: all, in short
  std::string binds;            ///< a constraint, with a year: which ranges make it bind then?
  int year = 0;
  std::string confidence = "95%";  ///< of the intervals
  bool json = false;
  bool csv = false;
};

/// Throws UsageError when there is no such quantity, constraint or year.
int sensitivity_command(const SensitivityArguments& arguments);

}  // namespace chokepoint::tools

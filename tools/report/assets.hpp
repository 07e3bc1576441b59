#pragma once

#include <string_view>

namespace chokepoint::tools {

/// The files of tools/report that every page contains, as they are in the repository.
[[nodiscard]] std::string_view page_html();
[[nodiscard]] std::string_view page_css();
[[nodiscard]] std::string_view page_js();
/// Apache ECharts, unmodified; empty when the program was built without it.
[[nodiscard]] std::string_view echarts_js();

}  // namespace chokepoint::tools

#pragma once

#include <string>
#include <string_view>

namespace chokepoint::tools {

/// Text that came from a file, safe between tags and in quoted attributes: the five characters that
/// mean something are escaped, controls of terminals and of the direction of writing are dropped,
/// bytes that are no UTF-8 become the replacement character. Scenarios may be somebody else's.
[[nodiscard]] std::string escaped(std::string_view text);

/// The same, cut after so many characters with "..." behind.
[[nodiscard]] std::string escaped(std::string_view text, std::size_t longest);

/// A name as it is shown: at most 60 characters, isolated from the direction of writing around it.
[[nodiscard]] std::string name_html(std::string_view name);

/// JSON that may stand inside a script element: every '<' is written as its escape, so that no text
/// can end the element.
[[nodiscard]] std::string json_for_script(std::string_view json);

/// Escaped, with places where its long words may be divided when there is no room.
[[nodiscard]] std::string with_hyphens(std::string_view text);

/// A large number in a few characters: "14.6 M", "1.2 G"; else as `readable`.
[[nodiscard]] std::string compact(double number);

/// A compact amount with its unit: "34.9 GW_it" for 34,855,562 kW_it.
[[nodiscard]] std::string amount(double number, std::string_view unit);

/// "EUV tool crews" for "euv_tool_crews": abbreviations of the field as people write them.
[[nodiscard]] std::string in_words(std::string_view name);

/// The first letter in upper case.
[[nodiscard]] std::string capitalised(std::string text);

}  // namespace chokepoint::tools

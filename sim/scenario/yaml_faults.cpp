#include "sim/scenario/yaml_faults.hpp"

namespace chokepoint {

std::string explain_yaml_error(const std::string& message) {
  const auto has = [&](const char* part) { return message.find(part) != std::string::npos; };
  if (has("end of map not found")) {
    return "expected a key in one column with the other keys of its mapping";
  }
  if (has("end of sequence not found")) {
    return "expected '-' in one column with the other entries of its list";
  }
  if (has("end of map flow not found"))
    return "expected ',' or '}' before this";
  if (has("end of sequence flow not found"))
    return "expected ',' or ']' before this";
  if (has("illegal map value")) {
    return "expected no ':' here (is a quote missing, or is the indentation right?)";
  }
  if (has("illegal block entry"))
    return "expected a value, found the '-' of a list";
  if (has("illegal flow end"))
    return "expected no closing bracket here";
  if (has("unknown token"))
    return "expected quotes round a text that starts with this character";
  if (has("referenced anchor is not defined")) {
    return "aliases (*name) are not allowed; write the value out";
  }
  return "not YAML: " + message;
}

std::optional<Origin> find_unclosed_quote(std::string_view text, std::int32_t line,
                                          std::uint32_t file) {
  Origin at{file, 1, 1};
  char open = 0;
  Origin opened;
  char before = ' ';
  for (std::size_t i = 0; i < text.size(); ++i, ++at.column) {
    const char c = text[i];
    if (c == '\n') {
      if (open != 0 && at.line >= line)
        return opened;
      open = 0;
      before = ' ';
      at = {file, at.line + 1, 0};
    } else if (open != 0) {
      if (open == '"' && c == '\\') {
        ++i;
        ++at.column;
      } else if (c == open) {
        open = 0;
        before = c;
      }
    } else {
      if ((c == '"' || c == '\'') && std::string_view(" [{,=").find(before) != std::string::npos) {
        open = c;
        opened = at;
      }
      before = c;
    }
  }
  return open != 0 ? std::optional(opened) : std::nullopt;
}

}  // namespace chokepoint

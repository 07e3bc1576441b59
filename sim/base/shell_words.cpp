#include "sim/base/shell_words.hpp"

#include <algorithm>

namespace chokepoint {

namespace {

bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}

/// $'a\nb': a line of its own for what has several. Octal digits, three of them, cannot run into
/// what follows.
std::string in_dollar_quotes(const std::string& word) {
  std::string quoted = "$'";
  for (const char c : word) {
    if (is_control(c)) {
      const auto byte = static_cast<unsigned char>(c);
      quoted += {'\\', static_cast<char>('0' + byte / 64), static_cast<char>('0' + byte / 8 % 8),
                 static_cast<char>('0' + byte % 8)};
    } else {
      quoted += c == '\'' || c == '\\' ? std::string{'\\', c} : std::string(1, c);
    }
  }
  return quoted + "'";
}

/// What stands after $' and up to its end; leaves `i` there.
std::string dollar_quoted(std::string_view line, std::size_t& i) {
  const auto octal = [&](std::size_t at) {
    return at < line.size() && line[at] >= '0' && line[at] <= '7';
  };
  std::string text;
  for (; i < line.size() && line[i] != '\''; ++i) {
    if (line[i] == '\\' && octal(i + 1) && octal(i + 2) && octal(i + 3)) {
      text +=
          static_cast<char>((line[i + 1] - '0') * 64 + (line[i + 2] - '0') * 8 + line[i + 3] - '0');
      i += 3;
    } else {
      i += line[i] == '\\' && i + 1 < line.size() ? 1 : 0;
      text += line[i];
    }
  }
  return text;
}

}  // namespace

std::string in_shell_quotes(const std::string& word) {
  if (std::any_of(word.begin(), word.end(), is_control))
    return in_dollar_quotes(word);
  const bool plain = !word.empty() && word.find_first_not_of(
                                          "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                          "0123456789_-./=%+:,@") == std::string::npos;
  std::string quoted;
  for (const char c : word)
    quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return plain ? word : "'" + quoted + "'";
}

std::string shell_line(std::span<const std::string> words) {
  std::string line;
  for (const std::string& word : words)
    line += (line.empty() ? "" : " ") + in_shell_quotes(word);
  return line;
}

std::vector<std::string> shell_words(std::string_view line) {
  std::vector<std::string> words;
  bool inside = false;
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (c == ' ' && !quoted) {
      inside = false;
      continue;
    }
    if (!inside)
      words.emplace_back();
    inside = true;
    if (c == '$' && !quoted && line.substr(i).starts_with("$'"))
      words.back() += dollar_quoted(line, i += 2);
    else if (c == '\'')
      quoted = !quoted;
    else if (c == '\\' && !quoted && i + 1 < line.size())
      words.back() += line[++i];
    else
      words.back() += c;
  }
  return words;
}

}  // namespace chokepoint

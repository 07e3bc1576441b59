#include "tools/commands/sweep_options.hpp"

#include <charconv>
#include <system_error>

#include "tools/commands/commands.hpp"

namespace chokepoint::tools {

std::uint64_t whole_of(const std::string& option, const std::string& text, const char* expected) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size())
    throw UsageError(option + ": expected " + expected + ", found '" + text + "'");
  return value;
}

Shard shard_of(const std::string& text) {
  if (text.empty())
    return {};
  constexpr const char* kExpected = "i/n with i from 1 to n, such as 2/10";
  const std::size_t slash = text.find('/');
  if (slash == std::string::npos)
    throw UsageError(std::string("--shard: expected ") + kExpected + ", found '" + text + "'");
  const Shard shard{whole_of("--shard", text.substr(0, slash), kExpected),
                    whole_of("--shard", text.substr(slash + 1), kExpected)};
  if (shard.index < 1 || shard.index > shard.count)
    throw UsageError(std::string("--shard: expected ") + kExpected + ", found '" + text + "'");
  return shard;
}

double part_of(const std::string& option, std::string text) {
  const std::string typed = text;
  const bool percent = !text.empty() && text.back() == '%';
  if (percent)
    text.pop_back();
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  value *= percent ? 0.01 : 1;
  if (error != std::errc() || end != text.data() + text.size() || !(value > 0) || value >= 1)
    throw UsageError(option + ": expected a part such as 2%, found '" + typed + "'");
  return value;
}

std::string ranges_text(const std::vector<std::uint64_t>& numbers) {
  std::string text;
  for (std::size_t i = 0; i < numbers.size();) {
    std::size_t last = i;
    while (last + 1 < numbers.size() && numbers[last + 1] == numbers[last] + 1)
      ++last;
    text += (text.empty() ? "" : ",") + std::to_string(numbers[i]);
    if (last > i)
      text += "-" + std::to_string(numbers[last]);
    i = last + 1;
  }
  return text;
}

}  // namespace chokepoint::tools

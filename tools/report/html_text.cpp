#include "tools/report/html_text.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "sim/base/utf8.hpp"
#include "sim/record/text_cells.hpp"

namespace chokepoint::tools {

namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

/// Overrides and isolates of the direction of writing, and line separators.
bool is_hidden(std::string_view character) {
  if (character.size() == 1)
    return (static_cast<unsigned char>(character[0]) < 0x20 && character[0] != '\n') ||
           character[0] == 0x7F;
  if (character.size() != 3 || character[0] != '\xE2')
    return false;
  const auto second = static_cast<unsigned char>(character[1]);
  const auto third = static_cast<unsigned char>(character[2]);
  return (second == 0x80 && ((third >= 0xA8 && third <= 0xAE) || third == 0x8E || third == 0x8F)) ||
         (second == 0x81 && third >= 0xA6 && third <= 0xA9);
}

void append_escaped(std::string& html, std::string_view character) {
  switch (character.size() == 1 ? character[0] : '\0') {
    case '&':
      html += "&amp;";
      break;
    case '<':
      html += "&lt;";
      break;
    case '>':
      html += "&gt;";
      break;
    case '"':
      html += "&quot;";
      break;
    case '\'':
      html += "&#39;";
      break;
    default:
      html += character;
  }
}

}  // namespace

std::string escaped(std::string_view text) {
  return escaped(text, text.size());
}

std::string escaped(std::string_view text, std::size_t longest) {
  std::string html;
  html.reserve(text.size());
  std::size_t shown = 0;
  for (std::size_t at = 0; at < text.size(); ++shown) {
    if (shown == longest)
      return html + "...";
    const std::size_t length = utf8_length(text.substr(at));
    if (length == 0) {
      html += kReplacement;
      ++at;
      continue;
    }
    const std::string_view character = text.substr(at, length);
    if (!is_hidden(character))
      append_escaped(html, character);
    at += length;
  }
  return html;
}

std::string name_html(std::string_view name) {
  return "<bdi>" + escaped(name, 60) + "</bdi>";
}

std::string json_for_script(std::string_view json) {
  std::string safe;
  safe.reserve(json.size());
  for (const char c : json) {
    if (c == '<')
      safe += "\\u003c";
    else
      safe += c;
  }
  return safe;
}

std::string in_words(std::string_view name) {
  static constexpr auto kSpelled =
      std::to_array<std::pair<std::string_view, std::string_view>>({{"3d", "3D"},
                                                                    {"ai", "AI"},
                                                                    {"amd", "AMD"},
                                                                    {"arizona", "Arizona"},
                                                                    {"china", "China"},
                                                                    {"asml", "ASML"},
                                                                    {"cowos", "CoWoS"},
                                                                    {"coreweave", "CoreWeave"},
                                                                    {"trainium", "Trainium"},
                                                                    {"cxmt", "CXMT"},
                                                                    {"deepmind", "DeepMind"},
                                                                    {"gw", "GW"},
                                                                    {"h100", "H100"},
                                                                    {"h100e", "H100e"},
                                                                    {"tdp", "TDP"},
                                                                    {"dram", "DRAM"},
                                                                    {"ddr", "DDR"},
                                                                    {"euv", "EUV"},
                                                                    {"ge", "GE"},
                                                                    {"hbm", "HBM"},
                                                                    {"hynix", "Hynix"},
                                                                    {"korea", "Korea"},
                                                                    {"openai", "OpenAI"},
                                                                    {"osat", "OSAT"},
                                                                    {"pcs", "PCs"},
                                                                    {"samsung", "Samsung"},
                                                                    {"sk", "SK"},
                                                                    {"smt", "SMT"},
                                                                    {"taiwan", "Taiwan"},
                                                                    {"tpu", "TPU"},
                                                                    {"tsmc", "TSMC"},
                                                                    {"xai", "xAI"},
                                                                    {"n2", "N2"},
                                                                    {"n3", "N3"},
                                                                    {"n5", "N5"},
                                                                    {"mi300", "MI300"},
                                                                    {"mi350", "MI350"},
                                                                    {"mi450", "MI450"}});
  std::string words;
  while (!name.empty()) {
    const std::size_t end = name.find('_');
    const std::string_view word = name.substr(0, end);
    const auto* const spelled = std::find_if(
        kSpelled.begin(), kSpelled.end(), [&](const auto& entry) { return entry.first == word; });
    words += words.empty() ? "" : " ";
    words += spelled == kSpelled.end() ? word : spelled->second;
    name.remove_prefix(end == std::string_view::npos ? name.size() : end + 1);
  }
  return words;
}

std::string with_hyphens(std::string_view text) {
  constexpr std::size_t kFits = 8;
  constexpr std::array<std::string_view, 6> kEndings = {"tions", "tion", "ments",
                                                        "ment",  "ings", "ing"};
  std::string all;
  while (!text.empty()) {
    const std::size_t blank = std::min(text.find(' '), text.size());
    std::string_view word = text.substr(0, blank);
    const bool plain = std::all_of(word.begin(), word.end(), [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    });
    if (plain && word.size() > kFits) {
      const auto* const ending =
          std::find_if(kEndings.begin(), kEndings.end(),
                       [word](std::string_view end) { return word.ends_with(end); });
      const std::size_t at =
          word.size() - (ending == kEndings.end() ? word.size() / 2 : ending->size());
      all += std::string(word.substr(0, at)) + "&shy;";
      word.remove_prefix(at);
    }
    all += escaped(word);
    text.remove_prefix(blank);
    if (!text.empty()) {
      all += ' ';
      text.remove_prefix(1);
    }
  }
  return all;
}

std::string compact(double number) {
  if (std::abs(number) >= 1e15)
    return readable(number);
  for (const auto& [size, letter] : {std::pair(1e9, " G"), std::pair(1e6, " M")}) {
    if (std::abs(number) >= 0.9995 * size)
      return readable(number / size) + letter;
  }
  return readable(number);
}

std::string amount(double number, std::string_view unit) {
  if (unit.starts_with("kW") && std::abs(number) >= 1e5)
    return readable(number / 1e6) + " G" + std::string(unit.substr(1));
  const std::string text = number == 0 ? "0" : compact(number);
  return unit == "1" || unit.empty() ? text : text + " " + std::string(unit);
}

std::string capitalised(std::string text) {
  if (text.starts_with("xAI"))
    return text;
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z')
    text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

}  // namespace chokepoint::tools

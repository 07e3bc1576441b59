#include "sim/scenario/resolved.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>

namespace chokepoint {
namespace {

/// Characters that need no quotes, by code: looked up for every character of every value.
constexpr std::array<bool, 256> kPlain = [] {
  std::array<bool, 256> plain{};
  for (const char c : std::string_view("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                       "0123456789_-+./() %*^"))
    plain[static_cast<unsigned char>(c)] = true;
  return plain;
}();

/// A YAML text in double quotes where plain text could be misread.
std::string yaml_text(const std::string& text) {
  const bool plain = !text.empty() &&
                     std::all_of(text.begin(), text.end(),
                                 [](char c) { return kPlain[static_cast<unsigned char>(c)]; }) &&
                     text.front() != '-' && text.front() != '%' && text.front() != '*' &&
                     text.front() != ' ' && text.back() != ' ';
  if (plain)
    return text;
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\')
      result += '\\';
    result += c == '\n' ? ' ' : c;
  }
  return result + "\"";
}

}  // namespace

std::size_t Resolved::uncertain_count() const {
  return static_cast<std::size_t>(std::count_if(
      values_.begin(), values_.end(), [](const ResolvedValue& v) { return v.uncertain; }));
}

const ResolvedValue* Resolved::find(std::string_view path) const {
  for (const ResolvedValue& value : values_) {
    if (value.path == path)
      return &value;
  }
  return nullptr;
}

std::string Resolved::place(const ResolvedValue& value) const {
  if (!value.from_file)
    return "default";
  const std::string file =
      value.origin.file < files_.size() ? files_[value.origin.file] : "scenario";
  return file + ":" + std::to_string(value.origin.line);
}

std::vector<const ResolvedValue*> Resolved::sorted() const {
  std::vector<const ResolvedValue*> result;
  result.reserve(values_.size());
  for (const ResolvedValue& value : values_)
    result.push_back(&value);
  std::stable_sort(result.begin(), result.end(),
                   [](const auto* a, const auto* b) { return a->path < b->path; });
  return result;
}

std::string Resolved::yaml() const {
  std::string result =
      "# Every value as this run used it, with its source and its place.\nvalues:\n";
  for (const ResolvedValue* v : sorted()) {
    result += "  " + yaml_text(v->path) + ": {value: " + yaml_text(v->value);
    const auto add = [&](const char* key, const std::string& text) {
      if (!text.empty())
        result += std::string(", ") + key + ": " + yaml_text(text);
    };
    const auto mark = [&](const char* key, bool holds) {
      if (holds)
        result += std::string(", ") + key + ": true";
    };
    add("unit", v->unit);
    if (v->uncertain || v->time_varying)
      add("drawn_from", v->written);
    if (!v->points.empty())
      result += ", points: " + v->points;
    add("range", v->range);
    add("source", v->from_file || v->unit.empty() ? v->source : "default");
    add("as_of", v->as_of);
    add("why", v->why);
    mark("uncertain", v->uncertain);
    mark("per_event", v->per_event);
    mark("exogenous", v->exogenous);
    add("from", place(*v));
    result += "}\n";
  }
  return result;
}

namespace {

bool is_date(const ResolvedValue& v) {
  static constexpr std::string_view kForm = "0000-00-00";
  return v.unit.empty() && v.value.size() == kForm.size() &&
         std::equal(kForm.begin(), kForm.end(), v.value.begin(), [](char form, char c) {
           return form == '-' ? c == '-' : c >= '0' && c <= '9';
         });
}

/// Dates by what they stand in: all numbers there hold from them on, or until them.
std::map<std::string, std::string> dates_of(const std::vector<const ResolvedValue*>& sorted) {
  std::map<std::string, std::string> result;
  for (const ResolvedValue* v : sorted) {
    const std::size_t key = v->path.rfind('.');
    if (key == std::string::npos || !is_date(*v))
      continue;
    std::string& dates = result[v->path.substr(0, key)];
    dates += (dates.empty() ? "" : ", ") + v->path.substr(key + 1) + " " + v->value;
  }
  return result;
}

/// "opens 2023-01-01" where the value stands beside a date; else empty.
std::string date_beside(const std::map<std::string, std::string>& dates, const ResolvedValue& v) {
  for (std::size_t end = v.path.rfind('.'); end != std::string::npos && end > 0;
       end = v.path.rfind('.', end - 1)) {
    if (const auto known = dates.find(v.path.substr(0, end)); known != dates.end())
      return known->second;
  }
  return "";
}

}  // namespace

std::string Resolved::exogenous_list() const {
  std::string result;
  const std::vector<const ResolvedValue*> all = sorted();
  const std::map<std::string, std::string> dates = dates_of(all);
  for (const ResolvedValue* v : all) {
    const std::string date = v->unit.empty() ? "" : date_beside(dates, *v);
    if (!v->exogenous && date.empty())
      continue;
    std::string what = v->time_varying ? v->written : "constant " + v->value;
    if (!date.empty())
      what = v->value + " by date (" + date + ")";
    result += v->path + ": " + what + (v->unit == "1" ? "" : ", in " + v->unit) + ", source " +
              v->source + ", " + place(*v) + "\n";
  }
  return result;
}

}  // namespace chokepoint

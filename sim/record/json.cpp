#include "sim/record/json.hpp"

#include <utility>

#include "sim/record/csv.hpp"

namespace chokepoint {

void JsonText::new_line() {
  text_ += '\n';
  text_.append(2 * has_items_.size(), ' ');
}

void JsonText::before_value() {
  if (std::exchange(after_key_, false))
    return;
  if (has_items_.empty())
    return;
  if (has_items_.back())
    text_ += ',';
  has_items_.back() = true;
  new_line();
}

JsonText& JsonText::begin_object() {
  before_value();
  text_ += '{';
  has_items_.push_back(false);
  return *this;
}

JsonText& JsonText::begin_array() {
  before_value();
  text_ += '[';
  has_items_.push_back(false);
  return *this;
}

void JsonText::close(char bracket) {
  const bool has_items = has_items_.back();
  has_items_.pop_back();
  if (has_items)
    new_line();
  text_ += bracket;
}

JsonText& JsonText::end_object() {
  close('}');
  return *this;
}

JsonText& JsonText::end_array() {
  close(']');
  return *this;
}

JsonText& JsonText::key(std::string_view name) {
  before_value();
  append_quoted(name);
  text_ += ": ";
  after_key_ = true;
  return *this;
}

JsonText& JsonText::value(std::string_view text) {
  before_value();
  append_quoted(text);
  return *this;
}

JsonText& JsonText::value(double number) {
  before_value();
  append_number(text_, number);
  return *this;
}

JsonText& JsonText::value(std::uint64_t number) {
  before_value();
  append_number(text_, number);
  return *this;
}

JsonText& JsonText::value(int number) {
  before_value();
  text_ += std::to_string(number);
  return *this;
}

JsonText& JsonText::value(bool truth) {
  before_value();
  text_ += truth ? "true" : "false";
  return *this;
}

JsonText& JsonText::null() {
  before_value();
  text_ += "null";
  return *this;
}

void JsonText::append_quoted(std::string_view text) {
  static constexpr char kHex[] = "0123456789abcdef";
  text_ += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      text_ += '\\';
      text_ += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      text_ += "\\u00";
      text_ += kHex[static_cast<unsigned char>(c) >> 4U];
      text_ += kHex[static_cast<unsigned char>(c) & 0xFU];
    } else {
      text_ += c;
    }
  }
  text_ += '"';
}

std::string JsonText::take() {
  text_ += '\n';
  return std::exchange(text_, {});
}

}  // namespace chokepoint

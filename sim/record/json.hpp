#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace chokepoint {

/// Builds indented JSON text in the order of the calls; numbers as their shortest text that reads
/// back the same, so that equal results are equal bytes.
class JsonText {
 public:
  JsonText& begin_object();
  JsonText& end_object();
  JsonText& begin_array();
  JsonText& end_array();
  JsonText& key(std::string_view name);
  JsonText& value(std::string_view text);
  JsonText& value(const char* text) { return value(std::string_view(text)); }
  JsonText& value(double number);
  JsonText& value(std::uint64_t number);
  JsonText& value(int number);
  JsonText& value(bool truth);
  JsonText& null();
  /// An array of objects under that key: for each item, `write` adds the keys of its object.
  template <class Items, class Write>
  JsonText& objects(std::string_view name, const Items& items, Write write) {
    key(name).begin_array();
    for (const auto& item : items) {
      begin_object();
      write(item);
      end_object();
    }
    return end_array();
  }

  /// The text with a final line feed; the builder is empty afterwards.
  [[nodiscard]] std::string take();

 private:
  void before_value();
  void close(char bracket);
  void new_line();
  void append_quoted(std::string_view text);

  std::string text_;
  std::vector<bool> has_items_;  ///< one entry per open bracket
  bool after_key_ = false;
};

}  // namespace chokepoint

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace chokepoint {

/// Writes the compact protocol of Apache Thrift, in which Parquet keeps what it knows about itself:
/// fields by their number, in ascending order within a struct.
class ThriftCompact {
 public:
  ThriftCompact() : last_field_{0} {}

  void i32(int field, std::int32_t value) { whole(field, kI32, value); }
  void i64(int field, std::int64_t value) { whole(field, kI64, value); }
  void boolean(int field, bool value) { header(field, value ? kTrue : kFalse); }
  void text(int field, std::string_view value);
  void i32_list(int field, const std::vector<std::int32_t>& values);
  void text_list(int field, const std::vector<std::string>& values);

  /// A struct within; `write` writes its fields.
  template <class Write>
  void structure(int field, Write write) {
    header(field, kStruct);
    open_and_close(write);
  }
  /// A list of structs; `write` gets each item.
  template <class Items, class Write>
  void structures(int field, const Items& items, Write write) {
    header(field, kList);
    list_header(items.size(), kStruct);
    for (const auto& item : items)
      open_and_close([&] { write(item); });
  }

  /// The bytes, with the end of the outermost struct; the writer is empty afterwards.
  [[nodiscard]] std::string take();

 private:
  static constexpr int kTrue = 1;
  static constexpr int kFalse = 2;
  static constexpr int kI32 = 5;
  static constexpr int kI64 = 6;
  static constexpr int kBinary = 8;
  static constexpr int kList = 9;
  static constexpr int kStruct = 12;

  template <class Write>
  void open_and_close(Write write) {
    last_field_.push_back(0);
    write();
    bytes_ += '\0';
    last_field_.pop_back();
  }
  void header(int field, int type);
  void list_header(std::size_t size, int type);
  void varint(std::uint64_t value);
  void zigzag(std::int64_t value);
  void whole(int field, int type, std::int64_t value);
  void plain_text(std::string_view value);

  std::string bytes_;
  std::vector<int> last_field_;  ///< of each open struct
};

}  // namespace chokepoint

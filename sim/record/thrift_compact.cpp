#include "sim/record/thrift_compact.hpp"

#include <utility>

namespace chokepoint {

void ThriftCompact::varint(std::uint64_t value) {
  for (; value >= 0x80U; value >>= 7U)
    bytes_ += static_cast<char>((value & 0x7fU) | 0x80U);
  bytes_ += static_cast<char>(value);
}

void ThriftCompact::zigzag(std::int64_t value) {
  varint((static_cast<std::uint64_t>(value) << 1U) ^ static_cast<std::uint64_t>(value >> 63));
}

void ThriftCompact::header(int field, int type) {
  const int delta = field - last_field_.back();
  last_field_.back() = field;
  if (delta >= 1 && delta <= 15) {
    bytes_ += static_cast<char>(delta << 4 | type);
    return;
  }
  bytes_ += static_cast<char>(type);
  zigzag(field);
}

void ThriftCompact::list_header(std::size_t size, int type) {
  if (size < 15) {
    bytes_ += static_cast<char>(size << 4U | static_cast<unsigned>(type));
    return;
  }
  bytes_ += static_cast<char>(0xf0 | type);
  varint(size);
}

void ThriftCompact::whole(int field, int type, std::int64_t value) {
  header(field, type);
  zigzag(value);
}

void ThriftCompact::plain_text(std::string_view value) {
  varint(value.size());
  bytes_ += value;
}

void ThriftCompact::text(int field, std::string_view value) {
  header(field, kBinary);
  plain_text(value);
}

void ThriftCompact::i32_list(int field, const std::vector<std::int32_t>& values) {
  header(field, kList);
  list_header(values.size(), kI32);
  for (const std::int32_t value : values)
    zigzag(value);
}

void ThriftCompact::text_list(int field, const std::vector<std::string>& values) {
  header(field, kList);
  list_header(values.size(), kBinary);
  for (const std::string& value : values)
    plain_text(value);
}

std::string ThriftCompact::take() {
  bytes_ += '\0';
  last_field_.assign(1, 0);
  return std::exchange(bytes_, {});
}

}  // namespace chokepoint

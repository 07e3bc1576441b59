#include "sim/record/parquet_file.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <zstd.h>

#include "sim/base/error.hpp"
#include "sim/record/thrift_compact.hpp"
#include "sim/record/version.hpp"

namespace chokepoint {
namespace {

// Numbers of parquet.thrift.
constexpr int kTypeInt32 = 1;
constexpr int kTypeInt64 = 2;
constexpr int kTypeDouble = 5;
constexpr int kTypeByteArray = 6;
constexpr int kRequired = 0;
constexpr int kOptional = 1;
constexpr int kConvertedUtf8 = 0;
constexpr int kConvertedDate = 6;
constexpr int kLogicalString = 1;
constexpr int kLogicalDate = 6;
constexpr int kPlain = 0;
constexpr int kRle = 3;
constexpr int kRleDictionary = 8;
constexpr int kCodecZstd = 6;
constexpr int kDataPage = 0;
constexpr int kDictionaryPage = 2;

constexpr int kZstdLevel = 1;
constexpr const char* kMagic = "PAR1";

static_assert(std::endian::native == std::endian::little, "Parquet is little-endian");

template <class T>
void append_raw(std::string& bytes, T value) {
  char raw[sizeof value];
  std::memcpy(raw, &value, sizeof value);
  bytes.append(raw, sizeof value);
}

/// Runs of equal numbers in the hybrid encoding; `width` bits a number. Runs of different numbers
/// are runs of one: zstd makes up for it.
class RunLengths {
 public:
  explicit RunLengths(unsigned width) : bytes_per_value_((width + 7) / 8) {}

  void add(std::uint32_t value) {
    if (length_ > 0 && value == value_) {
      ++length_;
      return;
    }
    end_run();
    value_ = value;
    length_ = 1;
  }
  [[nodiscard]] std::string take() {
    end_run();
    length_ = 0;
    return std::move(bytes_);
  }

 private:
  void end_run() {
    if (length_ == 0)
      return;
    for (std::uint64_t header = length_ << 1U; true; header >>= 7U) {
      bytes_ += static_cast<char>((header & 0x7fU) | (header >= 0x80U ? 0x80U : 0U));
      if (header < 0x80U)
        break;
    }
    for (unsigned byte = 0; byte < bytes_per_value_; ++byte)
      bytes_ += static_cast<char>(value_ >> (8 * byte));
  }

  unsigned bytes_per_value_;
  std::uint32_t value_ = 0;
  std::uint64_t length_ = 0;
  std::string bytes_;
};

bool may_be_missing(Column::Type type) {
  return type == Column::Type::number || type == Column::Type::date;
}

int physical_type(Column::Type type) {
  switch (type) {
    case Column::Type::date:
      return kTypeInt32;
    case Column::Type::count:
      return kTypeInt64;
    case Column::Type::text:
      return kTypeByteArray;
    case Column::Type::number:
      break;
  }
  return kTypeDouble;
}

}  // namespace

ParquetFile::ParquetFile(const std::filesystem::path& path, std::vector<ParquetColumn> columns)
    : file_(path), columns_(std::move(columns)) {
  file_.append(kMagic);
}

void ParquetFile::begin_group(std::size_t rows) {
  groups_.push_back({.rows = static_cast<std::int64_t>(rows)});
}

ParquetFile::Chunk& ParquetFile::begin_chunk(std::size_t values) {
  Group& group = groups_.back();
  ensure(static_cast<std::int64_t>(values) == group.rows, "a column has a value for every row");
  return group.chunks.emplace_back(Chunk{.values = group.rows});
}

void ParquetFile::add_page(Chunk& chunk, int type, std::size_t values, int encoding,
                           const std::string& bytes) {
  std::string packed(ZSTD_compressBound(bytes.size()), '\0');
  const std::size_t size =
      ZSTD_compress(packed.data(), packed.size(), bytes.data(), bytes.size(), kZstdLevel);
  ensure(ZSTD_isError(size) == 0, "zstd has room for what it makes");
  packed.resize(size);
  ensure(bytes.size() <= static_cast<std::size_t>(std::numeric_limits<std::int32_t>::max()),
         "a page of a Parquet file is smaller than 2 GiB");

  const auto count = static_cast<std::int32_t>(values);
  ThriftCompact header;
  header.i32(1, type);
  header.i32(2, static_cast<std::int32_t>(bytes.size()));
  header.i32(3, static_cast<std::int32_t>(packed.size()));
  if (type == kDictionaryPage) {
    header.structure(7, [&] {
      header.i32(1, count);
      header.i32(2, encoding);
    });
  } else {
    header.structure(5, [&] {
      header.i32(1, count);
      header.i32(2, encoding);
      header.i32(3, kRle);  // how levels are encoded
      header.i32(4, kRle);
    });
  }
  const std::string head = header.take();
  (type == kDictionaryPage ? chunk.dictionary_offset : chunk.data_offset) = file_.size();
  chunk.uncompressed += static_cast<std::int64_t>(head.size() + bytes.size());
  chunk.compressed += static_cast<std::int64_t>(head.size() + packed.size());
  file_.append(head);
  file_.append(packed);
}

void ParquetFile::add_optional(std::span<const double> values, bool dates) {
  RunLengths levels(1);
  std::string plain;
  plain.reserve(values.size() * sizeof(double));
  for (const double value : values) {
    levels.add(std::isnan(value) ? 0 : 1);
    if (std::isnan(value))
      continue;
    if (dates)
      append_raw(plain, static_cast<std::int32_t>(value));
    else
      append_raw(plain, value);
  }
  const std::string level_bytes = levels.take();
  std::string page;
  page.reserve(sizeof(std::uint32_t) + level_bytes.size() + plain.size());
  append_raw(page, static_cast<std::uint32_t>(level_bytes.size()));
  page += level_bytes;
  page += plain;
  add_page(begin_chunk(values.size()), kDataPage, values.size(), kPlain, page);
}

void ParquetFile::add_numbers(std::span<const double> values) {
  add_optional(values, false);
}

void ParquetFile::add_dates(std::span<const double> days) {
  add_optional(days, true);
}

void ParquetFile::add_counts(std::span<const std::int64_t> values) {
  std::string page;
  for (const std::int64_t value : values)
    append_raw(page, value);
  add_page(begin_chunk(values.size()), kDataPage, values.size(), kPlain, page);
}

void ParquetFile::add_texts(const std::vector<std::string>& dictionary,
                            std::span<const std::uint32_t> indices) {
  Chunk& chunk = begin_chunk(indices.size());
  std::string entries;
  for (const std::string& text : dictionary) {
    append_raw(entries, static_cast<std::uint32_t>(text.size()));
    entries += text;
  }
  add_page(chunk, kDictionaryPage, dictionary.size(), kPlain, entries);
  const std::uint64_t greatest = dictionary.empty() ? 0 : dictionary.size() - 1;
  const auto width = std::max(1U, static_cast<unsigned>(std::bit_width(greatest)));
  RunLengths runs(width);
  for (const std::uint32_t index : indices)
    runs.add(index);
  add_page(chunk, kDataPage, indices.size(), kRleDictionary,
           std::string(1, static_cast<char>(width)) + runs.take());
}

void ParquetFile::write_schema(ThriftCompact& footer) const {
  std::vector<const ParquetColumn*> elements{nullptr};  // the root comes first
  for (const ParquetColumn& column : columns_)
    elements.push_back(&column);
  footer.structures(2, elements, [&](const ParquetColumn* element) {
    if (element == nullptr) {
      footer.text(4, "schema");
      footer.i32(5, static_cast<std::int32_t>(columns_.size()));
      return;
    }
    const ParquetColumn& column = *element;
    const bool text = column.type == Column::Type::text;
    const bool date = column.type == Column::Type::date;
    footer.i32(1, physical_type(column.type));
    footer.i32(3, may_be_missing(column.type) ? kOptional : kRequired);
    footer.text(4, column.name);
    if (!text && !date)
      return;
    footer.i32(6, text ? kConvertedUtf8 : kConvertedDate);
    footer.structure(10, [&] { footer.structure(text ? kLogicalString : kLogicalDate, [] {}); });
  });
}

void ParquetFile::write_chunk(ThriftCompact& footer, std::size_t column, const Chunk& chunk) const {
  const ParquetColumn& head = columns_[column];
  const bool text = head.type == Column::Type::text;
  footer.i64(2, text ? chunk.dictionary_offset : chunk.data_offset);
  footer.structure(3, [&] {
    footer.i32(1, physical_type(head.type));
    footer.i32_list(2, text ? std::vector<std::int32_t>{kPlain, kRle, kRleDictionary}
                            : std::vector<std::int32_t>{kPlain, kRle});
    footer.text_list(3, {head.name});
    footer.i32(4, kCodecZstd);
    footer.i64(5, chunk.values);
    footer.i64(6, chunk.uncompressed);
    footer.i64(7, chunk.compressed);
    footer.i64(9, chunk.data_offset);
    if (text)
      footer.i64(11, chunk.dictionary_offset);
  });
}

void ParquetFile::write_group(ThriftCompact& footer, const Group& group) const {
  ensure(group.chunks.size() == columns_.size(), "every group of rows has all columns");
  std::int64_t bytes = 0;
  for (const Chunk& chunk : group.chunks)
    bytes += chunk.uncompressed;
  std::size_t column = 0;
  footer.structures(1, group.chunks,
                    [&](const Chunk& chunk) { write_chunk(footer, column++, chunk); });
  footer.i64(2, bytes);
  footer.i64(3, group.rows);
}

void ParquetFile::finish() {
  std::int64_t rows = 0;
  for (const Group& group : groups_)
    rows += group.rows;
  std::vector<const ParquetColumn*> with_unit;
  for (const ParquetColumn& column : columns_)
    if (!column.unit.empty())
      with_unit.push_back(&column);
  ThriftCompact footer;
  footer.i32(1, 2);
  write_schema(footer);
  footer.i64(3, rows);
  footer.structures(4, groups_, [&](const Group& group) { write_group(footer, group); });
  if (!with_unit.empty()) {
    footer.structures(5, with_unit, [&](const ParquetColumn* column) {
      footer.text(1, "unit." + column->name);
      footer.text(2, column->unit);
    });
  }
  footer.text(6, "chokepoint " + std::string(version()));
  std::string tail = footer.take();
  append_raw(tail, static_cast<std::uint32_t>(tail.size()));
  file_.append(tail + kMagic);
  file_.finish();
}

}  // namespace chokepoint

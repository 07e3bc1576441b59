#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "sim/record/ensemble.hpp"
#include "sim/record/output_file.hpp"

namespace chokepoint {

class ThriftCompact;

/// Name, type and unit of a column of a Parquet file.
struct ParquetColumn {
  std::string name;
  std::string unit;
  Column::Type type;
};

/// A Parquet file while it is written: groups of rows, in each group all columns in their order.
/// Throws OutputError when the file cannot be written, ModelError when columns do not match.
class ParquetFile {
 public:
  ParquetFile(const std::filesystem::path& path, std::vector<ParquetColumn> columns);

  void begin_group(std::size_t rows);
  /// The next column of the group; numbers and dates that are not a number are null.
  void add_numbers(std::span<const double> values);
  void add_dates(std::span<const double> days);
  void add_counts(std::span<const std::int64_t> values);
  /// Texts as indices into a dictionary.
  void add_texts(const std::vector<std::string>& dictionary,
                 std::span<const std::uint32_t> indices);
  /// Writes what readers look for at the end, and makes the file durable.
  void finish();

 private:
  /// Where one column of one group stands.
  struct Chunk {
    std::int64_t dictionary_offset = -1;
    std::int64_t data_offset = 0;
    std::int64_t values = 0;
    std::int64_t uncompressed = 0;
    std::int64_t compressed = 0;
  };
  struct Group {
    std::int64_t rows = 0;
    std::vector<Chunk> chunks;
  };

  void add_optional(std::span<const double> values, bool dates);
  Chunk& begin_chunk(std::size_t values);
  void add_page(Chunk& chunk, int type, std::size_t values, int encoding, const std::string& bytes);
  void write_schema(ThriftCompact& footer) const;
  void write_chunk(ThriftCompact& footer, std::size_t column, const Chunk& chunk) const;
  void write_group(ThriftCompact& footer, const Group& group) const;

  OutputFile file_;
  std::vector<ParquetColumn> columns_;
  std::vector<Group> groups_;
};

}  // namespace chokepoint

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "sim/record/text_pieces.hpp"

namespace chokepoint {

/// Text of a CSV table as RFC 4180 has it, but with line feeds alone: quoted only where needed,
/// numbers as their shortest text that reads back the same.
class CsvText {
 public:
  explicit CsvText(std::string_view header);
  /// A table that goes on to the sink as it is written; `finish` passes on what is left.
  CsvText(std::string_view header, TextSink sink);

  CsvText& add(std::string_view field);
  CsvText& add(double number);
  CsvText& add(std::uint64_t number);
  CsvText& add(const std::optional<double>& number);
  CsvText& add_empty();
  void end_row();

  /// The table; the writer is empty afterwards.
  [[nodiscard]] std::string take() { return std::move(text_); }
  void reserve(std::size_t bytes) { text_.reserve(bytes); }
  /// Passes on the last rows.
  void finish();

 private:
  void separate();

  static constexpr std::size_t kPiece = 1U << 16U;  ///< bytes

  std::string text_;  ///< all of it, or what the sink has not got yet
  TextSink sink_;
  bool row_started_ = false;
};

/// Appends the shortest text that reads back as the same number; -0 is written as 0.
/// Throws ModelError when it is not finite.
void append_number(std::string& text, double number);
void append_number(std::string& text, std::uint64_t number);

}  // namespace chokepoint

#include "sim/record/csv.hpp"

#include <charconv>
#include <cmath>

#include "sim/base/error.hpp"

namespace chokepoint {

void append_number(std::string& text, double number) {
  ensure(std::isfinite(number), "a result is a finite number");
  char buffer[32];
  const double plain = number == 0.0 ? 0.0 : number;
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, plain).ptr;
  text.append(buffer, end);
}

void append_number(std::string& text, std::uint64_t number) {
  char buffer[24];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, number).ptr;
  text.append(buffer, end);
}

namespace {

bool needs_quotes(std::string_view field) {
  // A loop of its own: find_first_of calls the C library once a character.
  bool found = false;
  for (const char c : field)
    found |= c == ',' || c == '"' || c == '\r' || c == '\n';
  return found;
}

}  // namespace

CsvText::CsvText(std::string_view header) : text_(header) {
  text_ += '\n';
}

CsvText::CsvText(std::string_view header, TextSink sink) : CsvText(header) {
  sink_ = std::move(sink);
  text_.reserve(kPiece + kPiece / 4);
}

void CsvText::separate() {
  if (row_started_)
    text_ += ',';
  row_started_ = true;
}

CsvText& CsvText::add(std::string_view field) {
  separate();
  if (!needs_quotes(field)) {
    text_ += field;
    return *this;
  }
  text_ += '"';
  for (const char c : field) {
    if (c == '"')
      text_ += '"';
    text_ += c;
  }
  text_ += '"';
  return *this;
}

CsvText& CsvText::add(double number) {
  separate();
  append_number(text_, number);
  return *this;
}

CsvText& CsvText::add(std::uint64_t number) {
  separate();
  append_number(text_, number);
  return *this;
}

CsvText& CsvText::add(const std::optional<double>& number) {
  return number ? add(*number) : add_empty();
}

CsvText& CsvText::add_empty() {
  separate();
  return *this;
}

void CsvText::end_row() {
  text_ += '\n';
  row_started_ = false;
  if (sink_ && text_.size() >= kPiece)
    finish();
}

void CsvText::finish() {
  sink_(text_);
  text_.clear();
}

}  // namespace chokepoint

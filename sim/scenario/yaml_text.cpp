#include "sim/scenario/yaml_text.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <system_error>

#include "sim/base/utf8.hpp"

namespace chokepoint {

std::optional<std::string> read_text_file(const std::filesystem::path& path, std::uintmax_t most,
                                          Origin asked_at, std::string_view document_path,
                                          Diagnostics& diagnostics) {
  std::error_code error;
  const auto fail = [&](const std::string& message) -> std::optional<std::string> {
    diagnostics.add(asked_at, document_path, message);
    return std::nullopt;
  };
  if (!std::filesystem::exists(path, error))
    return fail("expected a file, found none");
  if (!std::filesystem::is_regular_file(path, error)) {
    return fail("expected a file, found something else of that name");
  }
  const std::uintmax_t size = std::filesystem::file_size(path, error);
  if (error)
    return fail("cannot be read: " + error.message());
  if (size > most) {
    return fail("expected at most " + std::to_string(most) + " bytes, found " +
                std::to_string(size) + "; keep long series in CSV files");
  }
  std::ifstream in(path, std::ios::binary);
  if (!in)
    return fail(std::string("cannot be read: ") + std::strerror(errno));
  std::string text(static_cast<std::size_t>(size), '\0');
  in.read(text.data(), static_cast<std::streamsize>(size));
  text.resize(static_cast<std::size_t>(in.gcount()));
  return text;
}

bool check_yaml_bytes(std::string_view text, std::uint32_t file, Diagnostics& diagnostics) {
  Origin at{file, 1, 1};
  const auto fail = [&](std::string_view message) {
    diagnostics.add(at, "", message);
    return false;
  };
  if (text.starts_with("\xEF\xBB\xBF")) {
    return fail("expected UTF-8 text, found a byte order mark before it");
  }
  for (std::size_t i = 0; i < text.size();) {
    const char c = text[i];
    const std::size_t length = utf8_length(text.substr(i));
    if (length == 0)
      return fail("expected UTF-8 text, found bytes that are not");
    if (c == '\t')
      return fail("expected spaces, found a tab");
    if ((static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\r') || c == 0x7F) {
      return fail("expected text, found a control character");
    }
    if (c == '%' && at.column == 1)
      return fail("expected a key, found a directive (%)");
    i += length;
    at.column += static_cast<std::int32_t>(length);
    if (c == '\n') {
      ++at.line;
      at.column = 1;
    }
  }
  return true;
}

}  // namespace chokepoint

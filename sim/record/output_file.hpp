#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>

namespace chokepoint {

/// A file that is written from front to back in pieces. Every error is an OutputError with the
/// path.
class OutputFile {
 public:
  explicit OutputFile(std::filesystem::path path);
  ~OutputFile();
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  void append(std::string_view bytes);
  /// Bytes so far.
  [[nodiscard]] std::int64_t size() const { return size_; }
  /// Makes it durable and closes it; without, it stays as it is.
  void finish();

 private:
  [[noreturn]] void fail(const char* what) const;

  std::filesystem::path path_;
  int descriptor_;
  std::int64_t size_ = 0;
};

/// Makes a file durable that somebody else has written; throws OutputError.
void make_durable(const std::filesystem::path& path);

}  // namespace chokepoint

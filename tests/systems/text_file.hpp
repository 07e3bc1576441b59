#pragma once

#include <string>

namespace chokepoint::models {

/// A scenario in a folder of its own, which is there as long as this is.
class TextFile {
 public:
  /// Throws std::runtime_error when there is no room for it.
  explicit TextFile(const std::string& yaml);
  ~TextFile();
  TextFile(const TextFile&) = delete;
  TextFile& operator=(const TextFile&) = delete;

  [[nodiscard]] std::string path() const { return folder_ + "/system.yaml"; }

 private:
  std::string folder_;
};

}  // namespace chokepoint::models

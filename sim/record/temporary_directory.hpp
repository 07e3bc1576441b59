#pragma once

#include <csignal>
#include <filesystem>
#include <vector>

namespace chokepoint {

/// Throws OutputError: results cannot be written to that path, for that reason (of errno).
[[noreturn]] void fail_writing(const std::filesystem::path& path, int error);

/// Keeps what would end the process waiting while there are files that nobody should find.
class NoInterruption {
 public:
  NoInterruption();
  ~NoInterruption();
  NoInterruption(const NoInterruption&) = delete;
  NoInterruption& operator=(const NoInterruption&) = delete;

 private:
  sigset_t before_{};
};

/// Directories created on the way to the target; removed again unless kept.
class NewDirectories {
 public:
  /// The parents of the target. Throws OutputError.
  explicit NewDirectories(const std::filesystem::path& target);
  ~NewDirectories() { remove(); }
  NewDirectories(const NewDirectories&) = delete;
  NewDirectories& operator=(const NewDirectories&) = delete;

  void keep() { created_.clear(); }

 private:
  void remove();

  std::vector<std::filesystem::path> created_;  ///< innermost first
};

/// A directory with a name of its own on the target's file system, where renaming into place cannot
/// fail half-way: beside a target that is to be created, inside one that exists and may be a mount
/// point. Gone with this object.
class TemporaryDirectory {
 public:
  /// Throws OutputError.
  explicit TemporaryDirectory(const std::filesystem::path& target);
  ~TemporaryDirectory();
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// Holds an existing directory against every other process that would change the results in it:
/// waits until nobody does. The system lets go of what a process held that died.
class HeldDirectory {
 public:
  /// Throws OutputError.
  explicit HeldDirectory(const std::filesystem::path& directory);
  ~HeldDirectory();
  HeldDirectory(const HeldDirectory&) = delete;
  HeldDirectory& operator=(const HeldDirectory&) = delete;

 private:
  std::filesystem::path path_;
  int file_ = -1;
};

}  // namespace chokepoint

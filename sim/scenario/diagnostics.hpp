#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/text.hpp"

namespace chokepoint {

/// Where something was written. Lines and columns count from 1; columns count bytes.
struct Origin {
  std::uint32_t file = 0;  ///< index in the order in which files were opened
  std::int32_t line = 1;
  std::int32_t column = 1;
  friend auto operator<=>(const Origin&, const Origin&) = default;
};

/// A bad scenario: the text holds every diagnostic, one a line (exit code 3).
class ScenarioError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Collects what is wrong with a scenario, so that the user sees all of it at once.
class Diagnostics {
 public:
  /// The labels that origins refer to.
  void use_files(const std::vector<std::string>& labels) { files_ = labels; }
  std::uint32_t add_file(std::string label);
  [[nodiscard]] const std::vector<std::string>& files() const { return files_; }

  /// `path` is where in the document ("actors.tsmc.rate"; empty for the whole), `message` says
  /// what was expected and what was found.
  void add(Origin origin, std::string_view path, std::string_view message);

  /// So many faults that further ones are only counted: their messages need not be made.
  [[nodiscard]] bool is_full() const { return entries_.size() >= kMostShown; }
  /// More faults than are shown: to look for further ones helps nobody.
  [[nodiscard]] bool is_overfull() const { return count_ > kMostShown; }
  [[nodiscard]] bool empty() const { return count_ == 0; }
  [[nodiscard]] std::size_t count() const { return count_; }
  /// "file:line:col: path: message", sorted by file, line and column.
  [[nodiscard]] std::vector<std::string> lines() const;
  /// The lines, each ended by a line feed.
  [[nodiscard]] std::string text() const;
  void throw_if_any() const;

 private:
  struct Entry {
    Origin origin;
    std::string path;
    std::string message;
    friend auto operator<=>(const Entry&, const Entry&) = default;
  };

  /// More than a user can read; a broken 2 MB file could have a hundred thousand.
  static constexpr std::size_t kMostShown = 1000;

  std::vector<std::string> files_;
  std::vector<Entry> entries_;  ///< the first kMostShown only
  std::size_t count_ = 0;
};

/// "; did you mean 'x'?" or nothing.
[[nodiscard]] std::string did_you_mean(std::string_view name,
                                       const std::vector<std::string>& candidates);
/// The same among candidates that many names are held against.
[[nodiscard]] std::string did_you_mean(std::string_view name, NameHints& candidates);

/// "a, b or c"; of more than a hundred, the first and how many more there are.
[[nodiscard]] std::string one_of_text(const std::vector<std::string>& names);

/// "a gate", "an actor"
[[nodiscard]] std::string with_article(std::string_view noun);

/// A text as diagnostics show it: in quotes, on one line, shortened when it is long.
[[nodiscard]] std::string in_quotes(std::string_view text);

}  // namespace chokepoint

#pragma once

#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "sim/record/text_pieces.hpp"

namespace chokepoint {

/// Results cannot be written where they should go (exit code 1).
class OutputError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Results are not wanted where they should go (exit code 2): there are others already, and nobody
/// said that they may go, or a device, a link, a file where a directory should be.
class ExistingResultsError : public OutputError {
 public:
  using OutputError::OutputError;
};

/// One text that becomes a file of the result directory.
struct ResultFile {
  std::string name;
  std::string text;
};

/// Writes a file under a temporary name, makes it durable and renames it, so that it is there as a
/// whole or not at all. Throws OutputError and leaves nothing behind.
void write_file_durably(const std::filesystem::path& temporary, const std::filesystem::path& file,
                        std::string_view text);
/// Writes one file under a temporary name beside it, makes it durable and renames it into place; an
/// older one of that name goes. A link is followed and stays. Throws OutputError and leaves nothing
/// new behind; see file_to_write for what it does not replace.
void write_file(const std::filesystem::path& target, std::string_view text);

/// The directory that the files of one run go to: complete, or as it was before.
class ResultDirectory {
 public:
  /// Checks that results may be and can be written there, so that a run that could not be kept is
  /// not even started. Throws ExistingResultsError when the directory holds results and `overwrite`
  /// is false, OutputError when it is no directory or when nothing can be created there. Leaves
  /// nothing behind.
  ResultDirectory(const std::filesystem::path& target, bool overwrite);

  /// All files at once; see UnfinishedResults.
  void write(const std::vector<ResultFile>& files) const;

  [[nodiscard]] const std::filesystem::path& path() const { return target_; }

 private:
  friend class UnfinishedResults;
  void refuse_existing_results() const;

  std::filesystem::path target_;
  bool overwrite_;
};

/// The files of one run while they are written: each goes to a temporary directory on the same file
/// system as soon as there is its text, so that no two texts need be held at once; `keep` puts all
/// of them in place. Without it nothing new is left behind. Signals that would end the process wait
/// as long as this lives.
class UnfinishedResults {
 public:
  /// Throws like ResultDirectory: results that came meanwhile stay.
  explicit UnfinishedResults(const ResultDirectory& directory);
  ~UnfinishedResults();
  UnfinishedResults(const UnfinishedResults&) = delete;
  UnfinishedResults& operator=(const UnfinishedResults&) = delete;

  /// Makes the text durable under that name. Throws OutputError.
  void add(const std::string& name, std::string_view text);
  /// The same for a text that is never held as a whole.
  void add(const std::string& name, const TextInPieces& text);
  /// Renames the directory into place, or into one that exists the files, `summary.json` last: a
  /// directory that has one is complete. Of several processes that do so at once one comes after
  /// the other. Earlier results go, whichever command wrote them; other files stay. Throws
  /// ExistingResultsError when there are results by now that may not go, OutputError.
  void keep();

 private:
  struct Parts;
  ResultDirectory directory_;
  std::vector<std::string> names_;
  std::unique_ptr<Parts> parts_;
};

}  // namespace chokepoint

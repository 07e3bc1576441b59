#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace chokepoint {

/// The files of any command's results that a directory holds, by name; nothing where there is no
/// directory. Whatever else lies there is not ours; neither are a table of points and a folder
/// `blocks` without the manifest of a sweep.
[[nodiscard]] std::vector<std::string> results_in(const std::filesystem::path& directory);

/// Throws ExistingResultsError when a result in the directory is no regular file: a link or a
/// device is never replaced.
void refuse_links(const std::filesystem::path& directory);

/// Removes the results of any command but those named, and the blocks of a sweep. Throws
/// OutputError.
void remove_results(const std::filesystem::path& directory,
                    const std::vector<std::string>& kept = {});

/// The file that is meant by a path somebody typed: links are followed, and stay. Throws
/// ExistingResultsError when what is there is no regular file, or is a result other than a page.
[[nodiscard]] std::filesystem::path file_to_write(const std::filesystem::path& path);

}  // namespace chokepoint

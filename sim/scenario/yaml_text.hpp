#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "sim/scenario/diagnostics.hpp"

namespace chokepoint {

/// Of all files of a scenario together. More is refused before it is parsed; long series belong
/// into CSV files.
inline constexpr std::uintmax_t kMostYamlBytes = 1'500'000;
inline constexpr std::uintmax_t kMostCsvBytes = 20'000'000;
/// What all series of a scenario say together; a file that two keys name counts twice.
inline constexpr std::size_t kMostSeriesValues = 500'000;

/// The bytes of a regular file of at most `most` bytes; otherwise a diagnostic at `asked_at`.
[[nodiscard]] std::optional<std::string> read_text_file(const std::filesystem::path& path,
                                                        std::uintmax_t most, Origin asked_at,
                                                        std::string_view document_path,
                                                        Diagnostics& diagnostics);

/// Refuses what a YAML reader would let pass silently or differently: a byte order mark, bytes
/// that are not UTF-8, control characters, tabs and directives. True when nothing was found.
bool check_yaml_bytes(std::string_view text, std::uint32_t file, Diagnostics& diagnostics);

}  // namespace chokepoint

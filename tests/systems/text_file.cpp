#include "tests/systems/text_file.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace chokepoint::models {

TextFile::TextFile(const std::string& yaml)
    : folder_((std::filesystem::temp_directory_path() / "chokepoint-XXXXXX").string()) {
  if (::mkdtemp(folder_.data()) == nullptr)
    throw std::runtime_error("no temporary folder");
  std::ofstream(path()) << yaml;
}

TextFile::~TextFile() {
  std::filesystem::remove_all(folder_);
}

}  // namespace chokepoint::models

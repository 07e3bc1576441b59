#include "tools/command_line.hpp"

int main(int argc, char** argv) {
  return chokepoint::tools::run_program({argv, static_cast<std::size_t>(argc)});
}

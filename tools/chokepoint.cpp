#include "sim/base/process_memory.hpp"
#include "tools/command_line.hpp"

int main(int argc, char** argv) {
  chokepoint::prepare_memory();
  return chokepoint::tools::run_program({argv, static_cast<std::size_t>(argc)});
}

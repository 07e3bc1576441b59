#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "sim/study/plan.hpp"
#include "sim/study/sweep_directory.hpp"

namespace chokepoint::tools {

/// Gathers runs that finish in any order and writes each block when its last one is there.
class BlockWriter {
 public:
  BlockWriter(const SweepDirectory& directory, std::string world, const Plan& plan,
              const std::vector<BlockWork>& work);

  /// Runs to be made, block by block; `run` counts over all of them.
  [[nodiscard]] std::size_t size() const { return todo_.size(); }
  [[nodiscard]] std::uint32_t planned(std::size_t run) const { return todo_[run].planned; }

  /// The packed record of a run. Throws OutputError when a block cannot be written.
  void add(std::size_t run, std::string record);
  /// Writes what there is of unfinished blocks.
  void write_partial();

 private:
  struct Todo {
    std::uint32_t planned;  ///< index in the plan
    std::uint32_t work;     ///< index in the work
    std::uint32_t place;    ///< within it
  };
  struct Open {
    std::vector<std::string> records;  ///< empty: not there yet
    std::size_t there = 0;
  };
  void write(std::uint32_t work, const Open& open) const;

  const SweepDirectory& directory_;
  std::string world_;
  const Plan& plan_;
  const std::vector<BlockWork>& work_;
  std::vector<Todo> todo_;
  std::map<std::uint32_t, Open> open_;
};

}  // namespace chokepoint::tools

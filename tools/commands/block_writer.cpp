#include "tools/commands/block_writer.hpp"

#include <utility>

namespace chokepoint::tools {

BlockWriter::BlockWriter(const SweepDirectory& directory, std::string world, const Plan& plan,
                         const std::vector<BlockWork>& work)
    : directory_(directory), world_(std::move(world)), plan_(plan), work_(work) {
  for (std::uint32_t w = 0; w < work.size(); ++w) {
    for (std::uint32_t place = 0; place < work[w].runs.size(); ++place)
      todo_.push_back({work[w].runs[place], w, place});
  }
}

void BlockWriter::add(std::size_t run, std::string record) {
  const Todo& todo = todo_[run];
  Open& open = open_[todo.work];
  open.records.resize(work_[todo.work].runs.size());
  open.records[todo.place] = std::move(record);
  if (++open.there < open.records.size())
    return;
  write(todo.work, open);
  open_.erase(todo.work);
}

void BlockWriter::write_partial() {
  for (const auto& [work, open] : open_)
    write(work, open);
  open_.clear();
}

void BlockWriter::write(std::uint32_t work, const Open& open) const {
  Block block;
  block.number = work_[work].number;
  for (std::size_t place = 0; place < open.records.size(); ++place) {
    if (open.records[place].empty())
      continue;
    block.runs.push_back(plan_.run(work_[work].runs[place]).id);
    block.records += open.records[place];
  }
  write_block(directory_.blocks(), world_, block);
}

}  // namespace chokepoint::tools

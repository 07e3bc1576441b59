#include "tests/systems/random_network.hpp"

#include <cmath>
#include <cstdlib>

#include "sim/base/text.hpp"

namespace chokepoint::models {

int networks(int usual) {
  const char* const asked = std::getenv("CHOKEPOINT_NETWORKS");
  return asked == nullptr ? usual : std::atoi(asked);
}

RandomNetwork::RandomNetwork(std::uint64_t seed)
    : draws_(RandomSource(seed).stream("network", "draw")) {
  const int lines = 1 + static_cast<int>(draw(0, 3));
  std::string inputs;
  for (int l = 0; l < lines; ++l) {
    const std::string line = "l" + std::to_string(l);
    const int amount = 1 + static_cast<int>(draw(0, 2));
    const int gates = 1 + static_cast<int>(draw(0, 3));
    std::string from;
    for (int g = 0; g < gates; ++g) {
      const std::string name = line + "g" + std::to_string(g);
      const std::string to = name + "_out";
      add_gate(name, from, to, amount);
      from = to;
    }
    inputs += (l > 0 ? ", " : "") + from + ": " + std::to_string(amount) + " lot";
  }
  add("- {name: join, kind: assembly, inputs: {" + inputs + "}, outputs: {joined: 1 lot}}");
  add_gate("last", "joined", "done", 1);
  add("- {name: out, kind: sink, from: done}");
}

std::string RandomNetwork::yaml(const std::string& scaled, double factor) const {
  std::string text =
      "chokepoint: 1\nname: random\nstart: 2022-01-01\nend: 2024-01-01\nsource: "
      "textbook\nparts:\n";
  for (const std::string& part : parts_)
    text += "  " + part + "\n";
  for (const auto& [name, rates] : gates_)
    text += gate_text(name, name == scaled ? factor : 1);
  return text;
}

std::string RandomNetwork::reversed() const {
  std::string text = "parts:\n";
  for (auto gate = gates_.rbegin(); gate != gates_.rend(); ++gate)
    text += gate_text(gate->first, 1);
  for (auto part = parts_.rbegin(); part != parts_.rend(); ++part)
    text += "  " + *part + "\n";
  return text +
         "source: textbook\nend: 2024-01-01\nstart: 2022-01-01\nname: random\nchokepoint: 1\n";
}

std::vector<std::string> RandomNetwork::gates() const {
  std::vector<std::string> names;
  for (const auto& [name, rates] : gates_)
    names.push_back(name);
  return names;
}

void RandomNetwork::add_gate(const std::string& name, const std::string& from,
                             const std::string& to, int amount) {
  Gate gate{};
  for (double& rate : gate.rates)
    rate = std::round(amount * draw(5, 12.5) * 10) / 10;
  gate.source = from.empty();
  gate.rest = gate.source ? "to: " + to : "from: " + from + ", to: " + to;
  if (draw(0, 1) < 0.3)
    gate.rest += ", lead: " + std::to_string(static_cast<int>(draw(1, 60))) + " days";
  if (draw(0, 1) < 0.3)
    add("- {name: " + to +
        ", kind: store, initial: " + std::to_string(static_cast<int>(draw(0, 400))) + "}");
  else if (!gate.source && draw(0, 1) < 0.2)
    gate.rest += ", wip: {slots: " + std::to_string(static_cast<int>(draw(50, 400))) +
                 ", until: " + name + "}";
  gates_.emplace(name, gate);
}

std::string RandomNetwork::gate_text(const std::string& name, double factor) const {
  const Gate& gate = gates_.at(name);
  const char* dates[] = {"2022-01-01", "2022-08-01", "2023-05-01"};
  std::string steps;
  for (int i = 0; i < 3; ++i) {
    steps += std::string(i > 0 ? ", " : "") + "[" + dates[i] + ", " +
             shortest(gate.rates[i] * factor) + " lot/day]";
  }
  return "  - {name: " + name + ", kind: " + (gate.source ? "source" : "gate") +
         ", rate: {steps: [" + steps + "]}, " + gate.rest + "}\n";
}

}  // namespace chokepoint::models

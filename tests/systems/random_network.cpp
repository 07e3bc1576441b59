#include "tests/systems/random_network.hpp"

#include <cmath>
#include <cstdlib>

#include "sim/base/text.hpp"

namespace chokepoint::models {

int networks(int usual) {
  const char* const asked = std::getenv("CHOKEPOINT_NETWORKS");
  return asked == nullptr ? usual : std::atoi(asked);
}

RandomNetwork::RandomNetwork(std::uint64_t seed, Features features)
    : draws_(RandomSource(seed).stream("network", "draw")), features_(features) {
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
      if (features_ == Features::all) {
        std::vector<std::string> behind;
        for (int other = g; other < gates; ++other)
          behind.push_back(line + "g" + std::to_string(other));
        add_features(name, to, behind);
      }
      from = to;
    }
    inputs += (l > 0 ? ", " : "") + from + ": " + std::to_string(amount) + " lot";
  }
  const std::string delay = features_ == Features::all ? lead() : "";
  add("- {name: join, kind: assembly, inputs: {" + inputs + "}, outputs: {joined: 1 lot}" + delay +
      "}");
  add_gate("last", "joined", "done", 1);
  if (features_ == Features::all)
    add_features("last", "done", {"last", "out"});
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
  if (features_ == Features::all) {
    gates_.emplace(name, gate);
    return;
  }
  if (draw(0, 1) < 0.3)
    gate.rest += ", lead: " + std::to_string(static_cast<int>(draw(1, 60))) + " days";
  if (draw(0, 1) < 0.3)
    add("- {name: " + to +
        ", kind: store, initial: " + std::to_string(static_cast<int>(draw(0, 400))) + " lot}");
  else if (!gate.source && draw(0, 1) < 0.2)
    gate.rest += ", wip: {slots: " + std::to_string(static_cast<int>(draw(50, 400))) +
                 ", until: " + name + "}";
  gates_.emplace(name, gate);
}

std::string RandomNetwork::lead() {
  switch (whole(0, 6)) {
    case 0:
      return ", lead: " + std::to_string(whole(1, 60)) + " days";
    case 1:
      return ", lead: " + std::to_string(whole(1, 9)) + " months";
    case 2:
      return ", random_lead: {exponential: " + std::to_string(whole(1, 30)) + " day}";
    case 3:
      return ", random_lead: {lognormal: [" + std::to_string(whole(1, 60)) + " day, 0.4]}";
    default:
      return "";
  }
}

void RandomNetwork::add_features(const std::string& name, const std::string& to,
                                 const std::vector<std::string>& behind) {
  std::string& rest = gates_.at(name).rest;
  rest += lead();
  if (chance(0.3)) {
    const int capacity = whole(20, 400);
    add("- {name: " + to + ", kind: store" +
        (chance(0.5) ? ", initial: " + std::to_string(whole(0, capacity)) + " lot" : "") +
        (chance(0.5) ? ", capacity: " + std::to_string(capacity) + " lot" : "") + "}");
  }
  const std::string& until =
      behind[static_cast<std::size_t>(whole(0, static_cast<double>(behind.size())))];
  if (chance(0.3) && limited_.insert(until).second)
    rest += ", wip: {slots: " + std::to_string(whole(20, 400)) + ", until: " + until + "}";
  if (chance(0.2)) {
    const std::string month = std::to_string(whole(1, 9));
    rest += ", outages: [{from: 2022-0" + month + "-10, to: 2022-" + std::to_string(whole(10, 13)) +
            "-03, label: quake_" + name + "}]";
  }
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

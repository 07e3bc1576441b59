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
      if (features_ == Features::more && g == 0 && chance(0.4))
        add_second_source(name, to);
      if (features_ != Features::few) {
        std::vector<std::string> behind;
        // What another source feeds, too, is beyond a limit.
        const int last = pools_.count(to) > 0 ? g + 1 : gates;
        for (int other = g; other < last; ++other)
          behind.push_back(line + "g" + std::to_string(other));
        add_features(name, to, behind);
      }
      from = to;
    }
    inputs += (l > 0 ? ", " : "") + from + ": " + std::to_string(amount) + " lot";
  }
  add_end(inputs);
}

void RandomNetwork::add_second_source(const std::string& name, const std::string& to) {
  pools_.insert(to);
  add_gate(name + "_too", "", to, 1);
  gates_.at(name + "_too").rest += lead();
}

void RandomNetwork::add_end(const std::string& inputs) {
  const bool more = features_ == Features::more;
  std::string join = features_ == Features::few ? "" : lead();
  if (more && chance(0.4)) {
    join += ", pays: {purse: " + std::to_string(whole(5, 30)) + " usd}";
    add("- {name: money, kind: budget, rate: " + std::to_string(whole(50, 250)) +
        " usd/day, to: purse}");
    add("- {name: purse, kind: store, unit: usd, initial: " + std::to_string(whole(0, 20000)) +
        " usd}");
  }
  const bool shared = more && chance(0.4);
  if (shared) {
    join += ", gate: tool, work: " + std::to_string(whole(1, 4)) + " lot";
    add("- {name: tool, kind: gate, rate: " + std::to_string(whole(10, 40)) + " lot/day}");
    add("- {name: last, kind: assembly, gate: tool, work: " + std::to_string(whole(1, 4)) +
        " lot, inputs: {joined: 1 lot}, outputs: {done: 1 lot}}");
  }
  add("- {name: join, kind: assembly, inputs: {" + inputs + "}, outputs: {joined: 1 lot}" + join +
      "}");
  const bool market = more && chance(0.4);
  if (!shared) {
    add_gate("last", "joined", "done", 1);
    if (features_ != Features::few)
      add_features(
          "last", "done",
          market ? std::vector<std::string>{"last"} : std::vector<std::string>{"last", "out"});
  }
  add(market ? "- {name: out, kind: market, rate: " + std::to_string(whole(3, 14)) +
                   " lot/day, from: done}"
             : "- {name: out, kind: sink, from: done}");
}

std::string RandomNetwork::yaml(const std::string& scaled, double factor) const {
  const bool more = features_ == Features::more;
  std::string text = "chokepoint: 1\nname: random\nstart: 2022-01-" +
                     std::string(more ? "05" : "01") +
                     "\nend: 2024-01-01\nsource: textbook\nparts:\n";
  for (const std::string& part : parts_)
    text += "  " + part + "\n";
  for (const auto& [name, rates] : gates_)
    text += gate_text(name, name == scaled ? factor : 1);
  return text;
}

std::string RandomNetwork::reversed() const {
  std::string text = "parts:\n";
  for (const auto& [name, rates] : std::vector(gates_.rbegin(), gates_.rend()))
    text += gate_text(name, 1);
  for (const std::string& part : std::vector(parts_.rbegin(), parts_.rend()))
    text += "  " + part + "\n";
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
  if (features_ == Features::more && !gate.source && chance(0.3)) {
    const int servers = whole(1, 6);
    const std::string days = shortest(std::round(10 * servers / draw(5, 12.5)) / 10);
    gate.service =
        "servers: " + std::to_string(servers) + ", service: " +
        (chance(0.5) ? "{exponential: " + days + " day}" : "{lognormal: [" + days + " day, 1.5]}");
  }
  if (features_ != Features::few) {
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
  const std::string kind = pools_.count(to) > 0 ? "pool" : "store";
  if (chance(0.3) || kind == "pool") {
    const int capacity = whole(20, 400);
    add("- {name: " + to + ", kind: " + kind +
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
  if (!gate.service.empty())
    return "  - {name: " + name + ", kind: gate, " + gate.service + ", " + gate.rest + "}\n";
  std::string steps;
  for (int i = 0; i < 3; ++i) {
    steps += std::string(i > 0 ? ", " : "") + "[" + dates[i] + ", " +
             shortest(gate.rates[i] * factor) + " lot/day]";
  }
  return "  - {name: " + name + ", kind: " + (gate.source ? "source" : "gate") +
         ", rate: {steps: [" + steps + "]}, " + gate.rest + "}\n";
}

}  // namespace chokepoint::models

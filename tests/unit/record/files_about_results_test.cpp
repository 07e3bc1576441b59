#include <map>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "sim/record/data_package.hpp"
#include "sim/record/terminal.hpp"
#include "sim/record/trace_json.hpp"

namespace chokepoint {
namespace {

using Json = nlohmann::json;

RunResult journal() {
  RunResult result;
  result.scenario = "a \"quoted\" \\ name\n";
  result.start = Date{std::chrono::year{2022}, std::chrono::January, std::chrono::day{1}};
  result.years = {{.year = 2022}};
  result.series = {{.series = "online", .unit = "GW", .points = {{result.start, 0.5}}}};
  const auto order = [](std::uint64_t number, const char* goods, Tick placed, Tick delivered,
                        OrderStatus status) {
    return OrderRow{.order = number,
                    .commodity = goods,
                    .buyer = "b",
                    .seller = "s",
                    .unit = "lot",
                    .quantity = 2,
                    .placed = placed,
                    .wanted = placed,
                    .promised = kNever,
                    .delivered = delivered,
                    .status = status};
  };
  result.orders = {order(1, "system", 0, 100, OrderStatus::delivered),
                   order(2, "wafer", 10, 300, OrderStatus::delivered),
                   order(3, "wafer", 20, 30, OrderStatus::delivered),
                   order(4, "wafer", 40, kNever, OrderStatus::open),
                   order(5, "wafer", 400, kNever, OrderStatus::rejected)};
  result.orders[1].parent = 1;
  result.orders[4].parent = 1;  // placed when the other had come already
  return result;
}

const Json& trace() {
  static const Json parsed = Json::parse(trace_json(journal()));
  return parsed;
}

std::map<std::uint64_t, Json> slices() {
  std::map<std::uint64_t, Json> all;
  for (const Json& event : trace()["traceEvents"]) {
    if (event["ph"] == "X")
      all[event["args"]["order"].get<std::uint64_t>()] = event;
  }
  return all;
}

TEST(TraceJson, HasASliceForEachOrderFromPlacedToDelivered) {
  const auto all = slices();
  ASSERT_EQ(all.size(), 5U);
  EXPECT_EQ(all.at(2)["ts"], 10);
  EXPECT_EQ(all.at(2)["dur"], 290);
  EXPECT_EQ(all.at(2)["cat"], "delivered");
  EXPECT_EQ(all.at(4)["ts"].get<Tick>() + all.at(4)["dur"].get<Tick>(), 365 * kDay)
      << "open: to the end";
  EXPECT_EQ(all.at(5)["dur"], 1) << "rejected: on the spot";
}

TEST(TraceJson, SlicesOfAThreadNeverOverlap) {
  std::map<int, Tick> until;
  for (const Json& event : trace()["traceEvents"]) {
    if (event["ph"] != "X")
      continue;
    EXPECT_GE(event["ts"].get<Tick>(), until[event["tid"].get<int>()]);
    until[event["tid"].get<int>()] = event["ts"].get<Tick>() + event["dur"].get<Tick>();
  }
  EXPECT_EQ(until.size(), 3U) << "one lane of systems; of wafers two, as two are open at most";
}

TEST(TraceJson, ArrowsAreTheParentsOfTheJournalAndBindToSlices) {
  const auto all = slices();
  std::map<std::uint64_t, std::vector<Json>> arrows;
  for (const Json& event : trace()["traceEvents"]) {
    if (event["ph"] == "s" || event["ph"] == "f")
      arrows[event["id"].get<std::uint64_t>()].push_back(event);
  }
  ASSERT_EQ(arrows.size(), 2U);
  for (const auto& [child, ends] : arrows) {
    ASSERT_EQ(ends.size(), 2U);
    const Json& parent = all.at(1);
    EXPECT_EQ(ends[0]["tid"], parent["tid"]);
    EXPECT_GE(ends[0]["ts"], parent["ts"]);
    EXPECT_LT(ends[0]["ts"].get<Tick>(), parent["ts"].get<Tick>() + parent["dur"].get<Tick>());
    EXPECT_EQ(ends[1]["tid"], all.at(child)["tid"]);
    EXPECT_EQ(ends[1]["ts"], all.at(child)["ts"]);
    EXPECT_EQ(ends[1]["bp"], "e");
    EXPECT_LE(ends[0]["ts"], ends[1]["ts"]);
  }
}

TEST(TraceJson, ProcessesAndThreadsHaveNames) {
  std::set<std::string> names;
  for (const Json& event : trace()["traceEvents"]) {
    if (event["ph"] == "M")
      names.insert(event["args"]["name"].get<std::string>());
  }
  EXPECT_EQ(names, (std::set<std::string>{"system", "wafer", "s 1", "s 2"}));
  EXPECT_EQ(trace()["otherData"]["scenario"], "a \"quoted\" \\ name");
}

TEST(DataPackage, TellsTypesOfKnownAndUnknownColumns) {
  const Json package =
      Json::parse(data_package({{"a.csv", "date,amount,note\n2022-01-01,1.5,x\n2022-02-01,,y\n"},
                                {"b.json", "{}\n"},
                                {"run.log", "host"}}));
  ASSERT_EQ(package["resources"].size(), 2U);
  const Json& fields = package["resources"][0]["schema"]["fields"];
  EXPECT_EQ(fields[0]["type"], "date");
  EXPECT_EQ(fields[1]["type"], "number");
  EXPECT_EQ(fields[2]["type"], "string");
  EXPECT_FALSE(package["resources"][1].contains("schema"));
}

TEST(DataPackage, SaysTheHashOfEachFile) {
  const Json package = Json::parse(data_package({{"b.json", "abc"}}));
  EXPECT_EQ(package["resources"][0]["hash"],
            "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(package["resources"][0]["bytes"], 3);
}

TEST(DataPackage, SaysOfAFileInPiecesWhatItSaysOfTheWhole) {
  const std::string text = "date,amount,note\n2022-01-01,1.5,7\n2022-02-01,2,y\n";
  FileDigest pieces("a.csv");
  pieces.add(text.substr(0, 33));
  pieces.add(text.substr(33));
  DataPackage package;
  package.add(pieces);
  EXPECT_EQ(package.take(), data_package({{"a.csv", text}}));
}

TEST(InAscii, KeepsTheWidthAndLosesNoNumber) {
  EXPECT_EQ(in_ascii("  98● · ─── ▁█"), "  98* . --- _@");
  EXPECT_EQ(in_ascii("Z\xC3\xBCrich"), "Z?rich");
}

}  // namespace
}  // namespace chokepoint

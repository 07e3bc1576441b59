#include "models/compared_figures.hpp"

namespace chokepoint::models {

namespace {

using Kind = Measure::Kind;
using Firms = Measure::Firms;
using Reading = FigureSource::Reading;

constexpr double kGwPerKw = 1e-6;
constexpr std::string_view kGear = "electrical_gear";  ///< the measure and the good that it counts
constexpr std::string_view kPackagedWafer = "cowos_wafer";
constexpr std::string_view kPackagers = "cowos_kwpm";  ///< a series that they alone have
constexpr std::string_view kMemoryMakers = "dram_price";
constexpr std::string_view kMarkets = "price_response";

FigureSource backlog(std::string_view unit) {
  return {.series = "backlog", .unit = unit};
}

FigureSource capacity(std::string_view rate) {
  return {.series = "capacity", .unit = rate};
}

FigureSource output(std::string_view rate) {
  return {.series = "output", .unit = rate, .reading = Reading::rate};
}

/// A series of the whole world.
FigureSource total(std::string_view series, Reading reading = Reading::level) {
  return {.series = series, .reading = reading, .of_firms = false};
}

FigureSource of_logic(FigureSource source) {
  source.not_generation = "n28";
  return source;
}

FigureSource of_firms_with(std::string_view series, FigureSource source) {
  source.firms_with = series;
  return source;
}

std::vector<Figure> chips() {
  return {
      {.measure = {"logic_wafers", "logic wafers made", "wafer", Kind::flow, true},
       .source = of_logic(output("wafer/month")),
       .books = {{of_logic(backlog("wafer")), of_logic(capacity("wafer/month"))}}},
      {.measure = {"dram_wafers", "DRAM wafers made", "wafer", Kind::flow, true},
       .source = of_firms_with(kMemoryMakers, output("wafer/month")),
       .books = {{of_firms_with(kMemoryMakers, backlog("wafer")),
                  of_firms_with(kMemoryMakers, capacity("wafer/month"))}}},
      {.measure = {"control_chips", "control chips that tool and gear makers got", "wafer",
                   Kind::flow, false, Firms::buyers},
       .source = {.series = "received",
                  .unit = "wafer",
                  .reading = Reading::amount,
                  .generation = "n28_wafer",
                  .firms_without = kMarkets}},
  };
}

std::vector<Figure> systems() {
  return {
      {.measure = {"packages", "accelerators packaged", "GW", Kind::flow, false, Firms::consigned},
       .source = {.series = "packaged", .reading = Reading::amount},
       .books = {{of_firms_with(kPackagers, backlog("wafer")),
                  of_firms_with(kPackagers, capacity("wafer/month"))}},
       .members = of_firms_with(kPackagers, output("wafer/month"))},
      {.measure = {"systems", "accelerator systems shipped", "GW", Kind::flow, true},
       .source = {.series = "systems_shipped", .reading = Reading::cumulative},
       .made_of = kPackagedWafer},
  };
}

std::vector<Figure> tools_and_gear() {
  return {
      {.measure = {"euv_tools", "EUV tools shipped", "tool", Kind::flow, true},
       .source = {.series = "euv_tools_shipped", .reading = Reading::amount},
       .books = {{backlog("tool"), capacity("tool/month")}}},
      {.measure = {"fab_tools", "sets of fab tools made", "set", Kind::flow, true},
       .source = output("set/month"),
       .books = {{backlog("set"), capacity("set/month")}}},
      {.measure = {"electrical_gear", "electrical gear delivered", "GW", Kind::flow},
       .source = {.series = "received",
                  .unit = "kW_it",
                  .reading = Reading::amount,
                  .factor = kGwPerKw,
                  .generation = kGear},
       .books = {{{.series = "electrical_gear_backlog", .unit = "kW_it"},
                  {.series = "electrical_gear_capacity", .unit = "kW_it/month"}}},
       .sold = kGear},
  };
}

std::vector<Figure> stocks_and_prices() {
  return {
      {.measure = {"euv_tools_installed", "EUV tools installed", "tool", Kind::end, true},
       .source = total("euv_tools_installed"),
       .members = {{.series = "euv_tools_installed"}}},
      {.measure = {"packaging_capacity", "packaging capacity that works", "wafer/month", Kind::end,
                   true},
       .source = of_firms_with(kPackagers, capacity("wafer/month"))},
      {.measure = {"awaiting_replacement", "compute that waits for a new part", "GW", Kind::lack},
       .source = {.series = "awaiting_replacement"}},
      {.measure = {"dram_price", "DRAM price", "2025-07-01 = 100", Kind::mean},
       .source = total("dram_price_index")},
      {.measure = {"lab_revenue", "revenue of labs", "usd", Kind::flow, true},
       .source = {.series = "revenue", .reading = Reading::rate}},
      {.measure = {"h100_hour", "rent of an H100-hour", "usd/h", Kind::mean},
       .source = {.series = "h100_hour", .reading = Reading::mean}},
  };
}

FigureTable made() {
  FigureTable table{
      .figures = {},
      .groups = {{.by = "lab", .source = {.series = "online"}},
                 {.by = "operator", .source = {.series = "operated"}},
                 {.by = "region", .source = {.series = "operated"}, .by_region = true}},
      .added = {.series = "operated"},
      .stocked = {.series = "stocked", .unit = "wafer"},
      .stock_cost = "stock_bought",
      .consigned = kPackagedWafer};
  for (auto part : {chips(), systems(), tools_and_gear(), stocks_and_prices()})
    table.figures.insert(table.figures.end(), part.begin(), part.end());
  return table;
}

}  // namespace

const FigureTable& compared_figures() {
  static const FigureTable table = made();
  return table;
}

}  // namespace chokepoint::models

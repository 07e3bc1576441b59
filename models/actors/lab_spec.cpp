#include "models/actors/common_keys.hpp"
#include "models/actors/lab.hpp"

namespace chokepoint::models {

namespace {

LabSpec::Builder read_builder(Reader& reader) {
  LabSpec::Builder builder;
  builder.firm = reader.reference("firm", "actor", "whom it rents from");
  builder.weight =
      reader.number("share", "1",
                    "share of its compute by habit; 0: it is asked only when others are "
                    "short",
                    {.min = 0, .max = 1});
  return builder;
}

void read_money(Reader& reader, LabSpec& spec) {
  spec.revenue.usd_per_kw = reader.number(
      "revenue", "usd/kW_it/month",
      "what customers pay for a kW in use when all that they want is served", {.min = 0});
  spec.revenue.exponent =
      reader.number("scarcity_price", "1",
                    "the price of services rises as (wanted / served) to this power", {.min = 0});
  spec.revenue.most = reader.number("scarcity_price_most", "1",
                                    "the highest price, as a multiple of the one at which all is "
                                    "served",
                                    {.min = 1});
  spec.pays_up = reader.number(
      "pays_up", "1", "offers so much more than is asked when nothing of its wish is served",
      {.min = 0});
  spec.spare =
      reader.number("new_operators", "1",
                    "most of its contracts that operators with share 0 get when it is short",
                    {.min = 0, .max = 1});
  spec.contract_months =
      reader.number("contract_term", "month",
                    "contracts run so long, then the rent of the day holds", {.min = 1});
  spec.patience_months =
      reader.number("arrears_borne", "month",
                    "rent so late costs it the contracts that were not begun", {.min = 1});
  spec.lateness_months =
      reader.number_or("lateness_borne", "month", "12 month",
                       "what is so late is given up, firm or not, and contracted anew", {.min = 0});
}

ProgressRule read_progress(Reader& reader) {
  ProgressRule rule;
  rule.tires_at = reader.number(
      "tires_at", "1/year", "growth of its revenue from which on investors give all", {.min = 0});
  rule.ends_at = reader.number(
      "ends_at", "1/year", "growth of its revenue up to which they give nothing", Bounds::any());
  reader.require(rule.ends_at < rule.tires_at, {"ends_at", "tires_at"},
                 "expected ends_at below tires_at");
  return rule;
}

TrainingSites read_sites(Reader& reader) {
  TrainingSites sites;
  sites.run_months = reader.number("run_time", "month", "a year's training is made in so long",
                                   {.min = 0.5, .max = 12});
  sites.largest_site = reader.number(
      "largest_site", "1", "part of its compute that stands on its largest site", Bounds::share());
  sites.loss =
      reader.number("loss", "1", "part of the work that is lost on several sites", Bounds::share());
  return sites;
}

std::optional<ComputeUse> read_use(Reader& reader) {
  const auto sites = reader.optional_group(
      "many_sites", "a run that is spread over sites; without it one site holds any run",
      read_sites);
  const auto inference = reader.number_if_any("inference_share", "1",
                                              "part of its compute that serves customers, at least "
                                              "(serving_earns)",
                                              Bounds::share());
  const auto training = reader.number_if_any(
      "training_share", "1", "part that makes the models it releases; research has the rest",
      Bounds::share());
  const auto speed = reader.number_if_any("flop_rate", "flop/second/h100e",
                                          "speed of one H100 equivalent in training", {.min = 0});
  const auto utilisation = reader.number_if_any(
      "training_utilisation", "1", "part of that speed that a large run reaches", Bounds::share());
  const bool all = inference && training && speed && utilisation;
  reader.require(all || !(inference || training || speed || utilisation),
                 {"inference_share", "training_share", "flop_rate", "training_utilisation"},
                 "expected all of inference_share, training_share, flop_rate and "
                 "training_utilisation, or none");
  reader.require(all || !sites, {"many_sites"},
                 "expected inference_share, training_share, flop_rate and training_utilisation "
                 "beside it");
  if (!all)
    return std::nullopt;
  reader.require(*inference + *training <= 1, {"inference_share", "training_share"},
                 "expected parts that add up to 1 at most");
  return ComputeUse{*inference, *training, *speed, *utilisation, sites};
}

}  // namespace

LabSpec LabSpec::read(Reader& reader) {
  LabSpec spec;
  spec.firm = FirmSpec::read(reader);
  spec.market = reader.reference("market", "actor", "the customers whose demand it serves");
  spec.builders = reader.list("builders", "whom it rents compute from", read_builder);
  spec.wish = reader.number("wish", "kW_it", "compute it would use at the start", {.min = 0});
  spec.online = reader.number("online", "kW_it", "compute it uses at the start", {.min = 0});
  spec.ahead_months =
      reader.number("order_ahead", "month", "how far ahead of need it contracts", {.min = 0});
  spec.firm_contracts =
      reader.flag_or("firm", true, "its contracts cannot be cancelled, unless they are too late");
  spec.wanted_when_used = reader.flag_or("wanted_when_used", true,
                                         "it wants contracts for the day on which it will use "
                                         "them; false: always `order_ahead` later");
  spec.most_believed_growth = reader.number_or("most_believed_growth", "1/year", "1.1 1/year",
                                               "the highest growth it announces", {.min = 0});
  spec.catch_up_months = reader.number_or(
      "catch_up", "month", "18 month", "unserved demand is asked for over this time", {.min = 1});
  spec.believed_ahead_months = reader.number_or("believed_ahead", "month", "30 month",
                                                "it counts on growth for so long", {.min = 0});
  spec.news = read_news(reader);
  spec.growth_memory_months = reader.number_or(
      "growth_memory", "month", "6 month", "it smooths its own growth over so long", {.min = 1});
  spec.sold_out_pause = reader.duration_or("sold_out_pause", "4 months",
                                           "before it asks again where it was turned away");
  spec.price_shift =
      reader.number_or("price_shift", "1", "0.7",
                       "a dear operator loses contracts as rent to this power", {.min = 0});
  spec.slack = reader.number_or("slack", "1", "0.1",
                                "contracted too much by this part, it cuts back", {.min = 0});
  read_money(reader, spec);
  spec.raises = reader.exogenous("raises", "usd/month",
                                 "money from investors or the parent company", {.min = 0});
  spec.investors_tire = reader.optional_group(
      "investors_tire",
      "investors who give less to who grows slowly; without it they give `raises` in any case",
      read_progress);
  spec.staff = reader
                   .number_if_any("salaries", "1",
                                  "part of what comes in that its people are paid before anything "
                                  "is rented; nothing without it",
                                  {.min = 0, .max = 1})
                   .value_or(0);
  spec.cash_months = reader.number_or("cash_kept", "month", "8 month",
                                      "unspent money is kept up to so many months of income",
                                      Bounds::between(0, kLongestPlan));
  spec.reserve_months =
      reader.number_or("reserves_spread", "month", "12 month",
                       "money in hand pays for additional rent over so long", {.min = 1});
  spec.smallest_contract =
      reader.number_or("smallest_contract", "kW_it", "5000 kW_it", "smaller ones wait", {.min = 1});
  spec.smallest_share =
      reader.number_or("smallest_share", "1", "0.015",
                       "contracts are at least this part of what it has", {.min = 0, .max = 1});
  spec.use = read_use(reader);
  spec.serving_earns = reader.flag_or(
      "serving_earns", false,
      "only compute that serves customers earns; investors' money pays for research and training");
  reader.require(spec.use || !spec.serving_earns, {"serving_earns"},
                 "expected inference_share, training_share, flop_rate and training_utilisation "
                 "beside it");
  return spec;
}

}  // namespace chokepoint::models

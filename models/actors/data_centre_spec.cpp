#include "models/actors/common_keys.hpp"
#include "models/actors/data_centre_builder.hpp"

namespace chokepoint::models {

namespace {

DataCentreBuilderSpec::Vendor read_vendor(Reader& reader) {
  DataCentreBuilderSpec::Vendor vendor;
  vendor.firm = reader.reference("firm", "actor", "who sells the systems");
  vendor.weight = reader.number("share", "1", "share of its systems", {.min = 0, .max = 1});
  return vendor;
}

DataCentreBuilderSpec::Gear read_gear(Reader& reader) {
  DataCentreBuilderSpec::Gear gear;
  gear.goods = reader.text("name", "the goods, as their maker calls them");
  gear.firm = reader.reference("firm", "actor", "who makes them");
  return gear;
}

DataCentreBuilderSpec::Inherited read_inherited(Reader& reader) {
  DataCentreBuilderSpec::Inherited inherited;
  inherited.online = reader.number("online", "kW_it", "rented out at the start", {.min = 0});
  inherited.ready = reader.number("ready", "kW_it", "sites waiting for systems", {.min = 0});
  inherited.sites =
      reader.number("sites", "kW_it", "under construction, with gear and power", {.min = 0});
  inherited.site_months = static_cast<int>(reader.count(
      "site_months", "they are finished evenly over so many months", {.min = 1, .max = 60}));
  inherited.systems =
      reader.number("systems", "kW_it", "accelerators ordered before the start", {.min = 0});
  inherited.system_months = static_cast<int>(reader.count(
      "system_months", "they arrive evenly over so many months", {.min = 1, .max = 24}));
  return inherited;
}

void read_sites(Reader& reader, DataCentreBuilderSpec& spec) {
  spec.conviction =
      reader.number("conviction", "1", "weight of what labs announce", {.min = 0, .max = 1});
  spec.horizon_months =
      reader.number("horizon", "month", "when a site started now is needed", {.min = 1});
  spec.smoothing_months = reader.number_or("smoothing", "month", "6 month",
                                           "a gap is closed over so many months", {.min = 1});
  spec.cap = reader.number("start_cap", "kW_it/month", "starts it can manage at the beginning",
                           {.min = 0});
  spec.cap_growth = reader.number(
      "start_cap_growth", "1/year",
      "growth of that number while starts run into it: e to this power in a year", {.min = 0});
  spec.cap_most =
      reader.number("start_cap_most", "kW_it/month", "starts it can ever manage", {.min = 0});
  const auto space = reader.number_if_any(
      "general_space", "kW_it/month",
      "general cloud space it builds anyway and can turn over to AI", {.min = 0});
  const auto part = reader.number_if_any(
      "general_space_part", "1/month",
      "the same as a part of what is online at the start, unless it is told", {.min = 0});
  reader.require(space || part, {"general_space"},
                 "expected 'general_space' or 'general_space_part', found neither");
  spec.least = space.value_or(part.value_or(0) * spec.inherited.online);
  spec.power_smoothing_months =
      reader.number_or("power_smoothing", "month", "3 month",
                       "a gap in power is closed over so many months", {.min = 1});
  spec.power_block =
      reader.number("power_block", "kW_it",
                    "power is ordered in blocks of this size, or in larger ones", {.min = 1});
  spec.most_blocks = reader.count_or(
      "power_most_blocks", 3, "most blocks ordered from one source in a quarter", {.min = 1});
  spec.power_faith = reader.number(
      "power_faith", "1", "weight of sites not yet started in power orders", {.min = 0, .max = 1});
  spec.smallest_site = reader.number_or("smallest_site", "kW_it", "10000 kW_it",
                                        "smaller sites are not started", {.min = 1});
  spec.smallest_order =
      reader.number_or("smallest_order", "kW_it", "3000 kW_it", "smaller orders wait", {.min = 1});
  spec.smallest_lot = reader.number_or("smallest_lot", "kW_it", "2000 kW_it",
                                       "brought online at once at least", {.min = 1});
  spec.smallest_order_share =
      reader.number_or("smallest_order_share", "1", "0.01",
                       "orders of systems are at least this part of what is online", {.min = 0});
  spec.smallest_lot_share =
      reader.number_or("smallest_lot_share", "1", "0.004",
                       "lots brought online are at least this part of what is online", {.min = 0});
}

RentRule read_rent(Reader& reader) {
  RentRule rule;
  rule.usual_wait_months =
      reader.number("usual_wait", "month", "a new contract's wait at which rent covers the cost",
                    {.min = 0, .open_min = true});
  rule.rise =
      reader.number("rise", "1", "added to rent over cost by each further usual wait", {.min = 0});
  rule.follows = reader.number("follows", "1", "part of the gap that is closed in a quarter",
                               {.min = 0, .max = 1});
  rule.lowest = reader.number("lowest", "1", "least rent over cost", {.min = 0});
  rule.highest = reader.number("highest", "1", "most rent over cost", {.min = 0});
  return rule;
}

LastMinuteRule read_last_minute(Reader& reader) {
  LastMinuteRule rule;
  rule.least = reader.number("least", "1", "least rent of it over that of a contract", {.min = 0});
  rule.most = reader.number("most", "1", "the same when nearly nothing is spare", {.min = 0});
  rule.usual_spare =
      reader.number("usual_spare", "1", "part of what is online from which on it asks the least",
                    {.min = 0, .open_min = true});
  reader.require(rule.most >= rule.least, {"most", "least"}, "expected no less than 'least'");
  return rule;
}

PatienceRule read_patience(Reader& reader) {
  PatienceRule rule;
  rule.tires_at = reader.number(
      "tires_at", "1", "debt over a year's cash flow from which on they lend less", {.min = 0});
  rule.ends_at = reader.number(
      "ends_at", "1", "debt over a year's cash flow from which on they lend nothing", {.min = 0});
  reader.require(rule.ends_at > rule.tires_at, {"ends_at", "tires_at"},
                 "expected ends_at above tires_at");
  return rule;
}

void read_money(Reader& reader, DataCentreBuilderSpec& spec) {
  spec.own_cash = reader.exogenous(
      "own_cash", "usd/month", "patience of shareholders: from its other business, for AI sites",
      {.min = 0});
  spec.loan_per_kw = reader.number("loan", "usd/kW_it", "lent against a signed kW", {.min = 0});
  spec.loan_months = reader.number_or("loan_term", "month", "60 month",
                                      "loans are paid back over this time", {.min = 1});
  spec.interest =
      reader.number("interest", "1/year", "on loans, and asked of capital", Bounds::between(0, 10));
  spec.subsidy = read_subsidy(reader, "shells and gear", "sites");
  spec.lenders_tire = reader.optional_group(
      "lenders_tire", "lenders that lend less to who owes much; without it debt does not matter",
      read_patience);
  spec.credit_months = reader.number("credit_line", "month",
                                     "it may overdraw its account by so many months of inflow",
                                     Bounds::between(0, kLongestPlan));
  spec.overdraft_interest =
      reader
          .number_if_any("overdraft_interest", "1/year",
                         "on what its account is overdrawn by; nothing without it", {.min = 0})
          .value_or(0);
  spec.cash_months = reader.number_or("cash_kept", "month", "12 month",
                                      "unspent money is kept up to so many months of inflow",
                                      Bounds::between(0, kLongestPlan));
  spec.site_deposit =
      reader
          .number_if_any("site_deposit", "1",
                         "part of the price of shells, gear, power and halls that is paid when "
                         "they are ordered, the rest when they arrive; without it all is",
                         {.min = 0, .max = 1})
          .value_or(1);
  spec.running_cost =
      reader.number("running_cost", "usd/kW_it/month",
                    "electricity, people and repairs of compute online", {.min = 0});
  spec.kw_per_h100 =
      reader.number("h100", "kW_it", "an H100 with all around it; for the price of its hour only",
                    {.min = 0, .open_min = true});
  spec.ageing =
      reader
          .number_if_any("ageing", "1",
                         "how far an H100's hour follows what newer systems ask for the same work: "
                         "0 not, 1 all the way",
                         {.min = 0, .max = 1})
          .value_or(0);
  spec.last_minute = reader.optional_group(
      "last_minute",
      "what it asks for compute that stands ready without a contract; without it the usual rent",
      read_last_minute);
  spec.rolls_off = reader.flag_or(
      "rolls_off", false,
      "what contracts give up at their end goes to who waits and pays more; false: it is renewed");
  spec.rent = reader.group("rent", "how rents of new contracts follow scarcity", read_rent);
}

}  // namespace

DataCentreBuilderSpec DataCentreBuilderSpec::read(Reader& reader) {
  DataCentreBuilderSpec spec;
  spec.firm = FirmSpec::read(reader);
  spec.labour = reader.reference("labour", "actor", "who builds the shells");
  spec.gear.push_back(
      {"electrical_gear", reader.reference("gear", "actor", "who makes the electrical gear")});
  for (const auto& other :
       reader.list_or_empty("other_gear", "what else its sites wait for", read_gear))
    spec.gear.push_back(other);
  spec.power = reader.references("power", "actor", "who sells it power");
  spec.halls =
      reader.references_or_empty("halls", "actor", "who sells it halls that were built for others");
  spec.vendors = reader.list("vendors", "whose systems it buys", read_vendor);
  spec.inherited = reader.group("at_start", "what exists at the start", read_inherited);
  read_sites(reader, spec);
  spec.systems_ahead_months =
      reader.number("systems_ahead", "month", "systems are ordered so far ahead", {.min = 0});
  spec.chips_margin =
      reader.number_or("chips_margin", "1", "1.5",
                       "sites are started for so many times the chips promised", {.min = 0});
  spec.tells_for_chips = reader.flag_or(
      "tells_for_chips", true,
      "trades and gear makers are told of no more sites than chips will come for; false: of all "
      "that labs wish");
  spec.news = read_news(reader);
  spec.chips_memory =
      reader.number_or("chips_memory", "1", "4",
                       "quarters over which it judges how many of the chips came", {.min = 1});
  spec.empty_months = reader.number_or(
      "empty_months", "month", "3 month",
      "sites that stand empty longer wait for chips before more are started", {.min = 0});
  spec.sold_out_pause = reader.duration_or("sold_out_pause", "6 months",
                                           "before it asks again where it was turned away");
  spec.deployment =
      reader.distribution("deployment", "minute", "to install and test a lot", {.min = 0});
  spec.reseated = reader.optional_group(
      "reseated", "systems that fail when they are installed; without it none does",
      [](Reader& keys) {
        Reseated failing;
        failing.part =
            keys.number("part", "1", "of what is deployed: re-seated or sent back before it works",
                        {.min = 0, .max = 1});
        failing.minutes = keys.distribution("time", "minute", "until it works", {.min = 0});
        return failing;
      });
  spec.sold_out_months =
      reader
          .number_if_any("sold_out", "month",
                         "turns contracts away that would wait longer; none without it", {.min = 0})
          .value_or(0);
  read_money(reader, spec);
  return spec;
}

}  // namespace chokepoint::models

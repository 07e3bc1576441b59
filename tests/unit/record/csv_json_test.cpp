#include <limits>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "sim/base/error.hpp"
#include "sim/record/csv.hpp"
#include "sim/record/json.hpp"

namespace chokepoint {
namespace {

std::string one_row(std::string_view field) {
  CsvText csv("a,b");
  csv.add(field).add(std::string_view("x")).end_row();
  return csv.take();
}

TEST(Csv, a_plain_field_is_not_quoted) {
  EXPECT_EQ(one_row("plain text"), "a,b\nplain text,x\n");
}

TEST(Csv, commas_quotes_and_line_feeds_are_quoted) {
  EXPECT_EQ(one_row("a,b"), "a,b\n\"a,b\",x\n");
  EXPECT_EQ(one_row("say \"no\""), "a,b\n\"say \"\"no\"\"\",x\n");
  EXPECT_EQ(one_row("two\nlines"), "a,b\n\"two\nlines\",x\n");
}

TEST(Csv, an_empty_first_field_keeps_its_comma) {
  EXPECT_EQ(one_row(""), "a,b\n,x\n");
}

TEST(Csv, numbers_are_the_shortest_text_that_reads_back_the_same) {
  CsvText csv("a");
  csv.add(0.1).add(1.0 / 3.0).add(2.0).add(-0.0).add(1e300);
  csv.add(std::uint64_t{18446744073709551615U}).end_row();
  EXPECT_EQ(csv.take(), "a\n0.1,0.3333333333333333,2,0,1e+300,18446744073709551615\n");
}

TEST(Csv, what_was_not_computed_stays_empty) {
  CsvText csv("a,b");
  csv.add(std::optional<double>()).add(std::optional<double>(0.5)).end_row();
  EXPECT_EQ(csv.take(), "a,b\n,0.5\n");
}

TEST(Csv, a_number_that_is_not_finite_is_a_defect) {
  CsvText csv("a");
  EXPECT_THROW(csv.add(std::numeric_limits<double>::quiet_NaN()), ModelError);
  EXPECT_THROW(csv.add(std::numeric_limits<double>::infinity()), ModelError);
}

TEST(Json, nesting_is_indented_and_empty_brackets_stay_on_their_line) {
  JsonText json;
  json.begin_object().key("a").begin_array().value(1).value(2.5).end_array();
  json.key("b").begin_object().end_object().key("c").null().end_object();
  EXPECT_EQ(json.take(), "{\n  \"a\": [\n    1,\n    2.5\n  ],\n  \"b\": {},\n  \"c\": null\n}\n");
}

TEST(Json, any_text_comes_back_through_a_parser) {
  const std::string text = "quote \" backslash \\ line\nfeed\ttab \x01 é";
  JsonText json;
  json.begin_array().value(text).end_array();
  EXPECT_EQ(nlohmann::json::parse(json.take())[0].get<std::string>(), text);
}

}  // namespace
}  // namespace chokepoint

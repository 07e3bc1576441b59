#include <algorithm>

#include <nlohmann/json.hpp>

#include "sim/base/text.hpp"
#include "sim/scenario/registry.hpp"

namespace chokepoint {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kDigitsPattern = "(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?";
constexpr const char* kDatePattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";
constexpr const char* kNamePattern = "^[A-Za-z][A-Za-z0-9_-]*$";

Json reference_to(const std::string& name) {
  return {{"$ref", "#/definitions/" + name}};
}

/// "^", a sign, digits, and what may follow them.
std::string number_pattern(const char* sign, const char* rest) {
  return std::string("^") + sign + kDigitsPattern + rest;
}

/// A text of a number and a unit; the loader checks the unit.
Json amount_schema() {
  return {{"type", "string"}, {"pattern", number_pattern("[+-]?", " +[^ ].*$")}};
}

/// The one bound that holds in whatever unit a text is written.
Json amount_not_negative_schema() {
  return {{"anyOf",
           {{{"type", "string"}, {"pattern", number_pattern("[+]?", " +[^ ].*$")}},
            {{"type", "string"}, {"pattern", "^-0(\\.0+)?([eE][+-]?[0-9]+)? +[^ ].*$"}}}}};
}

/// A number without unit, or a percentage.
Json bare_amount_schema() {
  return {{"anyOf",
           {{{"type", "number"}},
            {{"type", "string"}, {"pattern", number_pattern("[+-]?", "( +(%|percent))?$")}}}}};
}

/// The definitions that numbers of a kind refer to.
struct NumberNames {
  const char* amount;
  const char* distribution;
};
constexpr NumberNames kQuantity{"amount", "distribution"};
constexpr NumberNames kBare{"bare_amount", "bare_distribution"};

Json list_of(Json items, int least, int most) {
  Json result = {{"type", "array"}, {"items", std::move(items)}, {"minItems", least}};
  if (most > 0)
    result["maxItems"] = most;
  return result;
}

Json number_form(const std::string& keyword, Json argument, const Json& amount) {
  Json properties;
  properties[keyword] = std::move(argument);
  for (const char* key : {"min", "max", "point"})
    properties[key] = amount;
  if (keyword == "choice")
    properties["weights"] = list_of({{"type", "number"}}, 1, 0);
  properties["source"] = {{"type", "string"}};
  properties["why"] = {{"type", "string"}};
  return {{"type", "object"},
          {"required", {keyword}},
          {"properties", properties},
          {"additionalProperties", false}};
}

Json value_form(Json amount, const NumberNames& names) {
  return {{"type", "object"},
          {"required", {"value"}},
          {"properties",
           {{"value", std::move(amount)},
            {"source", {{"type", "string"}}},
            {"range", list_of(reference_to(names.amount), 2, 2)},
            {"why", {{"type", "string"}}}}},
          {"additionalProperties", false}};
}

Json time_form(const std::string& keyword, const NumberNames& names) {
  Json properties;
  if (keyword == "series") {
    for (const char* key : {"series", "column", "unit"})
      properties[key] = {{"type", "string"}};
    properties["shape"] = {{"enum", {"steps", "linear"}}};
  } else {
    const Json point = {{"anyOf", {reference_to("date"), reference_to(names.amount)}}};
    properties[keyword] = list_of(list_of(point, 2, 2), 1, 0);
  }
  properties["scale"] = reference_to("bare_number");
  properties["range"] = list_of({{"type", "number"}}, 2, 2);
  properties["source"] = {{"type", "string"}};
  properties["why"] = {{"type", "string"}};
  return {{"type", "object"},
          {"required", {keyword}},
          {"properties", properties},
          {"additionalProperties", false}};
}

/// Each way to write an uncertain number.
Json distribution_schema(const NumberNames& names) {
  const Json amount = reference_to(names.amount);
  Json forms = Json::array();
  forms.push_back(number_form("uniform", list_of(amount, 2, 2), amount));
  forms.push_back(number_form("triangular", list_of(amount, 3, 3), amount));
  forms.push_back(number_form("normal", list_of(amount, 2, 2), amount));
  // The second one is the spread of its logarithm, which has no unit.
  Json lognormal = {{"type", "array"},
                    {"items", Json::array({amount, reference_to(kBare.amount)})},
                    {"minItems", 2},
                    {"maxItems", 2}};
  forms.push_back(number_form("lognormal", std::move(lognormal), amount));
  forms.push_back(number_form("exponential", amount, amount));
  forms.push_back(number_form("choice", list_of(amount, 1, 0), amount));
  return {{"anyOf", forms}};
}

Json number_schema(const Json& amount, const NumberNames& names) {
  return {{"anyOf", {amount, value_form(amount, names), reference_to(names.distribution)}}};
}

/// A number without unit, written as one: then its bounds can be told.
Json bare_number_schema(const KeySpec& spec) {
  const bool whole = spec.form == KeySpec::Form::count;
  Json amount = {{"type", "number"}};
  if (whole)
    amount["multipleOf"] = 1.0;  // 1e3 is whole, too, and no integer to some readers
  if (spec.bounds.min)
    amount[spec.bounds.open_min ? "exclusiveMinimum" : "minimum"] = *spec.bounds.min;
  if (spec.bounds.max)
    amount[spec.bounds.open_max ? "exclusiveMaximum" : "maximum"] = *spec.bounds.max;
  if (spec.key == "seed")
    return amount;
  const Json text = {{"type", "string"}, {"pattern", number_pattern("[+-]?", "( +(%|percent))?$")}};
  return number_schema(whole ? amount : Json{{"anyOf", {amount, text}}}, kBare);
}

Json profile_schema(const Json& number, const NumberNames& names) {
  Json forms = Json::array({number});
  for (const char* keyword : {"steps", "linear", "series"})
    forms.push_back(time_form(keyword, names));
  return {{"anyOf", forms}};
}

bool not_negative(const KeySpec& spec) {
  return spec.bounds.min && *spec.bounds.min >= 0;
}

Json one_number_schema(const KeySpec& spec) {
  if (spec.unit == "1")
    return bare_number_schema(spec);
  return reference_to(not_negative(spec) ? "number_not_negative" : "number");
}

Json object_schema(const std::vector<KeySpec>& keys);

Json form_schema(const KeySpec& spec) {
  using Form = KeySpec::Form;
  switch (spec.form) {
    case Form::text:
    case Form::reference:
      return {{"type", "string"}};
    case Form::references:
      return {{"anyOf", {{{"type", "string"}}, list_of({{"type", "string"}}, 0, 0)}}};
    case Form::texts:
      return list_of({{"type", "string"}}, 0, 0);
    case Form::flag:
      return {{"type", "boolean"}};
    case Form::choice:
      return {{"enum", spec.allowed}};
    case Form::date:
      return reference_to("date");
    case Form::profile:
      if (spec.unit == "1")
        return profile_schema(bare_number_schema(spec), kBare);
      return reference_to(not_negative(spec) ? "profile_not_negative" : "profile");
    case Form::numbers:
      return list_of(one_number_schema(spec), 1, 0);
    case Form::table:
      return {{"type", "object"}, {"additionalProperties", one_number_schema(spec)}};
    case Form::group:
      return object_schema(spec.children);
    case Form::list:
      return list_of(object_schema(spec.children), 0, 0);
    case Form::scalars:
      return list_of({{"type", {"string", "number", "boolean"}}}, 1, 0);
    case Form::count:
    case Form::number:
    case Form::duration:
    case Form::distribution:
      break;
  }
  return one_number_schema(spec);
}

std::string unit_help(const KeySpec& spec) {
  std::string result;
  if (!spec.unit.empty())
    result += spec.unit == "1" ? " [bare number" : " [" + spec.unit;
  const std::string bounds = spec.unit.empty() || spec.unit == "duration" ? "" : spec.bounds.text();
  if (!bounds.empty())
    result += ", " + bounds;
  if (spec.has_least())
    result += ", at least " + spec.least;
  if (!result.empty())
    result += "]";
  if (spec.form == KeySpec::Form::profile)
    result += " (exogenous)";
  if (spec.form == KeySpec::Form::distribution)
    result += " (drawn at each event)";
  return result;
}

Json object_schema(const std::vector<KeySpec>& keys) {
  Json properties = Json::object();
  Json required = Json::array();
  for (const KeySpec& spec : keys) {
    Json property = form_schema(spec);
    // A neighbour of $ref is ignored by draft-07, so a described reference is wrapped.
    if (property.contains("$ref"))
      property = {{"allOf", Json::array({property})}};
    if (spec.key == "name" || spec.is_name)
      property["pattern"] = kNamePattern;
    property["description"] = spec.help + unit_help(spec);
    if (!spec.default_text.empty())
      property["default"] = spec.default_text;
    properties[spec.key] = std::move(property);
    if (spec.required)
      required.push_back(spec.key);
  }
  properties["source"] = {{"type", "string"}};
  Json result = {{"type", "object"}, {"properties", properties}, {"additionalProperties", false}};
  if (!required.empty())
    result["required"] = required;
  return result;
}

/// What `defaults` may give need not stand in an entry itself: only its name must. Whether a key is
/// missing in the end is said by the loader.
void leave_to_defaults(Json& schema) {
  if (schema.contains("properties"))
    schema.erase("required");
  for (Json& part : schema) {
    if (part.is_structured())
      leave_to_defaults(part);
  }
}

Json kind_schema(const Registry& registry, const Registry::Kind& kind) {
  Json result = object_schema(describe(registry, kind.section, kind.name));
  leave_to_defaults(result);
  if (result["properties"].contains("name"))
    result["required"].push_back("name");
  result["description"] = kind.help;
  result["properties"]["kind"] = {{"const", kind.name}};
  result["required"].push_back("kind");
  return result;
}

/// What `defaults` may say for a kind: any of its keys, and those of a list's entries without the
/// list.
Json shared_schema(const std::vector<KeySpec>& keys) {
  Json properties = Json::object();
  for (const KeySpec& spec : keys) {
    if (spec.key == "name")
      continue;
    const bool inner = spec.form == KeySpec::Form::group || spec.form == KeySpec::Form::list;
    properties[spec.key] = inner ? shared_schema(spec.children) : form_schema(spec);
    if (spec.is_name)
      properties[spec.key]["pattern"] = kNamePattern;
  }
  properties["source"] = {{"type", "string"}};
  return {{"type", "object"}, {"properties", properties}, {"additionalProperties", false}};
}

Json defaults_schema(const Registry& registry) {
  Json kinds = Json::object();
  for (const Registry::Kind& kind : registry.kinds())
    kinds[kind.name] = shared_schema(describe(registry, kind.section, kind.name));
  kinds["source"] = {{"type", "string"}};
  return {{"type", "object"}, {"properties", kinds}, {"additionalProperties", false}};
}

void add_loader_keys(Json& top) {
  Json& properties = top["properties"];
  properties["name"].erase("pattern");
  properties["chokepoint"] = {{"const", 1}, {"description", "version of the format"}};
  properties["include"] = list_of({{"type", "string"}}, 0, 0);
  properties["sources"] = {{"anyOf", {{{"type", "string"}}, list_of({{"type", "object"}}, 0, 0)}}};
  // A file to be included has no version and may leave the rest to the file that includes it.
  top["if"] = {{"required", {"chokepoint"}}};
  top["then"] = {{"required", top["required"]}};
  top.erase("required");
}

Json definitions_of_numbers() {
  const auto quantity = [](const char* amount) {
    return number_schema(reference_to(amount), kQuantity);
  };
  return {{"amount", amount_schema()},
          {"distribution", distribution_schema(kQuantity)},
          {"number", quantity("amount")},
          {"amount_not_negative", amount_not_negative_schema()},
          {"number_not_negative", quantity("amount_not_negative")},
          {"profile_not_negative", profile_schema(reference_to("number_not_negative"), kQuantity)},
          {"profile", profile_schema(reference_to("number"), kQuantity)},
          {"bare_amount", bare_amount_schema()},
          {"bare_distribution", distribution_schema(kBare)},
          {"bare_number", number_schema(reference_to("bare_amount"), kBare)},
          {"date", {{"type", "string"}, {"pattern", kDatePattern}}}};
}

std::string document_schema(const Json& schema, const Json& definitions, const std::string& title) {
  Json result = {{"$schema", "http://json-schema.org/draft-07/schema#"}, {"title", title}};
  result.update(schema);
  result["definitions"] = definitions;
  return result.dump(2) + "\n";
}

}  // namespace

std::string json_schema(const std::vector<KeySpec>& keys, const std::string& title) {
  Json schema = object_schema(keys);
  add_loader_keys(schema);
  return document_schema(schema, definitions_of_numbers(), title);
}

std::string json_schema(const Registry& registry) {
  Json schema = object_schema(describe(registry, "", ""));
  add_loader_keys(schema);
  schema["properties"]["defaults"] = defaults_schema(registry);
  Json definitions = definitions_of_numbers();
  for (const std::string& section : registry.sections()) {
    Json kinds = Json::array();
    for (const Registry::Kind& kind : registry.kinds()) {
      if (kind.section != section)
        continue;
      definitions[section + "." + kind.name] = kind_schema(registry, kind);
      kinds.push_back(reference_to(section + "." + kind.name));
    }
    schema["properties"][section]["items"] = {{"anyOf", kinds}};
  }
  return document_schema(schema, definitions, "A Chokepoint scenario, or a file that one includes");
}

}  // namespace chokepoint

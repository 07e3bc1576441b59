#include <cstdio>
#include <exception>
#include <iostream>
#include <iterator>
#include <string>
#include <string_view>

#include <openturns/Log.hxx>
#include <openturns/TBB.hxx>

#include "sim/base/text.hpp"
#include "tools/study/designs.hpp"
#include "tools/study/indices.hpp"
#include "tools/study/request.hpp"

namespace {

constexpr int kOk = 0;
constexpr int kFailed = 1;
constexpr int kUsage = 2;
constexpr int kBadRequest = 3;

constexpr const char* kHelp =
    R"(Designs and sensitivity indices of studies, for chokepoint. Reads one JSON object from standard
input.

usage: chokepoint-study design    points of a design as CSV: lhs, sobol, saltelli or morris
       chokepoint-study indices   what each factor does to each output as JSON: Sobol indices,
                                  elementary effects (morris) or rank correlations
       chokepoint-study --help | --version
)";

std::string design_csv(const chokepoint::study::DesignRequest& request) {
  std::string text;
  for (const auto& factor : request.factors)
    text += (text.empty() ? "" : ",") + factor.name;
  for (const auto& row : chokepoint::study::make_design(request)) {
    const char* separator = "\n";
    for (const double value : row) {
      text += separator + chokepoint::shortest(value);
      separator = ",";
    }
  }
  return text + "\n";
}

std::string standard_input() {
  return {std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>()};
}

int run(std::string_view command) {
  using namespace chokepoint::study;
  OT::TBB::Disable();  // sums in one order
  OT::Log::Show(OT::Log::NONE);
  std::string answer;
  if (command == "design")
    answer = design_csv(read_design_request(standard_input()));
  else
    answer = make_indices(read_index_request(standard_input()));
  std::cout << answer << std::flush;
  if (!std::cout) {
    std::cerr << "chokepoint-study: the answer could not be written\n";
    return kFailed;
  }
  return kOk;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string_view command = argc == 2 ? argv[1] : "";
  if (command == "--help" || command == "--version") {
    std::fputs(command == "--help" ? kHelp : "chokepoint-study " CHOKEPOINT_VERSION "\n", stdout);
    return kOk;
  }
  if (command != "design" && command != "indices") {
    std::cerr << "chokepoint-study: expected one of design and indices\n"
                 "Run with --help for more information.\n";
    return kUsage;
  }
  try {
    return run(command);
  } catch (const chokepoint::study::RequestError& error) {
    std::cerr << "chokepoint-study: " << error.what() << '\n';
    return kBadRequest;
  } catch (const std::exception& error) {
    std::cerr << "chokepoint-study: " << error.what() << '\n';
    return kFailed;
  }
}

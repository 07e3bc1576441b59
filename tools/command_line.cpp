#include "tools/command_line.hpp"

#include <algorithm>
#include <csignal>
#include <exception>
#include <iostream>
#include <new>

#include "sim/base/error.hpp"
#include "sim/base/log.hpp"
#include "sim/base/shell_words.hpp"
#include "sim/record/result_directory.hpp"
#include "sim/record/version.hpp"
#include "sim/scenario/diagnostics.hpp"
#include "tools/options/evidence.hpp"
#include "tools/options/inquiry.hpp"
#include "tools/options/run.hpp"
#include "tools/options/shared.hpp"
#include "tools/options/sweep.hpp"
#include "tools/output.hpp"

namespace chokepoint::tools {

namespace {

/// What can be typed about scenarios and their keys, and what was.
struct OtherLine {
  CheckArguments check;
  ScenarioArguments graph;
  std::string params_kind;
  bool study_keys = false;
};

void add_other_commands(Program& program, OtherLine& line) {
  CLI::App& check = *program.app.add_subcommand("check", "Check a scenario without running it");
  add_scenario(check, line.check.scenario);
  check.add_flag("--exogenous", line.check.exogenous, "List the values that change by themselves");
  when_typed(check, program, check_command, line.check);

  CLI::App& graph = *program.app.add_subcommand("graph", "Print the supply graph for Graphviz");
  add_scenario(graph, line.graph);
  when_typed(graph, program, graph_command, line.graph);

  CLI::App& schema = *program.app.add_subcommand("schema", "Print the JSON Schema of scenarios");
  schema.add_flag("--study", line.study_keys, "That of studies");
  schema.callback([&program, &line] {
    program.command = [&line] {
      return line.study_keys ? study_schema_command() : schema_command();
    };
  });

  CLI::App& params = *program.app.add_subcommand("params", "The keys of scenarios");
  params.require_subcommand(1);
  CLI::App& list = *params.add_subcommand("list", "List keys with unit, range, default, meaning");
  list.add_option("KIND", line.params_kind, "Only this kind of part or actor")->type_name("");
  list.add_flag("--study", line.study_keys, "Those of studies, as a table in Markdown");
  list.callback([&program, &line] {
    program.command = [&line] {
      return line.study_keys ? study_keys_command() : params_command(line.params_kind);
    };
  });
}

std::vector<std::string> names_of(const std::vector<const CLI::App*>& commands) {
  std::vector<std::string> names;
  names.reserve(commands.size());
  for (const CLI::App* command : commands)
    names.push_back(command->get_name());
  return names;
}

std::vector<const CLI::App*> subcommands_of(const CLI::App& app) {
  return app.get_subcommands([](const CLI::App*) { return true; });
}

/// Option names as typed: "--seed".
std::vector<std::string> long_options_of(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options())
    for (const std::string& name : option->get_lnames())
      names.push_back("--" + name);
  return names;
}

/// CLI11 says that something was not expected, but not what was probably meant.
void refuse_unknown_words(const CLI::App& app, std::span<const char* const> words) {
  const auto commands = subcommands_of(app);
  const auto options = long_options_of(app);
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string_view word = words[i];
    if (word == "--")
      return;
    if (word.starts_with("--")) {
      const std::string name(word.substr(0, word.find('=')));
      if (std::find(options.begin(), options.end(), name) == options.end())
        throw UsageError("unknown option '" + name + "'" + did_you_mean(name, options));
    } else if (!commands.empty() && !word.starts_with("-")) {
      const auto known = std::find_if(commands.begin(), commands.end(),
                                      [&](const CLI::App* c) { return c->get_name() == word; });
      if (known == commands.end())
        throw UsageError("unknown command '" + std::string(word) + "'" +
                         did_you_mean(word, names_of(commands)));
      return refuse_unknown_words(**known, words.subspan(i + 1));
    }
  }
}

/// Parses and runs; help and version are results and go to stdout.
int parse_and_run(std::span<const char* const> arguments) {
  Program program;
  program.app.set_version_flag("--version", "chokepoint " + std::string(version()));
  program.app.require_subcommand(1);
  RunLine run;
  add_run_commands(program, run);
  InquiryLine inquiry;
  add_inquiry_commands(program, inquiry);
  EvidenceLine evidence;
  add_evidence_commands(program, evidence);
  SweepLine sweep;
  add_sweep_commands(program, sweep);
  OtherLine other;
  add_other_commands(program, other);
  const std::vector<std::string> words(arguments.begin(), arguments.end());
  run.run.command_line = shell_line(words);
  run.compare.command_line = run.run.command_line;
  sweep.sweep.command_line = run.run.command_line;
  inquiry.relieve.command_line = run.run.command_line;
  inquiry.bound.command_line = run.run.command_line;
  try {
    refuse_unknown_words(program.app, arguments.subspan(1));
    program.app.parse(static_cast<int>(arguments.size()), arguments.data());
  } catch (const CLI::CallForVersion& version_text) {
    print(std::string(version_text.what()) + "\n");
    return exit_ok;
  } catch (const CLI::Success&) {
    const CLI::App* asked = &program.app;
    while (!asked->get_subcommands().empty())
      asked = asked->get_subcommands().front();
    print(asked->help(asked == &program.app ? "" : "chokepoint"));
    return exit_ok;
  } catch (const CLI::Error& error) {
    throw UsageError(error.what());
  }
  log::set_level(log::parse_level(program.log_level));
  return program.command();
}

}  // namespace

int run_program(std::span<const char* const> arguments) {
  std::signal(SIGPIPE, SIG_IGN);  // print() sees the closed pipe itself
  std::signal(SIGXFSZ, SIG_IGN);  // so does the writer of files the limit of their size
  try {
    return parse_and_run(arguments);
  } catch (const UsageError& error) {
    std::cerr << "chokepoint: " << error.what() << "\nRun with --help for more information.\n";
    return exit_usage;
  } catch (const ExistingResultsError& error) {
    std::cerr << "chokepoint: " << error.what() << '\n';
    return exit_usage;
  } catch (const ScenarioError& error) {
    const std::string_view text = error.what();
    std::cerr << text << (text.ends_with('\n') ? "" : "\n");
    return exit_bad_scenario;
  } catch (const DeadlockError& error) {
    std::cerr << "chokepoint: " << message_of(error) << '\n';
    return exit_deadlock;
  } catch (const std::bad_alloc&) {
    std::cerr << "chokepoint: out of memory\n";
    return exit_run_failed;
  } catch (const std::exception& error) {
    std::cerr << "chokepoint: " << message_of(error) << '\n';
    return exit_run_failed;
  }
}

}  // namespace chokepoint::tools

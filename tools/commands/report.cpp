#include "models/answer.hpp"
#include "sim/record/result_directory.hpp"
#include "sim/record/result_names.hpp"
#include "tools/commands/commands.hpp"
#include "tools/output.hpp"
#include "tools/report/page.hpp"

namespace chokepoint::tools {

int report_command(const ReportArguments& arguments) {
  const std::filesystem::path directory(arguments.directory);
  std::error_code unknown;
  if (!std::filesystem::is_directory(directory, unknown))
    throw UsageError("'" + arguments.directory + "' is not a directory");
  const std::filesystem::path target = arguments.output.empty()
                                           ? directory / "report.html"
                                           : std::filesystem::path(arguments.output);
  if (std::filesystem::is_directory(target, unknown))
    throw UsageError("'" + target.string() + "' is a directory; name a file with --output");
  if (!arguments.json)
    static_cast<void>(file_to_write(target));  // refused before anything is read
  RunFiles files = read_run_files(directory, arguments.relief);
  if (files.result.titles.empty())  // comparisons and sweeps do not carry them
    files.result.titles = models::constraint_titles();
  if (arguments.json) {
    print(report_data(files) + "\n");
    return exit_ok;
  }
  const std::string page = report_page(files);
  write_file(target, page);
  warn_of_size(target, page.size());
  print(target.string() + "\n");
  return exit_ok;
}

}  // namespace chokepoint::tools

#include "sim/record/result_directory.hpp"
#include "tools/commands/commands.hpp"
#include "tools/output.hpp"
#include "tools/report/page.hpp"

namespace chokepoint::tools {

int report_command(const ReportArguments& arguments) {
  const std::filesystem::path directory(arguments.directory);
  if (!std::filesystem::is_directory(directory))
    throw UsageError("'" + arguments.directory + "' is not a directory");
  const std::filesystem::path target = arguments.output.empty()
                                           ? directory / "report.html"
                                           : std::filesystem::path(arguments.output);
  if (std::filesystem::is_directory(target))
    throw UsageError("'" + target.string() + "' is a directory; name a file with --output");
  write_file(target, report_page(read_run_files(directory, arguments.relief)));
  print(target.string() + "\n");
  return exit_ok;
}

}  // namespace chokepoint::tools

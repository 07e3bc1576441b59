#include "sim/record/result_directory.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace chokepoint {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class Directory : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "chokepoint-record.XXXXXX").string();
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    home_ = name;
  }
  void TearDown() override { fs::remove_all(home_); }

  static std::vector<std::string> names_in(const fs::path& path) {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(path))
      names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
  }
  static std::string text_of(const fs::path& path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
  }
  static void put(const fs::path& path, const std::string& text) { std::ofstream(path) << text; }
  static std::string refusal(const fs::path& path, bool overwrite = false) {
    try {
      ResultDirectory directory(path, overwrite);
    } catch (const OutputError& error) {
      return error.what();
    }
    return "no refusal";
  }

  /// Eight processes that all look first and then write five files each; their exit codes.
  static std::vector<int> write_at_once(const fs::path& target, bool overwrite) {
    std::array<int, 2> gate{};
    EXPECT_EQ(::pipe(gate.data()), 0);
    std::vector<pid_t> children;
    for (int number = 0; number < 8; ++number) {
      children.push_back(::fork());
      if (children.back() == 0)
        ::_exit(write_one(target, overwrite, std::to_string(number), gate));
    }
    ::close(gate[0]);
    ::close(gate[1]);  // all go
    std::vector<int> codes;
    for (const pid_t child : children) {
      int status = 0;
      ::waitpid(child, &status, 0);
      codes.push_back(WIFEXITED(status) ? WEXITSTATUS(status) : -1);
    }
    return codes;
  }
  static int write_one(const fs::path& target, bool overwrite, const std::string& text,
                       const std::array<int, 2>& gate) {
    try {
      const ResultDirectory directory(target, overwrite);
      ::close(gate[1]);
      char none = 0;
      if (::read(gate[0], &none, 1) != 0)
        return 3;
      directory.write({{"summary.json", text},
                       {"orders.csv", text},
                       {"bottlenecks.csv", text},
                       {"timeseries.csv", text},
                       {"run.log", text}});
    } catch (const ExistingResultsError&) {
      return 2;
    } catch (const std::exception&) {
      return 1;
    }
    return 0;
  }
  /// Whether the directory holds the five files of one process and nothing else.
  static bool all_of_one(const fs::path& target) {
    const std::vector<std::string> names = names_in(target);
    const std::string text = text_of(target / "summary.json");
    return names.size() == 5 && std::all_of(names.begin(), names.end(), [&](const auto& name) {
             return text_of(target / name) == text;
           });
  }

  fs::path home_;
  const std::vector<ResultFile> files_ = {{"summary.json", "new"}, {"orders.csv", "a,b\n"}};
};

TEST_F(Directory, is_created_with_its_parents_and_holds_exactly_the_files) {
  ResultDirectory(home_ / "a" / "b", false).write(files_);
  EXPECT_THAT(names_in(home_ / "a" / "b"), ElementsAre("orders.csv", "summary.json"));
  EXPECT_THAT(names_in(home_ / "a"), ElementsAre("b"));
  EXPECT_EQ(text_of(home_ / "a" / "b" / "orders.csv"), "a,b\n");
}

TEST_F(Directory, a_trailing_slash_means_the_same_directory) {
  ResultDirectory((home_ / "a").string() + "/", false).write(files_);
  EXPECT_THAT(names_in(home_ / "a"), ElementsAre("orders.csv", "summary.json"));
}

TEST_F(Directory, checking_leaves_nothing_behind) {
  ResultDirectory directory(home_ / "a" / "b", false);
  EXPECT_THAT(names_in(home_), IsEmpty());
}

TEST_F(Directory, results_are_not_overwritten_unless_asked_for) {
  ResultDirectory(home_ / "a", false).write(files_);
  EXPECT_THAT(refusal(home_ / "a"), HasSubstr("holds results (orders.csv); give --overwrite"));
  ResultDirectory(home_ / "a", true).write({{"summary.json", "newer"}});
  EXPECT_THAT(names_in(home_ / "a"), ElementsAre("summary.json"));
  EXPECT_EQ(text_of(home_ / "a" / "summary.json"), "newer");
}

TEST_F(Directory, results_that_appear_during_the_run_are_kept) {
  const ResultDirectory directory(home_ / "a", false);
  ResultDirectory(home_ / "a", false).write(files_);
  EXPECT_THROW(directory.write({{"summary.json", "other"}}), OutputError);
  EXPECT_EQ(text_of(home_ / "a" / "summary.json"), "new");
}

TEST_F(Directory, of_results_that_come_at_once_one_stays_whole_and_the_others_are_refused) {
  for (int round = 0; round < 12; ++round) {
    const fs::path target = home_ / std::to_string(round) / "a";
    if (round % 2 == 1)
      fs::create_directories(target);  // empty, so that each file is moved into it
    const std::vector<int> codes = write_at_once(target, false);
    EXPECT_THAT(codes, ::testing::UnorderedElementsAre(0, 2, 2, 2, 2, 2, 2, 2));
    EXPECT_TRUE(all_of_one(target));
  }
}

TEST_F(Directory, results_that_replace_one_another_at_once_leave_those_of_one) {
  for (int round = 0; round < 6; ++round) {
    const fs::path target = home_ / std::to_string(round);
    EXPECT_THAT(write_at_once(target, true), ::testing::Each(0));
    EXPECT_THAT(write_at_once(target, true), ::testing::Each(0));
    EXPECT_TRUE(all_of_one(target));
    EXPECT_THAT(refusal(target), HasSubstr("holds results"));
  }
}

TEST_F(Directory, what_one_held_that_died_holds_nobody_up) {
  fs::create_directory(home_ / "a");
  put(home_ / "a" / ".chokepoint.lock", "");
  ResultDirectory(home_ / "a", false).write(files_);
  EXPECT_THAT(names_in(home_ / "a"), ElementsAre("orders.csv", "summary.json"));
}

TEST_F(Directory, files_that_are_not_ours_stay) {
  fs::create_directory(home_ / "a");
  put(home_ / "a" / "notes.txt", "mine");
  ResultDirectory(home_ / "a", false).write(files_);
  EXPECT_THAT(names_in(home_ / "a"), ElementsAre("notes.txt", "orders.csv", "summary.json"));
  EXPECT_EQ(text_of(home_ / "a" / "notes.txt"), "mine");
}

TEST_F(Directory, may_be_the_mount_point_of_another_file_system) {
  const fs::path shared_memory("/dev/shm");
  if (!fs::is_directory(shared_memory))
    GTEST_SKIP() << "no other file system here";
  std::string name = (shared_memory / "chokepoint-record.XXXXXX").string();
  ASSERT_NE(::mkdtemp(name.data()), nullptr);
  fs::create_directory_symlink(name, home_ / "a");
  ResultDirectory(home_ / "a", false).write(files_);
  EXPECT_THAT(names_in(name), ElementsAre("orders.csv", "summary.json"));
  fs::remove_all(name);
}

TEST_F(Directory, a_file_in_its_place_is_refused) {
  put(home_ / "a", "mine");
  EXPECT_THAT(refusal(home_ / "a", true), HasSubstr("is not a directory"));
  EXPECT_THAT(refusal(home_ / "a" / "b", true), HasSubstr("cannot write results"));
  EXPECT_EQ(text_of(home_ / "a"), "mine");
}

TEST_F(Directory, a_link_that_leads_nowhere_is_refused_before_anything_runs) {
  fs::create_symlink(home_ / "gone", home_ / "a");
  EXPECT_THROW(ResultDirectory(home_ / "a", true), ExistingResultsError);
  EXPECT_THAT(refusal(home_ / "a"), HasSubstr("is a link that leads nowhere"));
  EXPECT_THAT(names_in(home_), ElementsAre("a"));
}

TEST_F(Directory, a_place_where_nothing_can_be_created_is_refused) {
  EXPECT_THAT(refusal("/proc/chokepoint/results"), HasSubstr("cannot write results"));
}

TEST_F(Directory, files_that_come_one_by_one_are_there_when_all_are_kept) {
  ResultDirectory(home_ / "a", false).write(files_);
  const ResultDirectory directory(home_ / "a", true);
  {
    UnfinishedResults results(directory);
    results.add("summary.json", "newer");
    EXPECT_EQ(text_of(home_ / "a" / "summary.json"), "new");
    results.add("timeseries.csv", "a\n");
    results.keep();
  }
  EXPECT_THAT(names_in(home_ / "a"), ElementsAre("summary.json", "timeseries.csv"));
  EXPECT_EQ(text_of(home_ / "a" / "summary.json"), "newer");
}

TEST_F(Directory, files_that_nobody_keeps_leave_nothing_and_touch_nothing) {
  ResultDirectory(home_ / "a", false).write(files_);
  const ResultDirectory directory(home_ / "a", true);
  {
    UnfinishedResults results(directory);
    results.add("summary.json", "newer");
  }
  EXPECT_THAT(names_in(home_ / "a"), ElementsAre("orders.csv", "summary.json"));
  EXPECT_EQ(text_of(home_ / "a" / "summary.json"), "new");
}

TEST_F(Directory, a_failure_half_way_leaves_nothing_new) {
  const ResultDirectory directory(home_ / "a" / "b", false);
  EXPECT_THROW(directory.write({{"summary.json", "x"}, {"no/such/folder.csv", "y"}}), OutputError);
  EXPECT_THAT(names_in(home_), IsEmpty());
}

TEST_F(Directory, a_failure_half_way_keeps_the_earlier_results) {
  ResultDirectory(home_ / "a", false).write(files_);
  EXPECT_THROW(ResultDirectory(home_ / "a", true).write({{"summary.json", "x"}, {"no/f.csv", "y"}}),
               OutputError);
  EXPECT_THAT(names_in(home_ / "a"), ElementsAre("orders.csv", "summary.json"));
  EXPECT_EQ(text_of(home_ / "a" / "summary.json"), "new");
  EXPECT_THAT(names_in(home_), ElementsAre("a"));
}

}  // namespace
}  // namespace chokepoint

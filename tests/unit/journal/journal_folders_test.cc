#include "journal/journal_folders.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <string>

#include "unit/temporary_folder.h"

namespace hark {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const std::string kId = "0123456789abcdef0123456789abcdef";
const std::string kOtherId = "fedcba9876543210fedcba9876543210";

class JournalFolders : public testing::Test {
 protected:
  void SetUp() override {
    for (const char* file :
         {"lying.journal", "system.journal/system.journal", "no-journal", ".journal"})
      touch(file);
    for (const char* file : {"system.journal", "system@00ab-1.journal", "system@00ab.journal~",
                             "user-7.journal", "user-7@1-2.journal", "user-70.journal",
                             "remote-box.journal", "systemd.journal", "x.journal.zst"})
      touch(kId + '/' + file);
    touch(kId + ".inner/system.journal");
    touch(kOtherId + "/system.journal");
    touch("remote/remote-box.journal");
    touch(kId + "/deeper/system.journal");
  }

  void touch(const std::string& name) {
    const std::filesystem::path path = std::filesystem::path(root_) / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path) << ' ';
  }

  std::vector<std::string> list(const JournalScope& scope,
                                std::optional<std::string> machine = std::nullopt) {
    const JournalListing listing = list_journal({{root_, std::move(machine)}}, scope);
    EXPECT_THAT(listing.failures, IsEmpty());
    std::vector<std::string> names;
    for (const ListedJournal& file : listing.files) {
      std::string name = file.path.substr(root_.size() + 1);
      for (const auto& [id, letter] : {std::pair{kId, "I"}, {kOtherId, "O"}})
        if (name.starts_with(id)) name.replace(0, id.size(), letter);
      names.push_back(name);
    }
    return names;
  }

  TemporaryFolder folder_;
  const std::string root_ = folder_.path().string();
};

TEST_F(JournalFolders, AllFilesOfAllMachinesButNamespaces) {
  EXPECT_THAT(list({}), ElementsAre("I/remote-box.journal", "I/system.journal",
                                    "I/system@00ab-1.journal", "I/system@00ab.journal~",
                                    "I/systemd.journal", "I/user-7.journal", "I/user-70.journal",
                                    "I/user-7@1-2.journal", "O/system.journal", "lying.journal"));
}

TEST_F(JournalFolders, OneMachine) {
  EXPECT_THAT(list({}, kOtherId), ElementsAre("O/system.journal", "lying.journal"));
  EXPECT_THAT(list({}, ""), ElementsAre("lying.journal")) << "an id that nobody knows";
}

TEST_F(JournalFolders, SystemAndUser) {
  const auto system = {"I/system.journal", "I/system@00ab-1.journal", "I/system@00ab.journal~"};
  EXPECT_THAT(list({.system = true}, kId), testing::ElementsAreArray(system));
  EXPECT_THAT(list({.user = true, .uid = 7}),
              ElementsAre("I/user-7.journal", "I/user-7@1-2.journal"));
  EXPECT_THAT(list({.user = true, .uid = 70}), ElementsAre("I/user-70.journal"));
  EXPECT_THAT(list({.user = true, .uid = 8}), IsEmpty());
  EXPECT_THAT(list({.system = true, .user = true, .uid = 70}, kId),
              ElementsAre("I/system.journal", "I/system@00ab-1.journal", "I/system@00ab.journal~",
                          "I/user-70.journal"));
}

TEST_F(JournalFolders, Namespaces) {
  const JournalScope inner{.system = true, .name_space = "inner"};
  EXPECT_THAT(list(inner), ElementsAre("I.inner/system.journal"));
  EXPECT_THAT(list({.system = true, .name_space = "inne"}), IsEmpty());
  const auto both = ElementsAre("I.inner/system.journal", "I/system.journal",
                                "I/system@00ab-1.journal", "I/system@00ab.journal~");
  EXPECT_THAT(list({.system = true, .name_space = "+inner"}, kId), both);
  EXPECT_THAT(list({.system = true, .name_space = "*"}, kId), both);
}

TEST_F(JournalFolders, OtherUsersAreMarked) {
  std::vector<std::string> others;
  for (const ListedJournal& file : list_journal({{root_}}, {.uid = 70}).files) {
    if (file.is_of_another_user) others.push_back(file.path.substr(file.path.rfind('/') + 1));
  }
  EXPECT_THAT(others, ElementsAre("user-7.journal", "user-7@1-2.journal"));
}

TEST_F(JournalFolders, AFolderThatIsNot) {
  EXPECT_THAT(list_journal({{root_ + "/missing"}}, {}).failures, IsEmpty());
  for (const auto& [path, number] : {std::pair<std::string, int>{root_ + "/missing", ENOENT},
                                     {root_ + "/lying.journal", ENOTDIR}}) {
    const JournalListing listing = list_journal({{path, std::nullopt, true}}, {});
    ASSERT_EQ(listing.failures.size(), 1U);
    EXPECT_EQ(listing.failures[0].path, path);
    EXPECT_EQ(listing.failures[0].error, number);
  }
}

}  // namespace
}  // namespace hark

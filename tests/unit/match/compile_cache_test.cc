#include "match/compile_cache.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "match/matcher.h"

namespace hark {
namespace {

namespace fs = std::filesystem;

class Cache : public testing::Test {
 protected:
  Cache() {
    char name[] = "/tmp/hark-cache-XXXXXX";
    base_ = mkdtemp(name);
    folder_ = (base_ / "made" / "hark").string();
  }
  ~Cache() override { fs::remove_all(base_); }

  fs::path only_file() const {
    for (const auto& entry : fs::directory_iterator(folder_)) return entry.path();
    return {};
  }

  fs::path base_;
  std::string folder_;
};

TEST_F(Cache, GivesBackWhatWasStoredUnderTheWholeKey) {
  const CompileCache cache(folder_);
  EXPECT_EQ(cache.load("key"), std::nullopt);
  cache.store("key", std::string("pay\0load", 8));
  EXPECT_EQ(cache.load("key"), std::string("pay\0load", 8));
  EXPECT_EQ(cache.load("other"), std::nullopt);
  EXPECT_EQ(fs::status(folder_).permissions() & fs::perms::all, fs::perms::owner_all);
}

TEST_F(Cache, AFolderOpenToOthersIsNotUsed) {
  const CompileCache cache(folder_);
  cache.store("key", "payload");
  chmod(folder_.c_str(), 0755);
  EXPECT_EQ(cache.load("key"), std::nullopt);
}

TEST_F(Cache, AFileOthersCanWriteIsNotUsed) {
  const CompileCache cache(folder_);
  cache.store("key", "payload");
  chmod(only_file().c_str(), 0666);
  EXPECT_EQ(cache.load("key"), std::nullopt);
}

TEST_F(Cache, ALinkIsNotFollowed) {
  const CompileCache cache(folder_);
  cache.store("key", "payload");
  const fs::path file = only_file(), moved = base_ / "moved";
  fs::rename(file, moved);
  fs::create_symlink(moved, file);
  EXPECT_EQ(cache.load("key"), std::nullopt);
}

TEST_F(Cache, EveryFlippedOrMissingByteIsNoticed) {
  const CompileCache cache(folder_);
  cache.store("key", "payload");
  const fs::path file = only_file();
  std::ifstream in(file, std::ios::binary);
  const std::string whole(std::istreambuf_iterator<char>(in), {});
  const auto write = [&](const std::string& bytes) {
    std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes;
  };
  for (std::size_t i = 0; i < whole.size(); i++) {
    std::string damaged = whole;
    damaged[i] = static_cast<char>(damaged[i] ^ 0x40);
    write(damaged);
    EXPECT_EQ(cache.load("key"), std::nullopt) << "flipped " << i;
    write(whole.substr(0, i));
    EXPECT_EQ(cache.load("key"), std::nullopt) << "cut at " << i;
  }
  write(whole + "x");
  EXPECT_EQ(cache.load("key"), std::nullopt);
  write(whole);
  EXPECT_EQ(cache.load("key"), "payload");
}

TEST_F(Cache, NoFolderNoCache) {
  const CompileCache cache("");
  cache.store("key", "payload");
  EXPECT_EQ(cache.load("key"), std::nullopt);
}

TEST_F(Cache, OldFilesGo) {
  const CompileCache cache(folder_);
  for (int i = 0; i < 20; i++) cache.store("key" + std::to_string(i), "payload");
  EXPECT_LE(std::distance(fs::directory_iterator(folder_), fs::directory_iterator()), 8);
  EXPECT_EQ(cache.load("key19"), "payload");
}

// A set that takes more than 50 ms to compile, which is what is cached.
Matcher slow_set(int seed) {
  Matcher matcher;
  for (int i = 0; i < 150; i++) {
    const std::string n = std::to_string(i * 1000 + seed);
    matcher.add(field::kMessage,
                {"unit" + n + "[a-z]+ failed (?:with|after) \\d+ .*x" + n, false, false, false, {}},
                RegexSet::kPacks);
  }
  matcher.add(field::kMessage, {"lost(?!.*found)", false, false, false, {}}, RegexSet::kPacks);
  matcher.add(field::kMessage, {"^$", false, false, false, {}}, RegexSet::kPacks);
  matcher.add(field::kMessage, {"typed", false, false, false, {}});
  return matcher;
}

std::vector<AtomId> hits(const Matcher& matcher, const FieldTable& fields, std::string_view text) {
  MatchState state(matcher);
  Event event(fields);
  const std::vector<Value> values = {{text, true}};
  event.record_values(field::kMessage, values, false);
  state.begin_event();
  std::vector<AtomId> all;
  for (AtomId atom = 0; atom < matcher.size(); atom++) {
    if (matcher.test(atom, event, state)) all.push_back(atom);
  }
  return all;
}

TEST_F(Cache, AMatcherFromTheCacheGivesTheSameAnswers) {
  const FieldTable fields;
  const CompileCache cache(folder_);
  Matcher fresh = slow_set(1), stored = slow_set(1), restored = slow_set(1);
  ASSERT_TRUE(fresh.compile(fields));
  ASSERT_TRUE(stored.compile(fields, &cache));
  ASSERT_FALSE(only_file().empty()) << "nothing was stored: is the set still slow to compile?";
  const auto before = fs::last_write_time(only_file());
  ASSERT_TRUE(restored.compile(fields, &cache));
  EXPECT_EQ(fs::last_write_time(only_file()), before);
  for (const char* text : {"unit3001abc failed with 17 times x3001", "lost", "lost and found", "",
                           "typed", "unit3001"}) {
    EXPECT_EQ(hits(restored, fields, text), hits(fresh, fields, text)) << text;
    EXPECT_EQ(hits(stored, fields, text), hits(fresh, fields, text)) << text;
  }
  for (AtomId atom = 0; atom < fresh.size(); atom++) EXPECT_EQ(restored.run(atom), fresh.run(atom));
}

TEST_F(Cache, AnotherSetIsAnotherKey) {
  const FieldTable fields;
  const CompileCache cache(folder_);
  ASSERT_TRUE(slow_set(1).compile(fields, &cache));
  Matcher other = slow_set(2);
  ASSERT_TRUE(other.compile(fields, &cache));
  EXPECT_EQ(hits(other, fields, "unit3002abc failed with 17 times x3002"),
            (std::vector<AtomId>{3}));
}

TEST_F(Cache, APayloadThatDoesNotFitIsCompiledAgain) {
  const FieldTable fields;
  const CompileCache cache(folder_);
  ASSERT_TRUE(slow_set(1).compile(fields, &cache));
  // The right key and checksum over nonsense: written by a version with another idea of the
  // payload.
  std::ifstream in(only_file(), std::ios::binary);
  const std::string whole(std::istreambuf_iterator<char>(in), {});
  std::uint64_t key_size = 0;
  std::memcpy(&key_size, whole.data() + 16, sizeof key_size);
  const std::string key = whole.substr(16 + 24, key_size);
  cache.store(key, std::string(5000, '\2'));
  ASSERT_EQ(cache.load(key), std::string(5000, '\2'));
  Matcher matcher = slow_set(1);
  ASSERT_TRUE(matcher.compile(fields, &cache));
  EXPECT_EQ(hits(matcher, fields, "lost"), (std::vector<AtomId>{150}));
}

}  // namespace
}  // namespace hark

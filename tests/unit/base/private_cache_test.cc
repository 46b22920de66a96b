#include "base/private_cache.h"

#include <sys/stat.h>

#include <fstream>
#include <iterator>

#include "unit/base/cache_folder.h"

namespace hark {
namespace {

namespace fs = std::filesystem;

class PrivateCacheTest : public CacheFolder {};

TEST_F(PrivateCacheTest, GivesBackWhatWasStoredUnderTheWholeKey) {
  const PrivateCache cache(folder_, "test");
  EXPECT_EQ(cache.load("key"), std::nullopt);
  cache.store("key", std::string("pay\0load", 8));
  EXPECT_EQ(cache.load("key"), std::string("pay\0load", 8));
  EXPECT_EQ(cache.load("other"), std::nullopt);
  EXPECT_EQ(fs::status(folder_).permissions() & fs::perms::all, fs::perms::owner_all);
}

TEST_F(PrivateCacheTest, AFolderOpenToOthersIsNotUsed) {
  const PrivateCache cache(folder_, "test");
  cache.store("key", "payload");
  chmod(folder_.c_str(), 0755);
  EXPECT_EQ(cache.load("key"), std::nullopt);
}

TEST_F(PrivateCacheTest, AFileOthersCanWriteIsNotUsed) {
  const PrivateCache cache(folder_, "test");
  cache.store("key", "payload");
  chmod(only_file().c_str(), 0666);
  EXPECT_EQ(cache.load("key"), std::nullopt);
}

TEST_F(PrivateCacheTest, ALinkIsNotFollowed) {
  const PrivateCache cache(folder_, "test");
  cache.store("key", "payload");
  const fs::path file = only_file(), moved = base_ / "moved";
  fs::rename(file, moved);
  fs::create_symlink(moved, file);
  EXPECT_EQ(cache.load("key"), std::nullopt);
}

TEST_F(PrivateCacheTest, EveryFlippedOrMissingByteIsNoticed) {
  const PrivateCache cache(folder_, "test");
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

TEST_F(PrivateCacheTest, NoFolderNoCache) {
  const PrivateCache cache("", "test");
  cache.store("key", "payload");
  EXPECT_EQ(cache.load("key"), std::nullopt);
}

TEST_F(PrivateCacheTest, OldFilesGo) {
  const PrivateCache cache(folder_, "test");
  for (int i = 0; i < 20; i++) cache.store("key" + std::to_string(i), "payload");
  EXPECT_LE(std::distance(fs::directory_iterator(folder_), fs::directory_iterator()), 8);
  EXPECT_EQ(cache.load("key19"), "payload");
  PrivateCache(folder_, "other").store("key", "of another kind");
  EXPECT_EQ(cache.load("key19"), "payload");
  EXPECT_EQ(cache.load("key"), std::nullopt);
}

}  // namespace
}  // namespace hark

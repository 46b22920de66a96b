// A folder for caches that goes with the test.
#pragma once

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string>

namespace hark {

class CacheFolder : public testing::Test {
 protected:
  CacheFolder() {
    char name[] = "/tmp/hark-cache-XXXXXX";
    base_ = mkdtemp(name);
    folder_ = (base_ / "made" / "hark").string();
  }
  ~CacheFolder() override { std::filesystem::remove_all(base_); }

  std::filesystem::path only_file() const {
    for (const auto& entry : std::filesystem::directory_iterator(folder_)) return entry.path();
    return {};
  }

  std::filesystem::path base_;
  std::string folder_;
};

}  // namespace hark

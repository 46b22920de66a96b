// A folder for caches that goes with the test.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "unit/temporary_folder.h"

namespace hark {

class CacheFolder : public testing::Test {
 protected:
  std::filesystem::path only_file() const {
    for (const auto& entry : std::filesystem::directory_iterator(folder_)) return entry.path();
    return {};
  }

  TemporaryFolder temporary_;
  const std::filesystem::path base_ = temporary_.path();
  const std::string folder_ = temporary_.path("made/hark");
};

}  // namespace hark

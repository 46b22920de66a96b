// Packs kept between runs as they were read: the same choice comes out, and whatever changed is
// read again.
#include <gtest/gtest.h>

#include <fstream>

#include "pattern/library.h"
#include "unit/base/cache_folder.h"
#include "unit/pattern/packs.h"

namespace hark {
namespace {

namespace fs = std::filesystem;

// Long enough to take the 5 ms to read from which packs are kept.
std::string long_pack(std::string_view regex) {
  std::string out = "[pack]\nname = \"long\"\n";
  for (int i = 0; i < 600; i++) {
    out += fmt::format(
        "[[pattern]]\nid = \"p{}\"\ntitle = \"t\"\nseverity = \"error\"\nany = [{{ regex = '{}{}' "
        "}}]\n"
        "why = \"w\"\nlook = \"l\"\nmatch = [\"x{}\"]\nno_match = [\"y\"]\n",
        i, regex, i, i);
  }
  return out;
}

class LibraryCache : public CacheFolder {
 protected:
  Library load() const {
    const PrivateCache cache(folder_, "packs");
    LibraryOptions options;
    options.builtin = {{"long.toml", text}};
    options.paths = paths;
    options.cache = &cache;
    return load_library(options);
  }

  std::string text = long_pack("x");
  std::vector<std::string> paths;
};

std::string all_of(const Library& library) {
  std::string out;
  for (Pack pack : library.packs()) {
    for (Pattern& pattern : pack.patterns) {
      pattern.examples.clear();
      out += pattern.source;
    }
    out += to_toml(pack);
  }
  return out;
}

TEST_F(LibraryCache, GivesTheSamePacks) {
  const Library fresh = load();
  EXPECT_FALSE(fresh.is_from_cache());
  ASSERT_TRUE(fs::exists(folder_)) << "nothing was kept: is the pack still slow to read?";
  const Library kept = load();
  EXPECT_TRUE(kept.is_from_cache());
  EXPECT_EQ(all_of(kept), all_of(fresh));
  EXPECT_EQ(kept.select({})->patterns.size(), 600u);
}

TEST_F(LibraryCache, ReadsAgainWhatChanged) {
  (void)load();
  text = long_pack("z");
  EXPECT_FALSE(load().is_from_cache());
  const fs::path more = base_ / "more.toml";
  std::ofstream(more) << kGoodPack;
  paths = {more.string()};
  EXPECT_FALSE(load().is_from_cache());
  const Library kept = load();
  EXPECT_TRUE(kept.is_from_cache());
  EXPECT_EQ(kept.select({paths, Severity::kWarning, {}})->patterns.size(), 1u);
  std::ofstream(more) << spoiled("stop", "go");
  const Library changed = load();
  EXPECT_FALSE(changed.is_from_cache());
  EXPECT_EQ(changed.packs().back().patterns.at(0).id, "demo.go");
}

TEST_F(LibraryCache, KeepsNothingOfWrongPacks) {
  text = long_pack("x") + "[[pattern]]\n";
  const Diagnostics mistakes = load().mistakes();
  EXPECT_FALSE(mistakes.empty());
  EXPECT_FALSE(load().is_from_cache());
  EXPECT_EQ(render(load().mistakes()), render(mistakes));
}

TEST_F(LibraryCache, ReadsAgainWhereTheFileIsNoneOfItsOwn) {
  const Library fresh = load();
  std::string content;
  {
    std::ifstream in(only_file(), std::ios::binary);
    content.assign(std::istreambuf_iterator<char>(in), {});
  }
  content.back() = static_cast<char>(content.back() ^ 1);
  std::ofstream(only_file(), std::ios::binary) << content;
  const Library again = load();
  EXPECT_FALSE(again.is_from_cache());
  EXPECT_EQ(all_of(again), all_of(fresh));
}

}  // namespace
}  // namespace hark

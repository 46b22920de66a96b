// The packs' compiled databases, kept between runs.
#include <cstring>
#include <fstream>
#include <iterator>

#include "match/matcher.h"
#include "unit/base/cache_folder.h"

namespace hark {
namespace {

namespace fs = std::filesystem;

class MatcherCache : public CacheFolder {};

// A set that takes more than 50 ms to compile, which is what is cached: no words can be taken from
// regexes that fold case.
Matcher slow_set(int seed) {
  Matcher matcher;
  for (int i = 0; i < 150; i++) {
    const std::string n = std::to_string(i * 1000 + seed);
    matcher.add(
        field::kMessage,
        {"(?i)unit" + n + "[a-z]+ failed (?:with|after) \\d+ .*x" + n, false, false, false, {}},
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

TEST_F(MatcherCache, AMatcherFromTheCacheGivesTheSameAnswers) {
  const FieldTable fields;
  const PrivateCache cache(folder_, "hs");
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

TEST_F(MatcherCache, AnotherSetIsAnotherKey) {
  const FieldTable fields;
  const PrivateCache cache(folder_, "hs");
  ASSERT_TRUE(slow_set(1).compile(fields, &cache));
  Matcher other = slow_set(2);
  ASSERT_TRUE(other.compile(fields, &cache));
  EXPECT_EQ(hits(other, fields, "unit3002abc failed with 17 times x3002"),
            (std::vector<AtomId>{3}));
}

TEST_F(MatcherCache, APayloadThatDoesNotFitIsCompiledAgain) {
  const FieldTable fields;
  const PrivateCache cache(folder_, "hs");
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

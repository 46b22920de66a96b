#include "digest/wrapping.h"

#include <gmock/gmock.h>

namespace hark {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Wrap, BreaksBetweenWords) {
  EXPECT_THAT(wrap(words_of("one two  three"), 8), ElementsAre("one two", "three"));
  EXPECT_THAT(wrap(words_of("one two"), 7), ElementsAre("one two"));
  EXPECT_THAT(wrap({"15 times (120 lines),", "daily"}, 21),
              ElementsAre("15 times (120 lines),", "daily"));
  EXPECT_THAT(wrap({}, 8), IsEmpty());
}

TEST(Wrap, CutsWhatIsWiderThanALine) {
  EXPECT_THAT(wrap(words_of("a abcdefghij b"), 4), ElementsAre("a", "abcd", "efgh", "ij b"));
}

TEST(Wrap, CountsColumnsNotBytes) {
  EXPECT_THAT(wrap(words_of("ääää öö"), 7), ElementsAre("ääää öö"));
  EXPECT_THAT(wrap(words_of("日本語"), 4), ElementsAre("日本", "語"));
}

TEST(WrapCommand, CanBePasted) {
  EXPECT_THAT(wrap_command("systemctl show -p A -p B x.service", 40),
              ElementsAre("systemctl show -p A -p B x.service"));
  EXPECT_THAT(wrap_command("systemctl show -p A -p B x.service", 20),
              ElementsAre("systemctl show \\", "-p A -p B \\", "x.service"));
  EXPECT_THAT(wrap_command("systemctl show -p Aaaaa -p B x.service", 22),
              ElementsAre("systemctl show \\", "-p Aaaaa -p B \\", "x.service"));
}

TEST(WrapCommand, LeavesQuotedWordsWhole) {
  EXPECT_THAT(wrap_command("journalctl -u 'a b  c.service' -n 50", 20),
              ElementsAre("journalctl \\", "-u 'a b  c.service' \\", "-n 50"));
  EXPECT_THAT(words_of_command(R"(a 'it'\''s x' "b \" c" d\ e)"),
              ElementsAre("a", R"('it'\''s x')", R"("b \" c")", R"(d\ e)"));
}

TEST(WrapSome, SaysThatThereIsMore) {
  EXPECT_THAT(wrap_some("one two three four", 9, 2), ElementsAre("one two", "three …"));
  EXPECT_THAT(wrap_some("one two three", 9, 2), ElementsAre("one two", "three"));
  EXPECT_THAT(wrap_some("aaaaaaaaa bbbbbbbbb c", 9, 2), ElementsAre("aaaaaaaaa", "bbbbbbb …"));
}

}  // namespace
}  // namespace hark

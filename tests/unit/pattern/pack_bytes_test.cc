// A pack written as bytes and read again says the same but for examples and places, and bytes that
// are none are refused.
#include "pattern/pack_bytes.h"

#include <gtest/gtest.h>

#include <tuple>

#include "pattern/builtin.h"
#include "pattern/pack_reader.h"
#include "unit/pattern/packs.h"

namespace hark {
namespace {

std::string encoded(const Pack& pack) {
  ByteWriter out;
  encode_pack(pack, out);
  return out.take();
}

Pack without_examples(Pack pack) {
  for (Pattern& pattern : pack.patterns) pattern.examples.clear();
  return pack;
}

TEST(PackBytes, GiveEachBuiltInPackAgain) {
  ASSERT_FALSE(builtin_packs().empty());
  for (const BuiltinPack& builtin : builtin_packs()) {
    const auto pack = read_pack(builtin.text, "built in");
    ASSERT_TRUE(pack) << builtin.file;
    const std::string bytes = encoded(*pack);
    ByteReader in(bytes);
    const auto again = decode_pack(in);
    ASSERT_TRUE(again) << builtin.file;
    EXPECT_TRUE(in.is_done());
    EXPECT_EQ(to_toml(*again), to_toml(without_examples(*pack)));
  }
}

TEST(PackBytes, KeepEveryKey) {
  const auto pack = read_pack(R"toml([pack]
name = "demo"
title = "A demo"
default = false
replace = true
off = ["old-*"]

[[pattern]]
id = "full"
title = "All keys"
severity = "critical"
group = "g"
tags = ["a", "b"]
any = [
  { from = "journald", regex = ["x", "(?<n>y)"], field = "F", ignore_case = true, identifier = ["d*"], fields = { A = ["1", "2"], B = "3" }, where = "_PID == 1" },
  { message_id = "d9b373ed55a64feb8242e02dbe79a49c" },
]
why = "w"
look = "l {n}"
match = ["x", "y"]
no_match = ["z"]
match_event = [ { MESSAGE_ID = "d9b373ed55a64feb8242e02dbe79a49c" } ]
no_match_event = [ { MESSAGE = "x", _PID = "2" } ]
)toml",
                              "demo.toml");
  ASSERT_TRUE(pack) << render(pack.errors());
  const std::string bytes = encoded(*pack);
  ByteReader in(bytes);
  const auto again = decode_pack(in);
  ASSERT_TRUE(again);
  EXPECT_EQ(to_toml(*again), to_toml(without_examples(*pack)));
}

TEST(PackBytes, KeepThePlacesThatNotesShow) {
  const auto pack = read_pack("[pack]\nname = \"demo\"\noff = [\"old-*\"]\n", "demo.toml");
  ASSERT_TRUE(pack) << render(pack.errors());
  const std::string bytes = encoded(*pack);
  ByteReader in(bytes);
  const auto again = decode_pack(in);
  ASSERT_TRUE(again);
  ASSERT_EQ(again->off.size(), 1u);
  const Origin& kept = again->off[0].origin;
  const Origin& origin = pack->off[0].origin;
  EXPECT_EQ(kept.label, "demo.toml");
  EXPECT_EQ(kept.text, origin.text);
  EXPECT_EQ(std::tuple(kept.line, kept.offset, kept.length),
            std::tuple(origin.line, origin.offset, origin.length));
}

TEST(PackBytes, AreRefusedWhereTheyAreNone) {
  const auto pack = read_pack(kGoodPack, "demo.toml");
  ASSERT_TRUE(pack);
  const std::string bytes = encoded(*pack);
  for (std::size_t length = 0; length < bytes.size(); length++) {
    ByteReader in(std::string_view(bytes).substr(0, length));
    const auto cut = decode_pack(in);
    EXPECT_FALSE(cut) << length;
  }
  // Any byte may be anything: an answer, in bounded memory.
  for (std::size_t i = 0; i < bytes.size(); i++) {
    for (const char byte : {'\0', '\1', '\x7f', '\xff'}) {
      std::string damaged = bytes;
      damaged[i] = byte;
      ByteReader in(damaged);
      (void)decode_pack(in);
    }
  }
}

}  // namespace
}  // namespace hark

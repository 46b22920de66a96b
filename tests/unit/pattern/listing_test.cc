#include "pattern/listing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/printable.h"
#include "unit/pattern/packs.h"

namespace hark {
namespace {

constexpr std::string_view kOther = R"([pack]
name = "other"
default = false
[[pattern]]
id = "a-much-longer-name"
title = "Zwölf Boxkämpfer"
severity = "critical"
any = [ { identifier = "x" } ]
why = "w"
look = "l"
match_event = [ { SYSLOG_IDENTIFIER = "x" } ]
)";

constexpr std::string_view kShown = R"([pack]
name = "demo"
title = "Things that happen to demonstrations"
[[pattern]]
id = "stop"
title = "It stopped"
severity = "error"
group = "stops"
tags = ["kill", "stop"]
any = [
  { from = "manager", regex = ['a b', 'c'], ignore_case = true },
  { message_id = "d9b373ed55a64feb8242e02dbe79a49c", fields = { X = ["1", "2"] }, identifier = ["s*"], where = "pid = 1" },
]
why = "It gets no chance to flush or close; data may be lost, and every restart waits for the timeout."
look = "{systemctl} status {unit}"
match = ["a b"]
no_match = ["a\tb\u0007"]
match_event = [ { MESSAGE = "x", X = ["1", "2"] } ]
no_match_event = [ { MESSAGE = "a b" } ]
)";

Library library_of(std::vector<BuiltinPack> packs) {
  LibraryOptions options;
  options.builtin = std::move(packs);
  Library library = load_library(options);
  EXPECT_EQ(render(library.mistakes()), "");
  return library;
}

TEST(Listing, OneLineAPattern) {
  const std::string good(kGoodPack);
  const Library library = library_of({{"demo.toml", good}, {"other.toml", kOther}});
  EXPECT_EQ(list_patterns(library, library.all()),
            "error     demo.stop                 default  built in  It stopped\n"
            "critical  other.a-much-longer-name  -        built in  Zwölf Boxkämpfer\n");
  EXPECT_EQ(list_patterns(library, {}), "");
}

TEST(Listing, OnePattern) {
  const Library library = library_of({{"demo.toml", kShown}});
  EXPECT_EQ(show_pattern(library, **library.find("demo.stop")),
            "demo.stop\n"
            "title       It stopped\n"
            "severity    error\n"
            "group       stops\n"
            "tags        kill, stop\n"
            "pack        demo: Things that happen to demonstrations\n"
            "source      built in, line 5\n"
            "\n"
            "why         It gets no chance to flush or close; data may be lost, and every\n"
            "            restart waits for the timeout.\n"
            "look        {systemctl} status {unit}\n"
            "\n"
            "hit by      from manager\n"
            "            MESSAGE =~ a b  (any case)\n"
            "            MESSAGE =~ c  (any case)\n"
            "or by       message_id = d9b373ed55a64feb8242e02dbe79a49c\n"
            "            X = 1 | 2\n"
            "            identifier fits s*\n"
            "            where pid = 1\n"
            "\n"
            "hits        a b\n"
            "            MESSAGE=x  X=1|2\n"
            "hits not    a\tb\\x07\n"
            "            MESSAGE=a b\n");
}

TEST(Listing, NothingUnsafeAndEightyColumns) {
  LibraryOptions options;
  options.builtin.assign(builtin_packs().begin(), builtin_packs().end());
  const Library library = load_library(options);
  std::string all = list_patterns(library, library.all());
  for (const Pack& pack : library.packs()) {
    for (const Pattern& pattern : pack.patterns) all += show_pattern(library, pattern);
  }
  EXPECT_EQ(find_unsafe(all, 0, true), all.size());
}

}  // namespace
}  // namespace hark

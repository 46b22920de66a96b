#include "app/unit_globs.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

namespace hark {
namespace {

using testing::ElementsAre;

TEST(UnitGlobs, ANameWithoutASuffixIsAService) {
  EXPECT_THAT(unit_globs("sshd"), ElementsAre("sshd.service"));
  EXPECT_THAT(unit_globs("sshd.socket"), ElementsAre("sshd.socket"));
  EXPECT_THAT(unit_globs("getty@tty1"), ElementsAre("getty@tty1.service"));
  EXPECT_THAT(unit_globs("org.example.app"), ElementsAre("org.example.app.service"));
}

TEST(UnitGlobs, AGlobIsTakenAsItIsAsWell) {
  EXPECT_THAT(unit_globs("dead-*"), ElementsAre("dead-*", "dead-*.service"));
  EXPECT_THAT(unit_globs("*.timer"), ElementsAre("*.timer"));
}

TEST(UnitGlobs, WhatSystemdEscapedStaysSo) {
  EXPECT_THAT(unit_globs(R"(systemd-fsck@dev-disk-by\x2duuid-1.service)"),
              ElementsAre(R"(systemd-fsck@dev-disk-by\x2duuid-1.service)"));
}

// The names are those of `systemd-escape -p` (252).
TEST(UnitGlobs, APathIsAMountOrADevice) {
  EXPECT_THAT(unit_globs("/mnt/data"), ElementsAre("mnt-data.mount"));
  EXPECT_THAT(unit_globs("/"), ElementsAre("-.mount"));
  EXPECT_THAT(unit_globs("//mnt/./data//"), ElementsAre("mnt-data.mount"));
  EXPECT_THAT(unit_globs("/mnt/a b"), ElementsAre(R"(mnt-a\x20b.mount)"));
  EXPECT_THAT(unit_globs("/.hid/.x"), ElementsAre(R"(\x2ehid-.x.mount)"));
  EXPECT_THAT(unit_globs("/mnt/\xc3\xa4"), ElementsAre(R"(mnt-\xc3\xa4.mount)"));
  EXPECT_THAT(unit_globs(R"(/mnt/a.b_c:d@e\f)"), ElementsAre(R"(mnt-a.b_c:d\x40e\x5cf.mount)"));
  EXPECT_THAT(unit_globs("/dev/sda1"), ElementsAre("dev-sda1.device"));
  EXPECT_THAT(unit_globs("/dev/vg0/a-b"), ElementsAre(R"(dev-vg0-a\x2db.device)"));
  EXPECT_THAT(unit_globs("/sys/x"), ElementsAre("sys-x.device"));
  EXPECT_THAT(unit_globs("/devices"), ElementsAre("devices.mount"));
}

TEST(UnitGlobs, OtherBytesMayHaveBeenEscaped) {
  EXPECT_THAT(unit_globs("a b"), ElementsAre("a b.service", R"(a\x20b.service)"));
  EXPECT_THAT(unit_globs("foo/bar"), ElementsAre("foo/bar.service", "foo-bar.service"));
  EXPECT_THAT(unit_globs("/a/../b"), ElementsAre("/a/../b.service", "-a-..-b.service"));
}

}  // namespace
}  // namespace hark

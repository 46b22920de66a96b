#include "event/unit_owner.h"

#include <gtest/gtest.h>

#include "unit/event/made_event.h"

namespace hark {
namespace {

std::string owner(MadeEvent::Fields fields) {
  MadeEvent event(std::move(fields));
  return std::string(unit_owner(*event));
}

TEST(UnitOwner, OfTheWriter) {
  EXPECT_EQ(owner({{field::kSystemdUserUnit, "x.service"}, {field::kOwnerUid, "1000"}}), "1000");
  EXPECT_EQ(owner({{field::kSystemdUserUnit, "x.service"},
                   {field::kSystemdCgroup,
                    "/user.slice/user-1001.slice/user@1001.service/app.slice/x.service"},
                   {field::kUid, "100000"}}),
            "1001");
  EXPECT_EQ(owner({{field::kSystemdUserUnit, "x.service"}, {field::kUid, "1002"}}), "1002");
}

TEST(UnitOwner, OfTheManagersUnit) {
  EXPECT_EQ(owner({{field::kUserUnit, "x.service"},
                   {field::kSystemdUserUnit, "init.scope"},
                   {field::kSystemdUnit, "user@1000.service"},
                   {field::kUid, "1000"}}),
            "1000");
}

TEST(UnitOwner, OfWhatRootSpeaksAbout) {
  EXPECT_EQ(owner({{field::kMessageId, "fc2e22bc6ee647b6b90729ab34a250b1"},
                   {field::kUid, "0"},
                   {field::kCoredumpUserUnit, "x.service"},
                   {field::kCoredumpUid, "1000"}}),
            "1000");
  EXPECT_EQ(owner({{field::kUid, "0"},
                   {field::kObjectSystemdUserUnit, "x.service"},
                   {field::kObjectUid, "1000"},
                   {field::kObjectOwnerUid, "1001"}}),
            "1001");
}

TEST(UnitOwner, OfAnOomKillsCgroup) {
  EXPECT_EQ(owner({{field::kTransport, "kernel"},
                   {field::kSyslogIdentifier, "kernel"},
                   {field::kMessage,
                    "oom-kill:constraint=CONSTRAINT_MEMCG,task_memcg=/user.slice/user-1000.slice/"
                    "user@1000.service/app.slice/x.service,task=x,pid=7,uid=1000"}}),
            "1000");
}

TEST(UnitOwner, UnitsOfTheSystemHaveNone) {
  EXPECT_EQ(owner({{field::kSystemdUnit, "x.service"}, {field::kUid, "1000"}}), "");
  EXPECT_EQ(owner({{field::kUid, "1000"}}), "");
}

}  // namespace
}  // namespace hark

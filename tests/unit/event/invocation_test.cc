#include "event/invocation.h"

#include <gtest/gtest.h>

#include "unit/event/made_event.h"

namespace hark {
namespace {

std::string invocation(MadeEvent::Fields fields) {
  MadeEvent event(std::move(fields));
  return std::string(invocation_of(*event));
}

TEST(Invocation, OfTheUnitThatTheManagerSpeaksOf) {
  EXPECT_EQ(invocation({{field::kPid, "1"},
                        {field::kUnit, "x.service"},
                        {field::kInvocationId, "aa"},
                        {field::kSystemdInvocationId, "bb"}}),
            "aa");
  EXPECT_EQ(invocation({{field::kUserUnit, "x.service"},
                        {field::kUserInvocationId, "aa"},
                        {field::kSystemdUnit, "user@1000.service"},
                        {field::kSystemdUserUnit, "init.scope"},
                        {field::kSystemdInvocationId, "bb"}}),
            "aa");
}

TEST(Invocation, TheManagersOwnIsNotTheUnits) {
  EXPECT_EQ(invocation({{field::kUserUnit, "x.service"},
                        {field::kSystemdUnit, "user@1000.service"},
                        {field::kSystemdUserUnit, "init.scope"},
                        {field::kSystemdInvocationId, "bb"}}),
            "");
}

TEST(Invocation, OfTheWriterItself) {
  EXPECT_EQ(invocation({{field::kSystemdUnit, "x.service"}, {field::kSystemdInvocationId, "aa"}}),
            "aa");
  EXPECT_EQ(invocation({{field::kSystemdUnit, "user@1000.service"},
                        {field::kSystemdUserUnit, "x.service"},
                        {field::kSystemdInvocationId, "aa"}}),
            "aa");
}

TEST(Invocation, AnybodyMayWriteInvocationId) {
  EXPECT_EQ(invocation({{field::kSystemdUnit, "x.service"},
                        {field::kInvocationId, "ff"},
                        {field::kObjectInvocationId, "ff"},
                        {field::kSystemdInvocationId, "aa"},
                        {field::kUid, "1000"}}),
            "aa");
}

TEST(Invocation, OfRootsObject) {
  EXPECT_EQ(invocation({{field::kUid, "0"},
                        {field::kObjectSystemdUnit, "x.service"},
                        {field::kObjectInvocationId, "aa"},
                        {field::kSystemdUnit, "dbus.service"},
                        {field::kSystemdInvocationId, "bb"}}),
            "aa");
}

TEST(Invocation, ACoredumpsWriterIsAnotherUnit) {
  EXPECT_EQ(invocation({{field::kMessageId, "fc2e22bc6ee647b6b90729ab34a250b1"},
                        {field::kCoredumpUnit, "x.service"},
                        {field::kUid, "0"},
                        {field::kSystemdUnit, "systemd-coredump@1.service"},
                        {field::kSystemdInvocationId, "bb"}}),
            "");
}

TEST(Invocation, AChildBeforeExecIsInItsUnit) {
  EXPECT_EQ(invocation({{field::kComm, "(node)"},
                        {field::kExe, "/usr/lib/systemd/systemd"},
                        {field::kTransport, "journal"},
                        {field::kUnit, "x.service"},
                        {field::kSystemdUnit, "x.service"},
                        {field::kSystemdInvocationId, "aa"}}),
            "aa");
}

TEST(Invocation, WithoutAUnitThereIsNone) {
  EXPECT_EQ(invocation({{field::kSystemdInvocationId, "aa"}}), "");
}

}  // namespace
}  // namespace hark

// Whose event it is: every rule, in both scopes, and those who would like to speak for another
// unit. Tables of entries, a row a rule: long, but read row by row.
#include "event/effective_unit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/event/made_event.h"

namespace hark {
namespace {

using namespace field;  // NOLINT: the tables below are made of field names
using Fields = MadeEvent::Fields;

// "system a.service", "user a.service b.service", "none"
std::string unit_of(const Fields& fields) {
  MadeEvent event(fields);
  const EffectiveUnit& unit = event->unit();
  std::string text = unit.scope == Scope::kUser     ? "user"
                     : unit.scope == Scope::kSystem ? "system"
                                                    : "none";
  for (const Value& name : unit.names) text += " " + std::string(name.bytes);
  return text;
}

const std::string kDump = "fc2e22bc6ee647b6b90729ab34a250b1";

struct Case {
  const char* named;
  Fields fields;
  const char* expected;
};

void check(const std::vector<Case>& cases) {
  for (const Case& c : cases) EXPECT_EQ(unit_of(c.fields), c.expected) << c.named;
}

Fields operator+(Fields a, const Fields& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

// Who writes, by the fields that journald adds.
const Fields kPid1 = {{kPid, "1"},
                      {kUid, "0"},
                      {kComm, "systemd"},
                      {kTransport, "journal"},
                      {kSystemdUnit, "init.scope"},
                      {kSystemdCgroup, "/init.scope"},
                      {kSystemdSlice, "-.slice"}};
const Fields kUserManager = {
    {kPid, "2210"},
    {kUid, "1000"},
    {kComm, "systemd"},
    {kTransport, "journal"},
    {kSystemdUnit, "user@1000.service"},
    {kSystemdUserUnit, "init.scope"},
    {kSystemdCgroup, "/user.slice/user-1000.slice/user@1000.service/init.scope"}};
const Fields kService = {{kPid, "700"},
                         {kUid, "998"},
                         {kComm, "node"},
                         {kTransport, "stdout"},
                         {kSystemdUnit, "api.service"},
                         {kSystemdCgroup, "/system.slice/api.service"}};
const Fields kRootService = {{kPid, "701"},
                             {kUid, "0"},
                             {kComm, "sshd"},
                             {kTransport, "syslog"},
                             {kSystemdUnit, "ssh.service"},
                             {kSystemdCgroup, "/system.slice/ssh.service"}};
const Fields kUserService = {
    {kPid, "702"},
    {kUid, "1000"},
    {kComm, "sync"},
    {kTransport, "stdout"},
    {kSystemdUnit, "user@1000.service"},
    {kSystemdUserUnit, "sync.service"},
    {kSystemdCgroup, "/user.slice/user-1000.slice/user@1000.service/app.slice/sync.service"}};
const Fields kSession = {{kPid, "703"},
                         {kUid, "1000"},
                         {kComm, "bash"},
                         {kTransport, "journal"},
                         {kSystemdUnit, "session-3.scope"},
                         {kSystemdSlice, "user-1000.slice"},
                         {kSystemdCgroup, "/user.slice/user-1000.slice/session-3.scope"}};
const Fields kKernel = {{kTransport, "kernel"}, {kSyslogIdentifier, "kernel"}};

TEST(EffectiveUnit, IsTheWritersOwnWhereNothingElseIsSaid) {
  check({
      {"nothing known", {}, "none"},
      {"short-lived process", {{kPid, "5120"}, {kUid, "0"}, {kTransport, "syslog"}}, "none"},
      {"kernel", kKernel, "none"},
      {"service", kService, "system api.service"},
      {"user service", kUserService, "user sync.service"},
      {"session", kSession, "system session-3.scope"},
      {"PID 1 about nothing", kPid1, "system init.scope"},
      {"user manager about nothing", kUserManager, "user init.scope"},
  });
}

TEST(EffectiveUnit, IsWhatAManagerNames) {
  check({
      {"PID 1", kPid1 + Fields{{kUnit, "api.service"}}, "system api.service"},
      {"PID 1 without a cgroup", {{kPid, "1"}, {kUnit, "api.service"}}, "system api.service"},
      {"user manager whose _UID was left out",
       {{kSystemdCgroup, "/user.slice/user-1000.slice/user@1000.service/init.scope"},
        {kUserUnit, "a.service"}},
       "user a.service"},
      {"init.scope", {{kSystemdUnit, "init.scope"}, {kUnit, "a.service"}}, "system a.service"},
      {"its cgroup", {{kSystemdCgroup, "/init.scope"}, {kUnit, "a.service"}}, "system a.service"},
      {"repeated UNIT (ordering cycle)",
       kPid1 + Fields{{kUnit, "mnt-a.mount"}, {kUnit, "a.service"}},
       "system mnt-a.mount a.service"},
      {"early boot, through the kernel's buffer",
       {{kTransport, "kernel"}, {kSyslogIdentifier, "systemd"}, {kUnit, "a.mount"}},
       "system a.mount"},
      {"user manager", kUserManager + Fields{{kUserUnit, "sync.service"}}, "user sync.service"},
      {"user manager, told by its cgroup alone",
       {{kUid, "1000"},
        {kSystemdCgroup, "/user.slice/user-1000.slice/user@1000.service/init.scope"},
        {kUserUnit, "a.service"}},
       "user a.service"},
      {"user manager, told by its unit alone",
       {{kSystemdUserUnit, "init.scope"}, {kUserUnit, "a.service"}},
       "user a.service"},
      {"user manager before 226",
       {{kComm, "systemd"}, {kSystemdUnit, "user@1000.service"}, {kUserUnit, "a.service"}},
       "user a.service"},
      {"user manager before 226, with its cgroup",
       {{kComm, "systemd"},
        {kSystemdUnit, "user@1000.service"},
        {kSystemdCgroup, "/user.slice/user-1000.slice/user@1000.service"},
        {kUserUnit, "a.service"}},
       "user a.service"},
      {"child before exec, in its unit's cgroup",
       {{kPid, "48"},
        {kUid, "998"},
        {kTransport, "journal"},
        {kComm, "(node)"},
        {kExe, "/usr/lib/systemd/systemd"},
        {kSystemdUnit, "api.service"},
        {kSystemdCgroup, "/system.slice/api.service"},
        {kUnit, "api.service"}},
       "system api.service"},
      {"child before exec, still in init.scope",
       {{kPid, "48"},
        {kComm, "(node)"},
        {kSystemdUnit, "init.scope"},
        {kSystemdCgroup, "/init.scope"},
        {kUnit, "api.service"}},
       "system api.service"},
      {"child before exec since 255, by its identifier",
       {{kPid, "48"},
        {kUid, "998"},
        {kTransport, "journal"},
        {kSyslogIdentifier, "(node)"},
        {kComm, "(node)"},
        {kExe, "/usr/lib/systemd/systemd-executor"},
        {kSystemdUnit, "api.service"},
        {kSystemdCgroup, "/system.slice/api.service"},
        {kUnit, "api.service"}},
       "system api.service"},
      {"child before exec that is gone before journald looks",
       {{kPid, "48"},
        {kUid, "0"},
        {kTransport, "journal"},
        {kSyslogIdentifier, "(node)"},
        {kUnit, "api.service"}},
       "system api.service"},
      {"user manager's child before exec",
       {{kPid, "48"},
        {kUid, "1000"},
        {kTransport, "journal"},
        {kComm, "(sync)"},
        {kExe, "/usr/lib/systemd/systemd-executor"},
        {kSystemdUnit, "user@1000.service"},
        {kSystemdUserUnit, "sync.service"},
        {kSystemdCgroup, "/user.slice/user-1000.slice/user@1000.service/app.slice/sync.service"},
        {kUserUnit, "sync.service"}},
       "user sync.service"},
  });
}

TEST(EffectiveUnit, IsNotWhatOthersForge) {
  const Fields forged = {{kUnit, "victim.service"}, {kUserUnit, "victim.service"}};
  check({
      {"service", kService + forged, "system api.service"},
      {"root service", kRootService + forged, "system ssh.service"},
      {"user service", kUserService + forged, "user sync.service"},
      {"session", kSession + forged, "system session-3.scope"},
      {"no unit known", Fields{{kPid, "5"}, {kComm, "x"}} + forged, "none"},
      {"kernel", kKernel + forged, "none"},
      {"named systemd",
       Fields{{kPid, "5"}, {kComm, "systemd"}, {kSystemdUnit, "a.service"}} + forged,
       "system a.service"},
      {"named systemd in a user's service",
       Fields{{kPid, "5"},
              {kComm, "systemd"},
              {kSystemdUnit, "user@1000.service"},
              {kSystemdUserUnit, "sync.service"}} +
           forged,
       "user sync.service"},
      {"identifier systemd",
       Fields{{kPid, "5"},
              {kTransport, "journal"},
              {kSyslogIdentifier, "systemd"},
              {kSystemdUnit, "a.service"}} +
           forged,
       "system a.service"},
      {"a user's manager about a system unit", kUserManager + Fields{{kUnit, "victim.service"}},
       "user init.scope"},
      {"PID 1 about a user unit", kPid1 + Fields{{kUserUnit, "victim.service"}},
       "system init.scope"},
      {"a process that calls itself a child before exec",
       Fields{{kPid, "5"},
              {kUid, "998"},
              {kTransport, "journal"},
              {kComm, "(x)"},
              {kExe, "/usr/bin/x"},
              {kSystemdUnit, "api.service"},
              {kSystemdCgroup, "/system.slice/api.service"}} +
           forged,
       "system api.service"},
      {"a child before exec about another unit",
       Fields{{kPid, "5"},
              {kUid, "998"},
              {kTransport, "journal"},
              {kComm, "(x)"},
              {kExe, "/usr/lib/systemd/systemd"},
              {kSystemdUnit, "api.service"},
              {kSystemdCgroup, "/system.slice/api.service"}} +
           forged,
       "system api.service"},
      {"the same, of root, about which only the unit is known",
       Fields{{kPid, "5"},
              {kUid, "0"},
              {kTransport, "journal"},
              {kSyslogIdentifier, "(x)"},
              {kSystemdUnit, "api.service"}} +
           forged,
       "system api.service"},
      {"a user's process that calls itself so and is gone",
       Fields{{kPid, "5"}, {kUid, "1000"}, {kTransport, "journal"}, {kSyslogIdentifier, "(x)"}} +
           forged,
       "none"},
      {"the same, hiding its victim behind itself",
       Fields{{kPid, "5"},
              {kUid, "998"},
              {kTransport, "journal"},
              {kComm, "(x)"},
              {kExe, "/usr/lib/systemd/systemd"},
              {kSystemdUnit, "api.service"},
              {kSystemdCgroup, "/system.slice/api.service"},
              {kUnit, "api.service"}} +
           forged,
       "system api.service"},
      {"the same in a user's service",
       Fields{{kPid, "5"},
              {kComm, "(x)"},
              {kSystemdUnit, "user@1000.service"},
              {kSystemdUserUnit, "sync.service"}} +
           forged,
       "user sync.service"},
      {"the same in a session",
       Fields{{kPid, "5"},
              {kComm, "(x)"},
              {kSystemdUnit, "session-3.scope"},
              {kSystemdSlice, "user-1000.slice"},
              {kSystemdCgroup, "/user.slice/user-1000.slice/session-3.scope"}} +
           forged,
       "system session-3.scope"},
      {"an init.scope below its own service",
       Fields{{kPid, "5"},
              {kUid, "998"},
              {kSystemdUnit, "a.service"},
              {kSystemdCgroup, "/system.slice/a.service/init.scope"}} +
           forged,
       "system a.service"},
      {"an init.scope below a session, which journald takes for a user's unit",
       Fields{{kPid, "5"},
              {kUid, "1000"},
              {kSystemdUnit, "session-3.scope"},
              {kSystemdUserUnit, "init.scope"},
              {kSystemdCgroup, "/user.slice/user-1000.slice/session-3.scope/init.scope"}} +
           forged,
       "user init.scope"},
      {"another user's process in a manager's init.scope",
       Fields{{kPid, "5"},
              {kUid, "1001"},
              {kSystemdUnit, "user@1000.service"},
              {kSystemdUserUnit, "init.scope"},
              {kSystemdCgroup, "/user.slice/user-1000.slice/user@1000.service/init.scope"}} +
           forged,
       "user init.scope"},
      {"systemd in a cgroup that a user made below its manager's",
       Fields{{kPid, "5"},
              {kUid, "1000"},
              {kComm, "systemd"},
              {kSystemdUnit, "user@1000.service"},
              {kSystemdCgroup, "/user.slice/user-1000.slice/user@1000.service/x"}} +
           forged,
       "system user@1000.service"},
      {"a container's manager",
       Fields{{kPid, "5"}, {kUid, "0"}, {kSystemdCgroup, "/lxc/x/init.scope"}} + forged, "none"},
      {"a cgroup that only looks like it",
       Fields{{kPid, "5"},
              {kSystemdUnit, "a.service"},
              {kSystemdCgroup, "/system.slice/a.service/xinit.scope"}} +
           forged,
       "system a.service"},
  });
}

TEST(EffectiveUnit, OfACoredumpIsTheUnitThatCrashed) {
  const Fields dump = {{kMessageId, kDump}, {kCoredumpUnit, "api.service"}};
  const Fields user_dump = {{kMessageId, kDump},
                            {kCoredumpUnit, "user@1000.service"},
                            {kCoredumpUserUnit, "sync.service"}};
  const Fields handler = {{kUid, "0"}, {kSystemdUnit, "systemd-coredump@3-48376-0.service"}};
  check({
      {"by root in its service", handler + dump, "system api.service"},
      {"by root, service unknown", Fields{{kUid, "0"}} + dump, "system api.service"},
      {"by the coredump user in its service",
       Fields{{kUid, "997"}, {kSystemdUnit, "systemd-coredump@3-48376-0.service"}} + dump,
       "system api.service"},
      {"of a user's service", handler + user_dump, "user sync.service"},
      {"without a unit", handler + Fields{{kMessageId, kDump}},
       "system systemd-coredump@3-48376-0.service"},
      {"forged by a service", kService + dump, "system api.service"},
      {"forged by a service, for another",
       kService + Fields{{kMessageId, kDump}, {kCoredumpUnit, "victim.service"}},
       "system api.service"},
      {"forged by a user", kUserService + user_dump, "user sync.service"},
      {"forged by a service with a like name",
       Fields{{kUid, "998"}, {kSystemdUnit, "systemd-coredump.service"}} + dump,
       "system systemd-coredump.service"},
      {"another message with the field", handler + Fields{{kCoredumpUnit, "api.service"}},
       "system systemd-coredump@3-48376-0.service"},
      {"before what the manager names",
       kPid1 + Fields{{kUnit, "systemd-coredump@3-48376-0.service"}} + dump, "system api.service"},
  });
}

TEST(EffectiveUnit, OfAnObjectIsBelievedFromRoot) {
  const Fields object = {{kObjectSystemdUnit, "api.service"}};
  const Fields user_object = {{kObjectSystemdUnit, "user@1000.service"},
                              {kObjectSystemdUserUnit, "sync.service"}};
  check({
      {"journald's own: Suppressed",
       Fields{{kUid, "0"}, {kTransport, "driver"}, {kSystemdUnit, "systemd-journald.service"}} +
           object,
       "system api.service"},
      {"root daemon", kRootService + object, "system api.service"},
      {"about a user's unit", kRootService + user_object, "user sync.service"},
      {"from someone else", kService + Fields{{kObjectSystemdUnit, "victim.service"}},
       "system api.service"},
      {"behind what the manager names", kPid1 + Fields{{kUnit, "a.service"}} + object,
       "system a.service"},
  });
}

TEST(EffectiveUnit, OfAKernelOomKillIsTheOneInTheCgroupPath) {
  const auto killed = [](const std::string& cgroup) {
    return kKernel +
           Fields{{kMessage,
                   "oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=/,mems_allowed=0,"
                   "oom_memcg=/limit.slice,task_memcg=" +
                       cgroup + ",task=python3,pid=4711,uid=0"}};
  };
  check({
      {"service", killed("/system.slice/api.service"), "system api.service"},
      {"template instance in its slice",
       killed("/system.slice/system-getty.slice/getty@tty1.service"), "system getty@tty1.service"},
      {"below a delegated service", killed("/system.slice/docker.service/payload/x"),
       "system docker.service"},
      {"scope", killed("/machine.slice/machine-x.scope"), "system machine-x.scope"},
      {"docker's scope", killed("/system.slice/docker-0123.scope"), "system docker-0123.scope"},
      {"session", killed("/user.slice/user-1000.slice/session-3.scope"), "system session-3.scope"},
      {"user service",
       killed("/user.slice/user-1000.slice/user@1000.service/app.slice/sync.service"),
       "user sync.service"},
      {"user service in nested slices",
       killed("/user.slice/user-1000.slice/user@1000.service/app.slice/app-org.slice/"
              "app-org-x.slice/sync@1.service"),
       "user sync@1.service"},
      {"user scope",
       killed("/user.slice/user-1000.slice/user@1000.service/app.slice/app-firefox-9.scope"),
       "user app-firefox-9.scope"},
      {"user manager itself", killed("/user.slice/user-1000.slice/user@1000.service/init.scope"),
       "user init.scope"},
      {"user manager before 226", killed("/user.slice/user-1000.slice/user@1000.service"),
       "system user@1000.service"},
      {"PID 1's", killed("/init.scope"), "system init.scope"},
      {"the root cgroup", killed("/"), "none"},
      {"a slice alone", killed("/system.slice"), "none"},
      {"names that only end so", killed("/system.slice/.service"), "none"},
      {"the path at the end of the message",
       kKernel + Fields{{kMessage, "oom-kill:task_memcg=/system.slice/api.service"}},
       "system api.service"},
      {"Linux 3.10 to 4.18",
       kKernel + Fields{{kMessage,
                         "Task in /system.slice/api.service killed as a result of limit of "
                         "/system.slice"}},
       "system api.service"},
      {"Linux 3.10 to 4.18, a user's",
       kKernel +
           Fields{{kMessage,
                   "Task in /user.slice/user-1000.slice/user@1000.service/sync.service killed "
                   "as a result of limit of /user.slice/user-1000.slice"}},
       "user sync.service"},
      {"of those the other lines",
       kKernel + Fields{{kMessage, "Task in /system.slice/api.service is fine"}}, "none"},
      {"words of Linux 4.18 not from the kernel",
       kService + Fields{{kMessage,
                          "Task in /system.slice/victim.service killed as a result of limit of "
                          "/system.slice"}},
       "system api.service"},
      {"not from the kernel",
       kService + Fields{{kMessage, "oom-kill:task_memcg=/system.slice/victim.service,task=x"}},
       "system api.service"},
      {"not about memory",
       kKernel + Fields{{kMessage, "task_memcg=/system.slice/api.service,task=x"}}, "none"},
      {"through the kernel's buffer from user space",
       Fields{{kTransport, "kernel"},
              {kSyslogIdentifier, "x"},
              {kMessage, "oom-kill:task_memcg=/system.slice/victim.service,task=x"}},
       "none"},
  });
}

TEST(EffectiveUnit, IsRememberedUntilTheNextEvent) {
  MadeEvent event({{kSystemdUnit, "a.service"}});
  EXPECT_EQ(event->unit().names[0].bytes, "a.service");
  EXPECT_EQ(&event->unit(), &event->unit());
  event->reset();
  EXPECT_TRUE(event->unit().names.empty());
}

TEST(EffectiveUnit, DecidesByNothingButTheFieldsItNames) {
  // A plan made of kUnitFields and kSpeakerFields must be enough.
  std::vector<FieldId> named(kUnitFields.begin(), kUnitFields.end());
  named.insert(named.end(), kSpeakerFields.begin(), kSpeakerFields.end());
  for (const FieldId id :
       {kMessage, kMessageId, kUid, kUnit, kUserUnit, kObjectSystemdUnit, kObjectSystemdUserUnit,
        kCoredumpUnit, kCoredumpUserUnit, kSystemdUnit, kSystemdUserUnit, kSystemdCgroup,
        kSystemdSlice, kPid, kComm, kTransport, kSyslogIdentifier}) {
    EXPECT_THAT(named, ::testing::Contains(id));
  }
}

TEST(Speaker, IsToldByTrustedFields) {
  const struct {
    const char* named;
    Fields fields;
    Speaker expected;
  } cases[] = {
      {"nobody known", {}, Speaker::kApp},
      {"service", kService, Speaker::kApp},
      {"PID 1", kPid1, Speaker::kManager},
      {"user manager", kUserManager, Speaker::kManager},
      {"kernel", kKernel, Speaker::kKernel},
      {"early boot", {{kTransport, "kernel"}, {kSyslogIdentifier, "systemd"}}, Speaker::kManager},
      {"another writer to the kernel's buffer",
       {{kTransport, "kernel"}, {kSyslogIdentifier, "dracut"}},
       Speaker::kApp},
      {"journald",
       {{kTransport, "driver"}, {kSyslogIdentifier, "systemd-journald"}},
       Speaker::kJournald},
      {"journald, about itself",
       {{kTransport, "kernel"}, {kSyslogIdentifier, "systemd-journald"}},
       Speaker::kJournald},
      {"PID 10", {{kPid, "10"}}, Speaker::kApp},
      {"identifier kernel from a client",
       {{kTransport, "syslog"}, {kSyslogIdentifier, "kernel"}},
       Speaker::kApp},
      {"systemd in a service", {{kComm, "systemd"}, {kSystemdUnit, "x.service"}}, Speaker::kApp},
      {"child before exec",
       {{kTransport, "journal"}, {kComm, "(x)"}, {kExe, "/usr/lib/systemd/systemd-executor"}},
       Speaker::kManager},
      {"what a child before exec would print",
       {{kTransport, "stdout"}, {kComm, "(x)"}, {kExe, "/usr/lib/systemd/systemd"}},
       Speaker::kApp},
      {"a process called (x)",
       {{kTransport, "journal"}, {kComm, "(x)"}, {kExe, "/usr/bin/x"}, {kUid, "0"}},
       Speaker::kApp},
      {"a process called (x) that is gone",
       {{kTransport, "journal"}, {kSyslogIdentifier, "(x)"}, {kUid, "1000"}},
       Speaker::kApp},
      {"a unit's init.scope",
       {{kSystemdUnit, "x.service"}, {kSystemdCgroup, "/system.slice/x.service/init.scope"}},
       Speaker::kApp},
  };
  for (const auto& c : cases) {
    MadeEvent event(c.fields);
    EXPECT_EQ(find_speaker(*event), c.expected) << c.named;
  }
}

}  // namespace
}  // namespace hark

#include "digest/digest_text.h"

#include <gmock/gmock.h>

#include <sstream>

#include "base/printable.h"
#include "unit/digest/trial.h"

namespace hark {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr Microseconds kMarchFirst = 1'772'323'200'000'000;

DigestTextOptions in_utc(std::size_t width = 80) {
  DigestTextOptions options;
  options.width = width;
  options.utc = true;
  return options;
}

Seen seen_a_month() {
  Seen seen;
  seen.entries = 400'000;
  seen.first = kMarchFirst;
  seen.last = kMarchFirst + (30ll * 86'400 + 35 * 60) * 1'000'000;
  seen.hosts = 1;
  seen.boots = 1;
  return seen;
}

std::string text(const Seen& seen, const std::vector<Block>& blocks = {},
                 const DigestTextOptions& options = in_utc()) {
  std::string out;
  append_digest_text(out, seen, blocks, 0, options);
  return out;
}

// The sample of the manual.
DigestTrial dead_chat() {
  DigestTrial trial;
  trial.pack("systemd.stop-timeout", Severity::kError, "timed out", "unit-failure",
             "{systemctl} show -p TimeoutStopUSec -p KillMode {unit}");
  trial.patterns[0]->title = "Service ignored SIGTERM until its stop timeout and was killed";
  const MadeEvent::Fields fields = {{field::kPid, "1"}, {field::kUnit, "dead-chat.service"}};
  for (int day = 0; day < 15; day++) {
    const double at = day * 86'400.0 + 32'630 +
                      (day == 0       ? 1
                       : day == 14    ? -1
                       : day % 2 == 0 ? 2
                                      : -2);
    for (int line = 0; line < 8; line++)
      trial.add(at, "dead-chat.service: State 'stop-sigterm' timed out. Killing.", fields);
  }
  return trial;
}

TEST(DigestText, IsLaidOutAsInTheManual) {
  const DigestTrial trial = dead_chat();
  EXPECT_EQ(text(seen_a_month(), trial.blocks()),
            "400 000 entries · 2026-03-01 00:00 → 2026-03-31 00:35 · 30 days · 1 host · 1 boot\n"
            "\n"
            "error  systemd.stop-timeout  dead-chat.service\n"
            "       15 times (120 lines), on 15 of 15 days, daily at 09:03:50 ±2 s\n"
            "       Service ignored SIGTERM until its stop timeout and was killed\n"
            "       first 2026-03-01 09:03:51   last 2026-03-15 09:03:49\n"
            "       by hour  ▁▁▁▁▁▁▁▁▁█▁▁▁▁▁▁▁▁▁▁▁▁▁▁\n"
            "       e.g.     dead-chat.service: State 'stop-sigterm' timed out. Killing.\n"
            "       look     systemctl show -p TimeoutStopUSec -p KillMode dead-chat.service\n");
}

TEST(DigestText, OneLongIncident) {
  DigestTrial trial;
  trial.typed("x");
  for (int i = 0; i < 25'920; i++) trial.add(i * 10.555, "x", {});
  EXPECT_THAT(text(seen_a_month(), trial.blocks()),
              HasSubstr("\ntyped  x  unknown\n"
                        "       once, lasting 3 d 4 h (25 920 lines)\n"
                        "       first 2026-03-01 00:00:00   last 2026-03-04 03:59:"));
}

TEST(DigestText, NoLineIsTooWideButThoseOfACommand) {
  DigestTrial trial;
  trial.pack("systemd.a-pattern-with-quite-a-long-name-for-once", Severity::kWarning, "x", {},
             "{systemctl} show -p SomeProperty -p OtherProperty -p ThirdProperty {unit}");
  trial.patterns[0]->title = std::string(30, 'T') + ' ' + std::string(200, 't');
  trial.typed("x and then a pattern that was typed and does not fit into a line of 80 columns.*");
  MadeEvent::Fields fields = {{field::kSystemdUserUnit, std::string(120, 'u') + ".service"},
                              {field::kOwnerUid, "1000"},
                              {field::kHostname, std::string(64, 'h')}};
  trial.add(0,
            "x and then a pattern that was typed and does not fit into a line of 80 columns" +
                std::string(300, '-'),
            fields);
  Seen seen = seen_a_month();
  seen.hosts = 12'000;
  seen.boots = 1'000'000'000;
  BlindSpot spot;
  spot.kind = BlindSpot::Kind::kSuppressed;
  spot.count = 48'121;
  spot.unit = std::string(120, 'u');
  spot.host = "web1";
  spot.first = spot.last = kMarchFirst;
  seen.blind_spots = {spot, spot};
  for (const std::size_t width : {40, 60, 80, 100, 200}) {
    std::istringstream lines(text(seen, trial.blocks(), in_utc(width)));
    std::string line;
    std::getline(lines, line);  // the coverage is one line
    while (std::getline(lines, line)) {
      if (line.find("service") != line.npos && line.find("show") == line.npos &&
          line.starts_with("                "))
        continue;  // the unit at the end of the command
      EXPECT_LE(display_width(line), width) << line;
    }
  }
}

TEST(DigestText, ShowsNothingRaw) {
  DigestTrial trial;
  const std::string evil =
      "\x1b]0;title\x07 \xe2\x80\xae \x9b"
      "31m \xc2\x9b \r\x08 \xff";
  trial.pack("p.x", Severity::kError, "evil", {}, "{systemctl} status {unit}");
  trial.add(0, "evil " + evil,
            {{field::kSystemdUnit, evil + ".service"}, {field::kHostname, "h" + evil}});
  Seen seen = seen_a_month();
  seen.hosts = 2;
  BlindSpot spot;
  spot.kind = BlindSpot::Kind::kSuppressed;
  spot.unit = spot.host = evil;
  seen.blind_spots = {spot};
  const std::string out = text(seen, trial.blocks());
  EXPECT_EQ(find_unsafe(out, 0, true), out.size()) << printable(out);
}

TEST(DigestText, HostsAndUsersAreToldWhereThereAreSeveral) {
  DigestTrial trial;
  trial.typed("x");
  trial.add(0, "x",
            {{field::kSystemdUserUnit, "a.service"},
             {field::kOwnerUid, "1000"},
             {field::kHostname, "web1"}});
  Seen seen = seen_a_month();
  EXPECT_THAT(text(seen, trial.blocks()), HasSubstr("typed  x  a.service of user 1000\n"));
  seen.hosts = 2;
  EXPECT_THAT(text(seen, trial.blocks()), HasSubstr("typed  x  a.service of user 1000 on web1\n"));
  DigestTextOptions options = in_utc();
  options.hostname = false;
  EXPECT_THAT(text(seen, trial.blocks(), options), Not(HasSubstr("web1")));
}

TEST(DigestText, WhatWasSeenInWords) {
  Seen seen;
  EXPECT_EQ(text(seen), "0 entries\n");
  seen.entries = 1;
  seen.first = seen.last = kMarchFirst;
  EXPECT_EQ(text(seen), "1 entry · 2026-03-01 00:00\n");
  seen.entries = 1234;
  seen.hosts = 2;
  seen.boots = 3;
  const auto lasting = [&](double hours) {
    seen.last = kMarchFirst + static_cast<Microseconds>(hours * 3.6e9);
    const std::string out = text(seen);
    const std::size_t at = out.find("· ", out.find("→"));
    return out.substr(at + 3, out.find(" ·", at + 3) - at - 3);
  };
  EXPECT_EQ(lasting(0.005), "18 seconds");
  EXPECT_EQ(lasting(0.5), "30 minutes");
  EXPECT_EQ(lasting(1), "1 hour");
  EXPECT_EQ(lasting(24), "1 day");
  EXPECT_EQ(lasting(24 * 29.99), "30 days");
}

TEST(DigestText, BlindSpotsFollowTheCoverage) {
  Seen seen;
  const auto add = [&](BlindSpot::Kind kind, std::uint64_t count) {
    BlindSpot spot;
    spot.kind = kind;
    spot.count = count;
    spot.unit = "api.service";
    if (kind == BlindSpot::Kind::kSuppressed || kind == BlindSpot::Kind::kMissedKernel) {
      spot.first = kMarchFirst;
      spot.last = kMarchFirst + 90'000'000;
    }
    seen.blind_spots.push_back(spot);
  };
  add(BlindSpot::Kind::kSuppressed, 48'121);
  add(BlindSpot::Kind::kMissedKernel, 117);
  add(BlindSpot::Kind::kNullMessages, 1);
  add(BlindSpot::Kind::kMalformed, 2);
  add(BlindSpot::Kind::kDamaged, 3);
  add(BlindSpot::Kind::kTooLong, 1);
  add(BlindSpot::Kind::kCursorGone, 0);
  add(BlindSpot::Kind::kInputEnded, 0);
  add(BlindSpot::Kind::kNoSpeakers, 0);
  add(BlindSpot::Kind::kNothingRead, 0);
  EXPECT_EQ(text(seen),
            "0 entries\n"
            "blind  48 121 messages of api.service suppressed by journald's rate limit,\n"
            "       2026-03-01 00:00 → 2026-03-01 00:01\n"
            "       117 kernel messages missed by journald, 2026-03-01 00:00 → 2026-03-01\n"
            "       00:01\n"
            "       1 message cut by journalctl: use --all\n"
            "       2 malformed lines\n"
            "       3 damaged places in journal files\n"
            "       1 line longer than --max-entry\n"
            "       the journal no longer has the entry of the cursor\n"
            "       the input ended, in spite of -f\n"
            "       no entry says who speaks, which packs and -u go by\n"
            "       nothing was read\n");
}

TEST(DigestText, ColourIsBySeverity) {
  const DigestTrial trial = dead_chat();
  DigestTextOptions options = in_utc();
  options.color = true;
  EXPECT_THAT(text(seen_a_month(), trial.blocks(), options),
              HasSubstr("\n\x1b[1;31merror\x1b[0m  \x1b[1;31msystemd.stop-timeout\x1b[0m  "
                        "dead-chat.service\n"));
}

TEST(DigestText, MessagesThatAreNone) {
  DigestTrial trial;
  trial.typed("");
  trial.add({{field::kRealtime, DigestTrial::at(0)}, {field::kComm, "none"}});
  trial.add(0, "", {{field::kComm, "empty"}});
  const std::string out = text(seen_a_month(), trial.blocks());
  EXPECT_THAT(out, HasSubstr("typed  ''  empty\n"));
  EXPECT_THAT(out, HasSubstr("e.g.     (empty message)\n"));
  EXPECT_THAT(out, HasSubstr("e.g.     (no message)\n"));
}

}  // namespace
}  // namespace hark

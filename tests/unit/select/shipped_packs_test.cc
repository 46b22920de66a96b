// Whoever may print a line may print what a manager, the kernel or journald says. Generated from
// the shipped packs themselves: each example that a pattern with `from` must hit, said by
// applications of several shapes, which forge all that an application can. No restricted
// alternative may hold, and no event may speak for another unit than its writer's. So that this can
// fail, each example is also said by who may say it.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "base/json_string.h"
#include "event/effective_unit.h"
#include "event/speaker.h"
#include "expr/describe.h"
#include "input/chunk_reader.h"
#include "input/json_decoder.h"
#include "pattern/library.h"
#include "select/pattern_selector.h"
#include "select/selection.h"

namespace hark {
namespace {

// One value or several for each field.
using Fields = std::map<std::string, std::vector<std::string>>;

std::string json_string(std::string_view text) {
  std::string out;
  append_json_string(out, text);
  return out;
}

std::string json_line(const Fields& fields) {
  std::string out;
  for (const auto& [name, values] : fields) {
    if (values.empty()) continue;
    std::string all;
    for (const std::string& value : values) all += (all.empty() ? "" : ",") + json_string(value);
    out += (out.empty() ? "{" : ",") + json_string(name) + ':';
    out += values.size() == 1 ? all : '[' + all + ']';
  }
  return out + '}';
}

constexpr const char* kVictim = "victim.service";

// What journald itself writes of an application: the fields that nobody else can set.
const std::vector<std::pair<std::string, Fields>>& applications() {
  static const std::vector<std::pair<std::string, Fields>> all = {
      {"a service's standard output",
       {{"_TRANSPORT", {"stdout"}},
        {"SYSLOG_IDENTIFIER", {"app"}},
        {"_PID", {"4242"}},
        {"_UID", {"1000"}},
        {"_COMM", {"app"}},
        {"_SYSTEMD_CGROUP", {"/system.slice/app.service"}},
        {"_SYSTEMD_SLICE", {"system.slice"}},
        {"_SYSTEMD_UNIT", {"app.service"}}}},
      {"the same as root, called systemd",
       {{"_TRANSPORT", {"stdout"}},
        {"SYSLOG_IDENTIFIER", {"systemd"}},
        {"_PID", {"4242"}},
        {"_UID", {"0"}},
        {"_COMM", {"systemd"}},
        {"_EXE", {"/usr/lib/systemd/systemd"}},
        {"_SYSTEMD_CGROUP", {"/system.slice/app.service"}},
        {"_SYSTEMD_UNIT", {"app.service"}}}},
      {"syslog(3) as the kernel",
       {{"_TRANSPORT", {"syslog"}},
        {"SYSLOG_IDENTIFIER", {"kernel"}},
        {"SYSLOG_FACILITY", {"0"}},
        {"SYSLOG_PID", {"1"}},
        {"_PID", {"4242"}},
        {"_UID", {"1000"}},
        {"_COMM", {"logger"}},
        {"_SYSTEMD_UNIT", {"app.service"}}}},
      {"syslog(3) as systemd",
       {{"_TRANSPORT", {"syslog"}},
        {"SYSLOG_IDENTIFIER", {"systemd"}},
        {"SYSLOG_PID", {"1"}},
        {"_PID", {"4242"}},
        {"_UID", {"1000"}},
        {"_COMM", {"logger"}},
        {"_SYSTEMD_UNIT", {"app.service"}}}},
      {"syslog(3) as journald",
       {{"_TRANSPORT", {"syslog"}},
        {"SYSLOG_IDENTIFIER", {"systemd-journald"}},
        {"_PID", {"4242"}},
        {"_UID", {"1000"}},
        {"_COMM", {"systemd-journal"}},
        {"_SYSTEMD_UNIT", {"app.service"}}}},
      {"the native protocol",
       {{"_TRANSPORT", {"journal"}},
        {"SYSLOG_IDENTIFIER", {"systemd"}},
        {"_PID", {"4242"}},
        {"_UID", {"1000"}},
        {"_COMM", {"app"}},
        {"_SYSTEMD_CGROUP", {"/system.slice/app.service"}},
        {"_SYSTEMD_UNIT", {"app.service"}}}},
      {"a user's service",
       {{"_TRANSPORT", {"journal"}},
        {"SYSLOG_IDENTIFIER", {"systemd"}},
        {"_PID", {"4242"}},
        {"_UID", {"1000"}},
        {"_COMM", {"systemd"}},
        {"_SYSTEMD_CGROUP",
         {"/user.slice/user-1000.slice/user@1000.service/app.slice/app.service"}},
        {"_SYSTEMD_UNIT", {"user@1000.service"}},
        {"_SYSTEMD_USER_UNIT", {"app.service"}}}},
      {"a container's init",
       {{"_TRANSPORT", {"stdout"}},
        {"SYSLOG_IDENTIFIER", {"systemd"}},
        {"_PID", {"4242"}},
        {"_UID", {"0"}},
        {"_COMM", {"systemd"}},
        {"_SYSTEMD_CGROUP", {"/machine.slice/app.service"}},
        {"_SYSTEMD_UNIT", {"app.service"}}}},
  };
  return all;
}

// The fields of who may say it.
Fields speaker_fields(Speaker speaker) {
  switch (speaker) {
    case Speaker::kManager:
      return {{"_PID", {"1"}},
              {"_COMM", {"systemd"}},
              {"_TRANSPORT", {"journal"}},
              {"_SYSTEMD_UNIT", {"init.scope"}},
              {"SYSLOG_IDENTIFIER", {"systemd"}}};
    case Speaker::kKernel:
      return {{"_TRANSPORT", {"kernel"}}, {"SYSLOG_IDENTIFIER", {"kernel"}}};
    case Speaker::kJournald:
      return {{"_TRANSPORT", {"driver"}}, {"SYSLOG_IDENTIFIER", {"systemd-journald"}}};
    case Speaker::kApp:
      break;
  }
  return applications()[0].second;
}

bool is_trusted(std::string_view field) { return field.starts_with('_'); }

class ShippedPacks : public testing::Test {
 protected:
  void SetUp() override {
    LibraryOptions options;
    const auto builtin = builtin_packs();
    options.builtin.assign(builtin.begin(), builtin.end());
    library_ = load_library(options);
    const auto chosen = library_.select({{"all"}, Severity::kInfo, {}});
    ASSERT_TRUE(chosen) << render(chosen.errors());
    for (const Pattern* pattern : chosen->patterns) {
      auto selector = pattern_selector(*pattern, fields_, matcher_);
      ASSERT_TRUE(selector) << render(selector.errors());
      selection_.selectors.push_back(std::move(*selector));
      for (const Alternative& alternative : pattern->any) {
        ids_.insert(alternative.message_ids.begin(), alternative.message_ids.end());
        for (const auto& [name, values] : alternative.fields) fields_.intern(name);
      }
    }
    ASSERT_TRUE(matcher_.compile(fields_));
    selection_.prepare(matcher_);
    state_ = std::make_unique<MatchState>(matcher_);
    auto wanted = selection_.fields(matcher_);
    wanted.insert(wanted.end(), kUnitFields.begin(), kUnitFields.end());
    wanted.insert(wanted.end(), kSpeakerFields.begin(), kSpeakerFields.end());
    plan_ = std::make_unique<FieldPlan>(fields_, std::move(wanted));
    decoder_ = std::make_unique<JsonDecoder>(*plan_);
    event_ = std::make_unique<Event>(fields_);
  }

  static bool is_restricted(const Alternative& alternative) {
    return alternative.from && *alternative.from != Speaker::kApp;
  }

  // The event of this line is the one in hand until the next is judged.
  void judge(const Fields& fields) {
    line_ = json_line(fields) + std::string(ChunkReader::kPadding, '\0');
    const auto fault = decoder_->decode(
        std::string_view(line_).substr(0, line_.size() - ChunkReader::kPadding), *event_);
    ASSERT_TRUE(fault.empty()) << fault << ": " << line_;
    state_->begin_event();
    selection_.judge(*event_, matcher_, *state_, verdict_);
  }

  // Which restricted alternatives hold, of all patterns.
  std::vector<std::string> restricted_hits() {
    std::vector<std::string> out;
    const Witness witness{*event_, matcher_, *state_};
    for (const std::uint32_t hit : verdict_.hits) {
      const Selector& selector = selection_.selectors[hit];
      for (std::size_t i = 0; i < selector.ways.size(); i++) {
        if (is_restricted(selector.pattern->any[i]) && holds(selector.ways[i].predicate, witness))
          out.push_back(selector.id);
      }
    }
    return out;
  }

  // What each restricted alternative must hit: a MESSAGE, and what of the example's event an
  // application could send as well.
  struct Said {
    const Pattern* pattern;
    Fields fields;
  };
  std::vector<Said> all_said() const {
    std::vector<Said> out;
    for (const Selector& selector : selection_.selectors) {
      const Pattern& pattern = *selector.pattern;
      if (std::none_of(pattern.any.begin(), pattern.any.end(), is_restricted)) continue;
      for (const Example& example : pattern.examples) {
        if (example.kind == Example::Kind::kMatch)
          out.push_back({&pattern, {{"MESSAGE", {example.message}}}});
        if (example.kind != Example::Kind::kMatchEvent) continue;
        Said said{&pattern, {}};
        for (const auto& [name, values] : example.event) {
          if (!is_trusted(name)) said.fields[name] = values;
        }
        out.push_back(std::move(said));
      }
    }
    return out;
  }

  Library library_;
  FieldTable fields_;
  Matcher matcher_;
  Selection selection_;
  std::set<std::string> ids_;  // every MESSAGE_ID that a pattern asks for
  std::unique_ptr<MatchState> state_;
  std::unique_ptr<FieldPlan> plan_;
  std::unique_ptr<JsonDecoder> decoder_;
  std::unique_ptr<Event> event_;
  std::string line_;
  Verdict verdict_;
};

// The short way that a start takes with packs that were read before without a mistake.
TEST_F(ShippedPacks, AreBoundTheSameWhenKnownToBeGood) {
  FieldTable fields;
  Matcher matcher;
  std::vector<Selector> known;
  for (const Selector& selector : selection_.selectors) {
    PackClock clock;
    clock.is_known_good = true;
    auto again = pattern_selector(*selector.pattern, fields, matcher, clock);
    ASSERT_TRUE(again) << render(again.errors());
    known.push_back(std::move(*again));
  }
  ASSERT_TRUE(matcher.compile(fields));
  for (std::size_t i = 0; i < known.size(); i++) {
    const Selector& checked = selection_.selectors[i];
    ASSERT_EQ(known[i].ways.size(), checked.ways.size()) << checked.id;
    for (std::size_t way = 0; way < checked.ways.size(); way++) {
      EXPECT_EQ(describe(known[i].ways[way].predicate, {fields, matcher, {}}, ""),
                describe(checked.ways[way].predicate, {fields_, matcher_, {}}, ""))
          << checked.id;
    }
  }
}

TEST_F(ShippedPacks, AnApplicationIsNotBelievedWhateverItPrints) {
  std::size_t events = 0;
  for (const Said& said : all_said()) {
    for (const auto& [shape, trusted] : applications()) {
      std::vector<Fields> forgeries;
      // A stream carries a MESSAGE and nothing else; what speaks the native protocol sends any
      // field.
      Fields plain = trusted;
      plain["MESSAGE"] = said.fields.count("MESSAGE") > 0 ? said.fields.at("MESSAGE")
                                                          : std::vector<std::string>{"x"};
      forgeries.push_back(plain);
      if (trusted.at("_TRANSPORT")[0] == "journal") {
        Fields forged = said.fields;
        for (const auto& [name, values] : trusted) forged[name] = values;
        for (const char* name : {"UNIT", "USER_UNIT", "COREDUMP_UNIT", "COREDUMP_USER_UNIT"})
          forged[name] = {kVictim};
        forgeries.push_back(forged);
        forged["UNIT"] = {kVictim, "app.service"};
        forged["SYSLOG_IDENTIFIER"] = {"kernel", "systemd", "systemd-journald"};
        forged["MESSAGE_ID"].assign(ids_.begin(), ids_.end());
        forgeries.push_back(forged);
      }
      for (const Fields& forgery : forgeries) {
        ASSERT_NO_FATAL_FAILURE(judge(forgery));
        EXPECT_THAT(restricted_hits(), testing::IsEmpty())
            << "a line of " << said.pattern->id << " from " << shape << ": " << line_;
        const auto& names = event_->unit().names;
        ASSERT_EQ(names.size(), 1u) << line_;
        EXPECT_EQ(names[0].bytes, "app.service") << line_;
        events++;
      }
    }
  }
  EXPECT_GT(events, 1000u);
}

TEST_F(ShippedPacks, WhoMaySayItIsBelieved) {
  std::size_t checked = 0;
  for (const Said& said : all_said()) {
    // Examples that need nothing but the speaker: those are the ones an application could print.
    for (const Alternative& alternative : said.pattern->any) {
      const bool needs_more = !alternative.message_ids.empty() || !alternative.fields.empty() ||
                              !alternative.identifiers.empty() || alternative.where;
      if (!is_restricted(alternative) || needs_more) continue;
      Fields fields = said.fields;
      for (const auto& [name, values] : speaker_fields(*alternative.from)) fields[name] = values;
      ASSERT_NO_FATAL_FAILURE(judge(fields));
      const auto hits = restricted_hits();
      checked += std::find(hits.begin(), hits.end(), said.pattern->id) != hits.end();
    }
  }
  EXPECT_GT(checked, 100u);
}

// A child of the manager before exec speaks for its own unit alone, whatever it names.
TEST_F(ShippedPacks, AChildBeforeExecSpeaksForItsOwnUnit) {
  for (const Said& said : all_said()) {
    Fields fields = said.fields;
    for (const auto& [name, values] : applications()[5].second) fields[name] = values;
    fields["_COMM"] = {"(sh)"};
    fields["_EXE"] = {"/usr/lib/systemd/systemd"};
    fields["_TRANSPORT"] = {"journal"};
    fields["UNIT"] = fields["USER_UNIT"] = {kVictim};
    ASSERT_NO_FATAL_FAILURE(judge(fields));
    for (const Value& name : event_->unit().names) EXPECT_EQ(name.bytes, "app.service") << line_;
  }
}

}  // namespace
}  // namespace hark

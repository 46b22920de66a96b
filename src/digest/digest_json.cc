#include "digest/digest_json.h"

#include <fmt/format.h>

#include <iterator>
#include <string_view>

#include "base/json_string.h"
#include "digest/phrases.h"

namespace hark {
namespace {

std::string_view kind_name(BlindSpot::Kind kind) {
  switch (kind) {
    case BlindSpot::Kind::kSuppressed:
      return "suppressed";
    case BlindSpot::Kind::kMissedKernel:
      return "missed-kernel";
    case BlindSpot::Kind::kNullMessages:
      return "null-messages";
    case BlindSpot::Kind::kMalformed:
      return "malformed";
    case BlindSpot::Kind::kDamaged:
      return "damaged";
    case BlindSpot::Kind::kTooLong:
      return "too-long";
    case BlindSpot::Kind::kCursorGone:
      return "cursor-gone";
    case BlindSpot::Kind::kInputEnded:
      return "input-ended";
    case BlindSpot::Kind::kNoSpeakers:
      return "no-speakers";
    case BlindSpot::Kind::kNothingRead:
      break;
  }
  return "nothing-read";
}

// One JSON object, member by member.
class Object {
 public:
  explicit Object(std::string& out) : out_(out) { out_ += '{'; }

  void text(std::string_view name, std::string_view value) {
    begin(name);
    append_json_string(out_, value);
  }
  void text_if_any(std::string_view name, std::string_view value) {
    if (!value.empty()) text(name, value);
  }
  template <class Number>
  void number(std::string_view name, Number value) {
    begin(name);
    fmt::format_to(std::back_inserter(out_), "{}", value);
  }
  void seconds(std::string_view name, Microseconds value) {
    begin(name);
    // As few digits as say it: 2, 2.5, 0.000001.
    std::string digits = fmt::format("{}.{:06}", value / kSecond, value % kSecond);
    digits.erase(digits.find_last_not_of('0') + 1);
    if (digits.back() == '.') digits.pop_back();
    out_ += digits;
  }
  // The value is appended by the caller.
  void begin(std::string_view name) {
    if (!is_first_) out_ += ',';
    is_first_ = false;
    out_ += '"';
    out_ += name;
    out_ += "\":";
  }
  void end() { out_ += '}'; }

 private:
  std::string& out_;
  bool is_first_ = true;
};

void append_spot(std::string& out, const BlindSpot& spot) {
  Object object(out);
  object.text("kind", kind_name(spot.kind));
  object.text_if_any("host", spot.host);
  object.text_if_any("unit", spot.unit);
  if (spot.count > 0) object.number("count", spot.count);
  if (spot.first) object.number("first", *spot.first);
  if (spot.last) object.number("last", *spot.last);
  object.end();
}

void append_coverage(std::string& out, const Seen& seen, std::uint64_t blocks,
                     std::uint64_t untold_lines) {
  Object object(out);
  object.text("kind", "coverage");
  object.number("entries", seen.entries);
  object.number("kept", seen.kept);
  object.number("blocks", blocks);
  if (untold_lines > 0) object.number("untold_lines", untold_lines);
  if (seen.first) object.number("first", *seen.first);
  if (seen.last) object.number("last", *seen.last);
  if (seen.first && seen.last) object.number("days", days_in(*seen.last - *seen.first));
  object.number("hosts", seen.hosts);
  object.number("boots", seen.boots);
  object.begin("blind_spots");
  out += '[';
  for (std::size_t i = 0; i < seen.blind_spots.size(); i++) {
    if (i > 0) out += ',';
    append_spot(out, seen.blind_spots[i]);
  }
  out += ']';
  object.end();
  out += '\n';
}

void append_rhythm(std::string& out, const Rhythm& rhythm) {
  Object object(out);
  object.text("kind", rhythm_name(rhythm.kind));
  switch (rhythm.kind) {
    case Rhythm::Kind::kWeekly:
      object.number("weekday", rhythm.at / kDay + 1);
      [[fallthrough]];
    case Rhythm::Kind::kDaily:
      object.seconds("at", rhythm.at % kDay);
      break;
    case Rhythm::Kind::kEvery:
      object.seconds("period", rhythm.period);
      break;
    default:
      break;
  }
  if (rhythm.kind != Rhythm::Kind::kOnce) object.seconds("within", rhythm.within);
  object.text_if_any("text", rhythm_in_words(rhythm));
  object.end();
}

void append_block(std::string& out, const Block& block) {
  Object object(out);
  object.text("kind", "block");
  const Selector* selector = block.pattern;
  if (selector != nullptr) {
    if (selector->severity) object.text("severity", severity_name(*selector->severity));
    object.text("pattern", selector->id);
    if (!selector->is_typed()) object.text("group", selector->pattern->group);
  }
  const Party& party = block.party;
  object.text_if_any("host", party.host);
  if (party.is_unit) {
    object.text("unit", party.name);
    object.text("scope", party.scope == Scope::kUser ? "user" : "system");
    object.text_if_any("user", party.user);
  } else {
    object.text("identifier", party.name);
  }
  const Tally& tally = block.tally;
  object.number("incidents", tally.incidents);
  object.number("lines", tally.lines);
  if (tally.first != kNoTime) {
    object.number("days", tally.days.count());
    object.number("of_days", tally.days.span());
    object.number("first", tally.first);
    object.number("last", tally.last);
    object.seconds("longest", tally.longest);
    object.begin("hours");
    fmt::format_to(std::back_inserter(out), "[{}]", fmt::join(tally.hours, ","));
  }
  if (block.rhythm.kind != Rhythm::Kind::kNone) {
    object.begin("rhythm");
    append_rhythm(out, block.rhythm);
  }
  if (selector != nullptr && !selector->is_typed()) {
    object.text("title", selector->pattern->title);
    object.text_if_any("why", selector->pattern->why);
  }
  object.text_if_any("look", block.look);
  if (block.example) object.text("example", *block.example);
  object.end();
  out += '\n';
}

}  // namespace

void append_digest_json(std::string& out, const Seen& seen, const std::vector<Block>& blocks,
                        std::uint64_t untold_lines, bool for_terminal) {
  std::string json;
  append_coverage(json, seen, blocks.size(), untold_lines);
  for (const Block& block : blocks) append_block(json, block);
  if (for_terminal) {
    append_json_for_terminal(out, json);
  } else {
    out += json;
  }
}

}  // namespace hark

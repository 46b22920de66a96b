#include "digest/digest_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "base/color.h"
#include "base/printable.h"
#include "digest/phrases.h"
#include "digest/wrapping.h"

namespace hark {
namespace {

constexpr std::size_t kIndent = 7;       // "error  "
constexpr std::size_t kLabel = 9;        // "by hour  "
constexpr std::size_t kLeastWidth = 40;  // narrower terminals wrap on their own
constexpr std::size_t kExampleLines = 2;
constexpr Microseconds kLong = 60'000'000;  // incidents that are longer say so

// "30 days", "5 hours": the length of what was seen.
std::string seen_length(Microseconds length) {
  const auto in = [&](Microseconds unit, std::string_view name) {
    return counted(static_cast<std::uint64_t>((length + unit / 2) / unit), name);
  };
  if (length >= kDay) return counted(days_in(length), "day");
  if (length >= kHour) return in(kHour, "hour");
  if (length >= 60 * kSecond) return in(60 * kSecond, "minute");
  return in(kSecond, "second");
}

class DigestText {
 public:
  DigestText(std::string& out, const Seen& seen, const DigestTextOptions& options)
      : out_(out), seen_(seen), options_(options), width_(std::max(options.width, kLeastWidth)) {}

  void append_coverage() {
    std::vector<std::string> parts = {
        fmt::format("{} {}", grouped(seen_.entries), seen_.entries == 1 ? "entry" : "entries")};
    if (seen_.first && seen_.last) {
      std::string span = date_and_time(*seen_.first, options_.utc, false);
      if (*seen_.first != *seen_.last) {
        span += " → " + date_and_time(*seen_.last, options_.utc, false);
        parts.push_back(std::move(span));
        span = seen_length(*seen_.last - *seen_.first);
      }
      parts.push_back(std::move(span));
    }
    if (seen_.hosts > 0) parts.push_back(counted(seen_.hosts, "host"));
    if (seen_.boots > 0) parts.push_back(counted(seen_.boots, "boot"));
    for (std::size_t i = 1; i < parts.size(); i++) parts[i].insert(0, "· ");
    // One line, whatever the width: it is what a person looks for first, and a script.
    out_ += fmt::format("{}\n", fmt::join(parts, " "));
  }

  void append_blind_spots() {
    bool is_first = true;
    for (const BlindSpot& spot : seen_.blind_spots) {
      if (is_first) {
        paint("blind", color::kCyan);
        out_ += "  ";
      }
      const bool with_host = options_.hostname && seen_.hosts > 1;
      append_lines(
          wrap(words_of(blind_spot_in_words(spot, with_host, options_.utc)), width_ - kIndent),
          kIndent, is_first);
      is_first = false;
    }
  }

  void append_block(const Block& block) {
    out_ += '\n';
    append_head(block);
    append_lines(wrap(counts(block), width_ - kIndent), kIndent);
    const Selector* selector = block.pattern;
    if (selector != nullptr && !selector->is_typed())
      append_lines(wrap(words_of(printable(selector->pattern->title)), width_ - kIndent), kIndent);
    const Tally& tally = block.tally;
    if (tally.first != kNoTime) {
      const std::string first = "first " + date_and_time(tally.first, options_.utc, true);
      const std::string last = "last " + date_and_time(tally.last, options_.utc, true);
      const std::string both = first + "   " + last;
      if (both.size() <= width_ - kIndent) {
        append_lines({both}, kIndent);
      } else {
        append_lines({first, last}, kIndent);
      }
      if (tally.incidents > 1) append_labelled("by hour", {sparkline(tally.hours)});
    }
    append_labelled("e.g.", example(block));
    if (!block.look.empty())
      append_labelled("look", wrap_command(printable(block.look), width_ - kIndent - kLabel));
  }

  void append_untold(std::uint64_t lines) {
    out_ += '\n';
    append_lines(wrap(words_of(fmt::format("{} more, of more units than can be told apart ({})",
                                           counted(lines, "line"), grouped(Digest::kMostPlaces))),
                      width_),
                 0);
  }

 private:
  void paint(std::string_view text, std::string_view color) {
    if (!options_.color || color.empty()) {
      out_ += text;
      return;
    }
    out_ += color;
    out_ += text;
    out_ += color::kReset;
  }

  // The first one may go on in a line that has been begun.
  void append_lines(const std::vector<std::string>& lines, std::size_t indent,
                    bool is_begun = false) {
    for (const std::string& line : lines) {
      if (!is_begun) out_.append(indent, ' ');
      is_begun = false;
      out_ += line;
      out_ += '\n';
    }
  }

  void append_labelled(std::string_view label, const std::vector<std::string>& lines) {
    out_ += fmt::format("{:{}}{:{}}", "", kIndent, label, kLabel);
    append_lines(lines, kIndent + kLabel, true);
  }

  // "error  systemd.stop-timeout  dead-chat.service", in two lines if it must be.
  void append_head(const Block& block) {
    const Selector* selector = block.pattern;
    const std::optional<Severity> severity =
        selector == nullptr ? std::nullopt : selector->severity;
    const std::string_view word = severity ? severity_name(*severity) : "typed";
    const std::string_view style = severity ? severity_color(*severity) : std::string_view{};
    paint(word, style);
    std::size_t at = std::max(word.size() + 2, kIndent);
    out_.append(at - word.size(), ' ');

    const std::string id = selector == nullptr    ? "(no pattern)"
                           : selector->id.empty() ? "''"
                                                  : printable(selector->id);
    const std::string who = name_of(block.party);
    const std::size_t id_width = display_width(id);
    if (at + id_width > width_) {
      // A long typed pattern: a line of its own, as many as it takes.
      append_lines(wrap(words_of(id), width_ - at), at, true);
    } else {
      paint(id, style);
      at += id_width + 2;
      if (at + display_width(who) <= width_) {
        out_ += "  " + who + '\n';
        return;
      }
      out_ += '\n';
    }
    append_lines(wrap(words_of(who), width_ - kIndent), kIndent);
  }

  std::string name_of(const Party& party) const {
    std::string name = printable(party.name);
    if (!party.user.empty()) name += " of user " + printable(party.user);
    if (options_.hostname && seen_.hosts > 1 && !party.host.empty())
      name += " on " + printable(party.host);
    return name;
  }

  static std::vector<std::string> counts(const Block& block) {
    const Tally& tally = block.tally;
    const std::string lines = fmt::format("({})", counted(tally.lines, "line"));
    const bool is_long = tally.longest > kLong;
    if (tally.incidents == 1) {
      if (!is_long) return {"once " + lines};
      return {"once,", fmt::format("lasting {} {}", length_in_words(tally.longest), lines)};
    }
    std::vector<std::string> parts = {counted(tally.incidents, "time") + ' ' + lines};
    if (tally.days.count() > 0)
      parts.push_back(
          fmt::format("on {} of {} days", grouped(tally.days.count()), grouped(tally.days.span())));
    if (std::string rhythm = rhythm_in_words(block.rhythm); !rhythm.empty())
      parts.push_back(std::move(rhythm));
    if (is_long) parts.push_back("lasting up to " + length_in_words(tally.longest));
    for (std::size_t i = 0; i + 1 < parts.size(); i++) parts[i] += ',';
    return parts;
  }

  std::vector<std::string> example(const Block& block) const {
    if (!block.example)
      return {block.example_was_null ? "(message cut by journalctl: use --all)" : "(no message)"};
    auto lines = wrap_some(printable(*block.example), width_ - kIndent - kLabel, kExampleLines);
    if (lines.empty()) lines.emplace_back("(empty message)");
    return lines;
  }

  std::string& out_;
  const Seen& seen_;
  const DigestTextOptions& options_;
  std::size_t width_;
};

}  // namespace

std::string blind_spot_in_words(const BlindSpot& spot, bool with_host, bool utc) {
  std::string text;
  switch (spot.kind) {
    case BlindSpot::Kind::kSuppressed:
      text = fmt::format("{} of {} suppressed by journald's rate limit",
                         counted(spot.count, "message"), printable(spot.unit));
      break;
    case BlindSpot::Kind::kMissedKernel:
      text = fmt::format("{} kernel messages missed by journald", grouped(spot.count));
      break;
    case BlindSpot::Kind::kNullMessages:
      return counted(spot.count, "message") + " cut by journalctl: use --all";
    case BlindSpot::Kind::kMalformed:
      return counted(spot.count, "malformed line");
    case BlindSpot::Kind::kDamaged:
      return counted(spot.count, "damaged place") + " in journal files";
    case BlindSpot::Kind::kTooLong:
      return counted(spot.count, "line") + " longer than --max-entry";
    case BlindSpot::Kind::kCursorGone:
      return "the journal no longer has the entry of the cursor";
    case BlindSpot::Kind::kInputEnded:
      return "the input ended, in spite of -f";
    case BlindSpot::Kind::kNoSpeakers:
      return "no entry says who speaks, which packs and -u go by";
    case BlindSpot::Kind::kNothingRead:
      return "nothing was read";
  }
  if (with_host && !spot.host.empty()) text += " on " + printable(spot.host);
  if (spot.first && spot.last) {
    const std::string first = date_and_time(*spot.first, utc, false);
    const std::string last = date_and_time(*spot.last, utc, false);
    text += ", " + first;
    if (last != first) text += " → " + last;
  }
  return text;
}

void append_digest_text(std::string& out, const Seen& seen, const std::vector<Block>& blocks,
                        std::uint64_t untold_lines, const DigestTextOptions& options) {
  DigestText text(out, seen, options);
  text.append_coverage();
  text.append_blind_spots();
  for (const Block& block : blocks) text.append_block(block);
  if (untold_lines > 0) text.append_untold(untold_lines);
}

}  // namespace hark

// The only file that knows toml++. It is used header-only and without exceptions: errors come out
// as values, and a lone binary needs no library of it.
#include "pattern/toml_document.h"

#define TOML_HEADER_ONLY 1
#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#define TOML_MAX_NESTED_VALUES 32
#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <map>
#include <utility>

#include "base/printable.h"
#include "pattern/toml_guard.h"

namespace hark {
namespace {

// Columns count characters; diagnostics count bytes.
class Columns {
 public:
  explicit Columns(const TomlDocument& document) : document_(document) {}

  std::size_t byte(toml::source_position position) {
    const std::string_view line = document_.line(position.line);
    const std::size_t characters = position.column == 0 ? 0 : position.column - 1;
    auto known = starts_.find(position.line);
    if (known == starts_.end()) {
      std::vector<std::uint32_t> starts;
      const bool is_ascii = std::all_of(line.begin(), line.end(), [](char c) { return c >= 0; });
      for (std::size_t i = 0; !is_ascii && i < line.size();) {
        starts.push_back(static_cast<std::uint32_t>(i));
        i += decode_character(line.substr(i)).size;
      }
      known = starts_.emplace(position.line, std::move(starts)).first;
    }
    if (known->second.empty()) return std::min(characters, line.size());
    return characters < known->second.size() ? known->second[characters] : line.size();
  }

  Place place(const toml::source_region& region) {
    Place out;
    out.line = std::max<std::size_t>(region.begin.line, 1);
    out.offset = byte(region.begin);
    const std::size_t end =
        region.end.line == region.begin.line ? byte(region.end) : document_.line(out.line).size();
    out.length = end > out.offset ? end - out.offset : 1;
    return out;
  }

 private:
  const TomlDocument& document_;
  std::map<std::size_t, std::vector<std::uint32_t>> starts_;  // empty for lines of ASCII
};

class Copier {
 public:
  explicit Copier(const TomlDocument& document) : document_(document), columns_(document) {}

  TomlNode copy(const toml::node& node) {
    TomlNode out;
    out.place = columns_.place(node.source());
    if (const auto* text = node.as_string()) {
      out.kind = TomlNode::Kind::kString;
      out.text = text->get();
      out.text_place = inside_quotes(node.source(), out.place);
    } else if (const auto* boolean = node.as_boolean()) {
      out.kind = TomlNode::Kind::kBoolean;
      out.boolean = boolean->get();
    } else if (const toml::array* array = node.as_array()) {
      out.kind = TomlNode::Kind::kArray;
      for (const toml::node& item : *array) out.items.push_back(copy(item));
    } else if (const toml::table* table = node.as_table()) {
      out.kind = TomlNode::Kind::kTable;
      for (const auto& [key, value] : *table) {
        out.members.push_back({std::string(key.str()), columns_.place(key.source()), copy(value)});
      }
      std::sort(out.members.begin(), out.members.end(), [](const auto& a, const auto& b) {
        return std::pair(a.place.line, a.place.offset) < std::pair(b.place.line, b.place.offset);
      });
    } else {
      out.kind = node.is_number() ? TomlNode::Kind::kNumber : TomlNode::Kind::kDate;
    }
    return out;
  }

 private:
  Place inside_quotes(const toml::source_region& region, const Place& whole) {
    const std::string_view line = document_.line(whole.line);
    const std::string_view written = line.substr(std::min(whole.offset, line.size()));
    const bool is_multi_line = written.starts_with("'''") || written.starts_with("\"\"\"");
    const std::size_t quotes = is_multi_line ? 3 : 1;
    Place out{whole.line, whole.offset + quotes, 0};
    // A newline right behind the quotes is no part of the text.
    if (is_multi_line && out.offset >= line.size()) out = {whole.line + 1, 0, 0};
    const std::size_t line_end = document_.line(out.line).size();
    std::size_t end = line_end;
    if (region.end.line == out.line) {
      end = columns_.byte(region.end);
      end = end > quotes ? std::min(end - quotes, line_end) : 0;
    }
    out.length = end > out.offset ? end - out.offset : 0;
    return out;
  }

  const TomlDocument& document_;
  Columns columns_;
};

Diagnostic at_place(const TomlDocument& document, const Place& place, std::string message,
                    std::string reason = {}, std::string help = {}) {
  Diagnostic out = error(std::move(message), std::move(reason), std::move(help));
  out.origin = document.origin(place);
  return out;
}

// toml++ says "Error while parsing string: unknown escape sequence '\d'".
Diagnostic syntax_error(const TomlDocument& document, const toml::parse_error& why,
                        std::optional<std::size_t> unclosed_string) {
  constexpr std::string_view kPrefix = "Error while parsing ";
  Place place = Columns(document).place(why.source());
  place.length = 1;
  if (unclosed_string) {
    const Place string = document.place_at(*unclosed_string);
    if (std::pair(string.line, string.offset) < std::pair(place.line, place.offset + 1)) {
      return at_place(document, string, "bad TOML: the string is not closed", {},
                      "'''…''' and \"\"\"…\"\"\" may go over several lines");
    }
  }
  std::string_view text = why.description();
  std::string_view what;
  if (text.starts_with(kPrefix)) {
    text.remove_prefix(kPrefix.size());
    const std::size_t colon = text.find(": ");
    if (colon != text.npos) {
      what = text.substr(0, colon);
      text.remove_prefix(colon + 2);
    }
  }
  std::string help;
  if (text.find("escape") != text.npos)
    help = "in '…' and '''…''' a backslash is just a backslash, as regexes need it";
  return at_place(document, place, fmt::format("bad TOML: {}", text),
                  what.empty() ? std::string{} : fmt::format("found in a {}", what),
                  std::move(help));
}

}  // namespace

const TomlMember* TomlNode::find(std::string_view key) const {
  for (const TomlMember& member : members) {
    if (member.key == key) return &member;
  }
  return nullptr;
}

std::string_view kind_name(TomlNode::Kind kind) {
  switch (kind) {
    case TomlNode::Kind::kString:
      return "a string";
    case TomlNode::Kind::kBoolean:
      return "a boolean";
    case TomlNode::Kind::kNumber:
      return "a number";
    case TomlNode::Kind::kDate:
      return "a date";
    case TomlNode::Kind::kArray:
      return "an array";
    case TomlNode::Kind::kTable:
      break;
  }
  return "a table";
}

TomlDocument::TomlDocument(std::string_view text, std::string_view label)
    : text_(text), label_(label), starts_{0} {
  for (std::size_t i = text_.find('\n'); i != text_.npos; i = text_.find('\n', i + 1))
    starts_.push_back(i + 1);
}

std::string_view TomlDocument::line(std::size_t number) const {
  if (number == 0 || number > starts_.size()) return {};
  const std::size_t start = starts_[number - 1];
  const std::size_t end = number < starts_.size() ? starts_[number] - 1 : text_.size();
  std::string_view out = std::string_view(text_).substr(start, end - start);
  if (out.ends_with('\r')) out.remove_suffix(1);
  return out;
}

Origin TomlDocument::origin(const Place& place) const {
  return {label_, std::string(line(place.line)), place.offset, place.length, place.line};
}

Place TomlDocument::place_at(std::size_t byte) const {
  const auto next = std::upper_bound(starts_.begin(), starts_.end(), byte);
  const auto number = static_cast<std::size_t>(next - starts_.begin());
  return {number, byte - starts_[number - 1], 1};
}

Result<TomlDocument> parse_toml(std::string_view text, std::string_view label) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  const GuardAnswer guard = guard_toml(text);
  if (guard.hazard) {
    const TomlHazard& hazard = *guard.hazard;
    // The file at fault may be huge: of it only the line, and of that the part around the place.
    const std::size_t start = text.rfind('\n', hazard.at) == text.npos || hazard.at == 0
                                  ? 0
                                  : text.rfind('\n', hazard.at) + 1;
    const auto number = 1 + std::count(text.begin(), text.begin() + static_cast<long>(start), '\n');
    const std::size_t offset = hazard.at >= start ? hazard.at - start : 0;
    std::string_view line = text.substr(start, offset + 200);
    line = line.substr(0, line.find_first_of("\r\n"));
    Diagnostic out = error(hazard.message, hazard.reason);
    out.origin =
        Origin{std::string(label), std::string(line), offset, 1, static_cast<std::size_t>(number)};
    return out;
  }
  TomlDocument document(text, label);
  const toml::parse_result parsed = toml::parse(text);
  if (!parsed) return syntax_error(document, parsed.error(), guard.unclosed_string);
  document.root = Copier(document).copy(parsed.table());
  return document;
}

}  // namespace hark

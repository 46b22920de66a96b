#define PCRE2_CODE_UNIT_WIDTH 8
#include "match/regex.h"

#include <fmt/format.h>
#include <pcre2.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <iterator>

#include "base/printable.h"

namespace hark {
namespace {

struct FreeCode {
  void operator()(pcre2_code* p) const { pcre2_code_free(p); }
};
struct FreeMatch {
  void operator()(pcre2_match_data* p) const { pcre2_match_data_free(p); }
};
struct FreeMatchContext {
  void operator()(pcre2_match_context* p) const { pcre2_match_context_free(p); }
};
struct FreeStack {
  void operator()(pcre2_jit_stack* p) const { pcre2_jit_stack_free(p); }
};
struct FreeCompileContext {
  void operator()(pcre2_compile_context* p) const { pcre2_compile_context_free(p); }
};
using CodePointer = std::unique_ptr<pcre2_code, FreeCode>;

constexpr std::uint32_t kMatchLimit = 1'000'000;
constexpr std::uint32_t kHeapLimitKiB = 16 * 1024;

struct CompileError {
  std::string reason;
  std::size_t offset = 0;
};

CodePointer compile(std::string_view text, std::uint32_t flags, CompileError* why) {
  static const std::unique_ptr<pcre2_compile_context, FreeCompileContext> context = [] {
    std::unique_ptr<pcre2_compile_context, FreeCompileContext> c(
        pcre2_compile_context_create(nullptr));
    pcre2_set_newline(c.get(), PCRE2_NEWLINE_LF);
    return c;
  }();
  int code = 0;
  PCRE2_SIZE offset = 0;
  CodePointer compiled(pcre2_compile(reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(),
                                     flags | PCRE2_NEVER_BACKSLASH_C, &code, &offset,
                                     context.get()));
  if (!compiled && why != nullptr) {
    std::array<PCRE2_UCHAR, 256> message{};
    pcre2_get_error_message(code, message.data(), message.size());
    *why = {reinterpret_cast<const char*>(message.data()), offset};
  }
  return compiled;
}

// Each byte of a literal as an engine's escape; letters and digits stay, so that case can be
// ignored, and so do the bytes of characters beyond ASCII where they count as characters.
std::string escape_literal(std::string_view text, bool keeps_characters) {
  std::string out;
  for (const char c : text) {
    const bool is_letter =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (is_letter || (keeps_characters && static_cast<unsigned char>(c) >= 0x80)) {
      out += c;
    } else {
      fmt::format_to(std::back_inserter(out), "\\x{:02x}", static_cast<unsigned char>(c));
    }
  }
  return out;
}

// Hyperscan takes no NUL and, in UTF-8 patterns, no raw DEL (5.4.0).
std::string escape_unprintables(std::string_view text) {
  if (text.find('\0') == text.npos && text.find('\x7f') == text.npos) return std::string(text);
  std::string out;
  for (const char c : text) {
    if (c == '\0') {
      out += "\\x00";
    } else if (c == '\x7f') {
      out += "\\x7f";
    } else {
      out += c;
    }
  }
  return out;
}

// The caret stands where the engine stopped, if the place has the regex byte for byte; where it is
// written with escapes or over several lines, all of it is marked and the reason counts instead.
Diagnostic bad_pattern(const RegexSpec& spec, const CompileError& why, std::string help) {
  Diagnostic bad = error("bad pattern", fmt::format("{} (PCRE2)", why.reason), std::move(help));
  bad.origin = spec.origin;
  Origin& origin = *bad.origin;
  const std::size_t offset = std::min(why.offset, spec.text.size());
  const std::string_view line = origin.text;
  if (origin.offset <= line.size() && line.substr(origin.offset).starts_with(spec.text)) {
    origin.offset += offset;
    origin.length = 1;
  } else {
    bad.reason += fmt::format(", at byte {} of {}", offset, spec.text.size());
  }
  return bad;
}

// A look at the pattern's text that may say yes for nothing: yes only costs speed. What says that
// something is not there (\B, a negative assertion) holds inside a character, where no place is.
bool counts_characters(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); i++) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c >= 0x80 || c == '.') return true;
    if (const std::string_view rest = text.substr(i);
        rest.starts_with("(*") || rest.starts_with("(?!") || rest.starts_with("(?<!"))
      return true;
    if (c == '[' && i + 1 < text.size() && (text[i + 1] == '^' || text[i + 1] == ':')) return true;
    if (c != '\\') continue;
    if (++i == text.size()) break;
    if (std::strchr("BWDSNXRHVhvpPo", text[i]) != nullptr) return true;
    if (text[i] == 'x' && i + 1 < text.size() && (text[i + 1] == '{' || text[i + 1] >= '8'))
      return true;
    if (text[i] >= '1' && text[i] <= '3') return true;  // \377
  }
  return false;
}

// A look at the text of a regex that may say no for nothing.
bool names_ascii_alone(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); i++) {
    if (static_cast<unsigned char>(text[i]) >= 0x80) return false;
    if (text[i] == '(' && i + 1 < text.size() && text[i + 1] == '*') return false;  // (*UTF)
    if (text[i] != '\\') continue;
    if (++i == text.size()) break;
    // \p, \x{e9}, \351, \1 (which may be octal), and the classes that hold more than ASCII.
    if (std::strchr("pPxoNXRhHvV0123456789", text[i]) == nullptr) continue;
    const bool is_short_hex =
        text[i] == 'x' && i + 1 < text.size() && text[i + 1] >= '0' && text[i + 1] <= '7';
    if (!is_short_hex) return false;
  }
  return true;
}

bool has_foldable_character(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) >= 0x80 || std::strchr("kKsS", c) != nullptr;
  });
}

// (?i), (?x-si:, (?^i).
bool sets_ignore_case(std::string_view text) {
  for (std::size_t at = text.find("(?"); at != text.npos; at = text.find("(?", at + 2)) {
    const std::string_view options = text.substr(at + 2);
    const std::size_t end = std::min(options.find_first_not_of("^-imnsxJUa"), options.size());
    if (options.substr(0, end).find('i') != options.npos) return true;
  }
  return false;
}

// Case folds by Unicode, and outside ASCII only K and S have further forms: the Kelvin sign and the
// long s. Their letter may be written as itself, lie in a range, be an escape, or be what a
// backreference or a condition refers to.
bool folds_beyond_ascii(std::string_view text, bool ignore_case) {
  if (!ignore_case && !sets_ignore_case(text)) return false;
  if (text.find_first_of("kKsS") != text.npos) return true;
  if (const std::size_t set = text.find('['); set != text.npos && text.find('-', set) != text.npos)
    return true;
  for (std::size_t i = 0; i + 1 < text.size(); i++) {
    if (text[i] == '\\' && std::strchr("0123456789xocgN", text[++i]) != nullptr) return true;
  }
  return text.find("(?P=") != text.npos;
}

// Settings of PCRE2 that stand before all else: "(*UCP)(*LIMIT_MATCH=9)".
std::size_t size_of_settings(std::string_view text) {
  constexpr std::array<std::string_view, 17> kNames = {"UTF",
                                                       "UCP",
                                                       "NOTEMPTY",
                                                       "NOTEMPTY_ATSTART",
                                                       "NO_AUTO_POSSESS",
                                                       "NO_DOTSTAR_ANCHOR",
                                                       "NO_JIT",
                                                       "NO_START_OPT",
                                                       "CR",
                                                       "LF",
                                                       "CRLF",
                                                       "ANYCRLF",
                                                       "ANY",
                                                       "NUL",
                                                       "BSR_ANYCRLF",
                                                       "BSR_UNICODE",
                                                       "LIMIT_"};
  std::size_t size = 0;
  while (text.substr(size).starts_with("(*")) {
    const std::size_t end = text.find(')', size);
    if (end == text.npos) break;
    const std::string_view name = text.substr(size + 2, end - size - 2);
    const bool is_known = std::any_of(kNames.begin(), kNames.end(), [&](std::string_view known) {
      return known.back() == '_' ? name.starts_with(known) : name == known;
    });
    if (!is_known) break;
    size = end + 1;
  }
  return size;
}

// Without assertions, backreferences, conditions and verbs, what can match nothing can match
// nothing anywhere.
bool has_no_assertions(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); i++) {
    if (text[i] == '^' || text[i] == '$') return false;
    if (text[i] == '(' && i + 1 < text.size()) {
      if (text[i + 1] == '*') return false;
      if (text[i + 1] == '?' && i + 2 < text.size() &&
          std::strchr(":i-smxn#", text[i + 2]) == nullptr)
        return false;
    }
    if (text[i] == '\\' && ++i < text.size() &&
        std::strchr("bBAzZGKkgQE123456789", text[i]) != nullptr)
      return false;
  }
  return true;
}

}  // namespace

struct Regex::Code {
  CodePointer code;
  bool is_utf = false;
  bool takes_invalid = false;  // compiled for text that may be no UTF-8
  std::vector<std::pair<std::uint32_t, std::string_view>> names;  // group number, name

  explicit Code(CodePointer compiled) : code(std::move(compiled)) {
    std::uint32_t options = 0, count = 0, size = 0;
    pcre2_pattern_info(code.get(), PCRE2_INFO_ALLOPTIONS, &options);
    is_utf = (options & PCRE2_UTF) != 0;
    takes_invalid = (options & PCRE2_MATCH_INVALID_UTF) != 0;
    PCRE2_SPTR table = nullptr;
    pcre2_pattern_info(code.get(), PCRE2_INFO_NAMECOUNT, &count);
    pcre2_pattern_info(code.get(), PCRE2_INFO_NAMEENTRYSIZE, &size);
    pcre2_pattern_info(code.get(), PCRE2_INFO_NAMETABLE, &table);
    for (std::uint32_t i = 0; i < count; i++, table += size) {
      names.emplace_back(table[0] << 8 | table[1], reinterpret_cast<const char*>(table + 2));
    }
    std::sort(names.begin(), names.end());
    // Refused under MemoryDenyWriteExecute= and the like; then the interpreter runs.
    pcre2_jit_compile(code.get(), PCRE2_JIT_COMPLETE);
  }
};

struct RegexScratch::State {
  std::unique_ptr<pcre2_match_context, FreeMatchContext> context{
      pcre2_match_context_create(nullptr)};
  std::unique_ptr<pcre2_jit_stack, FreeStack> stack{
      pcre2_jit_stack_create(32 * 1024, 1024 * 1024, nullptr)};
  std::unique_ptr<pcre2_match_data, FreeMatch> match;
  std::uint32_t groups = 0;

  State() {
    pcre2_set_match_limit(context.get(), kMatchLimit);
    pcre2_set_heap_limit(context.get(), kHeapLimitKiB);
    pcre2_jit_stack_assign(context.get(), nullptr, stack.get());
  }

  pcre2_match_data* room_for(const pcre2_code* code) {
    std::uint32_t needed = 0;
    pcre2_pattern_info(code, PCRE2_INFO_CAPTURECOUNT, &needed);
    if (!match || needed + 1 > groups) {
      groups = std::max<std::uint32_t>(needed + 1, 8);
      match.reset(pcre2_match_data_create(groups, nullptr));
    }
    return match.get();
  }
};

RegexScratch::RegexScratch() : state_(std::make_unique<State>()) {}
RegexScratch::~RegexScratch() = default;
RegexScratch::RegexScratch(RegexScratch&&) noexcept = default;
RegexScratch& RegexScratch::operator=(RegexScratch&&) noexcept = default;

Regex::~Regex() = default;

namespace {

// Those that the text alone tells.
RegexTraits traits_of_text(const RegexSpec& spec) {
  RegexTraits traits;
  // A pattern that is no UTF-8 itself can only mean bytes.
  // Literals are bytes, unless their case is to be folded.
  const bool counts = spec.is_literal ? spec.ignore_case && has_foldable_character(spec.text)
                                      : counts_characters(spec.text) ||
                                            folds_beyond_ascii(spec.text, spec.ignore_case);
  traits.depends_on_utf8 = counts && is_valid_utf8(spec.text);
  traits.speaks_of_ascii_alone =
      spec.is_literal ? std::all_of(spec.text.begin(), spec.text.end(),
                                    [](char c) { return static_cast<unsigned char>(c) < 0x80; })
                      : names_ascii_alone(spec.text);
  return traits;
}

}  // namespace

Regex::Regex(const RegexSpec& spec, RegexTraits traits)
    : ignore_case_(spec.ignore_case), traits_(traits) {
  std::string body = spec.is_literal ? escape_literal(spec.text, traits.depends_on_utf8)
                                     : escape_unprintables(spec.text);
  source_ = spec.whole_words ? between_word_boundaries(body) : std::move(body);
}

// A comment of (?x) or a \Q that runs to the end would swallow what is put behind the pattern, and
// then nothing closes the group.
std::string Regex::between_word_boundaries(const std::string& body) const {
  const std::size_t settings = size_of_settings(body);
  std::string source;
  for (const std::string_view closing : {"", "\r\n", "\\E"}) {
    source =
        fmt::format("{}\\b(?:{}{})\\b", body.substr(0, settings), body.substr(settings), closing);
    if (compile(source, text_flags(), nullptr)) break;
  }
  return source;
}

std::uint32_t Regex::text_flags() const {
  return (ignore_case_ ? PCRE2_CASELESS : 0) | (traits_.depends_on_utf8 ? PCRE2_UTF : 0);
}

Result<std::shared_ptr<const Regex>> Regex::create(const RegexSpec& spec) {
  std::shared_ptr<Regex> regex(new Regex(spec, traits_of_text(spec)));
  CompileError why;
  // Checked as typed, before anything is put around it, so that the place in the error is the place
  // in the text.
  if (!spec.is_literal && !compile(spec.text, regex->text_flags(), &why))
    return bad_pattern(spec, why, "-F takes the pattern as plain text");
  CodePointer code = compile(regex->source_, regex->text_flags(), &why);
  if (!code) {
    return bad_pattern(spec, {why.reason, 0},
                       spec.is_literal ? "PCRE2 takes plain text of up to some 32 000 bytes" : "");
  }
  std::call_once(regex->once_, [&] { regex->code_ = std::make_unique<Code>(std::move(code)); });
  RegexScratch scratch;
  const bool matches_empty = regex->search(Value{"", true}, scratch) == Answer::kYes;
  regex->traits_.matches_empty = matches_empty;
  regex->traits_.matches_everything =
      matches_empty && !spec.whole_words && (spec.is_literal || has_no_assertions(spec.text));
  return std::shared_ptr<const Regex>(std::move(regex));
}

std::shared_ptr<const Regex> Regex::create_known(const RegexSpec& spec, RegexTraits traits) {
  return std::shared_ptr<const Regex>(new Regex(spec, traits));
}

std::shared_ptr<const Regex> Regex::create_known(const RegexSpec& spec) {
  return create_known(spec, traits_of_text(spec));
}

const Regex::Code& Regex::code_for(const Value& value) const {
  if (!traits_.depends_on_utf8 || value.is_utf8) {
    std::call_once(
        once_, [this] { code_ = std::make_unique<Code>(compile(source_, text_flags(), nullptr)); });
    return *code_;
  }
  std::call_once(bytes_once_, [this] {
    const std::uint32_t flags = ignore_case_ ? PCRE2_CASELESS : 0;
    CodePointer code = compile(source_, flags, nullptr);
    if (!code) code = compile(source_, flags | PCRE2_UTF | PCRE2_MATCH_INVALID_UTF, nullptr);
    bytes_code_ = std::make_unique<Code>(std::move(code));
  });
  return *bytes_code_;
}

namespace {

// Text checked by the decoder need not be checked again; a pattern compiled for broken text must
// look itself.
std::uint32_t match_flags(bool is_utf, bool takes_invalid) {
  return is_utf && !takes_invalid ? PCRE2_NO_UTF_CHECK : 0;
}

PCRE2_SPTR subject(std::string_view text) {
  return reinterpret_cast<PCRE2_SPTR>(text.empty() ? "" : text.data());
}

}  // namespace

Regex::Answer Regex::search(const Value& value, RegexScratch& scratch) const {
  const Code& code = code_for(value);
  pcre2_match_data* match = scratch.state_->room_for(code.code.get());
  const int found = pcre2_match(code.code.get(), subject(value.bytes), value.bytes.size(), 0,
                                match_flags(code.is_utf, code.takes_invalid), match,
                                scratch.state_->context.get());
  if (found >= 0) return Answer::kYes;
  if (found == PCRE2_ERROR_NOMATCH) return Answer::kNo;
  scratch.gave_up++;
  return Answer::kGaveUp;
}

void Regex::find_matches(const Value& value, std::size_t from, std::size_t limit,
                         RegexScratch& scratch, std::vector<RegexMatch>& out) const {
  const Code& code = code_for(value);
  pcre2_match_data* match = scratch.state_->room_for(code.code.get());
  const std::uint32_t flags = match_flags(code.is_utf, code.takes_invalid) | PCRE2_NOTEMPTY;
  const std::string_view text = value.bytes;
  std::size_t at = from;
  while (limit > 0 && at < text.size()) {
    // PCRE2 must not be set down inside a character; another regex, which counts bytes, may have
    // ended there.
    if (code.is_utf && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) {
      at++;
      continue;
    }
    const int found = pcre2_match(code.code.get(), subject(text), text.size(), at, flags, match,
                                  scratch.state_->context.get());
    if (found < 0) {
      if (found != PCRE2_ERROR_NOMATCH) scratch.gave_up++;
      return;
    }
    const PCRE2_SIZE* ends = pcre2_get_ovector_pointer(match);
    RegexMatch next{{ends[0], ends[1]}, {}};
    if (next.span.end <= at ||
        next.span.start >= next.span.end) {  // \K may move a start; never go round in circles
      at = std::max(at + 1, std::max<std::size_t>(ends[0], ends[1]));
      continue;
    }
    for (const auto& [group, name] : code.names) {
      if (static_cast<int>(group) >= found || ends[2 * group] == PCRE2_UNSET) continue;
      const Span span{ends[2 * group], ends[2 * group + 1]};
      next.captures.push_back({name, text.substr(span.start, span.end - span.start), span});
    }
    at = next.span.end;
    limit--;
    out.push_back(std::move(next));
  }
}

std::string describe_pcre2() {
  std::array<char, 64> version{};
  std::uint32_t has_jit = 0;
  pcre2_config(PCRE2_CONFIG_VERSION, version.data());
  pcre2_config(PCRE2_CONFIG_JIT, &has_jit);
  return fmt::format("PCRE2 {} ({})", version.data(), has_jit != 0 ? "JIT" : "no JIT");
}

}  // namespace hark

#define PCRE2_CODE_UNIT_WIDTH 8
#include "differential/expr/naive_regex.h"

#include <pcre2.h>

#include <memory>

#include "differential/expr/naive_text.h"

namespace hark::reference {
namespace {

using Code = std::unique_ptr<pcre2_code, decltype(&pcre2_code_free)>;

Code compile(const std::string& regex, std::uint32_t options) {
  int error = 0;
  PCRE2_SIZE offset = 0;
  return Code(pcre2_compile(reinterpret_cast<PCRE2_SPTR>(regex.data()), regex.size(), options,
                            &error, &offset, nullptr),
              &pcre2_code_free);
}

// PCRE's defaults, as in journalctl -g. Characters count where the value is UTF-8, bytes where it
// is not. A regex that bytes cannot be asked about, as \x{20ac}, looks for characters between them.
Code compile(const std::string& regex, bool ignore_case, const std::string& text) {
  const std::uint32_t options = ignore_case ? PCRE2_CASELESS : 0;
  const bool in_characters = is_utf8(text) && is_utf8(regex);
  Code code = compile(regex, in_characters ? options | PCRE2_UTF : options);
  if (!code) code = compile(regex, options | PCRE2_MATCH_INVALID_UTF);
  return code;
}

}  // namespace

bool regex_matches(const std::string& regex, bool ignore_case, const std::string& text) {
  const Code code = compile(regex, ignore_case, text);
  const std::unique_ptr<pcre2_match_data, decltype(&pcre2_match_data_free)> match(
      pcre2_match_data_create_from_pattern(code.get(), nullptr), &pcre2_match_data_free);
  return pcre2_match(code.get(), reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(), 0, 0,
                     match.get(), nullptr) >= 0;
}

Texts regex_captures(const std::string& regex, bool ignore_case, const std::string& text,
                     const std::string& group) {
  const Code code = compile(regex, ignore_case, text);
  Texts captured;
  const std::unique_ptr<pcre2_match_data, decltype(&pcre2_match_data_free)> match(
      pcre2_match_data_create_from_pattern(code.get(), nullptr), &pcre2_match_data_free);
  std::size_t at = 0;
  while (at <= text.size() && pcre2_match(code.get(), reinterpret_cast<PCRE2_SPTR>(text.data()),
                                          text.size(), at, 0, match.get(), nullptr) >= 0) {
    PCRE2_UCHAR* found = nullptr;
    PCRE2_SIZE length = 0;
    if (pcre2_substring_get_byname(match.get(), reinterpret_cast<PCRE2_SPTR>(group.c_str()), &found,
                                   &length) == 0) {
      captured.emplace_back(reinterpret_cast<const char*>(found), length);
      pcre2_substring_free(found);
    }
    const PCRE2_SIZE* span = pcre2_get_ovector_pointer(match.get());
    at = span[1] > span[0] ? span[1] : span[1] + 1;
  }
  return captured;
}

}  // namespace hark::reference

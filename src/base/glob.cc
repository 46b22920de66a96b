#include "base/glob.h"

#include <fnmatch.h>
#include <locale.h>

#include <algorithm>

namespace hark {
namespace {

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// hark itself stays in the C locale, where fnmatch(3) knows bytes alone.
class Utf8Characters {
 public:
  Utf8Characters() : before_(locale() != locale_t{} ? uselocale(locale()) : locale_t{}) {}
  Utf8Characters(const Utf8Characters&) = delete;
  Utf8Characters& operator=(const Utf8Characters&) = delete;
  ~Utf8Characters() {
    if (before_ != locale_t{}) uselocale(before_);
  }

 private:
  static locale_t locale() {
    static const locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", locale_t{});
    return utf8;
  }

  locale_t before_;
};

// Both end in a NUL that is not counted.
bool fits(const char* glob, const char* text, bool by_characters) {
  if (by_characters) {
    const Utf8Characters characters;
    const int answer = fnmatch(glob, text, FNM_NOESCAPE);
    if (answer == 0 || answer == FNM_NOMATCH) return answer == 0;
  }
  return fnmatch(glob, text, FNM_NOESCAPE) == 0;
}

}  // namespace

bool fits_glob(const std::string& glob, std::string_view text) {
  if (glob == text) return true;
  // fnmatch(3) needs a terminator; a name with a NUL in it fits nothing.
  if (text.find('\0') != text.npos) return false;
  const bool by_characters = !is_ascii(text);
  char small[256];
  if (text.size() >= sizeof small)
    return fits(glob.c_str(), std::string(text).c_str(), by_characters);
  std::copy(text.begin(), text.end(), small);
  small[text.size()] = '\0';
  return fits(glob.c_str(), small, by_characters);
}

}  // namespace hark

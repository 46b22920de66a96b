// dump_fields FILE KEYS: what hark sees in a file of JSON lines, in the form of canonical.jq, to be
// compared with what jq sees. KEYS is a file with the name of every field that occurs, one a line.
#include <fcntl.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "unit/input/feed.h"

namespace hark {
namespace {

std::string base64(std::string_view bytes) {
  constexpr const char* kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    unsigned word = 0;
    const std::size_t count = std::min<std::size_t>(3, bytes.size() - i);
    for (std::size_t j = 0; j < 3; j++)
      word = word << 8 | (j < count ? static_cast<unsigned char>(bytes[i + j]) : 0u);
    for (std::size_t j = 0; j < 4; j++)
      text += j <= count ? kDigits[word >> (18 - 6 * j) & 63] : '=';
  }
  return text;
}

int dump(const char* file, const char* key_file) {
  std::vector<std::string> keys;
  std::ifstream key_lines(key_file);
  for (std::string key; std::getline(key_lines, key);) keys.push_back(key);
  std::sort(keys.begin(), keys.end());

  Feed feed(keys);
  UniqueFd fd(::open(file, O_RDONLY | O_CLOEXEC));
  TextSource source(std::move(fd), file, *feed.plan, feed.options);
  Event event(feed.fields);
  for (;;) {
    switch (source.next(event)) {
      case Source::Step::kEntry:
        for (const std::string& key : keys) {
          const auto values = event.values(*feed.fields.find(key));
          if (values.empty()) continue;
          std::printf("%llu %s", static_cast<unsigned long long>(event.line), key.c_str());
          for (const Value& value : values) std::printf(" %s", base64(value.bytes).c_str());
          std::puts("");
        }
        break;
      case Source::Step::kFault:
        std::printf("%llu fault\n", static_cast<unsigned long long>(source.fault().line));
        break;
      case Source::Step::kDry:
        if (const auto status = source.read(); !status) {
          std::fputs(render(status.errors()).c_str(), stderr);
          return 2;
        }
        break;
      case Source::Step::kEnd:
        return 0;
    }
  }
}

}  // namespace
}  // namespace hark

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fputs("usage: dump_fields FILE KEYS\n", stderr);
    return 2;
  }
  return hark::dump(argv[1], argv[2]);
}

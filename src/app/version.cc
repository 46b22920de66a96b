#include "app/version.h"

#include <fmt/format.h>

#include "hark_version.h"
#include "input/json_decoder.h"
#include "match/matcher.h"

namespace hark {

std::string version_text() {
  return fmt::format("hark {}\n{}\n{}\n", HARK_VERSION, describe_match_engines(),
                     describe_json_engine());
}

}  // namespace hark

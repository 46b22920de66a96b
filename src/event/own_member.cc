#include "event/own_member.h"

#include <simdjson.h>

namespace hark {

std::vector<std::string> patterns_of_own_member(std::string_view member) {
  std::vector<std::string> ids;
  if (member.empty()) return ids;
  simdjson::dom::parser parser;
  simdjson::dom::array patterns;
  if (parser.parse(member.data(), member.size())["patterns"].get(patterns) != simdjson::SUCCESS)
    return ids;
  for (const simdjson::dom::element element : patterns) {
    std::string_view id;
    if (element.get(id) == simdjson::SUCCESS) ids.emplace_back(id);
  }
  return ids;
}

}  // namespace hark

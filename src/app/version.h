// What `hark --version` says.
#pragma once

#include <string>

namespace hark {

// The program's version, then its engines' and what they found in this processor.
std::string version_text();

}  // namespace hark

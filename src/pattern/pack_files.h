// Where packs lie on a machine, and reading them from there.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace hark {

struct PackFolder {
  std::string path;
  bool is_asked_for = false;  // somebody named it ($HARK_PATTERNS), so that it is missing is worth
                              // a word
};

// /usr/share/hark/patterns, /etc/hark/patterns, $XDG_CONFIG_HOME/hark/patterns (by default
// ~/.config; a relative path is not one, says the XDG specification), $HARK_PATTERNS: later ones
// add to earlier ones. `environment` answers like getenv(3), null for what is not set.
using Environment = std::function<const char*(const char* name)>;
std::vector<PackFolder> pack_folders(const Environment& environment);

// A word of -P that is a path and no name: it has a "/" in it or ends in ".toml".
bool is_pack_path(std::string_view word);

// The files *.toml of a folder, as FOLDER/NAME, in byte order of the names; those that begin with a
// dot are editors' and left out. That there is no such folder is no error here.
struct PackFiles {
  std::vector<std::string> paths;
  bool is_missing = false;
};
Result<PackFiles> list_packs(const std::string& folder);

// A whole file of at most kMaxPackBytes (toml_guard.h). A pipe will do, as /dev/fd/63 of <(…).
Result<std::string> read_pack_file(const std::string& path);

}  // namespace hark

// Compiled patterns kept between runs: compiling some hundred regexes takes a third of a second,
// reading them back does not show.
//
// A cache file is only an accelerator: any doubt about it (owner, mode, size, header, key,
// checksum) means compiling again, and any failure to write one is silence. What Hyperscan reads
// back is trusted code in effect, so the folder must be the caller's own and closed to others: a
// crafted file could overrun the heap in hs_alloc_scratch().
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hark {

class CompileCache {
 public:
  // `folder` is made, private to the caller, when something is first stored. Empty: nothing is
  // cached.
  explicit CompileCache(std::string folder) : folder_(std::move(folder)) {}

  // What was stored under exactly this key. The key is kept in the file and compared whole: no two
  // keys share an entry.
  std::optional<std::string> load(std::string_view key) const;
  void store(std::string_view key, std::string_view payload) const;

 private:
  std::string folder_;
};

}  // namespace hark

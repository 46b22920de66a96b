// Bytes kept between runs under a key, in a folder that is the caller's alone.
//
// What is kept is only an accelerator: any doubt about a file (owner, mode, size, header, key,
// checksum) means that there is none, and any failure to write one is silence. Readers trust what
// they get (a crafted Hyperscan database could overrun the heap), so the folder must be closed to
// others.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hark {

class PrivateCache {
 public:
  // `folder` is made, private to the caller, when something is first stored. Empty: nothing is
  // cached. Files are named after `kind`; of each kind the newest few are kept.
  PrivateCache(std::string folder, std::string kind)
      : folder_(std::move(folder)), kind_(std::move(kind)) {}

  // What was stored under exactly this key. The key is kept in the file and compared whole: no two
  // keys share an entry.
  std::optional<std::string> load(std::string_view key) const;
  void store(std::string_view key, std::string_view payload) const;

 private:
  std::string folder_;
  std::string kind_;
};

}  // namespace hark

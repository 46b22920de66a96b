// The packs of a run: loaded in the order of hark-packs(5), chosen by -P, --severity and --without;
// and the three commands about them.
#pragma once

#include <memory>

#include "app/exit_status.h"
#include "cli/options.h"
#include "pattern/library.h"

namespace hark {

// Never fails: what is wrong with a pack is told by whoever wants it. With a cache, packs may come
// without examples and places.
Library load_packs(const Options& options, const PrivateCache* cache = nullptr);

// --list-patterns, --show-pattern, --check-packs.
ExitStatus run_pack_command(const Options& options);

// Where compiled patterns are kept; empty if nowhere is told.
std::string cache_folder();

}  // namespace hark

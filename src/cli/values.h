// Values of options that are more than text: numbers, sizes, words of a list, boots. Each reader
// gives the value or a diagnostic that points into what was typed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "cli/option_table.h"

namespace hark {

// Digits only, up to 2^64 - 1.
Result<std::uint64_t> read_count(const OptionRecord& record, std::string_view text,
                                 std::string_view of_what = "events");

// Bytes from 1 to 4 GiB - 1: digits, then nothing, B, or one of K M G and KiB MiB GiB in either
// case, all powers of 1024.
Result<std::uint64_t> read_size(const OptionRecord& record, std::string_view text);

// The index of `text` in record.choices.
Result<std::size_t> read_choice(const OptionRecord& record, std::string_view text);

// Whether a word can be meant as a boot at all: an offset (-1, +2, 0), `all`, or an id of 32 hex
// digits. Decides if -b takes the next word.
bool reads_as_boot(std::string_view word);

Result<TypedBoot> read_boot(const OptionRecord& record, std::string_view text);

}  // namespace hark

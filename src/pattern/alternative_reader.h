// One table of `any`: a way in which a pattern is recognised.
#pragma once

#include "pattern/mistakes.h"
#include "pattern/pattern.h"
#include "pattern/toml_document.h"

namespace hark {

Alternative read_alternative(const TomlNode& table, Mistakes& mistakes);

// A table of fields and their values: `fields` of an alternative, an example's event. A value is a
// string or an array of strings.
std::vector<FieldValues> read_fields(const TomlNode& table, std::string_view what,
                                     Mistakes& mistakes);

}  // namespace hark

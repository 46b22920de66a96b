// The formats behind make_formatter().
#pragma once

#include <memory>

#include "output/formatter.h"

namespace hark {

std::unique_ptr<Formatter> make_line_formatter(const FormatOptions& options, Annotator& annotator);
std::unique_ptr<Formatter> make_json_formatter(const FormatOptions& options, Annotator& annotator);

}  // namespace hark

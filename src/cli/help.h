// Texts made from the table of options: two helps and the man page's OPTIONS. Nothing here prints.
#pragma once

#include <string>

namespace hark {

std::string short_help();   // -h: one screen of 80 columns
std::string full_help();    // --help: every option with its long help, at most 80 columns
std::string man_options();  // mdoc(7), from .Sh OPTIONS on; ASCII

}  // namespace hark

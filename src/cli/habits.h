// What fingers type that know grep, journalctl, jq or rg, and what it is called here.
#pragma once

#include <string_view>

namespace hark {

// One line of help for an option hark does not have ("-w", "--reverse"), or for a value it does not
// take ("-o verbose",
// "-o WORD" for any other word); empty if nobody's fingers are known to do that.
std::string_view habit_help(std::string_view typed);

}  // namespace hark

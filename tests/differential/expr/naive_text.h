// What the page on expressions says of texts, in the plainest way: no speed, no sharing with src/.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "differential/expr/plain_event.h"

namespace hark::reference {

bool is_utf8(const std::string& text);

// Characters where the text is UTF-8, bytes where it is not.
Texts characters(const std::string& text);

std::string lower(std::string text);  // ASCII
std::string upper(std::string text);
std::string without_ansi(const std::string& text);  // CSI and OSC, whole ones
bool contains(const std::string& text, const std::string& part);

// Decimal, sign, fraction, exponent, 0x…; the whole text.
std::optional<double> number(const std::string& text);

bool like(const std::string& text, const std::string& pattern);  // SQLite's
bool glob(const std::string& text, const std::string& pattern);  // \ is a plain letter

}  // namespace hark::reference

// look, filled in. Whatever the value, a real sh takes it as one word and nothing else happens.
#include "pattern/look.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <random>

#include "base/printable.h"
#include "pattern/look_template.h"

namespace hark {
namespace {

std::string look(std::string_view text, std::string_view unit, Scope scope = Scope::kSystem,
                 std::vector<CaptureView> captures = {}) {
  Pattern pattern;
  pattern.look = text;
  return render_look(pattern, unit, scope, captures);
}

// What sh makes of a word: each argument on a line of its own, in brackets.
std::string run_by_sh(const std::string& words) {
  const std::string command = "printf '[%s]\\n' " + words;
  const std::string wrapped = "exec 2>&1; " + command;
  FILE* out = popen(wrapped.c_str(), "r");
  std::string text;
  char part[4096];
  while (const std::size_t n = fread(part, 1, sizeof part, out)) text.append(part, n);
  pclose(out);
  return text;
}

TEST(Look, Fills) {
  EXPECT_EQ(look("{systemctl} show -p A {unit}", "x.service"), "systemctl show -p A x.service");
  EXPECT_EQ(look("{systemctl} status {unit}; {journalctl} -u {unit}", "x.service", Scope::kUser),
            "systemctl --user status x.service; journalctl --user -u x.service");
  EXPECT_EQ(look("{journalctl} _PID={pid} -b", "", Scope::kNone, {{"pid", "12"}}),
            "journalctl _PID=12 -b");
  EXPECT_EQ(look("a {x} {x}{y}", "", Scope::kNone, {{"x", "1"}, {"y", "2 3"}, {"x", "9"}}),
            "a 1 1'2 3'");
  EXPECT_EQ(look("a {unit}", "u", Scope::kNone, {{"unit", "forged"}}), "a u");
}

TEST(Look, WithoutAValueThePlaceholderStays) {
  EXPECT_EQ(look("{systemctl} status {unit} {state}", ""), "systemctl status {unit} {state}");
  EXPECT_EQ(look("a {state}", "", Scope::kNone, {{"state", ""}}), "a ''");
  EXPECT_EQ(look("ps -o ${state} | awk '{print $1}' {} {1} {a b}", "u"),
            "ps -o ${state} | awk '{print $1}' {} {1} {a b}");
  EXPECT_EQ(run_by_sh("{unit} {state}"), "[{unit}]\n[{state}]\n");
}

TEST(Look, Quotes) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"x.service", "x.service"},
      {"AZaz09@%+=:,./_-", "AZaz09@%+=:,./_-"},
      {"", "''"},
      {"a b", "'a b'"},
      {"a'b", "'a'\\''b'"},
      {"'", "''\\'''"},
      {"$(reboot)", "'$(reboot)'"},
      {"`reboot`", "'`reboot`'"},
      {"a;b", "'a;b'"},
      {"dev-disk-by\\x2duuid.device", "'dev-disk-by\\x2duuid.device'"},
      {"!!", "'!!'"},
      {"~root", "'~root'"},
      {"*", "'*'"},
      {"#x", "'#x'"},
      {"é", "'é'"},
      {"-x", "'-x'"},
      {"a\nb", "'a\\x0ab'"},
      {"a\tb", "'a\\x09b'"},
      {"\x1b[31m", "'\\x1b[31m'"},
      {"a\x7f", "'a\\x7f'"},
      {"\xff", "'\\xff'"},
      {"a\u202eb", "'a\\u{202e}b'"},
      {std::string_view("a\0b", 3), "'a\\x00b'"},
  };
  for (const auto& [value, quoted] : cases) EXPECT_EQ(quote_for_shell(value), quoted);
}

// What a person would see of the value is what the command gets.
std::string shown(std::string_view value) {
  std::string out;
  for (char c : printable(value)) out += c == '\t' ? std::string("\\x09") : std::string(1, c);
  return out;
}

TEST(Look, ShTakesEveryValueAsOneWord) {
  std::vector<std::string> values = {
      "",         " ",         "'",
      "''",       "'\\''",     "\\",
      "\\'",      "a'; id;'",  "$HOME",
      "${x:=y}",  "$((1+1))",  "`id`",
      "a\nid",    "a\rid",     "\"",
      "\"$x\"",   "&& id",     "|| id",
      "> /dev/x", "a{b,c}",    "[a-z]*",
      "~",        "!x",        "#",
      "=x",       "%s%n",      "\x1b[201~id\n",
      "a\u2028",  "-n",        "--",
      "'$(id)'",  "a'\"'\"'b", "\\x41",
      "\xc3",
  };
  std::mt19937 random(1);  // fixed, so that a failure can be repeated
  for (int i = 0; i < 300; i++) {
    std::string value;
    for (std::size_t n = random() % 12; n > 0; n--)
      value += "'\"\\$`(){}<>|&;*?[]~#! \t\n-=a\x01\xff"[random() % 29];
    values.push_back(value);
  }
  std::string words, expected;
  for (const std::string& value : values) {
    words += quote_for_shell(value) + ' ';
    expected += '[' + shown(value) + "]\n";
  }
  EXPECT_EQ(run_by_sh(words), expected);
  EXPECT_EQ(find_unsafe(words, 0, false), words.size());
}

TEST(Look, ValueThatLooksLikeAnOption) {
  // "--" is put before what would be an argument of its own.
  EXPECT_EQ(look("{systemctl} show -p KillMode {unit}", "-.mount"),
            "systemctl show -p KillMode -- '-.mount'");
  EXPECT_EQ(look("{systemctl} status --lines=5 {unit}", "-H"),
            "systemctl status --lines=5 -- '-H'");
  EXPECT_EQ(look("a {x} {y} {x}", "", Scope::kNone, {{"x", "-1"}, {"y", "2"}}), "a -- '-1' 2 '-1'");
  EXPECT_EQ(look("a {x} | b {x}", "", Scope::kNone, {{"x", "-1"}}), "a -- '-1' | b -- '-1'");
  // Nor where it stands there already, or the value is no word of its own.
  EXPECT_EQ(look("{systemctl} status -- {unit}", "-.mount"), "systemctl status -- '-.mount'");
  EXPECT_EQ(look("{journalctl} --unit={unit} _X={x}", "-.mount", Scope::kSystem, {{"x", "-"}}),
            "journalctl --unit='-.mount' _X='-'");
  // The argument of an option that takes the next word.
  EXPECT_EQ(look("{journalctl} -u {unit} -b", "-.mount"), "journalctl -u '-.mount' -b");
  EXPECT_EQ(look("{systemctl} list-dependencies --after {unit}", "-.mount"),
            "systemctl list-dependencies --after -- '-.mount'");
  // An option of which nobody knows, or another command's: neither way is safe.
  EXPECT_EQ(look("sort -u {unit}", "-o/etc/passwd"), "sort -u {unit}");
  EXPECT_EQ(look("{journalctl} -u x | tool -u {unit}", "-x"), "journalctl -u x | tool -u {unit}");
  EXPECT_EQ(look("{journalctl} -n {unit}", "-x"), "journalctl -n {unit}");
  EXPECT_EQ(look("tool -x {unit}", "-rf"), "tool -x {unit}");
  EXPECT_EQ(look("tool -x {unit}", "rf"), "tool -x rf");
}

TEST(LookTemplate, WhereAValueMayStand) {
  using Fault = LookPiece::Fault;
  const std::pair<const char*, Fault> cases[] = {
      {"a {x}", Fault::kNone},           {"a --b={x} c", Fault::kNone},
      {"a /b/{x}.c", Fault::kNone},      {"a 'b' \"c\" {x}", Fault::kNone},
      {"{systemctl} {x}", Fault::kNone}, {"A={x} b", Fault::kNone},
      {"a | b {x}", Fault::kNone},       {"a \\' {x}", Fault::kNone},
      {"a > b {x}", Fault::kNone},       {"a '{x}'", Fault::kQuoted},
      {"a \"b {x}\"", Fault::kQuoted},   {"a \"\\\" {x}\"", Fault::kQuoted},
      {"a `b {x}`", Fault::kQuoted},     {"a $'\\'' {x}", Fault::kQuoted},
      {"{x}", Fault::kCommand},          {"a; {x}", Fault::kCommand},
      {"a || {x}", Fault::kCommand},     {"a && b/{x} c", Fault::kCommand},
      {"A=1 {x}", Fault::kCommand},      {"{systemctl}{x}", Fault::kCommand},
      {"a ( {x} )", Fault::kCommand},    {"a $({x})", Fault::kGlued},
      {"a \\\\{x}", Fault::kGlued},      {"a ~{x}", Fault::kGlued},
      {"a 'b'{x}", Fault::kGlued},       {"a {{x}", Fault::kGlued},
      {"a >{x}", Fault::kRedirection},   {"a 2> {x}", Fault::kRedirection},
      {"a < {x}", Fault::kRedirection},  {"a >>b{x}", Fault::kRedirection},
  };
  for (const auto& [text, fault] : cases) {
    SCOPED_TRACE(text);
    bool is_found = false;
    for (const LookPiece& piece : split_look(text)) {
      if (piece.kind != LookPiece::Kind::kCapture) continue;
      EXPECT_EQ(piece.fault, fault);
      is_found = true;
    }
    EXPECT_TRUE(is_found);
  }
}

TEST(LookTemplate, PiecesAreTheText) {
  std::mt19937 random(2);
  for (int i = 0; i < 2000; i++) {
    std::string text;
    for (std::size_t n = random() % 20; n > 0; n--) {
      const char* parts[] = {"{unit}", "{x}", "{",  "}",  "$", "'", "\"",
                             "\\",     " ",   "--", "-u", "a", ">"};
      text += parts[random() % std::size(parts)];
    }
    std::string joined;
    for (const LookPiece& piece : split_look(text)) {
      EXPECT_EQ(piece.offset, joined.size());
      joined += piece.text;
    }
    EXPECT_EQ(joined, text);
  }
}

// A fault that slipped through is not filled in.
TEST(Look, FaultIsNotFilled) { EXPECT_EQ(look("sh -c '{unit}'", "id"), "sh -c '{unit}'"); }

}  // namespace
}  // namespace hark

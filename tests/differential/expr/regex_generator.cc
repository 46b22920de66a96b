#include "differential/expr/regex_generator.h"

namespace hark::reference {
namespace {

using namespace std::literals;

constexpr std::string_view kWords[] = {
    "kill",  "fail", "error", "oom",   "SIGKILL", "a",       "ab",   "b",      "9",     "137",
    "x",     "über", "é",     "ΩMEGA", "dead",    "service", "Kill", "status", "ERROR", "timed out",
    "state", "it's", "100%",  "a_b",   "c:\\d",   "k",       "",     " ",      "\n",    "ſ",
};

// A piece of a regex, and a text that it matches. Kept as a tree so that several can be drawn.
struct Piece {
  enum class Kind { kLiteral, kSet, kSequence, kChoice, kGroup, kRepeat };
  Kind kind = Kind::kLiteral;
  std::string text;               // as it is written; of a group what opens it
  std::vector<std::string> some;  // of a literal or a set: what it matches
  std::vector<Piece> children;
  std::size_t least = 1, most = 1;
};

std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if ("\\^$.[]|()?*+{}/"sv.find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

Piece literal(Dice& dice) {
  std::string word = make_word(dice);
  if (word == "\n" || word.empty()) word = "n";
  Piece piece;
  piece.text = escaped(word);
  piece.some = {word};
  return piece;
}

Piece set(Dice& dice) {
  const struct {
    const char* text;
    std::vector<std::string> some;
  } sets[] = {
      {".", {"a", "9", "é", " "}},
      {"\\d", {"0", "9"}},
      {"\\w", {"a", "Z", "_", "7"}},
      {"\\s", {" ", "\t", "\n"}},
      {"\\S", {"k", "é"}},
      {"\\D", {"k", "Ω"}},
      {"[a-k]", {"a", "k"}},
      {"[^a]", {"b", "é", "\n"}},
      {"[0-9_]", {"5", "_"}},
      {"[éü]", {"é", "ü"}},
      {"[[:upper:]]", {"K", "A"}},
      {"\\x{20ac}", {"€"}},
      {"\\x41", {"A"}},
      {"[^\\W\\d]", {"a", "_"}},
      {"\\N", {"x"}},
      {"\\t", {"\t"}},
  };
  const auto& chosen = dice.pick(sets);
  Piece piece;
  piece.kind = Piece::Kind::kSet;
  piece.text = chosen.text;
  piece.some = chosen.some;
  return piece;
}

Piece make_piece(Dice& dice, int depth);

Piece make_sequence(Dice& dice, int depth) {
  Piece piece;
  piece.kind = Piece::Kind::kSequence;
  for (std::size_t n = 1 + dice.below(3); n > 0; n--)
    piece.children.push_back(make_piece(dice, depth));
  return piece;
}

Piece make_piece(Dice& dice, int depth) {
  const std::size_t kind = dice.below(depth > 2 ? 6 : 10);
  if (kind < 4) return literal(dice);
  if (kind < 6) return set(dice);
  Piece piece;
  if (kind < 8) {
    piece.kind = Piece::Kind::kChoice;
    piece.text = dice.chance(70) ? "(?:" : "(";
    for (std::size_t n = 1 + dice.below(3); n > 0; n--)
      piece.children.push_back(make_sequence(dice, depth + 1));
    return piece;
  }
  const struct {
    const char* text;
    std::size_t least, most;
  } repeats[] = {{"?", 0, 1},  {"*", 0, 3},     {"+", 1, 3},      {"{2}", 2, 2},
                 {"*?", 0, 2}, {"{1,3}", 1, 3}, {"{0,2}?", 0, 2}, {"++", 1, 2}};
  const auto& repeat = dice.pick(repeats);
  piece.kind = Piece::Kind::kRepeat;
  piece.text = repeat.text;
  piece.least = repeat.least;
  piece.most = repeat.most;
  piece.children.push_back(dice.chance(50) ? set(dice) : make_piece(dice, depth + 1));
  return piece;
}

std::string render(const Piece& piece) {
  std::string out;
  switch (piece.kind) {
    case Piece::Kind::kLiteral:
    case Piece::Kind::kSet:
      return piece.text;
    case Piece::Kind::kSequence:
      for (const Piece& child : piece.children) out += render(child);
      return out;
    case Piece::Kind::kChoice:
    case Piece::Kind::kGroup:
      for (const Piece& child : piece.children) out += (out.empty() ? "" : "|") + render(child);
      return piece.text + out + ")";
    case Piece::Kind::kRepeat:
      out = render(piece.children[0]);
      if (piece.children[0].kind != Piece::Kind::kSet &&
          piece.children[0].kind != Piece::Kind::kChoice)
        out = "(?:" + out + ")";
      return out + piece.text;
  }
  return out;
}

std::string sample(const Piece& piece, Dice& dice) {
  std::string out;
  switch (piece.kind) {
    case Piece::Kind::kLiteral:
    case Piece::Kind::kSet:
      return dice.pick(piece.some);
    case Piece::Kind::kSequence:
      for (const Piece& child : piece.children) out += sample(child, dice);
      return out;
    case Piece::Kind::kChoice:
    case Piece::Kind::kGroup:
      return sample(dice.pick(piece.children), dice);
    case Piece::Kind::kRepeat:
      for (std::size_t n = piece.least + dice.below(piece.most - piece.least + 1); n > 0; n--)
        out += sample(piece.children[0], dice);
      return out;
  }
  return out;
}

}  // namespace

std::string make_word(Dice& dice) { return std::string(dice.pick(kWords)); }

MadeRegex make_regex(Dice& dice) {
  // Constructs that a pattern engine without memory cannot run, and their matches.
  static const MadeRegex kSpecial[] = {
      {"(?<a>\\w)\\k<a>", {"oo", "kill", "aa"}},
      {"(\\w+) \\1\\b", {"kill kill", "a a"}},
      {"kill(?!ed)", {"kill", "killer"}},
      {"(?<=status=)\\d+", {"status=9", "status=137"}},
      {"(?<!un)fail", {"fail", "xfail"}},
      {"(?=.*kill).*fail", {"fail kill", "kill fail"}},
      {"^$", {"", "\n"}},
      {"", {"", "x"}},
      {"x*", {"", "x"}},
      {"\\bkill\\b", {"kill", "a kill b"}},
      {"\\Bill", {"kill", "will"}},
      {"^kill", {"kill", "kill x"}},
      {"kill$", {"kill", "x kill", "kill\n"}},
      {"kill\\Z", {"kill", "kill\n"}},
      {"\\Akill\\z", {"kill"}},
      {"(?m)^kill$", {"a\nkill\nb", "kill"}},
      {"(?s)kill.fail", {"kill\nfail", "kill fail"}},
      {"kill.fail", {"kill\nfail", "kill fail"}},
      {"(?i)KELVIN", {"\u212aelvin", "kelvin"}},
      {"(?i)straſse|über", {"STRASSE", "ÜBER"}},
      {"(?x) kill # or not\n fail", {"killfail"}},
      {"^.{3}$", {"abc", "éüß", "ab"}},
      {"^[^x]$", {"é", "a", "\n"}},
      {"(?>a+)b", {"aab"}},
      {"a|b|", {"", "c"}},
      {"\\R", {"\n", "\r\n"}},
      {"\\p{Lu}", {"Ω", "K"}},
      {"caf\\xc3\\xa9|é+", {"éé"}},
  };
  if (dice.chance(35)) return dice.pick(kSpecial);
  const Piece piece = make_sequence(dice, 0);
  MadeRegex made;
  made.text = render(piece);
  for (int i = 0; i < 4; i++) made.samples.push_back(sample(piece, dice));
  if (dice.chance(15)) made.text = "^" + made.text;
  if (dice.chance(15)) made.text += "$";
  if (dice.chance(15)) made.text = "(?i)" + made.text;
  return made;
}

}  // namespace hark::reference

// The tree as text, in two forms: for tests and for people.
#include <fmt/format.h>

#include "base/printable.h"
#include "expr/tree.h"

namespace hark {
namespace {

bool is_plain_segment(std::string_view segment) {
  if (segment.empty()) return false;
  for (const char c : segment) {
    const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    if (!is_letter && !(c >= '0' && c <= '9')) return false;
  }
  return true;
}

std::string field_text(const Node& node) {
  if (node.is_quoted_name) return fmt::format("field({})", quote(node.text));
  std::string out = node.text;
  for (const std::string& segment : node.path) {
    out += '.';
    out += is_plain_segment(segment) ? segment : quote(segment);
  }
  return out;
}

void append_children(std::string& out, const Node& node, std::size_t from = 0) {
  for (std::size_t i = from; i < node.children.size(); i++) {
    out += ' ';
    out += dump(node.children[i]);
  }
  out += ')';
}

int power_of(const Node& node) {
  switch (node.kind) {
    case Node::Kind::kOr:
      return 1;
    case Node::Kind::kAnd:
      return 2;
    case Node::Kind::kNot:
      return 3;
    default:
      return 4;
  }
}

void append_source(std::string& out, const Node& node, int power);

void append_list(std::string& out, const Node& node, std::size_t from) {
  out += '(';
  for (std::size_t i = from; i < node.children.size(); i++) {
    if (i > from) out += ", ";
    append_source(out, node.children[i], 0);
  }
  out += ')';
}

// `a != b` for not (a == b), and its kin.
bool append_negated(std::string& out, const Node& child) {
  const bool is_word = child.kind == Node::Kind::kIn || child.kind == Node::Kind::kBetween ||
                       (child.kind == Node::Kind::kCompare && child.text[0] >= 'a');
  const bool is_sign =
      child.kind == Node::Kind::kCompare && (child.text == "==" || child.text == "=~");
  if (!is_word && !is_sign) return false;
  append_source(out, child.children[0], 4);
  if (is_sign) {
    out += child.text == "==" ? " != " : " !~ ";
    append_source(out, child.children[1], 4);
    return true;
  }
  if (child.kind == Node::Kind::kCompare) {
    out += fmt::format(" not {} ", child.text);
    append_source(out, child.children[1], 4);
  } else if (child.kind == Node::Kind::kIn) {
    out += " not in ";
    append_list(out, child, 1);
  } else {
    out += " not between ";
    append_source(out, child.children[1], 4);
    out += " and ";
    append_source(out, child.children[2], 4);
  }
  return true;
}

void append_source(std::string& out, const Node& node, int power) {
  const bool needs_brackets = power_of(node) < power;
  if (needs_brackets) out += '(';
  switch (node.kind) {
    case Node::Kind::kOr:
    case Node::Kind::kAnd:
      for (std::size_t i = 0; i < node.children.size(); i++) {
        if (i > 0) out += node.kind == Node::Kind::kOr ? " or " : " and ";
        append_source(out, node.children[i], power_of(node) + 1);
      }
      break;
    case Node::Kind::kNot:
      if (append_negated(out, node.children[0])) break;
      out += "not ";
      append_source(out, node.children[0], 3);
      break;
    case Node::Kind::kTrue:
      out += "true";
      break;
    case Node::Kind::kFalse:
      out += "false";
      break;
    case Node::Kind::kCompare:
      append_source(out, node.children[0], 4);
      out += fmt::format(" {} ", node.text);
      append_source(out, node.children[1], 4);
      break;
    case Node::Kind::kIn:
      append_source(out, node.children[0], 4);
      out += " in ";
      append_list(out, node, 1);
      break;
    case Node::Kind::kBetween:
      append_source(out, node.children[0], 4);
      out += " between ";
      append_source(out, node.children[1], 4);
      out += " and ";
      append_source(out, node.children[2], 4);
      break;
    case Node::Kind::kCall:
      out += node.text;
      append_list(out, node, 0);
      break;
    case Node::Kind::kField:
      out += field_text(node);
      break;
    case Node::Kind::kText:
      out += quote(node.text);
      break;
    case Node::Kind::kNumber:
      out += node.text;
      break;
    case Node::Kind::kNow:
      out += node.text.empty() ? "now" : "now - " + node.text;
      break;
  }
  if (needs_brackets) out += ')';
}

}  // namespace

std::string quote(std::string_view text) {
  std::string out = "'";
  while (!text.empty()) {
    const Character c = decode_character(text);
    const char byte = text[0];
    if (!c.valid) {
      for (std::size_t i = 0; i < c.size; i++)
        out += fmt::format("\\x{:02x}", static_cast<unsigned char>(text[i]));
    } else if (byte == '\'') {
      out += "\\'";
    } else if (byte == '\\') {
      // A backslash stays as it is but before what would give it a meaning.
      const bool means_something =
          text.size() == 1 ||
          std::string_view("\\'\"ntx").find(text[1]) != std::string_view::npos ||
          static_cast<unsigned char>(text[1]) < 0x20 || static_cast<unsigned char>(text[1]) >= 0x7f;
      out += means_something ? "\\\\" : "\\";
    } else if (byte == '\n') {
      out += "\\n";
    } else if (byte == '\t') {
      out += "\\t";
    } else if (static_cast<unsigned char>(byte) < 0x20 || byte == 0x7f) {
      out += fmt::format("\\x{:02x}", static_cast<unsigned char>(byte));
    } else {
      out += text.substr(0, c.size);
    }
    text.remove_prefix(c.size);
  }
  out += '\'';
  return out;
}

std::string dump(const Node& node) {
  std::string out;
  switch (node.kind) {
    case Node::Kind::kOr:
      out = "(or";
      append_children(out, node);
      break;
    case Node::Kind::kAnd:
      out = "(and";
      append_children(out, node);
      break;
    case Node::Kind::kNot:
      out = "(not";
      append_children(out, node);
      break;
    case Node::Kind::kTrue:
      return "true";
    case Node::Kind::kFalse:
      return "false";
    case Node::Kind::kCompare:
      out = '(' + node.text;
      append_children(out, node);
      break;
    case Node::Kind::kIn:
      out = "(in";
      append_children(out, node);
      break;
    case Node::Kind::kBetween:
      out = "(between";
      append_children(out, node);
      break;
    case Node::Kind::kCall:
      out = '(' + node.text;
      append_children(out, node);
      break;
    case Node::Kind::kField:
      if (node.is_quoted_name) return fmt::format("(field {})", quote(node.text));
      return fmt::format("(field {})", field_text(node));
    case Node::Kind::kText:
      return quote(node.text);
    case Node::Kind::kNumber:
      return fmt::format("{}", node.number);
    case Node::Kind::kNow:
      return node.number == 0 ? "(now)" : fmt::format("(now {})", -node.number);
  }
  return out;
}

std::string print(const Node& node) {
  std::string out;
  append_source(out, node, 0);
  return out;
}

}  // namespace hark

// Any bytes as an expression: a mistake that can be shown, or a tree. Every place lies in the text;
// a tree that is written out is the same tree when it is read again, and is bound, or refused, as
// the first one is.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/printable.h"
#include "expr/binder.h"
#include "expr/describe.h"
#include "expr/parser.h"
#include "expr/tree.h"

namespace hark {
namespace {

[[noreturn]] void fail(const char* what, const std::string& why = {}) {
  std::fprintf(stderr, "expr_fuzzer: %s\n%s\n", what, why.c_str());
  std::abort();
}

Origin origin_of(std::string_view text) { return {"-w", std::string(text), 0, text.size(), 0}; }

void check_place(std::size_t offset, std::size_t length, std::string_view text) {
  if (offset > text.size() || length > text.size() - offset) fail("a place outside the text");
}

void check_said(const Diagnostics& all, std::string_view text) {
  for (const Diagnostic& d : all) {
    if (d.message.empty()) fail("a mistake without words");
    const bool is_count = all.size() > 20 && &d == &all.back();
    if (is_count) continue;
    if (!d.origin) fail("a mistake without a place", d.message);
    check_place(d.origin->offset, d.origin->length, text);
  }
  const std::string shown = render(all);
  if (find_unsafe(shown, 0, true) != shown.size()) fail("a mistake is not safe to show");
}

void check_node(const Node& node, std::string_view text) {
  check_place(node.place.offset, node.place.length, text);
  for (const Node& child : node.children) check_node(child, text);
}

const KnownPatterns& known() {
  static const KnownPatterns all = {
      {{"made.killed", {"kill"}, {"signal"}}, {"made.planned", {"kill", "plan"}, {}}},
      {{"other.note", {"note"}, {}}},
      "--severity info brings it in"};
  return all;
}

// How the binder takes the tree: "bound", or how many mistakes it finds.
std::string bind(const Node& tree, std::string_view text, bool is_verbatim) {
  FieldTable fields;
  Matcher matcher;
  // Not verbatim: a pack's line, of which the expression is an unescaped part.
  const Origin origin = is_verbatim ? origin_of(text) : Origin{"p.toml", "where = …", 8, 3, 7};
  const auto bound =
      bind_expression(tree, text, origin, is_verbatim,
                      {fields, matcher, RegexSet::kTyped, &known(), 1773140400'000000, true});
  const Diagnostics& said = bound ? bound->warnings : bound.errors();
  if (!bound && said.empty()) fail("refused without a reason");
  check_said(said, is_verbatim ? text : origin.text);
  if (!bound) return std::to_string(said.size()) + " mistakes";
  std::vector<FieldId> wanted;
  add_fields(bound->predicate, matcher, wanted);
  for (const FieldId id : wanted) {
    if (id >= fields.size()) fail("a field that nobody named");
  }
  const std::string ids[] = {"made.killed", "made.planned"};
  const std::string described = describe(bound->predicate, {fields, matcher, ids}, "");
  if (find_unsafe(described, 0, true) != described.size()) fail("a plan is not safe to show");
  return "bound";
}

}  // namespace
}  // namespace hark

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hark;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto tree = parse_expression(text, origin_of(text));
  if (!tree) {
    if (tree.errors().size() != 1) fail("syntax mistakes come alone");
    check_said(tree.errors(), text);
    return 0;
  }
  check_node(*tree, text);
  const std::string printed = print(*tree);
  const auto again = parse_expression(printed, "-w");
  if (!again) fail("written out it is no expression", printed + '\n' + render(again.errors()));
  if (dump(*again) != dump(*tree)) fail("written out it is another expression", printed);
  if (print(*again) != printed) fail("written out twice it differs", printed);
  (void)pattern_needs(*tree);
  const std::string outcome = bind(*tree, text, true);
  if (bind(*again, printed, true) != outcome) fail("written out it is bound otherwise", printed);
  if (bind(*tree, text, false) != outcome) fail("in a pack it is bound otherwise", printed);
  return 0;
}

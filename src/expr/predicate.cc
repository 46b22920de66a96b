#include "expr/predicate.h"

#include <fnmatch.h>

#include <algorithm>

#include "event/effective_unit.h"

namespace hark {
namespace {

std::span<const Value> values(const Operand& operand, const Event& event) {
  switch (operand.kind) {
    case Operand::Kind::kField:
      return event.text(operand.field);
    case Operand::Kind::kUnit:
      return event.unit().names;
    case Operand::Kind::kIdentifier:
      return identifier(event);
  }
  return {};
}

// A missing field is compared as the empty string.
template <class Test>
bool any_value(std::span<const Value> all, Test test) {
  if (all.empty()) return test(std::string_view{});
  return std::any_of(all.begin(), all.end(), [&](const Value& value) { return test(value.bytes); });
}

bool fits_glob(const std::string& glob, std::string_view text) {
  // fnmatch(3) needs a terminator; a name with a NUL in it fits nothing.
  if (text.find('\0') != text.npos) return false;
  char small[256];
  if (text.size() < sizeof small) {
    std::copy(text.begin(), text.end(), small);
    small[text.size()] = '\0';
    return fnmatch(glob.c_str(), small, 0) == 0;
  }
  return fnmatch(glob.c_str(), std::string(text).c_str(), 0) == 0;
}

bool within(std::int64_t value, const Predicate& p) { return value >= p.low && value <= p.high; }

}  // namespace

std::span<const Value> identifier(const Event& event) {
  const auto own = event.values(field::kSyslogIdentifier);
  return own.empty() ? event.values(field::kComm) : own;
}

Predicate Predicate::negation(Predicate child) {
  Predicate p;
  p.op = Op::kNot;
  p.children.push_back(std::move(child));
  return p;
}

Predicate Predicate::all_of(std::vector<Predicate> children) {
  if (children.empty()) return constant(true);
  if (children.size() == 1) return std::move(children[0]);
  Predicate p;
  p.op = Op::kAnd;
  p.children = std::move(children);
  return p;
}

Predicate Predicate::any_of(std::vector<Predicate> children) {
  if (children.empty()) return constant(false);
  if (children.size() == 1) return std::move(children[0]);
  Predicate p;
  p.op = Op::kOr;
  p.children = std::move(children);
  return p;
}

Predicate Predicate::exists(Operand operand) {
  Predicate p;
  p.op = Op::kExists;
  p.operand = operand;
  return p;
}

Predicate Predicate::on_atom(AtomId atom) {
  Predicate p;
  p.op = Op::kAtom;
  p.atom = atom;
  return p;
}

Predicate Predicate::glob(Operand operand, std::vector<std::string> globs) {
  Predicate p;
  p.op = Op::kGlob;
  p.operand = operand;
  p.texts = std::move(globs);
  return p;
}

Predicate Predicate::is_one_of(Operand operand, std::vector<std::string> texts) {
  Predicate p = glob(operand, std::move(texts));
  p.op = Op::kIsOneOf;
  return p;
}

Predicate Predicate::in_scope(Scope scope) {
  Predicate p;
  p.op = Op::kScope;
  p.scope = scope;
  return p;
}

Predicate Predicate::from(Speaker speaker) {
  Predicate p;
  p.op = Op::kSpeaker;
  p.speaker = speaker;
  return p;
}

Predicate Predicate::priority_between(Level worst, Level least) {
  Predicate p;
  p.op = Op::kPriority;
  p.low = static_cast<std::int64_t>(worst);
  p.high = static_cast<std::int64_t>(least);
  return p;
}

Predicate Predicate::time_between(Microseconds from, Microseconds to) {
  Predicate p;
  p.op = Op::kTime;
  p.low = from;
  p.high = to;
  return p;
}

bool holds(const Predicate& p, const Witness& w) {
  switch (p.op) {
    case Predicate::Op::kTrue:
      return true;
    case Predicate::Op::kFalse:
      return false;
    case Predicate::Op::kNot:
      return !holds(p.children[0], w);
    case Predicate::Op::kAnd:
      return std::all_of(p.children.begin(), p.children.end(),
                         [&](const Predicate& child) { return holds(child, w); });
    case Predicate::Op::kOr:
      return std::any_of(p.children.begin(), p.children.end(),
                         [&](const Predicate& child) { return holds(child, w); });
    case Predicate::Op::kExists:
      return !values(p.operand, w.event).empty();
    case Predicate::Op::kAtom:
      return w.matcher.test(p.atom, w.event, w.state);
    case Predicate::Op::kGlob:
      return any_value(values(p.operand, w.event), [&](std::string_view text) {
        return std::any_of(p.texts.begin(), p.texts.end(),
                           [&](const std::string& g) { return fits_glob(g, text); });
      });
    case Predicate::Op::kIsOneOf:
      return any_value(values(p.operand, w.event), [&](std::string_view text) {
        return std::find(p.texts.begin(), p.texts.end(), text) != p.texts.end();
      });
    case Predicate::Op::kScope:
      return w.event.unit().scope == p.scope;
    case Predicate::Op::kSpeaker:
      return find_speaker(w.event) == p.speaker;
    case Predicate::Op::kPriority: {
      const auto level = stated_priority(w.event);
      return level && within(static_cast<std::int64_t>(*level), p);
    }
    case Predicate::Op::kTime: {
      const auto at = realtime(w.event);
      return at && within(*at, p);
    }
  }
  return false;
}

void add_fields(const Predicate& p, const Matcher& matcher, std::vector<FieldId>& fields) {
  const auto add_unit = [&] {
    fields.insert(fields.end(), kUnitFields.begin(), kUnitFields.end());
    fields.insert(fields.end(), kSpeakerFields.begin(), kSpeakerFields.end());
  };
  switch (p.op) {
    case Predicate::Op::kAtom:
      fields.push_back(matcher.field(p.atom));
      break;
    case Predicate::Op::kExists:
    case Predicate::Op::kGlob:
    case Predicate::Op::kIsOneOf:
      if (p.operand.kind == Operand::Kind::kField) fields.push_back(p.operand.field);
      if (p.operand.kind == Operand::Kind::kUnit) add_unit();
      if (p.operand.kind == Operand::Kind::kIdentifier) {
        fields.insert(fields.end(), {field::kSyslogIdentifier, field::kComm});
      }
      break;
    case Predicate::Op::kScope:
      add_unit();
      break;
    case Predicate::Op::kSpeaker:
      fields.insert(fields.end(), kSpeakerFields.begin(), kSpeakerFields.end());
      break;
    case Predicate::Op::kPriority:
      fields.push_back(field::kPriority);
      break;
    case Predicate::Op::kTime:
      fields.push_back(field::kRealtime);
      break;
    default:
      break;
  }
  for (const Predicate& child : p.children) add_fields(child, matcher, fields);
}

}  // namespace hark

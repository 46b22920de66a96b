#include "pattern/pack_bytes.h"

namespace hark {
namespace {

constexpr std::uint64_t kNone = ~std::uint64_t{0};

class Writer {
 public:
  explicit Writer(ByteWriter& out) : out_(out) {}

  void write(const std::string& text) { out_.text(text); }
  void write(const LocatedText& text) { out_.text(text.text); }
  void write(const FieldValues& field) {
    write(field.first);
    write(field.second);
  }
  void write(const Alternative& alternative) {
    out_.number(alternative.from ? static_cast<std::uint64_t>(*alternative.from) : kNone);
    write(alternative.regexes);
    write(alternative.field);
    out_.number(alternative.ignore_case);
    write(alternative.message_ids);
    write(alternative.fields);
    write(alternative.identifiers);
    out_.number(alternative.where.has_value());
    if (alternative.where) write(*alternative.where);
  }
  void write(const Pattern& pattern) {
    write(pattern.id);
    write(pattern.title);
    out_.number(static_cast<std::uint64_t>(pattern.severity));
    write(pattern.group);
    out_.number(pattern.is_fallback);
    write(pattern.tags);
    write(pattern.any);
    write(pattern.why);
    write(pattern.look);
  }
  void write(const Pack& pack) {
    write(pack.name);
    write(pack.title);
    out_.number((pack.is_default ? 1u : 0u) | (pack.states_default ? 2u : 0u) |
                (pack.replaces ? 4u : 0u));
    out_.number(pack.off.size());
    for (const LocatedText& glob : pack.off) write_with_origin(glob);
    write(pack.patterns);
  }

 private:
  void write_with_origin(const LocatedText& text) {
    write(text);
    write(text.origin.label);
    write(text.origin.text);
    for (const std::size_t number : {text.origin.offset, text.origin.length, text.origin.line})
      out_.number(number);
  }

  template <class T>
  void write(const std::vector<T>& all) {
    out_.number(all.size());
    for (const T& one : all) write(one);
  }

  ByteWriter& out_;
};

class Decoder {
 public:
  explicit Decoder(ByteReader& in) : in_(in) {}

  void read(std::string& text) { text = in_.text(); }
  void read(LocatedText& text) { text.text = in_.text(); }
  void read(FieldValues& field) {
    read(field.first);
    read(field.second);
  }
  void read(Alternative& alternative) {
    if (const std::uint64_t speaker = in_.number(); speaker != kNone)
      alternative.from = checked<Speaker>(speaker, Speaker::kJournald);
    read(alternative.regexes);
    read(alternative.field);
    alternative.ignore_case = in_.number() != 0;
    read(alternative.message_ids);
    read(alternative.fields);
    read(alternative.identifiers);
    if (in_.number() != 0) read(alternative.where.emplace());
  }
  void read(Pattern& pattern) {
    read(pattern.id);
    read(pattern.title);
    pattern.severity = checked<Severity>(in_.number(), Severity::kCritical);
    read(pattern.group);
    pattern.is_fallback = in_.number() != 0;
    read(pattern.tags);
    read(pattern.any);
    read(pattern.why);
    read(pattern.look);
  }
  void read(Pack& pack) {
    read(pack.name);
    read(pack.title);
    const std::uint64_t bits = in_.number();
    pack.is_default = (bits & 1) != 0;
    pack.states_default = (bits & 2) != 0;
    pack.replaces = (bits & 4) != 0;
    pack.off.resize(in_.count());
    for (LocatedText& glob : pack.off) read_with_origin(glob);
    read(pack.patterns);
  }
  bool is_ok() const { return in_.is_ok() && is_known_; }

 private:
  void read_with_origin(LocatedText& text) {
    read(text);
    read(text.origin.label);
    read(text.origin.text);
    for (std::size_t* number : {&text.origin.offset, &text.origin.length, &text.origin.line})
      *number = in_.number();
  }

  template <class T>
  void read(std::vector<T>& all) {
    all.resize(in_.count());
    for (T& one : all) read(one);
  }
  template <class Enum>
  Enum checked(std::uint64_t n, Enum last) {
    if (n <= static_cast<std::uint64_t>(last)) return static_cast<Enum>(n);
    is_known_ = false;
    return last;
  }

  ByteReader& in_;
  bool is_known_ = true;
};

}  // namespace

void encode_pack(const Pack& pack, ByteWriter& out) { Writer(out).write(pack); }

std::optional<Pack> decode_pack(ByteReader& in) {
  Decoder reader(in);
  std::optional<Pack> pack(std::in_place);
  reader.read(*pack);
  if (!reader.is_ok()) return std::nullopt;
  return pack;
}

}  // namespace hark

// Numbers and texts as bytes, each text with its length before it, so that no two sequences share
// their bytes. For what this machine reads again: the byte order is its own.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace hark {

class ByteWriter {
 public:
  void number(std::uint64_t n) { out_.append(reinterpret_cast<const char*>(&n), sizeof n); }
  void text(std::string_view t) {
    number(t.size());
    out_ += t;
  }
  std::string take() { return std::move(out_); }

 private:
  std::string out_;
};

// Reads what ByteWriter wrote. Once something does not fit, every number is 0, every text empty and
// is_ok() false.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : rest_(bytes) {}

  std::uint64_t number() {
    std::uint64_t n = 0;
    if (rest_.size() < sizeof n) {
      give_up();
      return 0;
    }
    std::memcpy(&n, rest_.data(), sizeof n);
    rest_.remove_prefix(sizeof n);
    return n;
  }
  // How many follow, each of at least one number: more than the bytes can hold is 0.
  std::uint64_t count() {
    const std::uint64_t n = number();
    if (n <= rest_.size() / sizeof n) return n;
    give_up();
    return 0;
  }
  std::string_view text() {
    const std::uint64_t size = number();
    if (size > rest_.size()) {
      give_up();
      return {};
    }
    const std::string_view t = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return t;
  }
  bool is_ok() const { return is_ok_; }
  bool is_done() const { return is_ok_ && rest_.empty(); }

 private:
  void give_up() {
    is_ok_ = false;
    rest_ = {};
  }

  std::string_view rest_;
  bool is_ok_ = true;
};

}  // namespace hark

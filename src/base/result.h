// Result<T>: a value, or the diagnostics that say why there is none. Ours until std::expected is in
// the stable compilers. Fallible factories (create, compile, parse, load, open) return it;
// constructors cannot fail.
#pragma once

#include <cassert>
#include <utility>
#include <variant>

#include "base/diagnostic.h"

namespace hark {

template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value)
      : state_(std::in_place_index<0>, std::move(value)) {}  // NOLINT: conversions are the point
  Result(Diagnostic error) : state_(std::in_place_index<1>) {
    errors().push_back(std::move(error));
  }
  Result(Diagnostics errors) : state_(std::in_place_index<1>, std::move(errors)) {}

  explicit operator bool() const { return state_.index() == 0; }
  T& operator*() { return value(); }
  const T& operator*() const { return value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  // Asking a failure for its value, or a success for its errors, is a programming error.
  T& value() { return *checked(std::get_if<0>(&state_)); }
  const T& value() const { return *checked(std::get_if<0>(&state_)); }
  Diagnostics& errors() { return *checked(std::get_if<1>(&state_)); }
  const Diagnostics& errors() const { return *checked(std::get_if<1>(&state_)); }

 private:
  template <class P>
  static P* checked(P* p) {
    assert(p != nullptr);
    return p;
  }

  std::variant<T, Diagnostics> state_;
};

// The result of an action that yields nothing but may fail.
struct Done {};
using Status = Result<Done>;

}  // namespace hark

// Event and verdict → bytes. One formatter serves one run; not shared between threads.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "output/annotation.h"
#include "output/clock.h"

namespace hark {

struct FormatOptions {
  enum class Mode { kShort, kCat, kJson };
  Mode mode = Mode::kShort;
  TimeForm time = TimeForm::kShort;
  bool utc = false;
  bool hostname = true;
  bool color = false;
  bool only_matching = false;  // the matched parts instead of the message, one a line
  bool is_terminal = false;    // cat and json are raw unless this is set
};

class Formatter {
 public:
  virtual ~Formatter() = default;
  // Appends whole lines, the last newline included.
  virtual void format(const Event& event, const Verdict& verdict, std::string& out) = 0;
  // The event as a context line of a kept one.
  virtual void format_context(const Event& event, std::string& out) = 0;
  // What stands between two groups of lines that do not touch; nothing in JSON.
  virtual void format_separator(std::string& out) = 0;
  // Appends the fields that format() reads.
  virtual void add_fields(std::vector<FieldId>& fields) const = 0;
};

std::unique_ptr<Formatter> make_formatter(const FormatOptions& options, Annotator& annotator);

}  // namespace hark

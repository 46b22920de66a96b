#include "app/digest_report.h"

#include "digest/digest_json.h"
#include "digest/digest_text.h"

namespace hark {

void append_digest(Run& run, const SourceCounts& unfinished, std::string& out) {
  Coverage coverage = run.coverage;
  coverage.add(unfinished);
  const Seen seen = coverage.seen(run.blind_spots->all(coverage));
  const std::vector<Block> blocks = run.digest->blocks(seen);
  const std::uint64_t untold = run.digest->untold_lines();
  if (run.digest_form.is_json) {
    append_digest_json(out, seen, blocks, untold, run.digest_form.is_terminal);
    return;
  }
  if (run.digest_form.was_written) out += '\n';
  run.digest_form.was_written = true;
  append_digest_text(out, seen, blocks, untold, run.digest_form.text);
}

}  // namespace hark

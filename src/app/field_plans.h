// Which fields of an entry a run decodes: what is judged, what is written, and what can be looked
// at before either.
#pragma once

#include <vector>

#include "app/setup.h"
#include "cli/options.h"

namespace hark {

// Makes the run's plans, its screen, and what keeps context, once all else of it is there.
// `further`: fields that sources are to decode as well.
void plan_fields(const Options& options, const std::vector<FieldId>& further, Run& run);

}  // namespace hark

// How likely noise is to look as regular as what was seen: the p-values of rhythm.h.
#pragma once

#include <cstddef>

namespace hark {

// P(at least `hits` of `trials` independent ones succeed), each with probability `each`.
double at_least(std::size_t hits, std::size_t trials, double each);

// P(some arc of the circle that is `width` of it holds `hits` or more of `points` random ones). An
// upper bound: such an arc may be turned until it begins at a point, and any of them may be it.
double crowded_arc(std::size_t hits, std::size_t points, double width);

// P(each of `gaps` consecutive gaps is within `error` periods of a whole number of periods, some
// period being the unit and `periods` the number of them in all). An upper bound: see chance.cc.
double even_gaps(std::size_t gaps, std::size_t periods, double error);

}  // namespace hark

// even_gaps: given their sum, the m gaps of a Poisson process are spread evenly over the simplex (a
// Dirichlet distribution with all parameters 1), whose volume in m - 1 coordinates is 1 / (m - 1)!.
// Gaps that are k1, k2, … periods long, each to within `error` periods, where the k add up to K,
// lie in a box with sides 2 error / K. Which gap is how long is not known beforehand, so the boxes
// of all compositions of all sums from m to K count: C(K' - 1, m - 1) of them for each K'.
//
// But incidents are not a Poisson process even where their lines are: lines within 30 s are one
// incident, so that gaps have a least length. The most regular that this can make them is a
// coefficient of variation of 0.48, at a mean distance of lines of 30 s (seen by simulation): as
// regular as gaps with a gamma distribution of shape 4. There the simplex is denser in its middle,
// by Γ(4m) / Γ(4)^m / m^3m / Γ(m), which is below 2.2^(m - 1) for the sizes used here.
#include "digest/chance.h"

#include <algorithm>
#include <cmath>

namespace hark {

double at_least(std::size_t hits, std::size_t trials, double each) {
  if (hits == 0) return 1;
  if (hits > trials || each <= 0) return 0;
  if (each >= 1) return 1;
  const auto n = static_cast<double>(trials);
  const double odds = each / (1 - each);
  const auto k = static_cast<double>(hits);
  double term = std::exp(std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1) +
                         k * std::log(each) + (n - k) * std::log1p(-each));
  double sum = 0;
  for (std::size_t i = hits; i <= trials && term > 0; i++) {
    sum += term;
    term *= odds * static_cast<double>(trials - i) / static_cast<double>(i + 1);
  }
  return std::min(sum, 1.0);
}

double crowded_arc(std::size_t hits, std::size_t points, double width) {
  if (hits == 0) return 1;
  return std::min(1.0, static_cast<double>(points) * at_least(hits - 1, points - 1, width));
}

double even_gaps(std::size_t gaps, std::size_t periods, double error) {
  constexpr double kDenser = 2.2;
  const auto m = static_cast<double>(gaps);
  double sum = 0;
  for (auto total = gaps; total <= periods; total++) {
    const auto k = static_cast<double>(total);
    // C(k - 1, m - 1) (m - 1)! = (k - 1)! / (k - m)!
    const double boxes = std::lgamma(k) - std::lgamma(k - m + 1);
    sum += std::exp(boxes + (m - 1) * std::log(kDenser * 2 * error / k));
  }
  return std::min(sum, 1.0);
}

}  // namespace hark

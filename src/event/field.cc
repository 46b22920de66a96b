#include "event/field.h"

#include <algorithm>
#include <iterator>

namespace hark {

FieldTable::FieldTable() {
#define HARK_INTERN(id, text) intern(text);
  HARK_WELL_KNOWN_FIELDS(HARK_INTERN)
#undef HARK_INTERN
}

FieldId FieldTable::intern(std::string_view name) {
  if (const auto known = find(name)) return *known;
  const auto id = static_cast<FieldId>(names_.size());
  names_.emplace_back(name);
  ids_.emplace(std::string(name), id);
  return id;
}

std::optional<FieldId> FieldTable::find(std::string_view name) const {
  const auto it = ids_.find(name);
  if (it == ids_.end()) return std::nullopt;
  return it->second;
}

FieldPlan::FieldPlan(const FieldTable& fields, std::vector<FieldId> wanted) {
  // Ids are small, and hundreds of patterns want the same few fields thousands of times.
  std::vector<bool> is_wanted(fields.size());
  for (const FieldId id : wanted) is_wanted[id] = true;
  for (std::size_t id = 0; id < is_wanted.size(); id++) {
    if (is_wanted[id]) wanted_.push_back(static_cast<FieldId>(id));
  }
  std::size_t size = 16;
  while (size < wanted_.size() * 4) size *= 2;
  slots_.resize(size);
  mask_ = size - 1;
  names_.reserve(wanted_.size());
  for (const FieldId id : wanted_) {
    const std::size_t length = fields.name(id).size();
    const std::string& name = names_.emplace_back(fields.name(id)).append(8, '\0');
    if (length < 64) lengths_ |= std::uint64_t{1} << length;
    std::size_t i = hash(name.data(), length) & mask_;
    while (slots_[i].id != kNotWanted) i = (i + 1) & mask_;
    slots_[i] = {name.data(), static_cast<std::uint32_t>(length), id};
  }
}

bool FieldPlan::wants(FieldId id) const {
  return std::binary_search(wanted_.begin(), wanted_.end(), id);
}

}  // namespace hark

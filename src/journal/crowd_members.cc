#include "journal/crowd_members.h"

#include <utility>

namespace hark {

CrowdMembers::CrowdMembers(const JournalFile& file, std::string rule, std::size_t max_entry,
                           std::vector<std::uint64_t> offsets)
    : extent_(extent_of(file)),
      rule_(std::move(rule)),
      max_entry_(max_entry),
      offsets_(std::move(offsets)) {}

bool CrowdMembers::are_of(const JournalFile& file, const std::string& rule,
                          std::size_t max_entry) const {
  return extent_ == extent_of(file) && rule_ == rule && max_entry_ == max_entry;
}

void CrowdMembers::write(ByteWriter& out) const {
  for (const std::uint64_t number :
       {extent_.size, extent_.entries, extent_.tail_object, extent_.tail_entry, max_entry_})
    out.number(number);
  out.text(rule_);
  out.number(offsets_.size());
  for (const std::uint64_t offset : offsets_) out.number(offset);
}

CrowdMembers CrowdMembers::read(ByteReader& in) {
  CrowdMembers members;
  for (std::uint64_t* const number :
       {&members.extent_.size, &members.extent_.entries, &members.extent_.tail_object,
        &members.extent_.tail_entry, &members.max_entry_})
    *number = in.number();
  members.rule_ = in.text();
  for (std::uint64_t left = in.count(); left > 0; left--) members.offsets_.push_back(in.number());
  return members;
}

}  // namespace hark

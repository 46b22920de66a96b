#include "pattern/library.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <optional>
#include <set>
#include <utility>

#include "base/byte_codec.h"
#include "base/glob.h"
#include "base/spelling.h"
#include "hark_version.h"
#include "pattern/pack_bytes.h"
#include "pattern/pack_reader.h"

namespace hark {
namespace {

constexpr std::string_view kBuiltIn = "built in";
constexpr std::uint64_t kFormat = 3;  // of what encode_pack() writes

std::string_view bare_id(std::string_view id) { return id.substr(id.find('.') + 1); }

void append(Diagnostics& all, const Diagnostics& more) {
  all.insert(all.end(), more.begin(), more.end());
}

bool is_folder(const std::string& path) {
  struct stat status;
  return stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

}  // namespace

class LibraryLoader {
 public:
  Library load(const LibraryOptions& options) {
    for (const BuiltinPack& pack : options.builtin) {
      texts_.push_back({pack.text,
                        fmt::format("built-in {}", pack.file),
                        std::string(kBuiltIn),
                        {},
                        std::string(pack.digest)});
    }
    for (const PackFolder& folder : options.folders) add_folder(folder);
    for (const std::string& path : options.paths) add_path(path);
    std::vector<PackReading> readings = read_all(options.cache);
    for (std::size_t i = 0; i < texts_.size(); i++) add(texts_[i], std::move(readings[i]));
    return std::move(library_);
  }

 private:
  struct Text {
    std::string_view text;  // of the binary itself, or of `read`
    std::string label, source;
    std::string path;           // the word of -P that led to it
    std::string digest;         // empty: the text stands for itself
    Diagnostics mistakes = {};  // why there is no text
    std::unique_ptr<const std::string> read = {};
  };

  std::vector<PackReading> read_all(const PrivateCache* cache) {
    const auto started = std::chrono::steady_clock::now();
    const std::string key = cache == nullptr ? std::string() : cache_key();
    if (cache != nullptr) {
      if (auto readings = restore(cache->load(key))) return std::move(*readings);
    }
    std::vector<PackReading> readings;
    bool is_good = true;
    ByteWriter out;
    for (const Text& text : texts_) {
      readings.push_back(text.mistakes.empty() ? read_pack_with_mistakes(text.text, text.label)
                                               : PackReading{{}, text.mistakes});
      is_good = is_good && readings.back().mistakes.empty();
      if (is_good && cache != nullptr) encode_pack(readings.back().pack, out);
    }
    constexpr std::chrono::milliseconds kWorthCaching{5};
    if (cache != nullptr && is_good && std::chrono::steady_clock::now() - started >= kWorthCaching)
      cache->store(key, out.take());
    return readings;
  }

  std::string cache_key() const {
    ByteWriter key;
    key.text(HARK_VERSION);
    key.number(kFormat);
    for (const Text& text : texts_) {
      key.text(text.label);
      key.text(text.digest);
      key.text(text.digest.empty() ? text.text : "");
    }
    return key.take();
  }

  std::optional<std::vector<PackReading>> restore(const std::optional<std::string>& payload) {
    if (!payload || std::any_of(texts_.begin(), texts_.end(),
                                [](const Text& text) { return !text.mistakes.empty(); })) {
      return std::nullopt;
    }
    ByteReader in(*payload);
    std::vector<PackReading> readings;
    for (std::size_t i = 0; i < texts_.size(); i++) {
      auto pack = decode_pack(in);
      if (!pack) return std::nullopt;
      readings.push_back({std::move(*pack), {}});
    }
    if (!in.is_done()) return std::nullopt;
    library_.is_from_cache_ = true;
    return readings;
  }

  void add_folder(const PackFolder& folder) {
    const auto packs = list_packs(folder.path);
    if (!packs) {
      add_wrong({}, packs.errors());
      return;
    }
    if (packs->is_missing && folder.is_asked_for)
      library_.notes_.push_back(note(fmt::format("there is no folder {}", folder.path)));
    for (const std::string& file : packs->paths) add_file(file, {});
  }

  void add_path(const std::string& path) {
    if (!seen_paths_.insert(path).second) return;
    if (!is_folder(path)) {
      add_file(path, path);
      return;
    }
    const auto packs = list_packs(path);
    if (!packs) {
      add_wrong(path, packs.errors());
    } else if (packs->paths.empty()) {
      add_wrong(path,
                {error(fmt::format("there is no pack in {}", path), "it has no file *.toml")});
    } else {
      for (const std::string& file : packs->paths) add_file(file, path);
    }
  }

  void add_file(const std::string& file, const std::string& path) {
    auto text = read_pack_file(file);
    if (!text) {
      add_wrong(path, text.errors());
      return;
    }
    auto read = std::make_unique<const std::string>(std::move(*text));
    texts_.push_back({*read, file, file, path, {}, {}, std::move(read)});
  }

  // What cannot be read might be anybody's.
  void add_wrong(const std::string& path, Diagnostics mistakes) {
    texts_.push_back({{}, {}, {}, path, {}, std::move(mistakes)});
  }

  void add(const Text& text, PackReading reading) {
    Pack& pack = reading.pack;
    if (!text.path.empty() && !pack.name.empty())
      library_.from_paths_.push_back({text.path, pack.name});
    if (!reading.mistakes.empty()) {
      library_.wrong_.push_back({pack.name, pack.states_default, pack.is_default, text.path,
                                 std::move(reading.mistakes), std::move(pack.patterns)});
      return;
    }
    pack.source = text.source;
    for (Pattern& pattern : pack.patterns) pattern.source = text.source;
    merge(std::move(pack));
  }

  void merge(Pack pack) {
    auto earlier = std::find_if(library_.packs_.begin(), library_.packs_.end(),
                                [&](const Pack& p) { return p.name == pack.name; });
    if (earlier == library_.packs_.end() || pack.replaces) {
      for (const LocatedText& glob : pack.off) note_off_names_none(glob, pack.name);
      if (earlier == library_.packs_.end()) {
        library_.packs_.push_back(std::move(pack));
      } else {
        *earlier = std::move(pack);
      }
      return;
    }
    for (LocatedText& glob : pack.off) {
      const auto taken = std::erase_if(earlier->patterns, [&](const Pattern& pattern) {
        return fits_glob(glob.text, bare_id(pattern.id));
      });
      if (taken == 0) note_off_names_none(glob, pack.name);
      earlier->off.push_back(std::move(glob));
    }
    for (Pattern& pattern : pack.patterns) {
      const auto same = std::find_if(earlier->patterns.begin(), earlier->patterns.end(),
                                     [&](const Pattern& p) { return p.id == pattern.id; });
      if (same != earlier->patterns.end()) {
        *same = std::move(pattern);
      } else {
        earlier->patterns.push_back(std::move(pattern));
      }
    }
    if (!pack.title.empty()) earlier->title = std::move(pack.title);
    if (pack.states_default) earlier->is_default = pack.is_default;
    earlier->states_default |= pack.states_default;
    earlier->source = std::move(pack.source);
  }

  // A pattern that an update has renamed must not stop a run, but silence would hide a slip.
  void note_off_names_none(const LocatedText& glob, std::string_view pack) {
    Diagnostic out = note(fmt::format("off names no earlier pattern of {}", pack));
    out.origin = glob.origin;
    library_.notes_.push_back(std::move(out));
  }

  Library library_;
  std::vector<Text> texts_;  // in search order
  std::set<std::string> seen_paths_;
};

Library load_library(const LibraryOptions& options) { return LibraryLoader().load(options); }

struct Library::Wanted {
  bool has_default = false;
  bool has_all = false;
  std::set<std::string, std::less<>> names;
  std::set<std::string, std::less<>> paths;

  bool wants(std::string_view name, bool is_default) const {
    return has_all || (has_default && is_default) || names.count(name) > 0;
  }
};

const Pack* Library::find_pack(std::string_view name) const {
  const auto found = std::find_if(packs_.begin(), packs_.end(),
                                  [&](const Pack& pack) { return pack.name == name; });
  return found != packs_.end() ? &*found : nullptr;
}

Result<const Pattern*> Library::find(std::string_view id) const {
  std::vector<std::string_view> ids;
  for (const Pack& pack : packs_) {
    for (const Pattern& pattern : pack.patterns) {
      if (pattern.id == id) return &pattern;
      ids.push_back(pattern.id);
    }
  }
  std::string_view near = nearest(id, ids);
  for (std::string_view known : ids) {  // typed without its pack
    if (near.empty() && bare_id(known) == id) near = known;
  }
  return error(
      fmt::format("no pattern is named {}", id), {},
      near.empty() ? "hark --list-patterns lists them" : fmt::format("did you mean {}?", near));
}

std::vector<const Pattern*> Library::all() const {
  std::vector<const Pattern*> out;
  for (const Pack& pack : packs_) {
    for (const Pattern& pattern : pack.patterns) out.push_back(&pattern);
  }
  return out;
}

Diagnostics Library::mistakes() const {
  Diagnostics out;
  for (const WrongFile& file : wrong_) append(out, file.mistakes);
  return out;
}

bool Library::is_default(const WrongFile& file) const {
  if (file.states_default) return file.is_default;
  const Pack* earlier = find_pack(file.name);
  return earlier == nullptr || earlier->is_default;
}

Diagnostic Library::unknown_pack(std::string_view name) const {
  std::vector<std::string_view> names;
  for (const Pack& pack : packs_) names.push_back(pack.name);
  std::sort(names.begin(), names.end());
  std::vector<std::string_view> words = names;
  words.insert(words.end(), {"default", "all"});
  const std::string_view near = nearest(name, words);
  // grep's -P takes a regex behind it.
  const bool is_name = std::all_of(name.begin(), name.end(), [](unsigned char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || std::strchr("-_.", c) != nullptr;
  });
  const bool is_there = !name.empty() && access(std::string(name).c_str(), F_OK) == 0;
  Diagnostic out =
      error(fmt::format("no pack is named {}", name.empty() ? "\"\"" : name),
            names.empty() ? std::string("there are no packs")
                          : fmt::format("the packs are {}", fmt::join(names, ", ")),
            is_there       ? fmt::format("did you mean ./{}?", name)
            : !is_name     ? "regexes have Perl's syntax without grep's -P: -e PATTERN"
            : near.empty() ? "a path has a / in it or ends in .toml; a regex needs no -P"
                           : fmt::format("did you mean {}?", near));
  out.origin = Origin{"-P", std::string(name), 0, name.size(), 0};
  return out;
}

Diagnostic Library::names_none(std::string_view glob) const {
  std::string help = "ids are PACK.PATTERN; hark --list-patterns lists them";
  for (const Pack& pack : packs_) {
    if (std::any_of(pack.patterns.begin(), pack.patterns.end(), [&](const Pattern& pattern) {
          return fits_glob(std::string(glob), bare_id(pattern.id));
        })) {
      help = fmt::format("did you mean {}.{}?", pack.name, glob);
      break;
    }
  }
  return note(fmt::format("--without {} names no pattern", glob), {}, std::move(help));
}

Library::Wanted Library::wanted(const PackChoice& choice, Diagnostics& mistakes) const {
  Wanted out;
  out.has_default = choice.packs.empty();
  for (const std::string& word : choice.packs) {
    if (is_pack_path(word)) {
      out.paths.insert(word);
      for (const PathPack& pack : from_paths_) {
        if (pack.path == word) out.names.insert(pack.name);
      }
    } else if (word == "default") {
      out.has_default = true;
    } else if (word == "all") {
      out.has_all = true;
    } else if (find_pack(word) != nullptr ||
               std::any_of(wrong_.begin(), wrong_.end(),
                           [&](const WrongFile& file) { return file.name == word; })) {
      out.names.insert(word);
    } else {
      mistakes.push_back(unknown_pack(word));
    }
  }
  return out;
}

bool Library::is_wanted(const WrongFile& file, const Wanted& wants) const {
  return file.name.empty() || wants.paths.count(file.path) > 0 ||
         wants.wants(file.name, is_default(file));
}

std::vector<const Pattern*> Library::half_read() const {
  std::vector<const Pattern*> out;
  for (const WrongFile& file : wrong_) {
    for (const Pattern& pattern : file.patterns) out.push_back(&pattern);
  }
  return out;
}

std::vector<const Pattern*> Library::half_read(const PackChoice& choice) const {
  Diagnostics ignored;  // select() tells them
  const Wanted wants = wanted(choice, ignored);
  std::vector<const Pattern*> out;
  for (const WrongFile& file : wrong_) {
    if (!is_wanted(file, wants)) continue;
    for (const Pattern& pattern : file.patterns) out.push_back(&pattern);
  }
  return out;
}

Result<ChosenPatterns> Library::select(const PackChoice& choice) const {
  Diagnostics mistakes;
  ChosenPatterns out;
  const Wanted wants = wanted(choice, mistakes);
  for (const WrongFile& file : wrong_) {
    if (is_wanted(file, wants)) {
      append(mistakes, file.mistakes);
    } else {
      out.notes.push_back(
          note(fmt::format("the pack {} is wrong; this run does not use it", file.name), {},
               "hark --check-packs shows its mistakes"));
    }
  }
  std::vector<bool> named(choice.without.size(), false);
  for (const Pack& pack : packs_) {
    const bool is_wanted = wants.wants(pack.name, pack.is_default);
    for (const Pattern& pattern : pack.patterns) {
      bool is_left = is_wanted && pattern.severity >= choice.severity;
      for (std::size_t i = 0; i < choice.without.size(); i++) {
        if (!fits_glob(choice.without[i], pattern.id)) continue;
        named[i] = true;
        is_left = false;
      }
      if (is_left) out.patterns.push_back(&pattern);
    }
  }
  for (std::size_t i = 0; i < named.size(); i++) {
    if (!named[i]) out.notes.push_back(names_none(choice.without[i]));
  }
  if (!mistakes.empty()) return mistakes;
  return out;
}

}  // namespace hark

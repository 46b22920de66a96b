// The search order, merging, and the choice among packs. Files are real ones, in a folder that goes
// away with the test.
#include "pattern/library.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>

#include "unit/pattern/packs.h"
#include "unit/temporary_folder.h"

namespace hark {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// A pack of one pattern for each id; `head` goes into [pack].
std::string pack_text(std::string_view name, std::initializer_list<std::string_view> ids,
                      std::string_view head = "", std::string_view severity = "error") {
  std::string out = fmt::format("[pack]\nname = \"{}\"\n{}\n", name, head);
  for (std::string_view id : ids) {
    out += fmt::format(
        "[[pattern]]\nid = \"{}\"\ntitle = \"t\"\nseverity = \"{}\"\nany = [ {{ regex = 'x' }} ]\n"
        "why = \"w\"\nlook = \"l\"\nmatch = [\"x\"]\nno_match = [\"y\"]\n",
        id, severity);
  }
  return out;
}

class LibraryTest : public ::testing::Test {
 protected:
  std::string path(std::string_view name) const { return folder_.path(name); }
  void write(std::string_view name, std::string_view text) {
    std::filesystem::create_directories((root_ / name).parent_path());
    std::ofstream(root_ / name, std::ios::binary) << text;
  }
  Library load() const { return load_library(options); }

  LibraryOptions options;
  TemporaryFolder folder_;
  const std::filesystem::path root_ = folder_.path();
};

std::vector<std::string> ids(const Library& library) {
  std::vector<std::string> out;
  for (const Pack& pack : library.packs()) {
    for (const Pattern& pattern : pack.patterns) out.push_back(pattern.id);
  }
  return out;
}

std::vector<std::string> chosen(const Library& library, const PackChoice& choice) {
  auto result = library.select(choice);
  if (!result) {
    ADD_FAILURE() << render(result.errors());
    return {};
  }
  std::vector<std::string> out;
  for (const Pattern* pattern : result->patterns) out.push_back(pattern->id);
  return out;
}

Diagnostics mistakes(const Library& library, const PackChoice& choice) {
  auto result = library.select(choice);
  if (!result) return result.errors();
  ADD_FAILURE() << "no mistakes";
  return {};
}

PackChoice packs(std::vector<std::string> words) { return {std::move(words), Severity::kInfo, {}}; }

TEST(PackFolders, SearchOrder) {
  const auto folders = [](std::map<std::string, std::string> set) {
    std::vector<std::string> out;
    for (const PackFolder& folder : pack_folders([&](const char* name) -> const char* {
           return set.count(name) > 0 ? set[name].c_str() : nullptr;
         })) {
      out.push_back(folder.path + (folder.is_asked_for ? " !" : ""));
    }
    EXPECT_EQ(out.at(0), "/usr/share/hark/patterns");
    EXPECT_EQ(out.at(1), "/etc/hark/patterns");
    out.erase(out.begin(), out.begin() + 2);
    return out;
  };
  EXPECT_THAT(folders({}), IsEmpty());
  EXPECT_THAT(folders({{"HOME", "/h"}}), ElementsAre("/h/.config/hark/patterns"));
  EXPECT_THAT(folders({{"HOME", "/h"}, {"XDG_CONFIG_HOME", "/c"}}),
              ElementsAre("/c/hark/patterns"));
  EXPECT_THAT(folders({{"HOME", "/h"}, {"XDG_CONFIG_HOME", "c"}}),
              ElementsAre("/h/.config/hark/patterns"));
  EXPECT_THAT(folders({{"HOME", ""}, {"XDG_CONFIG_HOME", ""}, {"HARK_PATTERNS", ""}}), IsEmpty());
  EXPECT_THAT(folders({{"HARK_PATTERNS", "here"}}), ElementsAre("here !"));
}

TEST(PackFolders, NamesAndPaths) {
  for (const char* word : {"a/b", "./x", "x.toml", ".toml", "/"}) EXPECT_TRUE(is_pack_path(word));
  for (const char* word : {"", "systemd", "default", "x.tom", "toml"})
    EXPECT_FALSE(is_pack_path(word));
}

TEST_F(LibraryTest, LaterAddsToEarlier) {
  const std::string builtin = pack_text("a", {"one", "two", "three"}, "title = 'built'");
  options.builtin = {{"a.toml", builtin}};
  options.folders = {{path("usr")}, {path("etc")}};
  write("usr/a.toml", pack_text("a", {"four", "two"}, "title = 'new'", "info"));
  write("etc/b.toml", pack_text("b", {"x"}));
  const Library library = load();
  EXPECT_THAT(library.mistakes(), IsEmpty());
  EXPECT_THAT(ids(library), ElementsAre("a.one", "a.two", "a.three", "a.four", "b.x"));
  EXPECT_EQ(library.find_pack("a")->title, "new");
  EXPECT_EQ((*library.find("a.one"))->source, "built in");
  EXPECT_EQ((*library.find("a.two"))->source, path("usr/a.toml"));
  EXPECT_EQ((*library.find("a.two"))->severity, Severity::kInfo);
}

TEST_F(LibraryTest, FilesInByteOrder) {
  options.folders = {{path("p")}};
  for (const char* name : {"b", "a", "B", "é", "10", "9"}) {
    write(fmt::format("p/{}.toml", name),
          pack_text("x", {"same"}, fmt::format("title = '{}'", name)));
  }
  EXPECT_EQ(load().find_pack("x")->title, "é");
  std::filesystem::remove(path("p/é.toml"));
  EXPECT_EQ(load().find_pack("x")->title, "b");
  std::filesystem::remove(path("p/b.toml"));
  std::filesystem::remove(path("p/a.toml"));
  EXPECT_EQ(load().find_pack("x")->title, "B");
  std::filesystem::remove(path("p/B.toml"));
  EXPECT_EQ(load().find_pack("x")->title, "9");
}

TEST_F(LibraryTest, OtherFilesAreLeftAlone) {
  options.folders = {{path("p")}};
  write("p/a.toml", pack_text("a", {"one"}));
  write("p/.a.toml", "not a pack");
  write("p/a.toml~", "not a pack");
  write("p/a.toml.rpmnew", "not a pack");
  write("p/README", "not a pack");
  write("p/below/b.toml", "not a pack");
  EXPECT_THAT(chosen(load(), packs({"all"})), ElementsAre("a.one"));
}

TEST_F(LibraryTest, OffTakesOut) {
  const std::string builtin = pack_text("a", {"stop-a", "stop-b", "start-a"});
  options.builtin = {{"a.toml", builtin}};
  options.folders = {{path("etc")}};
  write("etc/a.toml", pack_text("a", {"stop-b"}, "off = ['stop-*', 'gone']"));
  const Library library = load();
  EXPECT_THAT(ids(library), ElementsAre("a.start-a", "a.stop-b"));  // its own is not taken out
  ASSERT_THAT(library.notes(), SizeIs(1));
  EXPECT_EQ(library.notes()[0].level, Diagnostic::Level::kNote);
  EXPECT_EQ(library.notes()[0].message, "off names no earlier pattern of a");
  EXPECT_EQ(library.notes()[0].origin->label, path("etc/a.toml"));
  EXPECT_EQ(library.notes()[0].origin->line, 3u);
}

TEST_F(LibraryTest, ReplaceDropsTheEarlier) {
  const std::string builtin = pack_text("a", {"one", "two"}, "title = 'built'\ndefault = false");
  options.builtin = {{"a.toml", builtin}};
  options.paths = {path("mine.toml")};
  write("mine.toml", pack_text("a", {"three"}, "replace = true"));
  const Library library = load();
  EXPECT_THAT(ids(library), ElementsAre("a.three"));
  EXPECT_TRUE(library.find_pack("a")->is_default);
  EXPECT_EQ(library.find_pack("a")->title, "");
}

TEST_F(LibraryTest, DefaultIsKeptUnlessSaid) {
  const std::string off = pack_text("a", {"one"}, "default = false");
  const std::string on = pack_text("b", {"one"});
  options.builtin = {{"a.toml", off}, {"b.toml", on}};
  options.folders = {{path("etc")}};
  write("etc/a.toml", pack_text("a", {"two"}));
  EXPECT_THAT(chosen(load(), packs({})), ElementsAre("b.one"));
  write("etc/b.toml", "[pack]\nname = 'b'\ndefault = false\n");
  EXPECT_THAT(chosen(load(), packs({})), IsEmpty());
  EXPECT_THAT(chosen(load(), packs({"b"})), ElementsAre("b.one"));
}

TEST_F(LibraryTest, Words) {
  const std::string a = pack_text("a", {"one", "two"});
  const std::string b = pack_text("b", {"one"}, "default = false");
  options.builtin = {{"a.toml", a}, {"b.toml", b}};
  write("c.toml", pack_text("c", {"one"}));
  write("more/d.toml", pack_text("d", {"one"}, "default = false"));
  write("more/b.toml", pack_text("b", {"two"}));
  options.paths = {path("c.toml"), path("more"), path("more")};
  const Library library = load();
  EXPECT_THAT(chosen(library, packs({"a"})), ElementsAre("a.one", "a.two"));
  EXPECT_THAT(chosen(library, packs({"b", "a", "b"})),
              ElementsAre("a.one", "a.two", "b.one", "b.two"));
  EXPECT_THAT(chosen(library, packs({"default"})), ElementsAre("a.one", "a.two", "c.one"));
  EXPECT_THAT(chosen(library, packs({"all"})), SizeIs(6));
  EXPECT_THAT(chosen(library, packs({path("c.toml")})), ElementsAre("c.one"));
  EXPECT_THAT(chosen(library, packs({path("more")})), ElementsAre("b.one", "b.two", "d.one"));
}

TEST_F(LibraryTest, SeverityAndWithout) {
  const std::string a = pack_text("a", {"stop-x", "stop-y", "start"}, "", "warning");
  const std::string b = pack_text("b", {"stop-x"}, "", "critical");
  options.builtin = {{"a.toml", a}, {"b.toml", b}};
  const Library library = load();
  EXPECT_THAT(chosen(library, {{}, Severity::kWarning, {}}), SizeIs(4));
  EXPECT_THAT(chosen(library, {{}, Severity::kError, {}}), ElementsAre("b.stop-x"));
  EXPECT_THAT(chosen(library, {{}, Severity::kInfo, {"*.stop-x", "a.start"}}),
              ElementsAre("a.stop-y"));
  // Without effect on this run, but it names something: no note.
  const auto one = library.select({{"b"}, Severity::kInfo, {"a.*"}});
  EXPECT_THAT(one->notes, IsEmpty());
  const auto none = library.select({{}, Severity::kInfo, {"stop-*", "nothing"}});
  ASSERT_THAT(none->notes, SizeIs(2));
  EXPECT_EQ(none->patterns.size(), 4u);
  EXPECT_EQ(render(none->notes[0]),
            "hark: note: --without stop-* names no pattern\n  help: did you mean a.stop-*?\n");
  EXPECT_THAT(none->notes[1].help, HasSubstr("--list-patterns"));
}

TEST_F(LibraryTest, UnknownNames) {
  const std::string a = pack_text("systemd", {"one"});
  const std::string b = pack_text("kernel", {"one"});
  options.builtin = {{"a.toml", a}, {"b.toml", b}};
  const Diagnostics all = mistakes(load(), packs({"sytemd", "defualt", "xyzzy", "", "kernel"}));
  ASSERT_THAT(all, SizeIs(4));
  EXPECT_EQ(render(all[0]),
            "hark: error: no pack is named sytemd\n"
            "  -P sytemd\n"
            "     ^^^^^^\n"
            "  reason: the packs are kernel, systemd\n"
            "  help: did you mean systemd?\n");
  EXPECT_EQ(all[1].help, "did you mean default?");
  EXPECT_EQ(all[2].help, "a path has a / in it or ends in .toml; a regex needs no -P");
  EXPECT_EQ(all[3].message, "no pack is named \"\"");
}

TEST_F(LibraryTest, FindById) {
  const std::string a = pack_text("systemd", {"stop-timeout", "oom"});
  options.builtin = {{"a.toml", a}};
  const Library library = load();
  EXPECT_EQ((*library.find("systemd.oom"))->id, "systemd.oom");
  EXPECT_EQ(library.find("systemd.stop-timout").errors()[0].help,
            "did you mean systemd.stop-timeout?");
  EXPECT_EQ(library.find("stop-timeout").errors()[0].help, "did you mean systemd.stop-timeout?");
  EXPECT_EQ(library.find("xyz").errors()[0].help, "hark --list-patterns lists them");
}

// "Any pack that would be used and is wrong is an error."
TEST_F(LibraryTest, WrongAndWanted) {
  options.folders = {{path("etc")}};
  write("etc/a.toml", pack_text("a", {"one"}));
  write("etc/b.toml", pack_text("b", {"one"}, "default = false") + "wrong = 1\n");
  write("etc/c.toml", pack_text("c", {"one"}) + "wrong = 1\nworse = 2\n");
  Library library = load();
  EXPECT_THAT(library.mistakes(), SizeIs(3));
  EXPECT_THAT(chosen(library, packs({"a"})), ElementsAre("a.one"));
  const auto notes = library.select(packs({"a"}))->notes;
  ASSERT_THAT(notes, SizeIs(2));
  EXPECT_EQ(notes[0].message, "the pack b is wrong; this run does not use it");
  EXPECT_THAT(mistakes(library, packs({})), SizeIs(2));
  EXPECT_THAT(mistakes(library, packs({"b"})), SizeIs(1));
  EXPECT_THAT(mistakes(library, packs({"all"})), SizeIs(3));
  // A file whose name cannot be read might be anybody's.
  write("etc/d.toml", "[");
  EXPECT_THAT(mistakes(load(), packs({"a"})), SizeIs(1));
}

// What adds to a pack has its say on whether it is a default one, and is wanted with it.
TEST_F(LibraryTest, WrongAddition) {
  const std::string off = pack_text("a", {"one"}, "default = false");
  options.builtin = {{"a.toml", off}};
  options.folders = {{path("etc")}};
  write("etc/a.toml", pack_text("a", {"two"}) + "wrong = 1\n");
  EXPECT_THAT(chosen(load(), packs({})), IsEmpty());
  EXPECT_THAT(mistakes(load(), packs({"a"})), SizeIs(1));
  write("etc/a.toml", pack_text("a", {"two"}, "default = true") + "wrong = 1\n");
  EXPECT_THAT(mistakes(load(), packs({})), SizeIs(1));
}

TEST_F(LibraryTest, WrongPaths) {
  write("bad.toml", pack_text("a", {"one"}, "default = false") + "wrong = 1\n");
  write("empty/README", "");
  options.paths = {path("bad.toml"), path("gone.toml"), path("empty"), path("no/where")};
  const Library library = load();
  EXPECT_THAT(mistakes(library, packs({path("bad.toml")})), SizeIs(4));  // nobody's are everybody's
  std::vector<std::string> messages;
  for (const Diagnostic& d : library.mistakes()) messages.push_back(d.message);
  EXPECT_THAT(messages, ElementsAre("unknown key wrong in pattern one",
                                    "cannot read the pack " + path("gone.toml"),
                                    "there is no pack in " + path("empty"),
                                    "cannot read the pack " + path("no/where")));
}

TEST_F(LibraryTest, FoldersThatAreMissingOrUnreadable) {
  options.folders = {{path("missing")}, {path("asked"), true}};
  Library library = load();
  EXPECT_THAT(library.mistakes(), IsEmpty());
  ASSERT_THAT(library.notes(), SizeIs(1));
  EXPECT_EQ(library.notes()[0].message, "there is no folder " + path("asked"));
  write("file", "x");
  options.folders = {{path("file")}};
  ASSERT_THAT(load().mistakes(), SizeIs(1));
  EXPECT_EQ(load().mistakes()[0].reason, "Not a directory");
  // A folder or a dangling link that is called like a pack.
  std::filesystem::create_directories(path("p/x.toml"));
  std::filesystem::create_symlink(path("nowhere"), path("p/y.toml"));
  options.folders = {{path("p")}};
  EXPECT_THAT(load().mistakes(), SizeIs(2));
  if (geteuid() != 0) {  // root reads everything
    std::filesystem::create_directories(path("closed"));
    std::filesystem::permissions(path("closed"), std::filesystem::perms::none);
    options.folders = {{path("closed")}};
    EXPECT_THAT(load().mistakes(), SizeIs(1));
    std::filesystem::permissions(path("closed"), std::filesystem::perms::owner_all);
  }
}

TEST_F(LibraryTest, HugeFile) {
  write("p/big.toml", std::string(5 << 20, '#'));
  options.folders = {{path("p")}};
  ASSERT_THAT(load().mistakes(), SizeIs(1));
  EXPECT_EQ(load().mistakes()[0].message, "too large for a pack");
}

TEST_F(LibraryTest, PatternsStayWhenTheLibraryMoves) {
  const std::string a = pack_text("a", {"one", "two"});
  options.builtin = {{"a.toml", a}};
  Library first = load();
  const auto choice = first.select(packs({}));
  const Library second = std::move(first);
  EXPECT_EQ(choice->patterns[1], *second.find("a.two"));
}

TEST(Builtin, PacksAreGood) {
  LibraryOptions options;
  options.builtin.assign(builtin_packs().begin(), builtin_packs().end());
  ASSERT_FALSE(options.builtin.empty());
  const Library library = load_library(options);
  EXPECT_EQ(render(library.mistakes()), "");
  EXPECT_EQ(render(library.notes()), "");
  EXPECT_NE(library.find_pack("systemd"), nullptr);
  for (const Pack& pack : library.packs()) EXPECT_FALSE(pack.title.empty()) << pack.name;
}

}  // namespace
}  // namespace hark

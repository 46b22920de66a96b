// Runs a fuzz target on files, or on all files of folders: its seeds, or a find. Without libFuzzer,
// so that any compiler will do.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

int files = 0;

void run(const std::filesystem::path& path) {
  if (std::filesystem::is_directory(path)) {
    for (const auto& entry : std::filesystem::directory_iterator(path)) run(entry.path());
    return;
  }
  std::printf("%s\n", path.c_str());  // the last one printed is the one that failed
  std::fflush(stdout);
  std::ifstream file(path, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
  files++;
}

}  // namespace

int main(int argc, char** argv) {
  for (int i = 1; i < argc; i++) run(argv[i]);
  std::printf("%d files\n", files);
  return files == 0;
}

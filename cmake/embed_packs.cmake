# Writes packs into one source file that defines hark::builtin_packs() (src/pattern/builtin.h):
#
#   cmake "-DPACKS=FILE.toml;FILE.toml" -DOUT=FILE.cc -P embed_packs.cmake
#
# The files are named one by one, so that the command changes, and runs, when one comes or goes. Their bytes are written in
# hexadecimal, so that nothing in a pack can mean anything to CMake or to the compiler: no delimiter to run into, no CRLF, no
# trigraph. One line of a pack is one literal, which keeps every literal short.
cmake_minimum_required(VERSION 3.25)
if(NOT DEFINED PACKS OR NOT OUT)
  message(FATAL_ERROR "usage: cmake -DPACKS=FILES -DOUT=FILE.cc -P embed_packs.cmake")
endif()

set(files "${PACKS}")
list(SORT files COMPARE FILE_BASENAME)
set(texts "")
set(table "")
set(number 0)
foreach(file IN LISTS files)
  get_filename_component(name "${file}" NAME)
  file(READ "${file}" bytes HEX)
  file(SHA256 "${file}" digest)
  string(REGEX REPLACE "(..)" "\\\\x\\1" bytes "${bytes}")
  string(REPLACE "\\x0a" "\\n\"\n    \"" bytes "${bytes}")
  string(APPEND texts "constexpr char kPack${number}[] =\n    \"${bytes}\";\n\n")
  string(APPEND table "    {\"${name}\", {kPack${number}, sizeof kPack${number} - 1}, \"${digest}\"},\n")
  math(EXPR number "${number} + 1")
endforeach()

if(number EQUAL 0)
  set(body "std::span<const BuiltinPack> builtin_packs() { return {}; }\n")
else()
  set(body "namespace {\n\n${texts}constexpr BuiltinPack kPacks[] = {\n${table}};\n\n}  // namespace\n\n")
  string(APPEND body "std::span<const BuiltinPack> builtin_packs() { return kPacks; }\n")
endif()
set(head "// Generated from patterns/*.toml by cmake/embed_packs.cmake.\n#include \"pattern/builtin.h\"\n\nnamespace hark {\n")
file(WRITE "${OUT}" "${head}${body}\n}  // namespace hark\n")

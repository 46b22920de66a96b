// How the process asks the system for memory.
#pragma once

namespace hark {

// Puts the heap that the packs are loaded into in large pages where the system lends them
// (transparent_hugepage is `madvise` or `always`): a start touches some 6 MiB once, and in a
// virtual machine the fault of each small page costs more than what is then written to it. Asks for
// nothing that is not used, but for the rest of the last large page (2 MiB).
//
// To be called once, before there are threads and before much is allocated. Does nothing with
// another allocator than glibc's, nor under a sanitizer, which brings its own.
void use_large_pages();

}  // namespace hark

#ifndef BROADSHEET_TESTS_FUZZ_EMBEDDINGS_H_
#define BROADSHEET_TESTS_FUZZ_EMBEDDINGS_H_

#include <string_view>

namespace broadsheet::fuzz {

// An embedding server's answer to two texts.
void ParseEmbeddings(std::string_view input);

}  // namespace broadsheet::fuzz

#endif  // BROADSHEET_TESTS_FUZZ_EMBEDDINGS_H_

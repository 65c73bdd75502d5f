#ifndef BROADSHEET_RECOMMEND_MODELS_BYTE_KERNELS_H_
#define BROADSHEET_RECOMMEND_MODELS_BYTE_KERNELS_H_

#include <cstddef>
#include <cstdint>

namespace broadsheet::recommend {

// Loops over vectors of bytes, -127 to 127, whose sums are whole numbers: the
// same on all processors, however they add. Thread-safe, no allocation. The
// caller answers for the sizes.

// Writes `values` as bytes up to 127, rounded; returns their unit, which is 0
// for zeros and when a value is not finite. Any size.
float QuantizeBytes(const float* values, size_t size, int8_t* bytes);

// Asks for the first `size` bytes of what is read soon, for as many as the
// loops below ask for ahead: they wait for the beginning alone.
void FetchBytes(const void* bytes, size_t size);

// The sum of products.
int32_t DotBytes(const int8_t* a, const int8_t* b, size_t size);

// out[r] = a . row r, for `row_count` rows. `next`: where those are that are
// read after them, and are asked for meanwhile.
void DotRows(const int8_t* a, const int8_t* rows, size_t row_count, size_t size,
             int32_t* out, const int8_t* next = nullptr);

// The same of rows that lie apart. Those further on are fetched from memory
// meanwhile.
void DotScattered(const int8_t* a, const int8_t* const* rows, size_t row_count,
                  size_t size, int32_t* out);

// The same of rows of two bits a value, 0 to 3, each size / 4 bytes long: of
// byte i, bits 0 and 1 are value i, bits 2 and 3 value size / 4 + i, and so on.
void DotPairsOfBits(const int8_t* a, const uint8_t* rows, size_t row_count,
                    size_t size, int32_t* out, const uint8_t* next = nullptr);

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_MODELS_BYTE_KERNELS_H_

#include "recommend/models/byte_kernels.h"

#include <cmath>
#include <cstdint>

#include "recommend/models/clones.h"
#include "recommend/models/prefetch.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace broadsheet::recommend {
namespace {

constexpr size_t kMaxSize = 1024;
constexpr size_t kCacheLine = 64;
// How far ahead a loop over rows that lie side by side asks for them. Not all
// processors do so by themselves: where they do not, as on some virtual ones,
// rows come from memory at 10 GB/s without this and at 40 with it.
constexpr size_t kAheadBytes = 16 << 10;

// Rows side by side, and where those are that are read after them.
class Run {
 public:
  Run(const void* first, size_t count, size_t bytes, const void* next)
      : first_(first),
        next_(next),
        count_(count),
        bytes_(bytes),
        ahead_(bytes > 0 ? kAheadBytes / bytes : 0) {}

  // Asks for a later row than r.
  BROADSHEET_PREFETCHES void Fetch(size_t r) const {
    const size_t later = r + ahead_;
    const void* from = later < count_ ? first_ : next_;
    if (from == nullptr) return;
    // Maybe beyond what there is: only an address.
    const auto row = reinterpret_cast<uintptr_t>(from) +
                     (later < count_ ? later : later - count_) * bytes_;
    for (size_t at = 0; at < bytes_; at += kCacheLine) {
      Prefetch(reinterpret_cast<const void*>(row + at));
    }
  }

 private:
  const void* first_;
  const void* next_;
  size_t count_;
  size_t bytes_;
  size_t ahead_;  // In rows.
};

// Rows that lie side by side, or apart: rows(r) is where row r begins.
struct Adjacent {
  const int8_t* operator()(size_t r) const { return first + r * size; }
  BROADSHEET_PREFETCHES void Fetch(size_t r) const { run.Fetch(r); }

  const int8_t* first;
  size_t size;
  Run run;
};

struct Scattered {
  const int8_t* operator()(size_t r) const { return rows[r]; }
  // Asks for a later row than r.
  BROADSHEET_PREFETCHES void Fetch(size_t r) const {
    constexpr size_t kAhead = 8;
    if (r + kAhead >= count) return;
    for (size_t at = 0; at < size; at += kCacheLine) {
      Prefetch(rows[r + kAhead] + at);
    }
  }

  const int8_t* const* rows;
  size_t count;
  size_t size;
};

BROADSHEET_CLONES
int32_t DotPairsOfBitsPlain(const int8_t* a, const uint8_t* row, size_t size) {
  const size_t bytes = size / 4;
  int32_t total = 0;
  for (size_t p = 0; p < 4; ++p) {
    for (size_t i = 0; i < bytes; ++i) {
      total += static_cast<int16_t>(row[i] >> 2 * p & 3) *
               static_cast<int16_t>(a[p * bytes + i]);
    }
  }
  return total;
}

// Products of bytes fit 16 bits; pairs of them are added as 32 bits by one
// instruction (pmaddwd), which the compiler finds in this loop.
BROADSHEET_CLONES
int32_t DotPlain(const int8_t* a, const int8_t* row, size_t size) {
  int32_t total = 0;
  for (size_t i = 0; i < size; ++i) {
    total += static_cast<int16_t>(a[i]) * static_cast<int16_t>(row[i]);
  }
  return total;
}

#if defined(__x86_64__)

// vpdpbusd adds four products of bytes at once, but of unsigned ones with
// signed ones: a row's product with the query is that with the query plus 128,
// less 128 times the row's sum.
template <class Rows>
__attribute__((target("avx512f,avx512bw,avx512vl,avx512vnni"))) void DotVnni(
    const int8_t* a, const Rows& rows, size_t row_count, size_t size,
    int32_t* out) {
  alignas(64) uint8_t raised[kMaxSize];
  for (size_t i = 0; i < size; ++i) {
    raised[i] = static_cast<uint8_t>(a[i] + 128);
  }
  const __m512i half = _mm512_set1_epi8(static_cast<char>(128));
  for (size_t r = 0; r < row_count; ++r) {
    rows.Fetch(r);
    const int8_t* row = rows(r);
    __m512i products = _mm512_setzero_si512();
    __m512i sums = _mm512_setzero_si512();
    for (size_t i = 0; i < size; i += 64) {
      const size_t left = size - i;
      const __mmask64 kept =
          left < 64 ? (__mmask64{1} << left) - 1 : ~__mmask64{0};
      const __m512i x = _mm512_maskz_loadu_epi8(kept, row + i);
      products =
          _mm512_dpbusd_epi32(products, _mm512_load_si512(raised + i), x);
      sums = _mm512_dpbusd_epi32(sums, half, x);
    }
    out[r] = _mm512_reduce_add_epi32(_mm512_sub_epi32(products, sums));
  }
}

// The sums of four vectors.
__attribute__((target("avx512f,avx512bw,avx512vl"))) inline __m128i SumsOf(
    const __m512i sums[4]) {
  const __m512i first =
      _mm512_add_epi32(_mm512_unpacklo_epi32(sums[0], sums[1]),
                       _mm512_unpackhi_epi32(sums[0], sums[1]));
  const __m512i second =
      _mm512_add_epi32(_mm512_unpacklo_epi32(sums[2], sums[3]),
                       _mm512_unpackhi_epi32(sums[2], sums[3]));
  const __m512i all = _mm512_add_epi32(_mm512_unpacklo_epi64(first, second),
                                       _mm512_unpackhi_epi64(first, second));
  const __m256i half = _mm256_add_epi32(_mm512_castsi512_si256(all),
                                        _mm512_extracti64x4_epi64(all, 1));
  return _mm_add_epi32(_mm256_castsi256_si128(half),
                       _mm256_extracti128_si256(half, 1));
}

// Of `kRows` rows, up to 4.
template <size_t kRows>
__attribute__((target("avx512f,avx512bw,avx512vl,avx512vnni"))) void
DotPairsOfBitsVnni(const int8_t* a, const uint8_t* rows, size_t bytes,
                   int32_t* out) {
  __m512i sums[4] = {};
  for (size_t i = 0; i < bytes; i += 64) {
    const size_t left = bytes - i;
    const __mmask64 kept =
        left < 64 ? (__mmask64{1} << left) - 1 : ~__mmask64{0};
    for (size_t r = 0; r < kRows; ++r) {
      const __m512i x = _mm512_maskz_loadu_epi8(kept, rows + r * bytes + i);
      for (size_t p = 0; p < 4; ++p) {
        const __m512i query = _mm512_maskz_loadu_epi8(kept, a + p * bytes + i);
        const __m512i codes =
            _mm512_and_si512(_mm512_srli_epi16(x, static_cast<unsigned>(2 * p)),
                             _mm512_set1_epi8(3));
        sums[r] = _mm512_dpbusd_epi32(sums[r], codes, query);
      }
    }
  }
  alignas(16) int32_t totals[4];
  _mm_store_si128(reinterpret_cast<__m128i*>(totals), SumsOf(sums));
  for (size_t r = 0; r < kRows; ++r) out[r] = totals[r];
}

bool HasVnni() {
  static const bool has = __builtin_cpu_supports("avx512bw") &&
                          __builtin_cpu_supports("avx512vl") &&
                          __builtin_cpu_supports("avx512vnni");
  return has;
}

#endif

}  // namespace

BROADSHEET_CLONES
float QuantizeBytes(const float* values, size_t size, int8_t* bytes) {
  float largest = 0;
  float sum = 0;  // Not finite when any value is not.
  for (size_t k = 0; k < size; ++k) {
    const float value = std::abs(values[k]);
    largest = value > largest ? value : largest;
    sum += value;
  }
  if (!(largest > 0) || !std::isfinite(sum)) return 0;
  const float inverse = 127 / largest;
  if (!std::isfinite(inverse)) return 0;
  for (size_t k = 0; k < size; ++k) {
    const float value = values[k] * inverse;
    bytes[k] = static_cast<int8_t>(
        static_cast<int32_t>(value + std::copysign(0.5f, value)));
  }
  return largest / 127;
}

namespace {

template <class Rows>
void DotAny(const int8_t* a, const Rows& rows, size_t row_count, size_t size,
            int32_t* out) {
#if defined(__x86_64__)
  if (HasVnni() && size <= kMaxSize) {
    DotVnni(a, rows, row_count, size, out);
    return;
  }
#endif
  for (size_t r = 0; r < row_count; ++r) {
    rows.Fetch(r);
    out[r] = DotPlain(a, rows(r), size);
  }
}

}  // namespace

void DotRows(const int8_t* a, const int8_t* rows, size_t row_count, size_t size,
             int32_t* out, const int8_t* next) {
  DotAny(a, Adjacent{rows, size, Run(rows, row_count, size, next)}, row_count,
         size, out);
}

void DotScattered(const int8_t* a, const int8_t* const* rows, size_t row_count,
                  size_t size, int32_t* out) {
  DotAny(a, Scattered{rows, row_count, size}, row_count, size, out);
}

void DotPairsOfBits(const int8_t* a, const uint8_t* rows, size_t row_count,
                    size_t size, int32_t* out, const uint8_t* next) {
  const size_t bytes = size / 4;
  const Run run(rows, row_count, bytes, next);
#if defined(__x86_64__)
  if (HasVnni()) {
    size_t r = 0;
    for (; r + 4 <= row_count; r += 4) {
      for (size_t k = 0; k < 4; ++k) run.Fetch(r + k);
      DotPairsOfBitsVnni<4>(a, rows + r * bytes, bytes, out + r);
    }
    for (; r < row_count; ++r) {
      DotPairsOfBitsVnni<1>(a, rows + r * bytes, bytes, out + r);
    }
    return;
  }
#endif
  for (size_t r = 0; r < row_count; ++r) {
    run.Fetch(r);
    out[r] = DotPairsOfBitsPlain(a, rows + r * bytes, size);
  }
}

void FetchBytes(const void* bytes, size_t size) {
  const char* first = static_cast<const char*>(bytes);
  const size_t fetched = size < kAheadBytes ? size : kAheadBytes;
  for (size_t at = 0; at < fetched; at += kCacheLine) {
    Prefetch(first + at);
  }
}

int32_t DotBytes(const int8_t* a, const int8_t* b, size_t size) {
  int32_t product;
  DotRows(a, b, 1, size, &product);
  return product;
}

}  // namespace broadsheet::recommend

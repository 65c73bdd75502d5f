#include "recommend/models/kernels.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "recommend/models/clones.h"

namespace broadsheet::recommend {
namespace {

// Sixteen sums side by side: one register with AVX-512, four with SSE.
constexpr size_t kLanes = 16;
using Lanes = float __attribute__((vector_size(4 * kLanes)));

// Macros, because a helper would be compiled for the oldest processor.
#define LOAD(to, from) std::memcpy(&(to), (from), sizeof(to))

// Halves are added to halves: few operations, and always in the same order.
#define SUM_LANES(lanes, total)                              \
  do {                                                       \
    float halves[kLanes];                                    \
    std::memcpy(halves, &(lanes), sizeof(halves));           \
    for (size_t width = kLanes / 2; width > 0; width /= 2) { \
      for (size_t lane = 0; lane < width; ++lane) {          \
        halves[lane] += halves[lane + width];                \
      }                                                      \
    }                                                        \
    (total) = halves[0];                                     \
  } while (false)

}  // namespace

BROADSHEET_CLONES
float Dot(const float* a, const float* b, size_t size) {
  Lanes sums = {};
  size_t i = 0;
  for (; i + kLanes <= size; i += kLanes) {
    Lanes x, y;
    LOAD(x, a + i);
    LOAD(y, b + i);
    sums += x * y;
  }
  float total;
  SUM_LANES(sums, total);
  for (; i < size; ++i) total += a[i] * b[i];
  return total;
}

BROADSHEET_CLONES
void AddScaled(float alpha, const float* x, float* y, size_t size) {
  size_t i = 0;
  for (; i + kLanes <= size; i += kLanes) {
    Lanes from, to;
    LOAD(from, x + i);
    LOAD(to, y + i);
    to += alpha * from;
    std::memcpy(y + i, &to, sizeof(to));
  }
  for (; i < size; ++i) y[i] += alpha * x[i];
}

float Normalize(float* x, size_t size) {
  const float square = Dot(x, x, size);
  const float length = std::isnormal(square) ? std::sqrt(square) : 0;
  if (length == 0) {
    std::fill_n(x, size, 0.0f);
  } else {
    const float scale = 1 / length;
    for (size_t i = 0; i < size; ++i) x[i] *= scale;
  }
  return length;
}

// Four rows by four: each loaded value serves four products.
BROADSHEET_CLONES
static void DotTile(const float* a, const float* b, size_t k, float* c,
                    size_t stride) {
  Lanes sums[4][4] = {};
  size_t i = 0;
  for (; i + kLanes <= k; i += kLanes) {
    Lanes x[4], y[4];
    for (size_t r = 0; r < 4; ++r) {
      LOAD(x[r], a + r * k + i);
      LOAD(y[r], b + r * k + i);
    }
    for (size_t r = 0; r < 4; ++r) {
      for (size_t s = 0; s < 4; ++s) sums[r][s] += x[r] * y[s];
    }
  }
  for (size_t r = 0; r < 4; ++r) {
    for (size_t s = 0; s < 4; ++s) {
      float total;
      SUM_LANES(sums[r][s], total);
      for (size_t j = i; j < k; ++j) total += a[r * k + j] * b[s * k + j];
      c[r * stride + s] = total;
    }
  }
}

void PairwiseDots(const float* a, size_t m, const float* b, size_t n, size_t k,
                  float* c) {
  const size_t whole_m = m - m % 4;
  const size_t whole_n = n - n % 4;
  for (size_t i = 0; i < whole_m; i += 4) {
    for (size_t j = 0; j < whole_n; j += 4) {
      DotTile(a + i * k, b + j * k, k, c + i * n + j, n);
    }
  }
  for (size_t i = 0; i < m; ++i) {
    for (size_t j = i < whole_m ? whole_n : 0; j < n; ++j) {
      c[i * n + j] = Dot(a + i * k, b + j * k, k);
    }
  }
}

void GramRows(const float* a, size_t n, size_t k, float* c) {
  const size_t whole = n - n % 4;
  for (size_t i = 0; i < whole; i += 4) {
    for (size_t j = 0; j <= i; j += 4) {
      DotTile(a + i * k, a + j * k, k, c + i * n + j, n);
    }
  }
  for (size_t i = whole; i < n; ++i) {
    for (size_t j = 0; j <= i; ++j) {
      c[i * n + j] = Dot(a + i * k, a + j * k, k);
    }
  }
}

// Four rows of `c` by 64 columns stay in registers over all k.
BROADSHEET_CLONES
void AddOuterProducts(const float* a, size_t m, const float* b, size_t n,
                      size_t k, float* c) {
  size_t j = 0;
  for (; j + 2 * kLanes <= n; j += 2 * kLanes) {
    size_t i = 0;
    for (; i + 4 <= m; i += 4) {
      Lanes sums[4][2] = {};
      for (size_t row = 0; row < k; ++row) {
        Lanes y0, y1;
        LOAD(y0, b + row * n + j);
        LOAD(y1, b + row * n + j + kLanes);
        for (size_t r = 0; r < 4; ++r) {
          const float x = a[row * m + i + r];
          sums[r][0] += x * y0;
          sums[r][1] += x * y1;
        }
      }
      for (size_t r = 0; r < 4; ++r) {
        float* to = c + (i + r) * n + j;
        for (size_t lane = 0; lane < kLanes; ++lane) {
          to[lane] += sums[r][0][lane];
          to[lane + kLanes] += sums[r][1][lane];
        }
      }
    }
    for (; i < m; ++i) {
      for (size_t row = 0; row < k; ++row) {
        const float x = a[row * m + i];
        for (size_t lane = j; lane < j + 2 * kLanes; ++lane) {
          c[i * n + lane] += x * b[row * n + lane];
        }
      }
    }
  }
  for (; j < n; ++j) {
    for (size_t row = 0; row < k; ++row) {
      for (size_t i = 0; i < m; ++i) {
        c[i * n + j] += a[row * m + i] * b[row * n + j];
      }
    }
  }
}

BROADSHEET_CLONES
bool Factorize(float* a, size_t n) {
  for (size_t i = 0; i < n; ++i) {
    float* row = a + i * n;
    for (size_t j = 0; j < i; ++j) {
      const float* other = a + j * n;
      row[j] = (row[j] - Dot(row, other, j)) / other[j];
    }
    const float square = row[i] - Dot(row, row, i);
    if (!(square > 0) || !std::isfinite(square)) return false;
    row[i] = std::sqrt(square);
  }
  return true;
}

void SolveFactorized(const float* factor, size_t n, float* x) {
  for (size_t i = 0; i < n; ++i) {
    const float* row = factor + i * n;
    x[i] = (x[i] - Dot(row, x, i)) / row[i];
  }
  for (size_t i = n; i-- > 0;) {
    const float* row = factor + i * n;
    x[i] /= row[i];
    AddScaled(-x[i], row, x, i);
  }
}

}  // namespace broadsheet::recommend

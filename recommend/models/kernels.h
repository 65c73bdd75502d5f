#ifndef BROADSHEET_RECOMMEND_MODELS_KERNELS_H_
#define BROADSHEET_RECOMMEND_MODELS_KERNELS_H_

#include <cstddef>
#include <cstdint>

namespace broadsheet::recommend {

// The loops that cost the time. Each is compiled for several processors, yet
// adds in one order and without fused operations, so that results are the same
// to the bit on all of them. Thread-safe, no allocation; matrices are row-major
// and dense. The caller answers for the sizes.

// The sum of a[i] * b[i].
float Dot(const float* a, const float* b, size_t size);

// y += alpha * x.
void AddScaled(float alpha, const float* x, float* y, size_t size);

// Scales to length 1; returns what the length was. 0, and zeros, when its
// square is not a normal number above 0: what is left of it then has no
// direction.
float Normalize(float* x, size_t size);

// The products of all pairs of rows: c[i * n + j] = a_i . b_j for m rows of `a`
// and n rows of `b`, all of length k.
void PairwiseDots(const float* a, size_t m, const float* b, size_t n, size_t k,
                  float* c);

// As PairwiseDots of `a` with itself, of which only j <= i is written.
void GramRows(const float* a, size_t n, size_t k, float* c);

// c += a^T b for k rows: c is m x n, `a` k x m, `b` k x n.
void AddOuterProducts(const float* a, size_t m, const float* b, size_t n,
                      size_t k, float* c);

// Replaces the lower triangle of the n x n matrix `a` by its Cholesky factor.
// False when the matrix is not positive definite; `a` is then spoilt.
bool Factorize(float* a, size_t n);

// Solves L L^T x = b in place, for the factor of Factorize.
void SolveFactorized(const float* factor, size_t n, float* x);

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_MODELS_KERNELS_H_

#include "recommend/models/byte_kernels.h"

#include <vector>

#include "gtest/gtest.h"
#include "recommend/models/random.h"

namespace broadsheet::recommend {
namespace {

// Whole and broken registers, and more than those for VNNI take.
const size_t kSizes[] = {4, 16, 32, 64, 96, 256, 1024, 1056};
constexpr size_t kRows = 11;

std::vector<int8_t> RandomBytes(size_t count, Random* random) {
  std::vector<int8_t> bytes(count);
  for (int8_t& byte : bytes) {
    byte = static_cast<int8_t>(static_cast<int>(random->Below(255)) - 127);
  }
  return bytes;
}

// The largest sums there are.
std::vector<int8_t> Extremes(size_t count) {
  std::vector<int8_t> bytes(count, -127);
  for (size_t i = 0; i < count; i += 2) bytes[i] = 127;
  return bytes;
}

std::vector<int32_t> ProductsByHand(const std::vector<int8_t>& a,
                                    const std::vector<int8_t>& rows) {
  std::vector<int32_t> products(rows.size() / a.size());
  for (size_t i = 0; i < rows.size(); ++i) {
    products[i / a.size()] += a[i % a.size()] * rows[i];
  }
  return products;
}

void ExpectProducts(const std::vector<int8_t>& a,
                    const std::vector<int8_t>& rows) {
  const std::vector<int32_t> expected = ProductsByHand(a, rows);
  std::vector<int32_t> products(expected.size());
  DotRows(a.data(), rows.data(), products.size(), a.size(), products.data());
  EXPECT_EQ(products, expected) << a.size();
  std::vector<const int8_t*> places;
  for (size_t r = 0; r < expected.size(); ++r) {
    places.push_back(rows.data() + r * a.size());
  }
  products.assign(expected.size(), 0);
  DotScattered(a.data(), places.data(), places.size(), a.size(),
               products.data());
  EXPECT_EQ(products, expected) << a.size();
  EXPECT_EQ(DotBytes(a.data(), rows.data(), a.size()), expected[0]);
}

TEST(ByteKernels, AddProductsOfBytesExactly) {
  Random random(31);
  for (const size_t size : kSizes) {
    ExpectProducts(RandomBytes(size, &random),
                   RandomBytes(kRows * size, &random));
    ExpectProducts(Extremes(size), Extremes(size));
  }
}

TEST(ByteKernels, GiveZeroForNoValues) {
  const int8_t none = 1;
  EXPECT_EQ(DotBytes(&none, &none, 0), 0);
}

TEST(ByteKernels, AddProductsOfPairsOfBitsExactly) {
  Random random(32);
  for (const size_t size : kSizes) {
    const std::vector<int8_t> a = RandomBytes(size, &random);
    const size_t bytes = size / 4;
    std::vector<uint8_t> rows(kRows * bytes);
    std::vector<int32_t> expected(kRows);
    for (size_t r = 0; r < kRows; ++r) {
      for (size_t k = 0; k < size; ++k) {
        const auto code = static_cast<unsigned>(random.Below(4));
        rows[r * bytes + k % bytes] |=
            static_cast<uint8_t>(code << 2 * (k / bytes));
        expected[r] += a[k] * static_cast<int32_t>(code);
      }
    }
    std::vector<int32_t> products(kRows);
    DotPairsOfBits(a.data(), rows.data(), kRows, size, products.data());
    EXPECT_EQ(products, expected) << size;
  }
}

}  // namespace
}  // namespace broadsheet::recommend

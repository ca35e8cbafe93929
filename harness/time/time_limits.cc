// What the machine allows: the bandwidth of its memory, read and written as update rules do, the
// fused multiply-adds of one core, and the speed of memory that was never written to.
//
// An update rule with s vectors of state reads its gradient, and reads and writes x and its state:
// 3 + 2 s streams. So do these loops, which do nothing but add. An even number of streams, as where
// a point or a direction is formed from two vectors, has one vector more that is only read. They do
// not use `elementwise`, because they are the limit that it is compared with.

#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <sys/mman.h>

#include <algorithm>
#include <utility>
#include <vector>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "descend/types.h"
#include "harness/time/time_benchmarks.h"

namespace descend {
namespace {

// Adds `from`, or the sum of `from` and `other`, to every vector.
template <bool both, typename... Pointers>
DESCEND_INLINE void add_to_all(Index n, const float* __restrict__ from,
                               const float* __restrict__ other, Pointers* __restrict__... to) {
#ifndef __clang__
#pragma GCC ivdep
#endif
  for (Index i = 0; i < n; ++i) {
    const float added = both ? from[i] + other[i] : from[i];
    ((to[i] += added), ...);
  }
}

template <Index streams, std::size_t... written>
void time_bandwidth(benchmark::State& state, std::index_sequence<written...>) {
  constexpr bool kBoth = streams % 2 == 0;
  const Index n = state.range(0);
  const Vector<float> from = Vector<float>::Constant(n, 1e-3f);
  const Vector<float> other = Vector<float>::Constant(kBoth ? n : 0, 1e-3f);
  std::vector<Vector<float>> to(sizeof...(written), Vector<float>::Constant(n, 0.5f));
  for (auto _ : state) {
    add_to_all<kBoth>(n, from.data(), other.data(), to[written].data()...);
    benchmark::ClobberMemory();
  }
  state.SetBytesProcessed(state.iterations() * streams * n * std::int64_t(sizeof(float)));
}

template <Index streams>
void add_bandwidth() {
  auto* timing = benchmark::RegisterBenchmark(
      fmt::format("bandwidth/{}", streams).c_str(), [](benchmark::State& state) {
        time_bandwidth<streams>(state, std::make_index_sequence<(streams - 1) / 2>());
      });
  for (const Index n : {1'000, 10'000, 100'000, 1'000'000, 10'000'000}) timing->Arg(n);
}

// Writes numbers into memory that this process has never written to; false: it gets none.
bool write_first(std::size_t bytes) {
  void* const memory =
      mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return false;
#ifdef MADV_HUGEPAGE
  madvise(memory, bytes, MADV_HUGEPAGE);
#endif
  std::fill_n(static_cast<double*>(memory), bytes / sizeof(double), 1.5);
  benchmark::DoNotOptimize(memory);
  munmap(memory, bytes);
  return true;
}

// The system fills such memory with zeros first. The traces of long runs are written into it.
void time_first_write(benchmark::State& state) {
  const auto bytes = static_cast<std::size_t>(state.range(0));
  // Once before it is timed: a virtual machine gets memory from its host at the first use.
  if (!write_first(bytes)) state.SkipWithError("no memory");
  for (auto _ : state) write_first(bytes);
  state.SetBytesProcessed(state.iterations() * state.range(0));
}

#if defined(__x86_64__)

constexpr int kRounds = 1024;
// Enough chains to hide the latency of a multiply-add, 4 cycles, where two start in each cycle.
constexpr int kChains = 10;

__attribute__((target("avx2,fma"))) void multiply_adds_avx2(float* sums) {
  const __m256 a = _mm256_set1_ps(0.999f), b = _mm256_set1_ps(1e-3f);
  __m256 chain[kChains];
  for (int c = 0; c < kChains; ++c) chain[c] = _mm256_set1_ps(sums[c]);
  for (int r = 0; r < kRounds; ++r) {
#pragma GCC unroll 10
    for (int c = 0; c < kChains; ++c) chain[c] = _mm256_fmadd_ps(chain[c], a, b);
  }
  for (int c = 0; c < kChains; ++c) sums[c] = _mm256_cvtss_f32(chain[c]);
}

__attribute__((target("avx512f"))) void multiply_adds_avx512(float* sums) {
  const __m512 a = _mm512_set1_ps(0.999f), b = _mm512_set1_ps(1e-3f);
  __m512 chain[kChains];
  for (int c = 0; c < kChains; ++c) chain[c] = _mm512_set1_ps(sums[c]);
  for (int r = 0; r < kRounds; ++r) {
#pragma GCC unroll 10
    for (int c = 0; c < kChains; ++c) chain[c] = _mm512_fmadd_ps(chain[c], a, b);
  }
  for (int c = 0; c < kChains; ++c) sums[c] = _mm512_cvtss_f32(chain[c]);
}

void time_multiply_adds(benchmark::State& state, void (*multiply_adds)(float*), int width) {
  float sums[kChains] = {};
  for (auto _ : state) {
    multiply_adds(sums);
    benchmark::DoNotOptimize(sums);
  }
  state.counters["FLOP/s"] = benchmark::Counter(2.0 * width * kChains * kRounds,
                                                benchmark::Counter::kIsIterationInvariantRate);
}

void add_multiply_adds() {
  const auto add = [](const char* name, void (*multiply_adds)(float*), int width) {
    benchmark::RegisterBenchmark(
        name, [=](benchmark::State& state) { time_multiply_adds(state, multiply_adds, width); });
  };
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
    add("fma_peak/avx2", multiply_adds_avx2, 8);
  }
  if (__builtin_cpu_supports("avx512f")) add("fma_peak/avx512", multiply_adds_avx512, 16);
}

#else

// Not measured on other processors, whose widest vectors are not known here.
void add_multiply_adds() {}

#endif

}  // namespace

void add_limit_timings() {
  add_bandwidth<3>();
  add_bandwidth<4>();
  add_bandwidth<5>();
  add_bandwidth<7>();
  add_bandwidth<8>();
  add_bandwidth<9>();
  add_bandwidth<10>();
  add_bandwidth<11>();
  benchmark::RegisterBenchmark("first_write", time_first_write)->Arg(1 << 28);
  add_multiply_adds();
}

}  // namespace descend

// What the C++ peers share: the article's landscape, and measuring a piece of work.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <functional>
#include <map>
#include <string>

// f(x) = x^2/9 - cos(x) + 0.5 x cos(5x) - 0.25 x, with its derivative.
inline double landscape(double x, double& slope) {
  const double sin_x = std::sin(x), cos_x = std::cos(x);
  const double sin_5x = std::sin(5 * x), cos_5x = std::cos(5 * x);
  slope = 0.5 * cos_5x - 2.5 * x * sin_5x - 0.25 + sin_x + 2 * x / 9;
  return x * x / 9 - cos_x + 0.5 * x * cos_5x - 0.25 * x;
}

inline double processor_seconds() {
  std::timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

// Processor seconds of one unit of work: body(count) does so many.
inline double measure(const std::function<void(long)>& body, double budget) {
  body(1);
  for (long count = 1;;) {
    const double start = processor_seconds();
    body(count);
    const double spent = processor_seconds() - start;
    if (spent >= budget) return spent / static_cast<double>(count);
    const double wanted = 1.2 * static_cast<double>(count) * budget / std::max(spent, 1e-9);
    count = std::max(count + 1, static_cast<long>(std::min(wanted, 10.0 * count)));
  }
}

// The protocol of worker.py: a line about itself, then an answer a line.
inline int serve(const std::string& version,
                 const std::map<std::string, std::function<std::function<void(long)>()>>& works) {
  std::printf("{\"version\": \"%s\", \"works\": [", version.c_str());
  const char* separator = "";
  for (const auto& work : works) {
    std::printf("%s\"%s\"", separator, work.first.c_str());
    separator = ", ";
  }
  std::printf("]}\n");
  std::fflush(stdout);
  char name[100];
  double budget;
  while (std::scanf("%99s %lf", name, &budget) == 2) {
    std::printf("{\"seconds\": %.17g}\n", measure(works.at(name)(), budget));
    std::fflush(stdout);
  }
  return 0;
}

#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "native/batch_loader.h"

using namespace genrelens;

TEST_CASE("batches come in order, each made once, from any number of threads") {
  for (const int threads : {1, 2, 7}) {
    CAPTURE(threads);
    std::atomic<std::size_t> made = 0;
    const auto make = [&](std::size_t number) {
      made++;
      if (number % 3 == 0) std::this_thread::sleep_for(std::chrono::milliseconds(2));  // so that others overtake
      return Batch{.rows = number};
    };
    BatchLoader loader(threads, 50, make);
    for (std::size_t i = 0; i < 50; i++) CHECK(loader.next().rows == i);
    CHECK(made == 50);
  }
}

TEST_CASE("no more lie ready than two a thread") {
  std::atomic<std::size_t> made = 0;
  BatchLoader loader(2, 100, [&](std::size_t number) {
    made++;
    return Batch{.rows = number};
  });
  loader.next();
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  CHECK(made <= 1 + 4);
}

TEST_CASE("a loader may end before its last batch") {
  std::atomic<std::size_t> made = 0;
  {
    BatchLoader loader(3, 1000, [&](std::size_t number) {
      made++;
      return Batch{.rows = number};
    });
    CHECK(loader.next().rows == 0);
  }
  CHECK(made < 1000);
}

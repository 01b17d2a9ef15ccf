#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <new>
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

TEST_CASE("what a thread throws comes to the one that waits for its batch") {
  for (int threads : {1, 3}) {
    BatchLoader loader(threads, 10, [](std::size_t number) -> Batch {
      if (number == 2) throw std::bad_alloc();
      return {.rows = number};
    });
    bool thrown = false;
    try {
      for (std::size_t i = 0; i < 10; i++) loader.next();
    } catch (const std::bad_alloc&) {
      thrown = true;
    }
    CHECK(thrown);
  }
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

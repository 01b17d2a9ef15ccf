// Batches made by other threads while the network learns; they come in order, whatever the number of threads.
//
//   BatchLoader loader(threads, count, [&](std::size_t number) { return maker.make(order, epoch, number); });
//   for (std::size_t i = 0; i < count; i++) learn(loader.next());
#pragma once

#include <condition_variable>
#include <cstddef>
#include <exception>
#include <functional>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

#include "native/batch_maker.h"

namespace genrelens {

class BatchLoader {
 public:
  // make: called for each number 0…count − 1 once, on any of the threads. At most two batches a thread lie ready.
  BatchLoader(int threads, std::size_t count, std::function<Batch(std::size_t)> make);
  ~BatchLoader();  // ends early if not all batches were taken
  BatchLoader(const BatchLoader&) = delete;
  BatchLoader& operator=(const BatchLoader&) = delete;

  // The next batch, waited for if need be; asserts that there is one. Throws what make threw.
  Batch next();

 private:
  void work();

  std::size_t count_;
  std::size_t most_ready_;
  std::function<Batch(std::size_t)> make_;
  std::mutex mutex_;
  std::condition_variable ready_changed_, room_changed_;
  std::map<std::size_t, Batch> ready_;  // by number
  std::exception_ptr failure_;          // of a thread, which then ends
  std::size_t next_made_ = 0;           // number that the next free thread makes
  std::size_t next_taken_ = 0;
  bool ended_ = false;
  std::vector<std::jthread> threads_;  // last: they use all of the above
};

}  // namespace genrelens

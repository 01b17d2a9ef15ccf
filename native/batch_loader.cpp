#include "native/batch_loader.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace genrelens {

BatchLoader::BatchLoader(int threads, std::size_t count, std::function<Batch(std::size_t)> make)
    : count_(count), most_ready_(2 * static_cast<std::size_t>(std::max(1, threads))), make_(std::move(make)) {
  for (int i = 0; i < std::max(1, threads); i++) threads_.emplace_back([this] { work(); });
}

BatchLoader::~BatchLoader() {
  {
    const std::lock_guard lock(mutex_);
    ended_ = true;
  }
  room_changed_.notify_all();
}

void BatchLoader::work() {
  std::unique_lock lock(mutex_);
  while (true) {
    room_changed_.wait(lock,
                       [this] { return ended_ || next_made_ >= count_ || next_made_ < next_taken_ + most_ready_; });
    if (ended_ || next_made_ >= count_) return;
    const std::size_t number = next_made_++;
    lock.unlock();
    std::exception_ptr failure;
    Batch batch;
    try {
      batch = make_(number);
    } catch (...) {  // no memory: a thread that throws would end the program
      failure = std::current_exception();
    }
    lock.lock();
    if (failure) failure_ = failure;
    if (!failure) ready_.emplace(number, std::move(batch));
    ready_changed_.notify_one();
    if (failure) return;
  }
}

Batch BatchLoader::next() {
  std::unique_lock lock(mutex_);
  assert(next_taken_ < count_);
  ready_changed_.wait(lock, [this] { return failure_ || ready_.contains(next_taken_); });
  if (failure_) std::rethrow_exception(failure_);
  Batch batch = std::move(ready_.extract(next_taken_).mapped());
  next_taken_++;
  lock.unlock();
  room_changed_.notify_all();
  return batch;
}

}  // namespace genrelens

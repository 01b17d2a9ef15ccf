#include "native/training_task.h"

namespace genrelens {

Network network_of(const System& system, const TrainingOptions& options, std::size_t labels) {
  Network network = system.network(labels);
  if (options.dropout) network.set_dropout(*options.dropout);
  return network;
}

}  // namespace genrelens

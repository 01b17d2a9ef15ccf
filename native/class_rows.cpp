#include "native/class_rows.h"

#include <utility>

namespace genrelens {

Result<LastLayer> take_class_rows(const Checkpoint& checkpoint, const ClassRows& classes,
                                  std::span<const std::string> labels) {
  const auto weight = checkpoint.weights.find(classes.layer + ".weight");
  const auto bias = checkpoint.weights.find(classes.layer + ".bias");
  const auto end = checkpoint.weights.end();
  const bool fits = weight != end && bias != end && weight->second.shape.size() == 2 &&
                    bias->second.shape.size() == 1 && bias->second.shape[0] == weight->second.shape[0];
  if (!fits) {
    return Error{ErrorCode::bad_field, "It lacks the layer " + classes.layer + " of weights and biases, one a class."};
  }
  const auto count = static_cast<std::size_t>(weight->second.shape[0]);
  const auto size = static_cast<std::size_t>(weight->second.shape[1]);
  LastLayer layer;
  float sum = 0, known = 0;
  for (const std::string& label : labels) {
    const auto row = classes.rows.find(label);
    if (row == classes.rows.end()) continue;
    if (row->second >= count) {
      return Error{ErrorCode::bad_field, "Its layer " + classes.layer + " has " + std::to_string(count) + " classes; " +
                                             label + " would be class " + std::to_string(row->second) + "."};
    }
    sum += bias->second.values[row->second];
    known++;
  }
  for (const std::string& label : labels) {
    const auto row = classes.rows.find(label);
    const bool starts_fresh = row == classes.rows.end();
    for (std::size_t i = 0; i < size; i++) {
      layer.weight.values.push_back(starts_fresh ? 0 : weight->second.values[row->second * size + i]);
    }
    layer.bias.values.push_back(!starts_fresh ? bias->second.values[row->second] : known > 0 ? sum / known : 0);
  }
  const auto rows = static_cast<std::int64_t>(labels.size());
  layer.weight.shape = {rows, static_cast<std::int64_t>(size)};
  layer.bias.shape = {rows};
  return layer;
}

}  // namespace genrelens

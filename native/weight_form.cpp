#include "native/weight_form.h"

#include <iterator>

namespace genrelens {
namespace {

constexpr const char* kNames[] = {"float32", "float16", "int8", "int4"};  // in the order of WeightForm

}  // namespace

const char* name_of(WeightForm form) { return kNames[static_cast<int>(form)]; }

std::optional<WeightForm> weight_form(const std::string& name) {
  for (int i = 0; i < static_cast<int>(std::size(kNames)); i++) {
    if (name == kNames[i]) return static_cast<WeightForm>(i);
  }
  return {};
}

std::vector<std::string> weight_form_names() { return {std::begin(kNames), std::end(kNames)}; }

}  // namespace genrelens

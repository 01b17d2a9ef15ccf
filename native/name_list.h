// Names in a sentence: "train, valid, test".
#pragma once

#include <string>

namespace genrelens {

// names: any range of texts; "" for none.
template <class Names>
std::string name_list(const Names& names) {
  std::string list;
  for (const auto& name : names) {
    if (!list.empty()) list += ", ";
    list += name;
  }
  return list;
}

}  // namespace genrelens

// genrelens audit: whether two splits share what they must not.
#include "native/audit.h"

#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "native/command/command.h"
#include "native/printable.h"
#include "native/split.h"

namespace genrelens {
namespace {

using Json = nlohmann::ordered_json;

struct Options {
  DataOptions data;
  std::vector<std::string> splits;
  bool json = false;
};

// Those that are asked for; else train, valid and test where two of them are there; else all.
std::vector<std::string> chosen_splits(const Options& options, const FeatureFolder& folder) {
  std::vector<std::string> names;
  for (const std::string& name : options.splits) names.push_back(split_named(folder, name));
  if (!names.empty()) return names;
  for (const char* name : {"train", "valid", "test"}) {
    const std::string found = split_named(folder, name);
    if (!unknown_split(folder, found)) names.push_back(found);
  }
  if (names.size() >= 2) return names;
  std::set<std::string> all;
  for (const Track& track : folder.tracks) all.insert(track.split);
  all.erase("");
  return {all.begin(), all.end()};
}

Json as_json(const std::vector<SharedName>& shared, const FeatureFolder& folder) {
  const auto ids = [&](const std::vector<std::size_t>& tracks) {
    Json list = Json::array();
    for (const std::size_t track : tracks) list.push_back(folder.tracks[track].id);
    return list;
  };
  Json list = Json::array();
  for (const SharedName& item : shared) {
    list.push_back({{"name", item.name}, {"first", ids(item.first)}, {"second", ids(item.second)}});
  }
  return list;
}

Json as_json(const Audit& audit, const FeatureFolder& folder) {
  Json pairs = Json::array();
  for (const NearDuplicate& pair : audit.near_duplicates) {
    pairs.push_back({{"first", folder.tracks[pair.first].id},
                     {"second", folder.tracks[pair.second].id},
                     {"similarity", pair.similarity},
                     {"shift_seconds", pair.shift_seconds}});
  }
  return {{"first", audit.first},
          {"second", audit.second},
          {"recordings", as_json(audit.recordings, folder)},
          {"artists", as_json(audit.artists, folder)},
          {"near_duplicates", pairs},
          {"without_artist", {audit.first_without_artist, audit.second_without_artist}}};
}

int audit_folder(const Options& options) {
  int status = kSuccess;
  const std::optional<FeatureFolder> folder = read_data(options.data, status);
  if (!folder) return status;
  const std::vector<std::string> names = chosen_splits(options, *folder);
  for (const std::string& name : names) {
    if (const auto error = unknown_split(*folder, name)) return report_usage(*error);
  }
  if (std::set(names.begin(), names.end()).size() != names.size() || names.size() < 2) {
    return report_usage({ErrorCode::bad_field, "An audit compares two splits or more, each with the others."});
  }
  if (!folder->has_artists) note("tracks.csv has no column \"artist\": artists are not compared.");
  std::size_t findings = 0;
  for (std::size_t i = 0; i < names.size(); i++) {
    for (std::size_t j = i + 1; j < names.size(); j++) {
      const Result<Split> first = find_split(*folder, names[i]), second = find_split(*folder, names[j]);
      if (!first) return report(first.error());
      if (!second) return report(second.error());
      const Audit audit = audit_splits(*folder, *first, *second);
      findings += audit.findings();
      if (options.json) {
        std::puts(as_json(audit, *folder).dump(-1, ' ', false, Json::error_handler_t::replace).c_str());
        continue;
      }
      for (const std::string& line : describe(audit, *folder)) std::puts(printable(line).c_str());
    }
  }
  return findings == 0 ? kSuccess : kBadData;
}

}  // namespace

void add_audit(CLI::App& program, int& status) {
  const auto options = std::make_shared<Options>();
  CLI::App* command =
      program.add_subcommand("audit", "Look for tracks, artists and near-duplicates on both sides of a split");
  add_data_options(command, options->data);
  command->add_option("--split", options->splits,
                      "Said twice or more: the splits to compare (else train, valid, test)");
  command->add_flag("--json", options->json, "One JSON object a pair of splits");
  command->callback([options, &status] { status = audit_folder(*options); });
}

}  // namespace genrelens

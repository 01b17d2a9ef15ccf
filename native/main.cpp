// genrelens: classify songs; compute features; train, evaluate, cross-validate, compare and export the networks that
// classify; divide data and audit the division.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "native/command/command.h"
#include "native/name_list.h"
#include "native/tuning.h"

namespace {

// CLI11 says only that a word was not expected.
std::string unknown_subcommand(const CLI::App& program, const std::string& word) {
  std::vector<std::string> names;
  for (const CLI::App* command : program.get_subcommands([](const CLI::App*) { return true; })) {
    names.push_back(command->get_name());
  }
  return "There is no subcommand \"" + word + "\"; there are: " + genrelens::name_list(names) + ".";
}

int report_parse_error(const CLI::App& program, const CLI::ParseError& error, const char* first) {
  const bool word = first != nullptr && first[0] != '-' && program.get_subcommands().empty();
  genrelens::note(word ? "genrelens: " + unknown_subcommand(program, first)
                       : "genrelens: " + std::string(error.what()) + " (genrelens --help lists what there is)");
  return genrelens::kBadUsage;
}

// In the order that CLI11 wants, last first. Only classify takes any number of names.
std::vector<std::string> words_of(int count, char** arguments) {
  std::vector<std::string> words;
  const bool names = count > 1 && std::string_view(arguments[1]) == "classify";
  for (int i = count - 1; i > 0; i--) words.push_back(names ? genrelens::mark_brackets(arguments[i]) : arguments[i]);
  return words;
}

}  // namespace

int main(int count, char** arguments) {
  using namespace genrelens;
  tune_memory();
  const std::string_view subcommand = count > 1 ? arguments[1] : "";
  if (subcommand == "train" || subcommand == "search") restart_with_passive_threads(arguments);

  int status = kSuccess;
  CLI::App program("Genre Lens: what genre a song is, and why.", "genrelens");
  program.require_subcommand(1);
  program.set_version_flag("--version", "genrelens " GENRELENS_VERSION);
  add_classify(program, status);
  add_features(program, status);
  add_train(program, status);
  add_search(program, status);
  add_evaluate(program, status);
  add_cross_validate(program, status);
  add_compare(program, status);
  add_export(program, status);
  add_split(program, status);
  add_audit(program, status);
  add_results(program, status);
  add_systems(program, status);
  try {
    program.parse(words_of(count, arguments));
  } catch (const CLI::Success& wanted) {  // --help, --version
    return program.exit(wanted);
  } catch (const CLI::ParseError& error) {
    return report_parse_error(program, error, count > 1 ? arguments[1] : nullptr);
  }
  if (std::fflush(stdout) != 0 || std::ferror(stdout)) {
    std::fprintf(stderr, "genrelens: the answer could not be written to standard output.\n");
    return kBadData;
  }
  return status;
}

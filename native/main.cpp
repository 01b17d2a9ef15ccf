// genrelens: classify songs; compute features; train, evaluate, compare and export the networks that classify.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <string_view>

#include "native/command/command.h"
#include "native/tuning.h"

int main(int count, char** arguments) {
  using namespace genrelens;
  tune_memory();
  if (count > 1 && std::string_view(arguments[1]) == "train") restart_with_passive_threads(arguments);

  int status = kSuccess;
  CLI::App program("Genre Lens: what genre a song is, and why.", "genrelens");
  program.require_subcommand(1);
  program.set_version_flag("--version", "genrelens " GENRELENS_VERSION);
  add_classify(program, status);
  add_features(program, status);
  add_train(program, status);
  add_evaluate(program, status);
  add_compare(program, status);
  add_export(program, status);
  add_systems(program, status);
  try {
    program.parse(count, arguments);
  } catch (const CLI::Success& wanted) {  // --help, --version
    return program.exit(wanted);
  } catch (const CLI::ParseError& error) {
    std::fprintf(stderr, "genrelens: %s (genrelens --help lists what there is)\n", error.what());
    return kBadUsage;
  }
  if (std::fflush(stdout) != 0 || std::ferror(stdout)) {
    std::fprintf(stderr, "genrelens: the answer could not be written to standard output.\n");
    return kBadData;
  }
  return status;
}

#include "app/cli_program.h"

int main(int argc, char** argv) { return static_cast<int>(overfit::cli::run_program(argc, argv)); }

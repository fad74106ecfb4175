#include "app/cli_program.h"
#include "core/experiment/engine.h"

int main(int argc, char** argv) {
    overfit::set_engine_environment();
    return static_cast<int>(overfit::cli::run_program(argc, argv));
}

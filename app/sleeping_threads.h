#pragma once

namespace overfit {

/// Lets the training's threads sleep while they wait for each other: starts this program anew with that asked of OpenMP,
/// unless it is. The engine asks for it as well, but Qt has brought the OpenMP library along by then (through libb2), and
/// that reads the environment once, before main(). Spinning threads take the processors from what else there is to do,
/// drawing included. Returns only where nothing is to be done, or the program cannot be started anew.
void let_training_threads_sleep(char** arguments);

}   // namespace overfit

#pragma once

namespace overfit {

/// From now on memory that tensors free stays with the process, for the whole of it: each training step needs the same amount
/// again, and pages that the system takes back it has to clear and map anew (MEASUREMENTS.md). glibc's own settings; outside
/// the main thread for tensors of up to 64 MB. Calls are not counted: ProcessSettings makes the first and the last.
void keep_freed_memory();

/// No longer, and what is free goes back to the system now. From the thread that trained: only it reaches its own heap's end.
void give_freed_memory_back();

}   // namespace overfit

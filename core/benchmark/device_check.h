#pragma once

#include "core/experiment/engine.h"
#include "core/experiment/machine_check.h"

#include <stop_token>
#include <string>
#include <vector>

namespace overfit {

inline constexpr double device_fp32_tolerance = 1e-4;
inline constexpr double device_half_tolerance = 5e-2;

/// Trains two small networks (an MLP and a convolutional one with batch norm) on random data, on `device` and on the CPU
/// from the same weights in the same order, and compares the losses of all steps, the evaluation of the trained network and
/// its weights; then every further precision that the device has with fp32 there; then tells images/s of both. The CPU
/// itself is compared with the CPU at another number of threads. One check a comparison, Health::Broken where it lies
/// outside of its tolerance; a single one that says what was found instead where the device is not there.
///
/// Tolerances, relative. fp32: `device_fp32_tolerance`. Sums in another order round differently, by 1e-7 a value; on a CPU,
/// 20 steps with another number of threads then lie up to 3e-6 apart. Products in bf16 move the weights 5e-4 (Wide ResNet)
/// to 4e-3 (MLP) away; TF32, which has to be off here, keeps three bits more, so that an eighth of that is expected: the MLP
/// tells it, the Wide ResNet alone might not. Other precisions, losses and evaluation only: `device_half_tolerance`: bf16
/// makes 3e-4 on a CPU; how many steps fp16's loss scale leaves out on a GPU, each worth 3e-2 when one is left out by hand,
/// has not been seen yet.
///
/// device: as of the configuration. Takes up to half a minute. A training that fails is Health::Broken, too. Throws Stopped.
std::vector<MachineCheck> check_device(Engine& engine, const std::string& device, const std::stop_token& stop = {});

}   // namespace overfit

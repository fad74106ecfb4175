"""Golden learning rates, recorded from Python's torch.optim.lr_scheduler.

    python schedules.py     writes schedules.safetensors beside this file: the rate of the steps of epochs 1, 2, ...
"""
import pathlib
import warnings

import torch
from safetensors.torch import save_file
from torch.optim import lr_scheduler


def rates(epochs, make):
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.1)
    scheduler = make(optimizer)
    recorded = []
    for _ in range(epochs):
        recorded.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step()
    return torch.tensor(recorded, dtype=torch.float64)


def main():
    warnings.simplefilter("ignore")
    save_file({
        "constant": rates(12, lambda o: lr_scheduler.ConstantLR(o, factor=1.0)),
        "step": rates(12, lambda o: lr_scheduler.MultiStepLR(o, milestones=[3, 8], gamma=0.1)),
        "exponential": rates(12, lambda o: lr_scheduler.ExponentialLR(o, gamma=0.95)),
        "cosine": rates(12, lambda o: lr_scheduler.CosineAnnealingLR(o, T_max=12)),
        "warm-up": rates(12, lambda o: lr_scheduler.LinearLR(o, start_factor=1 / 5, total_iters=4)),
        "warm-up, exponential": rates(12, lambda o: lr_scheduler.ChainedScheduler(
            [lr_scheduler.LinearLR(o, start_factor=1 / 5, total_iters=4), lr_scheduler.ExponentialLR(o, gamma=0.95)])),
    }, pathlib.Path(__file__).parent / "schedules.safetensors")


if __name__ == "__main__":
    main()

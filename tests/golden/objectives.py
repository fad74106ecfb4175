"""Golden losses and gradients of what training minimises, recorded from Python's PyTorch in float64.

    python objectives.py        writes objectives.safetensors beside this file

Early-learning regularisation after Liu et al. 2020 (arXiv:2007.00151, their published loss), three steps on the same
examples, so that the running mean of predictions moves.
"""
import pathlib

import torch
from safetensors.torch import save_file
from torch.nn.functional import cross_entropy, softmax

EXAMPLES, BATCH, CLASSES, STEPS = 9, 5, 4, 3


def main():
    torch.manual_seed(7)
    logits = 2 * torch.randn(STEPS, BATCH, CLASSES, dtype=torch.float64)
    labels = torch.tensor([3, 0, 2, 2, 1])
    partner, weight = torch.tensor([2, 4, 0, 1, 3]), 0.3
    recorded = {"logits": logits, "labels": labels, "partner": partner, "places": torch.tensor([8, 0, 3, 5, 4])}

    def record(name, function):
        x = logits[0].clone().requires_grad_()
        loss = function(x)
        loss.backward()
        recorded[name] = loss.detach().reshape(1)
        recorded[name + ", gradient"] = x.grad

    record("plain", lambda x: cross_entropy(x, labels))
    record("label smoothing 0.1", lambda x: cross_entropy(x, labels, label_smoothing=0.1))
    record("mixup", lambda x: weight * cross_entropy(x, labels) + (1 - weight) * cross_entropy(x, labels[partner]))
    record("mixup, label smoothing 0.2", lambda x: weight * cross_entropy(x, labels, label_smoothing=0.2)
           + (1 - weight) * cross_entropy(x, labels[partner], label_smoothing=0.2))

    momentum, regularisation = 0.7, 3.0
    means = torch.zeros(EXAMPLES, CLASSES, dtype=torch.float64)
    for step in range(STEPS):
        x = logits[step].clone().requires_grad_()
        predicted = softmax(x, dim=1).clamp(1e-4, 1.0 - 1e-4)
        shares = predicted.detach()
        places = recorded["places"]
        means[places] = momentum * means[places] + (1 - momentum) * shares / shares.sum(dim=1, keepdim=True)
        loss = cross_entropy(x, labels) + regularisation * (1 - (means[places] * predicted).sum(dim=1)).log().mean()
        loss.backward()
        recorded[f"early learning, step {step}"] = loss.detach().reshape(1)
        recorded[f"early learning, step {step}, gradient"] = x.grad
    recorded["early learning, means"] = means
    save_file(recorded, pathlib.Path(__file__).parent / "objectives.safetensors")


if __name__ == "__main__":
    main()

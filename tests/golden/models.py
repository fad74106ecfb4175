"""Golden values of the two model families, recorded from Python's PyTorch 2.11 on a CPU.

    python models.py        writes mlp.safetensors and wide_resnet.safetensors beside this file

Weights are a pattern of whole numbers that C++ repeats exactly (patterned() in tests/engine/golden_file.h), so that only
results are stored: logits and losses in full, gradients and updated weights as checksums.
"""
import pathlib

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from safetensors.torch import save_file

HERE = pathlib.Path(__file__).parent


def patterned(count, salt, scale):
    """count float32 values in -scale/2..scale/2 that look random; exact in float64 before the one rounding."""
    i = np.arange(count, dtype=np.int64)
    values = ((i * 7919 + salt * 104729 + i * i % 31 * 613) % 1009).astype(np.float64) / 1009.0 - 0.5
    return torch.from_numpy((values * scale).astype(np.float32))


def checksum(tensor):
    """Sum, sum of squares and the product with a pattern, in float64, in C order."""
    values = tensor.detach().contiguous().view(-1).double()
    weights = patterned(values.numel(), 99, 1.0).double()
    return torch.stack([values.sum(), values.square().sum(), (values * weights).sum()])


class Mlp(nn.Module):
    def __init__(self, units):
        super().__init__()
        for layer in range(1, len(units)):
            name = "fc" if layer == len(units) - 1 else f"fc{layer}"
            self.add_module(name, nn.Linear(units[layer - 1], units[layer]))

    def forward(self, x):
        x = x.flatten(1)
        layers = list(self.children())
        for layer in layers[:-1]:
            x = F.relu(layer(x))
        return layers[-1](x)


class BasicBlock(nn.Module):
    """As in the usual PyTorch port, which fitting-random-labels uses."""

    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.bn1 = nn.BatchNorm2d(inputs)
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.equal = inputs == outputs
        self.convShortcut = None if self.equal else nn.Conv2d(inputs, outputs, 1, stride, 0, bias=False)

    def forward(self, x):
        activated = F.relu(self.bn1(x))
        out = self.conv2(F.relu(self.bn2(self.conv1(activated))))
        return out + (x if self.equal else self.convShortcut(activated))


class NetworkBlock(nn.Module):
    def __init__(self, count, inputs, outputs, stride):
        super().__init__()
        self.layer = nn.Sequential(*(BasicBlock(inputs if i == 0 else outputs, outputs, stride if i == 0 else 1)
                                     for i in range(count)))

    def forward(self, x):
        return self.layer(x)


class WideResNet(nn.Module):
    def __init__(self, depth, classes, width):
        super().__init__()
        n = (depth - 4) // 6
        self.conv1 = nn.Conv2d(3, 16, 3, 1, 1, bias=False)
        self.block1 = NetworkBlock(n, 16, 16 * width, 1)
        self.block2 = NetworkBlock(n, 16 * width, 32 * width, 2)
        self.block3 = NetworkBlock(n, 32 * width, 64 * width, 2)
        self.bn1 = nn.BatchNorm2d(64 * width)
        self.fc = nn.Linear(64 * width, classes)

    def forward(self, x):
        out = self.block3(self.block2(self.block1(self.conv1(x))))
        return self.fc(F.relu(self.bn1(out)).mean((2, 3)))


def fill(network):
    with torch.no_grad():
        for salt, parameter in enumerate(network.parameters()):
            scale = 2.0 if parameter.dim() == 1 else 2.0 / np.sqrt(parameter[0].numel())
            shift = 1.0 if parameter.dim() == 1 and parameter.numel() != 10 else 0.0   # not the last layer's 10 biases
            parameter.copy_(patterned(parameter.numel(), salt, scale).view_as(parameter) + shift)


def record(network, images, labels):
    """Forward, loss, gradients, two steps of SGD with momentum 0.9 and weight decay 0.01, plain and Nesterov."""
    golden = {}
    for variant, nesterov in (("plain", False), ("nesterov", True)):
        fill(network)
        for module in network.modules():
            if isinstance(module, nn.BatchNorm2d):
                module.reset_running_stats()
        network.train()
        optimizer = torch.optim.SGD(network.parameters(), lr=0.05, momentum=0.9, weight_decay=0.01, nesterov=nesterov)
        for step in (1, 2):
            optimizer.zero_grad()
            logits = network(images)
            loss = F.cross_entropy(logits, labels)
            loss.backward()
            if variant == "plain" and step == 1:
                golden["logits"], golden["loss"] = logits.detach().clone(), loss.detach().double().view(1)
                for name, parameter in network.named_parameters():
                    golden[f"gradient.{name}"] = checksum(parameter.grad)
            optimizer.step()
        for name, parameter in network.named_parameters():
            golden[f"{variant}.{name}"] = checksum(parameter)
        if variant == "plain":
            for name, buffer in network.named_buffers():
                golden[f"plain.{name}"] = checksum(buffer)
            network.eval()
            with torch.no_grad():
                golden["evaluated_logits"] = network(images)
    return golden


def main():
    torch.set_num_threads(1)
    labels = torch.arange(6) * 3 % 10

    golden = record(Mlp([48, 20, 12, 10]), patterned(6 * 48, 50, 2.0).view(6, 3, 4, 4), labels)
    torch.manual_seed(20170424)
    for name, parameter in Mlp([48, 20, 12, 10]).named_parameters():
        golden[f"initial.{name}"] = parameter.detach().clone()
    save_file(golden, HERE / "mlp.safetensors")

    golden = record(WideResNet(10, 10, 1), patterned(6 * 192, 51, 2.0).view(6, 3, 8, 8), labels)
    save_file(golden, HERE / "wide_resnet.safetensors")


if __name__ == "__main__":
    main()

"""Golden values of all model families and optimisers, recorded from Python's PyTorch 2.11 and torchvision 0.26 on a CPU.

    python models.py        writes NAME.safetensors beside this file, one a case

Weights and images come from PyTorch's generator, which draws the same in C++, so that only results are stored: logits and
losses in full, gradients and updated weights as checksums. Everything is computed in float64: deep
networks multiply float32's rounding so much that only a loose comparison would be left. What is printed is how far the
logits in float32 are from them, the measure of the looser tolerance in tests/engine/models.
"""
import pathlib

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
import torchvision
from networks import Mlp, ResNet18, SmallAlexNet, SmallInception, WideResNet
from safetensors.torch import save_file

HERE = pathlib.Path(__file__).parent
CLASSES = 10


def patterned(count, salt, scale):
    """count float32 values in -scale/2..scale/2 that look random; exact in float64 before the one rounding."""
    i = np.arange(count, dtype=np.int64)
    values = ((i * 7919 + salt * 104729 + i * i % 31 * 613) % 1009).astype(np.float64) / 1009.0 - 0.5
    return torch.from_numpy((values * scale).astype(np.float32))


def uniform(shape, seed, scale):
    """float32 values in -scale/2..scale/2 from PyTorch's generator, which is the same in C++."""
    return torch.empty(shape).uniform_(-scale / 2, scale / 2, generator=torch.Generator().manual_seed(seed))


def checksum(tensor):
    """Sum, sum of squares and the product with a pattern, in float64, in C order."""
    values = tensor.detach().contiguous().view(-1).double()
    weights = patterned(values.numel(), 99, 1.0).double()
    return torch.stack([values.sum(), values.square().sum(), (values * weights).sum()])


def trained(network):
    return [(name, parameter) for name, parameter in network.named_parameters() if parameter.requires_grad]


def fill(network):
    """Weights with He's variance, so that signals keep their size; scales around 1, biases and shifts around 0."""
    with torch.no_grad():
        for seed, (name, parameter) in enumerate(trained(network)):
            vector = parameter.dim() == 1
            scale = 0.5 if vector else np.sqrt(24.0 / parameter[0].numel())
            shift = 1.0 if vector and name.endswith("weight") else 0.0
            parameter.copy_(uniform(parameter.shape, seed, scale) + shift)


OPTIMIZERS = {
    "sgd": lambda p: torch.optim.SGD(p, lr=0.01, weight_decay=0.01),
    "momentum": lambda p: torch.optim.SGD(p, lr=0.01, momentum=0.9, weight_decay=0.01),
    "nesterov": lambda p: torch.optim.SGD(p, lr=0.01, momentum=0.9, weight_decay=0.01, nesterov=True),
    # With the usual epsilon of 1e-8 the first step is the sign of the gradient, however small: rounding would decide.
    "adam": lambda p: torch.optim.Adam(p, lr=0.01, betas=(0.8, 0.99), eps=1e-4, weight_decay=0.01),
    "adamw": lambda p: torch.optim.AdamW(p, lr=0.01, betas=(0.8, 0.99), eps=1e-4, weight_decay=0.01),
}


def train(network, images, labels, make_optimizer):
    """Forward, loss, gradients of the first of three steps; then weights, running statistics, evaluation."""
    values = {}
    fill(network)
    for module in network.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.reset_running_stats()
    network.train()
    optimizer = make_optimizer([parameter for _, parameter in trained(network)])
    for step in (1, 2, 3):
        optimizer.zero_grad()
        logits = network(images)
        loss = F.cross_entropy(logits, labels)
        loss.backward()
        if step == 1:
            values["logits"], values["loss"] = logits.detach().clone(), loss.detach().view(1)
            for name, parameter in trained(network):
                values[f"gradient.{name}"] = checksum(parameter.grad)
        optimizer.step()
    values["weights"] = torch.stack([checksum(parameter) for _, parameter in trained(network)])
    buffers = [checksum(buffer) for _, buffer in network.named_buffers()]
    if buffers:
        values["buffers"] = torch.stack(buffers)
    network.eval()
    with torch.no_grad():
        values["evaluated_logits"] = network(images)
    return values


def record(case, network, images, optimizers=("momentum",), drawn=None):
    """drawn: makes the network with PyTorch's own weights, whose checksums are stored too."""
    labels = torch.arange(len(images)) * 3 % CLASSES
    fill(network)
    network.train()
    with torch.no_grad():
        rough = network(images)
    golden = {}
    for optimizer in optimizers:
        values = train(network.double(), images.double(), labels, OPTIMIZERS[optimizer])
        golden[f"{optimizer}.weights"] = values.pop("weights")
        if optimizer == optimizers[0]:
            golden.update(values)
    worst = (rough - golden["logits"]).abs().max() / golden["logits"].abs().max()
    print(f"{case:28} float32 is within {worst:.1e}, loss {golden['loss'].item():.3f}")
    if drawn is not None:
        torch.manual_seed(20170424)
        golden["drawn"] = torch.stack([checksum(parameter) for _, parameter in trained(drawn())])
    save_file(golden, HERE / f"{case}.safetensors")


def images_of(count, side, seed):
    return uniform((count, 3, side, side), seed, 2.0)


def main():
    torch.set_num_threads(1)
    every = ("momentum", "sgd", "nesterov", "adam", "adamw")
    record("mlp", Mlp([48, 20, 12, CLASSES]), images_of(6, 4, 50), every, lambda: Mlp([48, 20, 12, CLASSES]))
    record("linear", Mlp([48, CLASSES]), images_of(6, 4, 50))
    record("wide_resnet", WideResNet(10, CLASSES, 1), images_of(6, 8, 51), every)
    record("resnet", ResNet18(4, CLASSES), images_of(6, 32, 52), drawn=lambda: ResNet18(4, CLASSES))
    record("wide_resnet_16_2", WideResNet(16, CLASSES, 2), images_of(6, 32, 57))
    record("small_inception", SmallInception(CLASSES, "shift"), images_of(6, 28, 53))
    record("small_inception_without_affine", SmallInception(CLASSES, "none"), images_of(6, 28, 53))
    record("small_inception_scale_and_shift", SmallInception(CLASSES, "scale-and-shift"), images_of(6, 28, 53))
    record("small_inception_without_norm", SmallInception(CLASSES, None), images_of(6, 28, 53),
           drawn=lambda: SmallInception(CLASSES, None))
    record("small_alexnet", SmallAlexNet(CLASSES), images_of(6, 28, 54), drawn=lambda: SmallAlexNet(CLASSES))
    record("small_alexnet_normalized", SmallAlexNet(CLASSES, 5, 0.5, 0.6, 2.0), images_of(6, 28, 54))
    record("alexnet", torchvision.models.alexnet(num_classes=CLASSES, dropout=0.0), images_of(4, 95, 55), ("sgd",),
           lambda: torchvision.models.alexnet(num_classes=CLASSES))
    record("inception_v3", torchvision.models.inception_v3(num_classes=CLASSES, aux_logits=False, init_weights=False,
                                                           dropout=0.0), images_of(4, 107, 56))


if __name__ == "__main__":
    main()

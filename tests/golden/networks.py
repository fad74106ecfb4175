"""The model families in Python, as their sources have them; AlexNet and Inception v3 are torchvision's own."""
import torch
import torch.nn as nn
import torch.nn.functional as F


class Mlp(nn.Module):
    def __init__(self, units, bias=True):
        super().__init__()
        for layer in range(1, len(units)):
            name = "fc" if layer == len(units) - 1 else f"fc{layer}"
            self.add_module(name, nn.Linear(units[layer - 1], units[layer], bias=bias))

    def forward(self, x):
        x = x.flatten(1)
        layers = list(self.children())
        for layer in layers[:-1]:
            x = F.relu(layer(x))
        return layers[-1](x)


class WideBlock(nn.Module):
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
        self.layer = nn.Sequential(*(WideBlock(inputs if i == 0 else outputs, outputs, stride if i == 0 else 1)
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


class PreActBlock(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.bn1 = nn.BatchNorm2d(inputs)
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.shortcut = None
        if stride != 1 or inputs != outputs:
            self.shortcut = nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias=False))

    def forward(self, x):
        activated = F.relu(self.bn1(x))
        shortcut = x if self.shortcut is None else self.shortcut(activated)
        return self.conv2(F.relu(self.bn2(self.conv1(activated)))) + shortcut


class ResNet18(nn.Module):
    """Of width k, as in "Deep double descent"; for 32 x 32 images."""

    def __init__(self, k, classes):
        super().__init__()
        self.conv1 = nn.Conv2d(3, k, 3, 1, 1, bias=False)
        self.layer1 = nn.Sequential(PreActBlock(k, k, 1), PreActBlock(k, k, 1))
        self.layer2 = nn.Sequential(PreActBlock(k, 2 * k, 2), PreActBlock(2 * k, 2 * k, 1))
        self.layer3 = nn.Sequential(PreActBlock(2 * k, 4 * k, 2), PreActBlock(4 * k, 4 * k, 1))
        self.layer4 = nn.Sequential(PreActBlock(4 * k, 8 * k, 2), PreActBlock(8 * k, 8 * k, 1))
        self.linear = nn.Linear(8 * k, classes)

    def forward(self, x):
        out = self.layer4(self.layer3(self.layer2(self.layer1(self.conv1(x)))))
        return self.linear(F.avg_pool2d(out, 4).flatten(1))


class ConvModule(nn.Module):
    """Of the paper's figure 3. norm: None, or what its batch normalisation learns: "none", "shift" (its scale stays 1) or
    "scale-and-shift"."""

    def __init__(self, inputs, outputs, side, stride, norm):
        super().__init__()
        self.conv = nn.Conv2d(inputs, outputs, side, stride, side // 2, bias=norm is None)
        self.bn = nn.Identity() if norm is None else nn.BatchNorm2d(outputs, affine=norm != "none")
        if norm == "shift":
            self.bn.weight.requires_grad = False

    def forward(self, x):
        return F.relu(self.bn(self.conv(x)))


class Inception(nn.Module):
    def __init__(self, inputs, outputs1, outputs3, norm):
        super().__init__()
        self.conv1x1 = ConvModule(inputs, outputs1, 1, 1, norm)
        self.conv3x3 = ConvModule(inputs, outputs3, 3, 1, norm)

    def forward(self, x):
        return torch.cat([self.conv1x1(x), self.conv3x3(x)], 1)


class Downsample(nn.Module):
    def __init__(self, inputs, outputs, norm):
        super().__init__()
        self.conv3x3 = ConvModule(inputs, outputs, 3, 2, norm)

    def forward(self, x):
        return torch.cat([self.conv3x3(x), F.max_pool2d(x, 3, 2, 1)], 1)


class SmallInception(nn.Module):
    """The paper's figure 3, for 28 x 28 images."""

    def __init__(self, classes, norm):
        super().__init__()
        self.conv1 = ConvModule(3, 96, 3, 1, norm)
        self.block1 = Inception(96, 32, 32, norm)
        self.block2 = Inception(64, 32, 48, norm)
        self.block3 = Downsample(80, 80, norm)
        self.block4 = Inception(160, 112, 48, norm)
        self.block5 = Inception(160, 96, 64, norm)
        self.block6 = Inception(160, 80, 80, norm)
        self.block7 = Inception(160, 48, 96, norm)
        self.block8 = Downsample(144, 96, norm)
        self.block9 = Inception(240, 176, 160, norm)
        self.block10 = Inception(336, 176, 160, norm)
        self.fc = nn.Linear(336, classes)

    def forward(self, x):
        x = self.conv1(x)
        for number in range(1, 11):
            x = getattr(self, f"block{number}")(x)
        return self.fc(F.avg_pool2d(x, 7).flatten(1))


class SmallAlexNet(nn.Module):
    """The paper's, for 28 x 28 images; unless told otherwise with the constants of TensorFlow's CIFAR-10 tutorial."""

    def __init__(self, classes, size=9, alpha=0.001, beta=0.75, k=1.0):
        super().__init__()
        self.normalization = {"size": size, "alpha": alpha, "beta": beta, "k": k}
        self.conv1 = nn.Conv2d(3, 64, 5, 1, 2)
        self.conv2 = nn.Conv2d(64, 64, 5, 1, 2)
        self.hidden1 = nn.Linear(64 * 7 * 7, 384)
        self.hidden2 = nn.Linear(384, 192)
        self.output = nn.Linear(192, classes)

    def forward(self, x):
        for convolution in (self.conv1, self.conv2):
            x = F.max_pool2d(F.relu(convolution(x)), 3, 2, 1)
            x = F.local_response_norm(x, **self.normalization)
        return self.output(F.relu(self.hidden2(F.relu(self.hidden1(x.flatten(1))))))

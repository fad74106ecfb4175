"""fitting-random-labels' train.py as it is, timed: its own loader, model, epoch and evaluation passes.

    reference_peer.py --checkout DIR --data-root DIR --net NAME --images N [--threads 2]

Only the reading of CIFAR-10 is replaced, since torchvision wants its pickled archive; without a GPU, .cuda() does nothing.
Prints "ready" and answers "turn"; it keeps its own order and weights, so there are no losses to compare.
"""
import argparse
import contextlib
import io
import json
import os
import pathlib
import sys
import time
import warnings

def refuse(sentence):
    print(f"reference_peer.py: {sentence}", file=sys.stderr)
    sys.exit(2)


try:
    import numpy as np
    import torch
    import torchvision
except ImportError as problem:
    refuse(f"{sys.executable} cannot import what it needs ({problem}); install torch 2.11, torchvision 0.26 and numpy into "
           "it, name another Python with --python, or leave --reference out")

NETWORKS = {
    "mlp-1x512": ["--arch", "mlp", "--mlp-spec", "512"],
    "mlp-3x512": ["--arch", "mlp", "--mlp-spec", "512x512x512"],
    "wide-resnet-28-1": ["--arch", "wide-resnet", "--wrn-widen-factor", "1"],
    "wide-resnet-28-10": ["--arch", "wide-resnet", "--wrn-widen-factor", "10"],
}


def binary_cifar10(folder, most):
    """A replacement of CIFAR10.__init__ that reads the binary archive's first images."""
    def read(self, root=None, train=True, download=False, transform=None, target_transform=None):
        files = [f"data_batch_{number}.bin" for number in range(1, 6)] if train else ["test_batch.bin"]
        rows = np.concatenate([np.fromfile(folder / name, np.uint8).reshape(-1, 3073) for name in files])
        rows = rows[:most if train else most // 5]
        self.data = np.ascontiguousarray(rows[:, 1:].reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1))
        self.targets = rows[:, 0].astype(int).tolist()
        self.root, self.train, self.transforms = root, train, None
        self.transform, self.target_transform = transform, target_transform
    return read


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    # Whole paths: the checkout becomes the working folder.
    parser.add_argument("--checkout", required=True, type=lambda text: pathlib.Path(text).resolve())
    parser.add_argument("--data-root", required=True, type=lambda text: pathlib.Path(text).resolve())
    parser.add_argument("--net", required=True, choices=NETWORKS)
    parser.add_argument("--images", required=True, type=int)
    parser.add_argument("--threads", type=int, default=2)
    given = parser.parse_args()
    warnings.filterwarnings("ignore")
    torch.set_num_threads(given.threads)
    torchvision.datasets.CIFAR10.__init__ = binary_cifar10(given.data_root / "cifar-10-batches-bin", given.images)
    if not torch.cuda.is_available():
        torch.Tensor.cuda = torch.nn.Module.cuda = lambda self, *_, **__: self
    os.chdir(given.checkout)
    sys.path.insert(0, str(given.checkout))
    sys.argv = ["train.py", *NETWORKS[given.net], "--label-corrupt-prob", "1.0", "--learning-rate", "0.01"]
    try:
        import cmd_args
        import train
    except ImportError as problem:
        refuse(f"{given.checkout} cannot be imported ({problem}); name a whole checkout of fitting-random-labels with "
               "--reference")
    arguments = cmd_args.parse_args()
    train_loader, test_loader = train.get_data_loaders(arguments)
    model = train.get_model(arguments)
    loss = torch.nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(model.parameters(), arguments.learning_rate, momentum=arguments.momentum,
                                weight_decay=arguments.weight_decay)
    images = len(train_loader.dataset)
    print("ready", flush=True)
    for _ in sys.stdin:
        begin = time.perf_counter()
        with contextlib.redirect_stdout(io.StringIO()):
            train.train_epoch(train_loader, model, loss, optimizer, 0, arguments)
            trained = time.perf_counter()
            train.validate_epoch(test_loader, model, loss, 0, arguments)
            train.validate_epoch(train_loader, model, loss, 0, arguments)
        end = time.perf_counter()
        print(json.dumps({"training": images / (trained - begin), "whole_epoch": images / (end - begin)}), flush=True)


if __name__ == "__main__":
    main()

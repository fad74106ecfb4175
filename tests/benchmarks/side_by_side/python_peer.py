"""What a careful Python user writes: resident data, channels_last, a fused optimiser, no .item() in a step; P2 compiles the
network for its training steps.

    python_peer.py --net NAME --exchange FILE [--compile] [--contiguous] [--device cpu] [--precision fp32] [--threads 2]

Loads data, orders and initial weights from FILE (see ours.cpp), prints "ready" and answers "losses N", "turn" and "fit EPOCHS".
"""
import argparse
import contextlib
import itertools
import json
import pathlib
import sys
import time

try:
    import torch
    import torch.nn.functional as F
except ImportError as problem:
    print(f"python_peer.py: {sys.executable} cannot import torch ({problem}); install torch 2.11 into it, or name another "
          "Python with --python", file=sys.stderr)
    sys.exit(2)

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "golden"))
from networks import Mlp, SmallAlexNet, SmallInception, WideResNet  # noqa: E402

BATCH = 128
NETWORKS = {
    "mlp-1x512": lambda: Mlp([3072, 512, 10], bias=False),
    "mlp-3x512": lambda: Mlp([3072, 512, 512, 512, 10], bias=False),
    "small-alexnet": lambda: SmallAlexNet(10),
    "small-inception": lambda: SmallInception(10, "shift"),
    "wide-resnet-28-1": lambda: WideResNet(28, 10, 1),
    "wide-resnet-28-10": lambda: WideResNet(28, 10, 10),
}


def load_tensors(file):
    """A safetensors file, with torch alone: u64 header length, JSON header, buffer."""
    content = bytearray(pathlib.Path(file).read_bytes())
    begin = 8 + int.from_bytes(content[:8], "little")
    header = json.loads(content[8:begin])
    types = {"F32": torch.float32, "I64": torch.int64}
    tensors = {}
    for name, array in header.items():
        if name == "__metadata__":
            continue
        first, end = (begin + offset for offset in array["data_offsets"])
        dtype = types[array["dtype"]]
        tensors[name] = torch.frombuffer(content, dtype=dtype, count=(end - first) // dtype.itemsize,
                                         offset=first).reshape(array["shape"])
    return tensors


class Peer:
    def __init__(self, arguments):
        torch.set_num_threads(arguments.threads)
        self.device = torch.device(arguments.device)
        torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = arguments.precision == "tf32"
        torch.backends.cudnn.benchmark = True
        self.half = {"bf16": torch.bfloat16, "fp16": torch.float16}.get(arguments.precision)
        self.compiled = arguments.compile
        tensors = load_tensors(arguments.exchange)
        self.weights = {name.removeprefix("weights/"): value for name, value in tensors.items() if "/" in name}
        place = {"device": self.device}
        if not arguments.net.startswith("mlp") and not arguments.contiguous:
            place["memory_format"] = torch.channels_last
        self.images = tensors["images"].to(**place)
        self.test_images = tensors["test_images"].to(**place)
        self.labels, self.test_labels = tensors["labels"].to(self.device), tensors["test_labels"].to(self.device)
        self.orders = tensors["orders"].to(self.device).split(len(self.images))   # of the first epochs
        self.make = NETWORKS[arguments.net]
        self.place = place
        self.network = self.make().to(**place)
        self.run = torch.compile(self.network, mode="max-autotune") if self.compiled else self.network
        self.reset()

    def reset(self):
        missing = self.network.load_state_dict(self.weights, strict=False).missing_keys
        unexpected = [name for name in missing if not name.endswith(("running_mean", "running_var", "num_batches_tracked"))]
        for module in self.network.modules():
            if isinstance(module, torch.nn.BatchNorm2d):
                module.reset_running_stats()
        # A batch norm that only shifts has no scale among our weights.
        for name in unexpected:
            parameter = self.network.get_parameter(name)
            assert name.endswith("bn.weight"), f"{name} is missing"
            torch.nn.init.ones_(parameter)
            parameter.requires_grad_(False)
        parameters = [parameter for parameter in self.network.parameters() if parameter.requires_grad]
        self.optimizer = torch.optim.SGD(parameters, lr=0.01, momentum=0.9, weight_decay=1e-4, fused=True)
        self.scaler = torch.amp.GradScaler(self.device.type, enabled=self.half is torch.float16)

    def precision(self):
        return torch.autocast(self.device.type, self.half) if self.half else contextlib.nullcontext()

    def step(self, places):
        with self.precision():
            logits = self.run(self.images[places])
        loss = F.cross_entropy(logits.float(), self.labels[places])
        self.scaler.scale(loss).backward()
        self.scaler.step(self.optimizer)
        self.scaler.update()
        self.optimizer.zero_grad(set_to_none=True)
        return loss.detach()

    def losses(self, steps):
        self.reset()
        self.network.train()
        batches = itertools.chain.from_iterable(order.split(BATCH) for order in self.orders)
        return {"losses": [self.step(batch).item() for batch in itertools.islice(batches, steps)]}

    @torch.inference_mode()
    def evaluate(self, images, labels):
        loss = torch.zeros((), device=self.device)
        hits = torch.zeros((), device=self.device)
        for first in range(0, len(images), 1000):
            with self.precision():
                logits = self.network(images[first:first + 1000]).float()
            loss += F.cross_entropy(logits, labels[first:first + 1000], reduction="sum")
            hits += (logits.argmax(1) == labels[first:first + 1000]).sum()
        return loss.item() / len(images), hits.item() / len(images)

    def wait(self):
        if self.device.type == "cuda":
            torch.cuda.synchronize()

    def turn(self):
        self.reset()
        self.network.train()
        self.wait()
        begin = time.perf_counter()
        total = torch.zeros((), device=self.device)
        for places in self.orders[0].split(BATCH):
            total += self.step(places)
        total.item()
        trained = time.perf_counter()
        self.network.eval()
        self.evaluate(self.images, self.labels)
        self.evaluate(self.test_images, self.test_labels)
        end = time.perf_counter()
        return {"training": len(self.images) / (trained - begin), "whole_epoch": len(self.images) / (end - begin)}


    def fit(self, epochs):
        """Seconds until 99.9 and 100 % of the labels are reproduced; evaluates both halves after each epoch, as ours does."""
        self.reset()
        draw = torch.Generator().manual_seed(1)
        times = {"nearly": None, "whole": None, "epochs": 0}
        self.wait()
        begin = time.perf_counter()
        for epoch in range(1, epochs + 1):
            self.network.train()
            order = self.orders[0] if epoch == 1 else torch.randperm(len(self.images), generator=draw).to(self.device)
            for places in order.split(BATCH):
                self.step(places)
            self.network.eval()
            _, accuracy = self.evaluate(self.images, self.labels)
            self.evaluate(self.test_images, self.test_labels)
            seconds = time.perf_counter() - begin
            times["epochs"] = epoch
            if accuracy >= 0.999 and times["nearly"] is None:
                times["nearly"] = seconds
            if accuracy >= 1.0:
                times["whole"] = seconds
                break
        return times


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--net", required=True, choices=NETWORKS)
    parser.add_argument("--exchange", required=True)
    parser.add_argument("--compile", action="store_true")
    parser.add_argument("--contiguous", action="store_true", help="not channels_last: sums in another order, slower")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--precision", default="fp32")
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    if arguments.device.startswith("cuda") and not torch.cuda.is_available():
        parser.exit(2, f"python_peer.py: --device {arguments.device}: torch {torch.__version__} of {sys.executable} sees no "
                       "GPU; install a torch with CUDA, or name another Python with --python\n")
    peer = Peer(arguments)
    print("ready", flush=True)
    for line in sys.stdin:
        words = line.split()
        tasks = {"losses": peer.losses, "turn": peer.turn, "fit": peer.fit}
        print(json.dumps(tasks[words[0]](*map(int, words[1:]))), flush=True)


if __name__ == "__main__":
    main()

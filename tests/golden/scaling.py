"""Golden values of the scalings, computed in float64 with numpy from their definitions.

    python scaling.py       writes scaling.safetensors beside this file

Per-image whitening: (x - mean) / max(std, 1/sqrt(V)) with x = pixel / 255 and the population standard deviation of the V
values of an image (paper, appendix A; TensorFlow's per_image_standardization).
"""
import pathlib

import numpy as np
from safetensors.numpy import save_file


def main():
    i = np.arange(4 * 3 * 5 * 6, dtype=np.int64)
    pixels = ((i * 7919 + i * i % 31 * 613) % 256).astype(np.uint8).reshape(4, 3, 5, 6)
    pixels[2] = 77                                     # no variance: the floor
    pixels[3] = 100 + (i[:90].reshape(3, 5, 6) % 2)    # below the floor: std 0.002 < 1/sqrt(90)

    x = pixels.astype(np.float64) / 255.0
    mean = x.mean((1, 2, 3), keepdims=True)
    floor = 1.0 / np.sqrt(x[0].size)
    whitened = (x - mean) / np.maximum(x.std((1, 2, 3), keepdims=True), floor)

    channel_mean, channel_std = x.mean((0, 2, 3)), x.std((0, 2, 3))
    shape = (1, 3, 1, 1)
    cifar_mean = np.array([125.3, 123.0, 113.9]) / 255.0
    cifar_std = np.array([63.0, 62.1, 66.7]) / 255.0
    save_file({
        "pixels": pixels,
        "per-image-whitening": whitened,
        "unit": x,
        "none": pixels.astype(np.float64),
        "channel-statistics": (x - channel_mean.reshape(shape)) / channel_std.reshape(shape),
        "channel-statistics.cifar10": (x - cifar_mean.reshape(shape)) / cifar_std.reshape(shape),
    }, pathlib.Path(__file__).parent / "scaling.safetensors")


if __name__ == "__main__":
    main()

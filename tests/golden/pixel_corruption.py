"""Records tests/golden/pixel_corruption.txt: corrupted images, computed apart from the program.

Usage: python tests/golden/pixel_corruption.py > tests/golden/pixel_corruption.txt   (any numpy; recorded with 2.4)

The images are 8 of 3 x 6 x 5 bytes, made up by a formula.
"""

import hashlib
import math

import numpy as np
from random_stream import Stream, seed_for

SEED = 42
CHANNELS, HEIGHT, WIDTH = 3, 6, 5
PLANE = HEIGHT * WIDTH
INDICES = [0, 1, 2, 5, 17, 300, 4_999, 59_999]  # places in the data set


def bisect(low, high, rising):
    for _ in range(100):
        middle = (low + high) / 2
        if rising(middle) < 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def chances_up_to(mean, deviation):
    """Of bytes 0..254 of a rounded and clipped Gaussian."""
    return np.array([0.5 * math.erfc((mean - byte - 0.5) / deviation / math.sqrt(2)) for byte in range(255)])


def byte_moments(mean, deviation):
    chances = np.diff(np.concatenate(([0.0], chances_up_to(mean, deviation), [1.0])))
    values = np.arange(256)
    first = (chances * values).sum()
    return first, (chances * (values - first) ** 2).sum()


def matching(mean, variance):
    """The Gaussian whose bytes have this mean and variance."""

    def mean_before(deviation):
        return bisect(-20 * deviation - 300, 20 * deviation + 555, lambda m: byte_moments(m, deviation)[0] - mean)

    deviation = bisect(0.01, 2_000, lambda d: byte_moments(mean_before(d), d)[1] - variance)
    return round(mean_before(deviation), 6), round(deviation, 6)


def noise_of(pixels, whitened, separate):
    parts = [pixels[:, channel] for channel in range(CHANNELS)] if separate else [pixels]
    middle, factor = pixels.mean(), 32 / pixels.std()
    moments = [(part.mean(), part.var()) for part in parts]
    if whitened:
        moments = [(127.5 + factor * (mean - middle), factor**2 * variance) for mean, variance in moments]
    return [matching(mean, variance) for mean, variance in moments]


def permuted(image, permutations):
    return np.stack([image[c][permutations[min(c, len(permutations) - 1)]] for c in range(CHANNELS)])


def corrupted(pixels, kind, separate, half, whitened=False):
    count = CHANNELS if separate else 1
    stream = Stream(SEED)
    shared = [stream.permutation(PLANE) for _ in range(count)]
    noise = [chances_up_to(*moments) for moments in noise_of(pixels, whitened, separate)] if kind == "gaussian" else []
    result = []
    for image, index in zip(pixels, INDICES):
        stream = Stream(seed_for(f"pixels/{half}/{index}", SEED))
        if kind == "shuffled":
            result.append(permuted(image, shared))
        elif kind == "random":
            result.append(permuted(image, [stream.permutation(PLANE) for _ in range(count)]))
        else:
            uniform = np.array([stream.uniform() for _ in range(CHANNELS * PLANE)]).reshape(len(noise), -1)
            drawn = [np.searchsorted(chances, u, side="right") for chances, u in zip(noise, uniform)]
            result.append(np.concatenate(drawn).reshape(CHANNELS, PLANE))
    return np.stack(result).astype(np.uint8)


def main():
    count = len(INDICES) * CHANNELS * PLANE
    pixels = np.array([i * i * 31 % 241 + i % 13 for i in range(count)]).reshape(-1, CHANNELS, PLANE)
    print("# kind channels half scaling sha256 first-16; seed 42; byte i is i * i * 31 mod 241 + i mod 13;")
    print("# gaussian noise: mean and deviation of each Gaussian. Made by pixel_corruption.py")
    for separate in (False, True):
        channels = "separate" if separate else "together"
        for whitened in (False, True):
            scaling = "per-image-whitening" if whitened else "unit"
            for mean, deviation in noise_of(pixels, whitened, separate):
                print("noise", channels, scaling, f"{mean:.6f} {deviation:.6f}")
        for kind in ("shuffled", "random", "gaussian"):
            for half in ("train", "test"):
                for whitened in (False, True) if kind == "gaussian" else (False,):
                    images = corrupted(pixels, kind, separate, half, whitened)
                    digest = hashlib.sha256(images.tobytes()).hexdigest()
                    first = ",".join(map(str, images.reshape(-1)[:16]))
                    print(kind, channels, half, "per-image-whitening" if whitened else "unit", digest, first)


main()

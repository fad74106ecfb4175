"""Golden values of the augmentations for given draws, computed pixel by pixel in float64 from their definitions.

    python augmentation.py      writes augmentation.safetensors beside this file

Crop: a window of the image padded with zeros. Mirror: columns in reverse. Rotation: counter-clockwise about the centre,
bilinear, beyond the border the nearest pixel. Cutout: a square around a centre, clipped at the border (DeVries and Taylor
2017). Mixup: weight * image + (1 - weight) * partner (Zhang et al. 2018).
"""
import math
import pathlib

import numpy as np
from safetensors.numpy import save_file

IMAGES, CHANNELS, HEIGHT, WIDTH = 6, 3, 9, 7


def window(image, top, left, height, width, pad):
    wide = np.pad(image, ((0, 0), (pad, pad), (pad, pad)))
    return wide[:, top:top + height, left:left + width]


def rotate(image, angle):
    _, height, width = image.shape
    turned = np.empty(image.shape)
    middle_x, middle_y = (width - 1) / 2, (height - 1) / 2
    for row in range(height):
        for column in range(width):
            # Upwards is y: a place of the result was at the place turned back, clockwise.
            x, y = column - middle_x, middle_y - row
            from_x = math.cos(angle) * x + math.sin(angle) * y
            from_y = -math.sin(angle) * x + math.cos(angle) * y
            u = min(max(from_x + middle_x, 0.0), width - 1.0)
            v = min(max(middle_y - from_y, 0.0), height - 1.0)
            left, above = int(u), int(v)
            right, below = min(left + 1, width - 1), min(above + 1, height - 1)
            du, dv = u - left, v - above
            turned[:, row, column] = ((1 - dv) * ((1 - du) * image[:, above, left] + du * image[:, above, right])
                                      + dv * ((1 - du) * image[:, below, left] + du * image[:, below, right]))
    return turned


def cut(image, row, column, side, fill):
    holed = image.copy()
    top, left = row - side // 2, column - side // 2
    holed[:, max(top, 0):max(top + side, 0), max(left, 0):max(left + side, 0)] = fill[:, None, None]
    return holed


def main():
    i = np.arange(IMAGES * CHANNELS * HEIGHT * WIDTH, dtype=np.int64)
    images = ((i * 7919 + i * i % 31 * 613) % 256).astype(np.uint8).reshape(IMAGES, CHANNELS, HEIGHT, WIDTH)
    pad = 2
    top, left = np.array([0, 4, 2, 1, 3, 0]), np.array([4, 0, 2, 3, 1, 0])     # of the image's own size, padded
    inner_top, inner_left = np.array([0, 4, 2, 1, 3, 0]), np.array([2, 0, 1, 1, 2, 0])   # 5 x 5, without padding
    mirrored = np.array([1, 0, 1, 1, 0, 0], dtype=np.uint8)
    angle = np.radians([0.0, 90.0, -25.0, 13.5, 180.0, 45.0])
    row, column, side = np.array([0, 8, 4, 2, 1, 7]), np.array([6, 0, 3, 5, 1, 3]), 4
    odd_side, fill = 3, np.array([10.0, -3.0, 0.5])
    partner, weight = np.array([3, 0, 5, 1, 4, 2]), 0.3
    floats = images.astype(np.float64)
    save_file({
        "images": images, "top": top, "left": left, "inner_top": inner_top, "inner_left": inner_left, "mirrored": mirrored,
        "angle": angle, "row": row, "column": column, "fill": fill, "partner": partner,
        "padded windows": np.stack([window(x, t, l, HEIGHT, WIDTH, pad) for x, t, l in zip(images, top, left)]),
        "inner windows": np.stack([window(x, t, l, 5, 5, 0) for x, t, l in zip(images, inner_top, inner_left)]),
        "mirrored images": np.stack([x[:, :, ::-1] if m else x for x, m in zip(images, mirrored)]),
        "rotated": np.stack([rotate(x, a) for x, a in zip(floats, angle)]),
        "cut out, side 4": np.stack([cut(x, r, c, side, fill) for x, r, c in zip(floats, row, column)]),
        "cut out, side 3": np.stack([cut(x, r, c, odd_side, fill) for x, r, c in zip(floats, row, column)]),
        "mixed, weight 0.3": weight * floats + (1 - weight) * floats[partner],
    }, pathlib.Path(__file__).parent / "augmentation.safetensors")


if __name__ == "__main__":
    main()

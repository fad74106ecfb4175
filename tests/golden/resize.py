#!/usr/bin/env python3
"""The golden values of tests/core/data/test_geometry.cpp and test_image_file.cpp: Pillow's bilinear filter on a small pattern.

    python3 tests/golden/resize.py      (needs Pillow; recorded with 13.0)
"""
import hashlib

from PIL import Image


def pattern(width, height, channels):
    return bytes((7 * x + 31 * y + 101 * c + x * y * (c + 1)) % 256
                 for y in range(height) for x in range(width) for c in range(channels))


for mode, channels in (("L", 1), ("RGB", 3)):
    image = Image.frombytes(mode, (13, 9), pattern(13, 9, channels))
    for size in ((6, 4), (4, 9), (13, 5), (29, 20), (1, 1), (13, 9)):
        small = image.resize(size, Image.BILINEAR)
        data = small.tobytes()
        print(mode, size, data[:12].hex(), hashlib.sha256(data).hexdigest()[:16])
large = Image.frombytes("RGB", (500, 375), pattern(500, 375, 3)).resize((341, 256), Image.BILINEAR).tobytes()
print("500 x 375 to 341 x 256", hashlib.sha256(large).hexdigest()[:16])

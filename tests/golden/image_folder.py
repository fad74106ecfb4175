#!/usr/bin/env python3
"""The golden hashes of tests/core/data/test_image_folder.cpp: CIFAR-10's JPEG copies as Pillow decodes and scales them.

    python3 tests/golden/image_folder.py FOLDER      FOLDER holds {train,test}/CLASS/*.jpg (needs Pillow and numpy)
"""
import hashlib
import pathlib
import sys

import numpy as np
from PIL import Image

folder = pathlib.Path(sys.argv[1])
names = sorted(path.name for path in (folder / "train").iterdir())
for side in (None, 24):
    digest = hashlib.sha256()
    for half in ("train", "test"):
        labels = []
        for label, name in enumerate(names):
            for file in sorted((folder / half / name).iterdir()):
                image = Image.open(file).convert("RGB")
                if side:
                    image = image.resize((side, side), Image.BILINEAR)
                digest.update(np.asarray(image).transpose(2, 0, 1).tobytes())
                labels.append(label)
        digest.update(np.asarray(labels, "<u2").tobytes())
    print("as they are" if side is None else f"scaled to {side}", digest.hexdigest())

"""Records tests/golden/reference_labels.txt: the labels that fitting-random-labels trains on, drawn by numpy itself.

Usage: python tests/golden/reference_labels.py > tests/golden/reference_labels.txt   (any numpy; recorded with 2.4)

One line a case: classes, p, changed labels, sha256 of all 50,000 labels as u16 little-endian, the first 32 labels.
"""

import hashlib

import numpy as np

EXAMPLES = 50_000


def reference_labels(true_labels, classes, probability):
    """cifar10_data.py of fitting-random-labels, in its own words."""
    labels = np.array(true_labels)
    np.random.seed(12345)
    mask = np.random.rand(len(labels)) <= probability
    drawn = np.random.choice(classes, mask.sum())
    labels[mask] = drawn
    return labels


print("# classes p changed sha256 first-32; true label of example i: 7 * i mod classes; made by reference_labels.py")
for classes in (10, 100):
    true_labels = [7 * i % classes for i in range(EXAMPLES)]
    for probability in (0.1, 0.5, 1.0):
        labels = reference_labels(true_labels, classes, probability)
        changed = int((labels != np.array(true_labels)).sum())
        digest = hashlib.sha256(labels.astype("<u2").tobytes()).hexdigest()
        print(classes, probability, changed, digest, ",".join(map(str, labels[:32])))

"""Records tests/golden/label_draws.txt: labels drawn by pair flip and by a transition matrix, computed apart from the program.

Usage: python tests/golden/label_draws.py > tests/golden/label_draws.txt   (any numpy; recorded with 2.4)

One line a case: draw, classes, p, changed labels, sha256 of all 50,000 labels as u16 little-endian, the first 32 labels.
"""

import hashlib

import numpy as np
from random_stream import Stream

EXAMPLES, SEED = 50_000, 42


def pair_flip(labels, classes, probability):
    stream = Stream(SEED)
    flipped = np.array([stream.uniform() for _ in labels]) < probability
    return np.where(flipped, (labels + 1) % classes, labels)


def matrix_of(classes):
    """Sixteenths, so that every sum is exact: 10/16 on the diagonal, 4/16 for the next class, 2/16 for the third after."""
    places = np.arange(classes)
    matrix = np.zeros((classes, classes))
    matrix[places, places] = 10 / 16
    matrix[places, (places + 1) % classes] += 4 / 16
    matrix[places, (places + 3) % classes] += 2 / 16
    return matrix


def by_matrix(labels, classes, _):
    stream = Stream(SEED)
    cumulative = matrix_of(classes).cumsum(axis=1)
    uniform = [stream.uniform() for _ in labels]
    return np.array([np.searchsorted(cumulative[label], u, side="right") for label, u in zip(labels, uniform)])


print("# draw classes p changed sha256 first-32; seed 42; true label of example i: 7 * i mod classes; made by label_draws.py")
for name, draw, probabilities in (("pair-flip", pair_flip, (0.2, 0.45, 1.0)), ("transition-matrix", by_matrix, (0.0,))):
    for classes in (10, 100):
        true_labels = 7 * np.arange(EXAMPLES) % classes
        for probability in probabilities:
            labels = draw(true_labels, classes, probability)
            changed = int((labels != true_labels).sum())
            digest = hashlib.sha256(labels.astype("<u2").tobytes()).hexdigest()
            print(name, classes, probability, changed, digest, ",".join(map(str, labels[:32])))

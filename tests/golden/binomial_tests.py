"""Prints the values that tests/core/audit/test_binomial.cpp compares with, from exact whole-number arithmetic.

Usage: python tests/golden/binomial_tests.py   (nothing but Python's standard library)
"""

from fractions import Fraction
from math import comb


def masses(trials, probability):
    return [comb(trials, k) * probability**k * (1 - probability) ** (trials - k) for k in range(trials + 1)]


for trials, successes, probability in (
    (10, 3, Fraction(1, 2)),
    (64, 0, Fraction(9, 100)),
    (64, 40, Fraction(9, 10)),
    (100, 57, Fraction(45, 100)),
    (500, 60, Fraction(9, 100)),
    (1000, 900, Fraction(9, 10)),
    (1000, 0, Fraction(9, 10)),
):
    mass = masses(trials, probability)
    two_sided = sum(m for m in mass if m <= mass[successes])
    print(
        f"{trials}, {successes}, {float(probability)!r}: two-sided {float(two_sided)!r},",
        f"lower {float(sum(mass[: successes + 1]))!r}, upper {float(sum(mass[successes:]))!r}",
    )

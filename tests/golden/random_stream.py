"""The random numbers of core/support/random_stream, written down apart from it: std::mt19937_64 as the C++ standard fixes it,
bounded numbers by rejection, permutations by Fisher-Yates from the top."""

import hashlib

MASK = (1 << 64) - 1


class Stream:
    """std::mt19937_64 with the draws of core/support/random_stream."""

    def __init__(self, seed):
        self.state = [seed & MASK]
        for i in range(1, 312):
            last = self.state[-1]
            self.state.append((6364136223846793005 * (last ^ last >> 62) + i) & MASK)
        self.place = 312

    def twist(self):
        for i in range(312):
            x = self.state[i] & 0xFFFFFFFF80000000 | self.state[(i + 1) % 312] & 0x7FFFFFFF
            mixed = x >> 1 ^ (0xB5026F5AA96619E9 if x & 1 else 0)
            self.state[i] = self.state[(i + 156) % 312] ^ mixed
        self.place = 0

    def next(self):
        if self.place == 312:
            self.twist()
        x = self.state[self.place]
        self.place += 1
        x ^= x >> 29 & 0x5555555555555555
        x ^= x << 17 & 0x71D67FFFEDA60000
        x ^= x << 37 & 0xFFF7EEE000000000
        return x ^ x >> 43

    def below(self, bound):
        rejected = (1 << 64) % bound
        value = self.next()
        while value < rejected:
            value = self.next()
        return value % bound

    def uniform(self):
        return (self.next() >> 11) * 2.0**-53

    def permutation(self, count):
        order = list(range(count))
        for last in range(count - 1, 0, -1):
            other = self.below(last + 1)
            order[last], order[other] = order[other], order[last]
        return order


def seed_for(purpose, seed):
    return int.from_bytes(hashlib.sha256(f"overfit/1/{purpose}/{seed}".encode()).digest()[:8], "little")

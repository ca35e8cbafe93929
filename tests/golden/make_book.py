#!/usr/bin/python3
"""Writes book_rules.json: the rules of the book in float32, as NumPy computes them.

    tests/golden/make_book.py        # Debian 12: apt install python3-numpy (1.24)

AdaGrad, RMSprop and Adam as H. Kinsley and D. Kukiela, Neural Networks from Scratch in Python, 2020,
write them, with the settings that the book uses, for 10,000 steps on four coordinates of
f = sum of w_i ((x_i - 1)^2 + (x_i - 1)^4 / 4). Every operation is rounded to float32, and every Python
float is before it meets an array; 1 - beta and 1 - beta^t are computed in float64.
"""

import json
import pathlib

import numpy as np

WEIGHTS = np.array([0.01, 0.1, 1.0, 7.0], dtype=np.float32)
START = np.array([-1.2, 0.3, 2.5, 0.7], dtype=np.float32)
KEPT = (1, 2, 10, 100, 1000, 5000, 10000)


def gradient(x):
    d = x - np.float32(1)
    return WEIGHTS * (d + d + d * d * d)


class Adagrad:
    def __init__(self, learning_rate=1.0, decay=1e-4, epsilon=1e-7):
        self.learning_rate, self.decay, self.epsilon = learning_rate, decay, epsilon
        self.cache = np.zeros_like(START)

    def update(self, x, g, iterations):
        rate = self.learning_rate * (1.0 / (1.0 + self.decay * iterations))
        self.cache += g**2
        x += -rate * g / (np.sqrt(self.cache) + self.epsilon)


class Rmsprop:
    def __init__(self, learning_rate=0.02, decay=1e-5, epsilon=1e-7, rho=0.999):
        self.learning_rate, self.decay, self.epsilon = learning_rate, decay, epsilon
        self.rho = rho
        self.cache = np.zeros_like(START)

    def update(self, x, g, iterations):
        rate = self.learning_rate * (1.0 / (1.0 + self.decay * iterations))
        self.cache = self.rho * self.cache + (1 - self.rho) * g**2
        x += -rate * g / (np.sqrt(self.cache) + self.epsilon)


class Adam:
    def __init__(self, learning_rate=0.05, decay=5e-7, epsilon=1e-7, beta1=0.9, beta2=0.999):
        self.learning_rate, self.decay, self.epsilon = learning_rate, decay, epsilon
        self.beta1, self.beta2 = beta1, beta2
        self.mean = np.zeros_like(START)
        self.cache = np.zeros_like(START)

    def update(self, x, g, iterations):
        rate = self.learning_rate * (1.0 / (1.0 + self.decay * iterations))
        self.mean = self.beta1 * self.mean + (1 - self.beta1) * g
        mean = self.mean / (1 - self.beta1 ** (iterations + 1))
        self.cache = self.beta2 * self.cache + (1 - self.beta2) * g**2
        cache = self.cache / (1 - self.beta2 ** (iterations + 1))
        x += -rate * mean / (np.sqrt(cache) + self.epsilon)


CASES = [
    ("adagrad", Adagrad(), {"learning_rate": 1.0}, 1e-4),
    ("rmsprop", Rmsprop(), {"learning_rate": 0.02, "rho": 0.999}, 1e-5),
    ("adam", Adam(), {"learning_rate": 0.05}, 5e-7),
]


def main():
    cases = []
    for rule, optimizer, settings, decay in CASES:
        x = START.copy()
        points = []
        for step in range(1, max(KEPT) + 1):
            optimizer.update(x, gradient(x), step - 1)
            assert x.dtype == np.float32
            if step in KEPT:
                points.append({"step": step, "x": [float(v) for v in x]})
        cases.append({"rule": rule, "settings": settings, "decay": decay, "points": points})
    whole = {"made_by": "make_book.py", "numpy": np.__version__, "cases": cases}
    path = pathlib.Path(__file__).with_name("book_rules.json")
    path.write_text(json.dumps(whole, indent=1) + "\n")


if __name__ == "__main__":
    main()

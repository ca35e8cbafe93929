"""Writes book_network.json: AdaGrad, RMSprop and Adam on the article's network, as NumPy computes it.

Run with NumPy 1.24 on x86-64: python3 make_book_network.py > book_network.json. The network is that of
../data/spiral_numpy.py; the rules are those of H. Kinsley and D. Kukiela, Neural Networks from Scratch
in Python, 2020, chapter 10, where every array is float32 and scalars are rounded to float32 before they
meet one. A loss is the hexadecimal bytes of a little-endian float32, and its text with three decimals.
"""
import contextlib
import importlib.util
import io
import json
import pathlib
import sys

import numpy as np

place = pathlib.Path(__file__).parent.parent / "data" / "spiral_numpy.py"
spec = importlib.util.spec_from_file_location("spiral_numpy", place)
network = importlib.util.module_from_spec(spec)
with contextlib.redirect_stdout(io.StringIO()):
    spec.loader.exec_module(network)

ONE = np.float32(1)
EPSILON = np.float32(1e-7)
KEPT = [0, 1, 2, *range(100, 10001, 100)]


def adagrad(x, g, state, rate, t):
    state["cache"] = state.get("cache", np.zeros_like(x)) + g * g
    return x + (-rate * g) / (np.sqrt(state["cache"]) + EPSILON)


def rmsprop(x, g, state, rate, t, rho=0.999):
    cache = state.get("cache", np.zeros_like(x))
    state["cache"] = np.float32(rho) * cache + np.float32(1 - rho) * (g * g)
    return x + (-rate * g) / (np.sqrt(state["cache"]) + EPSILON)


def adam(x, g, state, rate, t, beta1=0.9, beta2=0.999):
    m = state.get("m", np.zeros_like(x))
    c = state.get("c", np.zeros_like(x))
    state["m"] = m = np.float32(beta1) * m + np.float32(1 - beta1) * g
    state["c"] = c = np.float32(beta2) * c + np.float32(1 - beta2) * (g * g)
    m_corrected = m / np.float32(1 - beta1 ** t)
    c_corrected = c / np.float32(1 - beta2 ** t)
    return x + (-rate * m_corrected) / (np.sqrt(c_corrected) + EPSILON)


def run(rule, learning_rate, decay):
    np.random.seed(0)
    points, classes = network.spiral(100, 3)
    parameters = []
    for inputs, units in [(2, 64), (64, 3)]:
        parameters.append([0.01 * network.randn(inputs, units), np.zeros((1, units), np.float32)])
    states = [[{}, {}], [{}, {}]]
    rows = []
    for epoch in range(10001):
        loss, accuracy, gradient = network.loss_and_gradient(points, classes, parameters)
        if epoch in KEPT:
            rows.append({"step": epoch, "accuracy": f"{accuracy:.3f}", "loss": f"{loss:.3f}",
                         "loss_bits": network.bits([loss])})
        rate = np.float32(learning_rate * (1.0 / (1.0 + decay * epoch)))
        for layer, changes, layer_states in zip(parameters, gradient, states):
            for i in range(2):
                layer[i] = rule(layer[i], changes[i], layer_states[i], rate, epoch + 1)
                assert layer[i].dtype == np.float32
    return rows


json.dump({"source": "NumPy " + np.__version__ + ", make_book_network.py", "cases": [
    {"optimizer": "adagrad:learning_rate=1.0,decay=1e-4", "rows": run(adagrad, 1.0, 1e-4)},
    {"optimizer": "rmsprop:learning_rate=0.02,decay=1e-5,rho=0.999",
     "rows": run(rmsprop, 0.02, 1e-5)},
    {"optimizer": "adam:learning_rate=0.05,decay=5e-7", "rows": run(adam, 0.05, 5e-7)}]},
    sys.stdout, indent=1)
print()

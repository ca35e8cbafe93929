"""Writes spiral_numpy.json: what NumPy computes for the article's network, bit for bit.

Run with NumPy 1.24 on x86-64: python3 spiral_numpy.py > spiral_numpy.json. Written from the article
"Optimizers" and the book it comes from (H. Kinsley and D. Kukiela, Neural Networks from Scratch in
Python, 2020), whose helper package makes randn return float32 and dot compute in float64. Arrays are
the hexadecimal bytes of little-endian float32; parameters are in the order weights1 (inputs x units,
row by row), biases1, weights2, ...
"""
import json
import sys

import numpy as np


def randn(*shape):
    return np.random.randn(*shape).astype(np.float32)


def dot(a, b):
    return np.dot(a.astype(np.float64), b.astype(np.float64)).astype(np.float32)


def spiral(samples, classes):
    x = np.zeros((samples * classes, 2), dtype=np.float32)
    y = np.zeros(samples * classes, dtype=np.int64)
    for c in range(classes):
        rows = range(samples * c, samples * (c + 1))
        r = np.linspace(0.0, 1, samples)
        t = np.linspace(c * 4, (c + 1) * 4, samples) + randn(samples) * 0.2
        x[rows] = np.c_[r * np.sin(t * 2.5), r * np.cos(t * 2.5)]
        y[rows] = c
    return x, y


def loss_and_gradient(x, y, parameters):
    inputs, sums = [], []
    out = x
    for i, (weights, biases) in enumerate(parameters):
        inputs.append(out)
        sums.append(dot(out, weights) + biases)
        out = np.maximum(0, sums[-1]) if i + 1 < len(parameters) else sums[-1]
    e = np.exp(out - np.max(out, axis=1, keepdims=True))
    p = e / np.sum(e, axis=1, keepdims=True)
    rows = range(len(x))
    loss = np.mean(-np.log(np.clip(p, 1e-7, 1 - 1e-7)[rows, y]))
    accuracy = np.mean(np.argmax(p, axis=1) == y)
    d = p.copy()
    d[rows, y] -= 1
    d = d / len(x)
    gradient = []
    for i in reversed(range(len(parameters))):
        gradient.insert(0, (dot(inputs[i].T, d), np.sum(d, axis=0, keepdims=True)))
        if i > 0:
            d = dot(d, parameters[i][0].T)
            d[sums[i - 1] <= 0] = 0
    return loss, accuracy, gradient


def bits(arrays):
    return b"".join(np.asarray(a, dtype="<f4").tobytes() for a in arrays).hex()


def case(seed, samples, classes, hidden, learning_rate, epochs):
    np.random.seed(seed)
    x, y = spiral(samples, classes)
    sizes = [2, *hidden, classes]
    parameters = []
    for inputs, units in zip(sizes, sizes[1:]):
        parameters.append([0.01 * randn(inputs, units), np.zeros((1, units), dtype=np.float32)])
    states = []
    for epoch in range(max(epochs) + 1):
        loss, accuracy, gradient = loss_and_gradient(x, y, parameters)
        if epoch in epochs:
            states.append({
                "epoch": epoch, "loss": bits([loss]), "accuracy": float(accuracy),
                "parameters": bits(a for layer in parameters for a in layer),
                "gradient": bits(a for layer in gradient for a in layer)})
        for layer, change in zip(parameters, gradient):
            layer[0] += -learning_rate * change[0]
            layer[1] += -learning_rate * change[1]
    return {"seed": seed, "samples": samples, "classes": classes, "hidden": hidden,
            "learning_rate": learning_rate, "points": bits([x]), "states": states}


json.dump({"source": "NumPy " + np.__version__ + ", spiral_numpy.py",
           "cases": [case(0, 100, 3, [64], 1.0, [0, 1, 10, 1000]),
                     case(5, 20, 9, [16, 12], 0.5, [0, 1, 50]),
                     case(7, 40, 4, [], 1.0, [0, 20])]}, sys.stdout, indent=1)
print()

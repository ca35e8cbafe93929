"""NumPy, as the article writes its network: layers, activations, loss and optimizer as objects, each
with a forward and a backward pass in separate array operations. Its helper package makes dot compute
in float64 and return float32; plain dot is tried too, and the faster one counts."""
import numpy as np

from worker import serve

SAMPLES, CLASSES, UNITS = 100, 3, 64


def spiral():
    random = np.random.RandomState(0)
    x = np.zeros((SAMPLES * CLASSES, 2), dtype=np.float32)
    y = np.zeros(SAMPLES * CLASSES, dtype=np.uint8)
    for c in range(CLASSES):
        rows = range(SAMPLES * c, SAMPLES * (c + 1))
        r = np.linspace(0.0, 1, SAMPLES)
        t = np.linspace(c * 4, (c + 1) * 4, SAMPLES) + random.randn(SAMPLES) * 0.2
        x[rows] = np.c_[r * np.sin(t * 2.5), r * np.cos(t * 2.5)]
        y[rows] = c
    return x, y


def dot_in_float64(a, b):
    return np.dot(a.astype("float64"), b.astype("float64")).astype("float32")


class Dense:
    def __init__(self, inputs, units, dot):
        self.dot = dot
        self.weights = (0.01 * np.random.RandomState(0).randn(inputs, units)).astype(np.float32)
        self.biases = np.zeros((1, units), dtype=np.float32)

    def forward(self, inputs):
        self.inputs = inputs
        self.output = self.dot(inputs, self.weights) + self.biases

    def backward(self, dvalues):
        self.dweights = self.dot(self.inputs.T, dvalues)
        self.dbiases = np.sum(dvalues, axis=0, keepdims=True)
        self.dinputs = self.dot(dvalues, self.weights.T)


class Relu:
    def forward(self, inputs):
        self.inputs = inputs
        self.output = np.maximum(0, inputs)

    def backward(self, dvalues):
        self.dinputs = dvalues.copy()
        self.dinputs[self.inputs <= 0] = 0


class SoftmaxCrossEntropy:
    def forward(self, inputs, y):
        exponentials = np.exp(inputs - np.max(inputs, axis=1, keepdims=True))
        self.output = exponentials / np.sum(exponentials, axis=1, keepdims=True)
        clipped = np.clip(self.output, 1e-7, 1 - 1e-7)
        return np.mean(-np.log(clipped[range(len(clipped)), y]))

    def backward(self, dvalues, y):
        samples = len(dvalues)
        self.dinputs = dvalues.copy()
        self.dinputs[range(samples), y] -= 1
        self.dinputs = self.dinputs / samples


def network(dot):
    x, y = spiral()
    first, relu, second = Dense(2, UNITS, dot), Relu(), Dense(UNITS, CLASSES, dot)
    loss = SoftmaxCrossEntropy()

    def epoch():
        first.forward(x)
        relu.forward(first.output)
        second.forward(relu.output)
        loss.forward(second.output, y)
        loss.backward(loss.output, y)
        second.backward(loss.dinputs)
        relu.backward(second.dinputs)
        first.backward(relu.dinputs)
        for layer in (first, second):
            layer.weights += -1.0 * layer.dweights
            layer.biases += -1.0 * layer.dbiases

    return epoch


def with_float64():
    """dot in float64, as the article runs it"""
    return network(dot_in_float64)


def with_float32():
    """dot in float32"""
    return network(np.dot)


serve(np.__version__, {"network": [with_float64, with_float32]})

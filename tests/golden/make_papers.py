#!/usr/bin/python3
"""Writes paper_rules.json: the rules that PyTorch 1.13 lacks, as their papers and their authors' code
have them, and pytorch_lbfgs.json: PyTorch's LBFGS.

    tests/golden/make_papers.py         # Debian 12: apt install python3-numpy python3-torch

Written from the papers' formulas, in float64, without a look at the C++: whole matrices by NumPy,
the sequences of a paper kept apart where the C++ folds them into one loop. Three functions: those of
make_pytorch.py, and `blocks`, which has matrices, a table and a vector. Steps 1, 2, 10 and 100 are
kept, on the first two 1,000 as well.
"""

import json
import math
import pathlib

import numpy as np

from make_pytorch import quadratic, rosenbrock

# Name, rows, columns, role of the blocks of `blocks`, in the order of the flat vector.
LAYOUT = [("tall", 4, 3, "matrix"), ("bias", 5, 1, "vector"), ("wide", 2, 6, "matrix"),
          ("rows", 3, 2, "table"), ("square", 3, 3, "matrix")]


def blocks(params):
    """f = sum over matrices of |A X B - C|^2 / 2, and of (w (x - c)^4 / 4) over the vector."""
    gradients = []
    for x in params:
        rows, cols = x.shape
        i, j = np.indices((rows, cols))
        if cols == 1:
            gradients.append((0.5 + i) * (x - (1.0 + 0.25 * i)) ** 3)
            continue
        r, s = np.indices((rows, rows))
        a = 1.0 / (1 + abs(r - s)) + (r == s)
        r, s = np.indices((cols, cols))
        b = 1.0 / (1 + r + s) + 0.5 * (r == s)
        c = ((3 * i + 5 * j) % 7 - 3) / 2.0
        gradients.append(a.T @ (a @ x @ b - c) @ b.T)
    return gradients


def blocks_start():
    params, offset = [], 0
    for _, rows, cols, _ in LAYOUT:
        flat = [((7 * (offset + k)) % 11 - 5) / 8.0 for k in range(rows * cols)]
        params.append(np.array(flat).reshape((rows, cols), order="F"))
        offset += rows * cols
    return params


def flat_function(function):
    return lambda params: [np.array(function([float(v) for v in params[0][:, 0]])).reshape(-1, 1)]


def column(values):
    return [np.array(values, dtype=float).reshape(-1, 1)]


PROBLEMS = {
    "rosenbrock": (flat_function(rosenbrock), lambda: column([-1.2, 1.0]), (1, 2, 10, 100, 1000)),
    "quadratic": (flat_function(quadratic), lambda: column([0.0] * 4), (1, 2, 10, 100, 1000)),
    "blocks": (blocks, blocks_start, (1, 2, 10, 100)),
}


class Rule:
    """Holds the options as attributes; `step` returns the new parameters."""

    def __init__(self, **options):
        self.__dict__.update(options)
        self.t = 0

    def start(self, params, roles):
        self.x0, self.roles = [p.copy() for p in params], roles
        self.state = [dict() for _ in params]


class Adan(Rule):
    """Xie et al. 2022, algorithm 1, in the paper's own betas (what is taken anew)."""

    def step(self, params, f):
        b1, b2, b3 = 1 - self.beta1, 1 - self.beta2, 1 - self.beta3
        self.t += 1
        gradients = f(params)
        moved = []
        for x, g, s in zip(params, gradients, self.state):
            if not self.bias_correction:
                if self.t == 1:
                    s.update(m=g, v=0 * g, n=g * g, last=g)
                else:
                    d = g - s["last"]
                    s.update(m=(1 - b1) * s["m"] + b1 * g, v=(1 - b2) * s["v"] + b2 * d,
                             n=(1 - b3) * s["n"] + b3 * (g + (1 - b2) * d) ** 2, last=g)
                c = (1.0, 1.0, 1.0)
            else:
                d = g - s.get("last", g)
                s.update(m=(1 - b1) * s.get("m", 0) + b1 * g, v=(1 - b2) * s.get("v", 0) + b2 * d,
                         n=(1 - b3) * s.get("n", 0) + b3 * (g + (1 - b2) * d) ** 2, last=g)
                c = tuple(1 - (1 - b) ** self.t for b in (b1, b2, b3))
            eta = self.learning_rate / (np.sqrt(s["n"] / c[2]) + self.epsilon)
            moved.append((x - eta * (s["m"] / c[0] + (1 - b2) * s["v"] / c[1]))
                         / (1 + self.weight_decay * self.learning_rate))
        return moved


class Lamb(Rule):
    """You et al. 2020, algorithm 2."""

    def step(self, params, f):
        self.t += 1
        moved = []
        for x, g, s in zip(params, f(params), self.state):
            s["m"] = self.beta1 * s.get("m", 0) + (1 - self.beta1) * g
            s["v"] = self.beta2 * s.get("v", 0) + (1 - self.beta2) * g ** 2
            r = s["m"] / (1 - self.beta1 ** self.t)
            r = r / (np.sqrt(s["v"] / (1 - self.beta2 ** self.t)) + self.epsilon)
            u = r + self.weight_decay * x
            size, push = np.linalg.norm(x), np.linalg.norm(u)
            phi = min(max(size, self.trust_low), self.trust_high)
            ratio = phi / push if phi > 0 and push > 0 else 1.0
            moved.append(x - self.learning_rate * ratio * u)
        return moved


class Prodigy(Rule):
    """Mishchenko and Defazio 2024, algorithm 4; the norms run over all blocks."""

    def step(self, params, f):
        root, gamma = math.sqrt(self.beta2), self.learning_rate
        d = self.__dict__.setdefault("d", self.d0)
        r = self.__dict__.setdefault("r", 0.0)
        gradients, moved, one_norm = f(params), [], 0.0
        product = sum(float(np.sum(g * (x0 - x)))
                      for g, x0, x in zip(gradients, self.x0, params))
        self.r = root * r + (1 - root) * gamma * d ** 2 * product
        for x, g, s in zip(params, gradients, self.state):
            s["m"] = self.beta1 * s.get("m", 0) + (1 - self.beta1) * d * g
            s["v"] = self.beta2 * s.get("v", 0) + (1 - self.beta2) * d ** 2 * g ** 2
            s["s"] = root * s.get("s", 0) + (1 - root) * gamma * d ** 2 * g
            one_norm += float(np.sum(abs(s["s"])))
            moved.append(x - gamma * d * s["m"] / (np.sqrt(s["v"]) + d * self.epsilon)
                         - gamma * d * self.weight_decay * x)
        self.d = max(d, self.r / one_norm)
        return moved


class ScheduleFree(Rule):
    """Defazio et al. 2024: equations 3 to 5 where there is no beta2, else algorithm 1."""

    def step(self, params, f):
        self.t += 1
        beta1 = getattr(self, "momentum", None)
        beta1 = self.beta1 if beta1 is None else beta1
        gamma = self.learning_rate
        if hasattr(self, "beta2"):
            gamma *= math.sqrt(1 - self.beta2 ** self.t)
        z = [s.get("z", x) for x, s in zip(params, self.state)]
        y = [(1 - beta1) * zi + beta1 * x for zi, x in zip(z, params)]
        self.total = getattr(self, "total", 0.0) + gamma ** 2
        c = gamma ** 2 / self.total
        moved = []
        for x, zi, yi, g, s in zip(params, z, y, f(y), self.state):
            if hasattr(self, "beta2"):
                s["v"] = self.beta2 * s.get("v", 0) + (1 - self.beta2) * g ** 2
                g = g / (np.sqrt(s["v"]) + self.epsilon)
            s["z"] = zi - gamma * g - gamma * self.weight_decay * yi
            moved.append((1 - c) * x + c * s["z"])
        return moved


class Adafactor(Rule):
    """Shazeer and Stern 2018, algorithms 4 to 6."""

    def step(self, params, f):
        self.t += 1
        rms = lambda a: math.sqrt(float(np.mean(a ** 2)))
        beta2 = 1 - self.t ** -self.beta2_decay
        rho = min(self.learning_rate, 1 / math.sqrt(self.t))
        moved = []
        for x, g, s, role in zip(params, f(params), self.state, self.roles):
            alpha = max(self.epsilon2, rms(x)) * rho
            square = g ** 2 + self.epsilon1
            if role == "vector":
                v = s["v"] = beta2 * s.get("v", 0) + (1 - beta2) * square
            else:
                ones_m, ones_n = np.ones((x.shape[1], 1)), np.ones((x.shape[0], 1))
                s["r"] = beta2 * s.get("r", 0) + (1 - beta2) * square @ ones_m
                s["c"] = beta2 * s.get("c", 0) + (1 - beta2) * ones_n.T @ square
                v = s["r"] @ s["c"] / (ones_n.T @ s["r"])
            u = g / np.sqrt(v)
            u = u / max(1.0, rms(u) / self.clip_threshold)
            moved.append((1 - self.learning_rate * self.weight_decay) * x - alpha * u)
        return moved


def adamw(rule, s, x, g, rate, beta1, beta2, epsilon):
    """Loshchilov and Hutter 2019."""
    s["m"] = beta1 * s.get("m", 0) + (1 - beta1) * g
    s["v"] = beta2 * s.get("v", 0) + (1 - beta2) * g ** 2
    mean, square = s["m"] / (1 - beta1 ** rule.t), s["v"] / (1 - beta2 ** rule.t)
    return x - rate * (mean / (np.sqrt(square) + epsilon) + rule.weight_decay * x)


class Muon(Rule):
    """Jordan et al. 2024."""

    def orthogonal(self, g):
        a, b, c = 3.4445, -4.7750, 2.0315
        size = np.linalg.norm(g)
        x = g / size if size > 0 else g
        if g.shape[0] > g.shape[1]:
            x = x.T
        for _ in range(self.iterations):
            gram = x @ x.T
            x = a * x + b * gram @ x + c * gram @ gram @ x
        return x.T if g.shape[0] > g.shape[1] else x

    def step(self, params, f):
        self.t += 1
        moved = []
        for x, g, s, role in zip(params, f(params), self.state, self.roles):
            if role != "matrix":
                moved.append(adamw(self, s, x, g, self.vector_learning_rate, self.vector_beta1,
                                   self.vector_beta2, self.vector_epsilon))
                continue
            s["m"] = s.get("m", 0) + (1 - self.momentum) * (g - s.get("m", 0))
            u = g + self.momentum * (s["m"] - g) if self.nesterov else s["m"]
            scale = math.sqrt(max(1, x.shape[0] / x.shape[1]))
            moved.append(x * (1 - self.learning_rate * self.weight_decay)
                         - self.learning_rate * scale * self.orthogonal(u))
        return moved


def power(matrix, exponent):
    values, vectors = np.linalg.eigh(matrix)
    return vectors @ np.diag(values ** exponent) @ vectors.T


class Shampoo(Rule):
    """Gupta et al. 2018, algorithms 1 and 2; a side beyond max_size keeps its diagonal."""

    def step(self, params, f):
        self.t += 1
        moved = []
        for x, g, s, role in zip(params, f(params), self.state, self.roles):
            order = 1 if role == "vector" else 2
            s["m"] = self.momentum * s.get("m", 0) + g
            u = s["m"]
            for side, outer in (("l", g @ g.T), ("r", g.T @ g))[:order]:
                n = len(outer)
                if n > self.max_size:
                    outer = np.diag(np.diag(outer))
                s[side] = s.get(side, self.epsilon * np.eye(n)) + outer
                if (self.t - 1) % self.interval == 0:
                    s[side + "root"] = power(s[side], -1 / (2 * order))
            u = s["lroot"] @ u
            if order == 2:
                u = u @ s["rroot"]
            moved.append(x - self.learning_rate * u)
        return moved


class Soap(Rule):
    """Vyas et al. 2024, algorithms 3 and 4, with the order of the basis as in the authors' code."""

    def step(self, params, f):
        self.t += 1
        t, moved = self.t - 1, []
        for x, g, s, role in zip(params, f(params), self.state, self.roles):
            sides = [] if role == "vector" else [i for i in (0, 1) if x.shape[i] <= self.max_size]
            turn = lambda a, back: self.turn(a, s, sides, back)
            if t > 0:
                s["m"] = self.beta1 * s.get("m", 0) + (1 - self.beta1) * g
                turned = turn(g, False)
                s["v"] = self.beta2 * s.get("v", 0 * g) + (1 - self.beta2) * turned ** 2
                mean = turn(s["m"], False) / (1 - self.beta1 ** t)
                n = mean / (np.sqrt(s["v"]) + self.epsilon) * math.sqrt(1 - self.beta2 ** t)
                x = x - self.learning_rate * turn(n, True)
                x = x - self.learning_rate * self.weight_decay * x
            for side in sides:
                outer = g @ g.T if side == 0 else g.T @ g
                old = s.get(("p", side), 0 * outer)
                s["p", side] = self.beta2 * old + (1 - self.beta2) * outer
                if t == 0:
                    s["q", side] = np.linalg.eigh(s["p", side])[1][:, ::-1]
                elif t % self.interval == 0:
                    p, q = s["p", side], s["q", side]
                    order = np.argsort(-np.diag(q.T @ p @ q), kind="stable")
                    s["v"] = np.take(s["v"], order, axis=side)
                    s["q", side] = np.linalg.qr(p @ q[:, order])[0]
            moved.append(x)
        return moved

    @staticmethod
    def turn(a, s, sides, back):
        for side in sides:
            q = s["q", side] if back else s["q", side].T
            a = q @ a if side == 0 else a @ q.T
        return a


class Momentum(Rule):
    def step(self, params, f):
        moved = []
        for x, g, s in zip(params, f(params), self.state):
            s["v"] = self.momentum * s.get("v", 0) - self.learning_rate * g
            moved.append(x + s["v"])
        return moved


class Sam(Rule):
    """Foret et al. 2021, algorithm 1: the base descends from x with the gradient at w = x + e."""

    def step(self, params, f):
        def sharp(points):
            gradients = f(points)
            length = math.sqrt(sum(float(np.sum(g ** 2)) for g in gradients))
            return f([x + self.rho * g / length for x, g in zip(points, gradients)])
        return self.inner.step(params, sharp)

    def start(self, params, roles):
        super().start(params, roles)
        self.inner = Momentum(**self.base)
        self.inner.start(params, roles)


class Lookahead(Sam):
    """Zhang et al. 2019, algorithm 1."""

    def step(self, params, f):
        self.t += 1
        fast = self.inner.step(params, f)
        if self.t % self.k:
            return fast
        self.x0 = [slow + self.alpha * (x - slow) for slow, x in zip(self.x0, fast)]
        return [slow.copy() for slow in self.x0]


FLAT, ALL, MATRICES = ("rosenbrock", "quadratic"), tuple(PROBLEMS), ("blocks",)
BASE = {"name": "momentum", "learning_rate": 4e-4, "momentum": 0.8}
RULES = [
    (ALL, "adan", Adan, {"learning_rate": 2e-3, "beta1": 0.9, "beta2": 0.85, "beta3": 0.95,
                         "epsilon": 1e-6, "weight_decay": 0.02, "bias_correction": True}),
    (ALL, "adan", Adan, {"learning_rate": 2e-3, "beta1": 0.9, "beta2": 0.85, "beta3": 0.95,
                         "epsilon": 1e-6, "weight_decay": 0.02, "bias_correction": False}),
    (ALL, "lamb", Lamb, {"learning_rate": 2e-3, "beta1": 0.8, "beta2": 0.99, "epsilon": 1e-5,
                         "weight_decay": 0.02, "trust_low": 0.1, "trust_high": 1.5}),
    (ALL, "prodigy", Prodigy, {"learning_rate": 0.7, "beta1": 0.8, "beta2": 0.99, "epsilon": 1e-6,
                               "d0": 1e-4, "weight_decay": 0.02}),
    (ALL, "schedule_free_sgd", ScheduleFree,
     {"learning_rate": 1e-3, "momentum": 0.8, "weight_decay": 0.02}),
    (ALL, "schedule_free_adamw", ScheduleFree,
     {"learning_rate": 5e-3, "beta1": 0.8, "beta2": 0.99, "epsilon": 1e-6, "weight_decay": 0.02}),
    (ALL, "adafactor", Adafactor,
     {"learning_rate": 0.02, "beta2_decay": 0.7, "epsilon1": 1e-20, "epsilon2": 1e-2,
      "clip_threshold": 0.8, "weight_decay": 0.02}),
    (MATRICES, "muon", Muon,
     {"learning_rate": 0.01, "momentum": 0.9, "nesterov": True, "iterations": 5,
      "weight_decay": 0.02, "vector_learning_rate": 2e-3, "vector_beta1": 0.8,
      "vector_beta2": 0.9, "vector_epsilon": 1e-6}),
    (MATRICES, "muon", Muon,
     {"learning_rate": 0.01, "momentum": 0.8, "nesterov": False, "iterations": 3,
      "weight_decay": 0.0, "vector_learning_rate": 2e-3, "vector_beta1": 0.8,
      "vector_beta2": 0.9, "vector_epsilon": 1e-6}),
    (MATRICES, "shampoo", Shampoo, {"learning_rate": 0.3, "momentum": 0.5, "epsilon": 1e-3,
                                    "interval": 1, "max_size": 8}),
    (MATRICES, "shampoo", Shampoo, {"learning_rate": 0.3, "momentum": 0.0, "epsilon": 1e-3,
                                    "interval": 7, "max_size": 4}),
    (MATRICES, "soap", Soap, {"learning_rate": 5e-3, "beta1": 0.8, "beta2": 0.9, "epsilon": 1e-3,
                              "weight_decay": 0.02, "interval": 3, "max_size": 5}),
    (MATRICES, "soap", Soap, {"learning_rate": 5e-3, "beta1": 0.8, "beta2": 0.9, "epsilon": 1e-3,
                              "weight_decay": 0.02, "interval": 4, "max_size": 3}),
    (ALL, "sam", Sam, {"rho": 0.03, "base": BASE}),
    (ALL, "lookahead", Lookahead, {"k": 4, "alpha": 0.6, "base": BASE}),
]


def trajectory(problem, make, settings):
    function, start, kept_steps = PROBLEMS[problem]
    params = start()
    roles = [role for *_, role in LAYOUT] if problem == "blocks" else ["vector"]
    rule = make(**settings)
    rule.start(params, roles)
    kept = []
    for step in range(1, max(kept_steps) + 1):
        params = rule.step(params, function)
        if step in kept_steps:
            flat = np.concatenate([p.reshape(-1, order="F") for p in params])
            kept.append({"step": step, "x": flat.tolist()})
    return kept


def lbfgs(problem, settings, **options):
    """PyTorch's LBFGS, one iteration a step, until it moves no more."""
    import torch

    gradient, start = {"rosenbrock": (rosenbrock, [-1.2, 1.0]),
                       "quadratic": (quadratic, [0.0] * 4)}[problem]
    loss = {
        "rosenbrock": lambda p: (1 - p[0]) * (1 - p[0]) + 100 * (p[1] - p[0] * p[0]) ** 2,
        "quadratic": lambda p: sum(g * (v - c) / 2 for g, v, c in
                                   zip(quadratic(p), p, (1.0, -2.0, 3.0, -4.0))),
    }[problem]
    x = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([x], max_iter=1, line_search_fn="strong_wolfe", **options)

    def closure():
        point = x.tolist()
        x.grad = torch.tensor(gradient(point), dtype=torch.float64)
        return torch.tensor(loss(point), dtype=torch.float64)

    kept = []
    for step in range(1, 100):
        before = x.tolist()
        optimizer.step(closure)
        if x.tolist() == before:
            break
        kept.append({"step": step, "x": x.tolist()})
    shown = ", ".join(f"{key}={value!r}" for key, value in options.items())
    return {"rule": "lbfgs", "settings": settings, "problem": problem,
            "pytorch": f"LBFGS(line_search_fn='strong_wolfe', max_iter=1, {shown})",
            "points": kept}


# PyTorch's defaults.
LBFGS_TOLERANCES = {"tolerance_gradient": 1e-7, "tolerance_change": 1e-9, "least_curvature": 1e-10}


def write(name, content):
    text = json.dumps({"made_by": "make_papers.py", **content}, indent=1)
    pathlib.Path(__file__).with_name(name).write_text(text + "\n")


def main():
    import torch

    write("paper_rules.json", {
        "numpy": np.__version__,
        "layout": [dict(zip(("name", "rows", "cols", "role"), block)) for block in LAYOUT],
        "start": np.concatenate([p.reshape(-1, order="F") for p in blocks_start()]).tolist(),
        "cases": [{"rule": rule, "settings": settings, "problem": problem,
                   "points": trajectory(problem, make, settings)}
                  for problems, rule, make, settings in RULES for problem in problems]})
    write("pytorch_lbfgs.json", {
        "pytorch": torch.__version__,
        "cases": [lbfgs(problem, settings, **options)
                  for problem in FLAT
                  for settings, options in (
                      ({"history": 100, **LBFGS_TOLERANCES}, {"history_size": 100}),
                      ({"history": 2, "learning_rate": 0.5, **LBFGS_TOLERANCES},
                       {"history_size": 2, "lr": 0.5}))]})


if __name__ == "__main__":
    main()

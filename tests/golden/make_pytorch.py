#!/usr/bin/python3
"""Writes pytorch_rules.json and pytorch_schedules.json: what PyTorch's optimizers and schedules do.

    tests/golden/make_pytorch.py        # Debian 12: apt install python3-torch (1.13)

Rules: 1,000 steps in float64 on two functions, with options that are not the defaults. The
gradient is computed by Python's floats with one rounding an operation, in the order that the test
repeats, so that the numbers depend on the rule alone. Steps 1, 2, 10, 100 and 1,000 are kept.
'settings' and 'schedule' are Descend's names for the options that 'pytorch' shows in PyTorch's.
"""

import json
import math
import pathlib
import warnings

import torch

torch.set_default_dtype(torch.float64)
warnings.filterwarnings("ignore", message="The epoch parameter")  # PyTorch's own SequentialLR
KEPT = (1, 2, 10, 100, 1000)


def rosenbrock(p):
    """f = (1 - x)^2 + 100 (y - x^2)^2."""
    x, y = p
    t = y - x * x
    return [-2.0 * (1.0 - x) - 400.0 * x * t, 200.0 * t]


def quadratic(p):
    """f = (p - c)' H diag(1, 10, 100, 1000) H (p - c) / 2, H the 4 x 4 Hadamard matrix over 2."""
    signs = ((1, 1, 1, 1), (1, -1, 1, -1), (1, 1, -1, -1), (1, -1, -1, 1))
    spectrum = (1.0, 10.0, 100.0, 1000.0)
    centre = (1.0, -2.0, 3.0, -4.0)
    gradient = []
    for i in range(4):
        total = 0.0
        for j in range(4):
            entry = sum(0.25 * s[i] * s[j] * e for s, e in zip(signs, spectrum))  # exact
            total += entry * (p[j] - centre[j])
        gradient.append(total)
    return gradient


PROBLEMS = {
    "rosenbrock": (rosenbrock, [-1.2, 1.0]),
    "quadratic": (quadratic, [0.0, 0.0, 0.0, 0.0]),
}

optim = torch.optim
BOTH = tuple(PROBLEMS)
# Problems, rule, Descend's settings, PyTorch's class and options; where there is one, the schedule.
RULES = [
    (BOTH, "sgd", {"learning_rate": 5e-4, "weight_decay": 0.01},
     optim.SGD, dict(lr=5e-4, weight_decay=0.01)),
    (BOTH, "momentum", {"learning_rate": 1e-4, "momentum": 0.8, "weight_decay": 0.01},
     optim.SGD, dict(lr=1e-4, momentum=0.8, weight_decay=0.01)),
    (BOTH, "pytorch_momentum",
     {"learning_rate": 2e-4, "momentum": 0.85, "dampening": 0.3, "weight_decay": 0.01},
     optim.SGD, dict(lr=2e-4, momentum=0.85, dampening=0.3, weight_decay=0.01)),
    (BOTH, "pytorch_momentum", {"learning_rate": 3e-4, "momentum": 0.8},
     optim.SGD, dict(lr=3e-4, momentum=0.8), {"name": "exponential", "decay": 0.002}),
    (BOTH, "nesterov", {"learning_rate": 1e-4, "momentum": 0.9, "weight_decay": 0.01},
     optim.SGD, dict(lr=1e-4, momentum=0.9, nesterov=True, weight_decay=0.01)),
    (BOTH, "adagrad",
     {"learning_rate": 0.4, "epsilon": 1e-6, "initial_accumulator": 0.2, "weight_decay": 0.01},
     optim.Adagrad,
     dict(lr=0.4, lr_decay=0.001, eps=1e-6, initial_accumulator_value=0.2, weight_decay=0.01),
     {"name": "inverse_time", "decay": 0.001}),
    (BOTH, "adagrad", {"learning_rate": 0.2, "epsilon": 1e-4, "convention": "pytorch"},
     optim.Adagrad, dict(lr=0.2, eps=1e-4)),
    (["rosenbrock"], "adadelta",
     {"learning_rate": 2.0, "rho": 0.95, "epsilon": 1e-5, "weight_decay": 0.01},
     optim.Adadelta, dict(lr=2.0, rho=0.95, eps=1e-5, weight_decay=0.01)),
    (["quadratic"], "adadelta",
     {"learning_rate": 0.3, "rho": 0.95, "epsilon": 1e-5, "weight_decay": 0.01},
     optim.Adadelta, dict(lr=0.3, rho=0.95, eps=1e-5, weight_decay=0.01)),
    (["rosenbrock"], "rmsprop",
     {"learning_rate": 0.01, "rho": 0.95, "epsilon": 1e-6, "weight_decay": 0.01},
     optim.RMSprop, dict(lr=0.01, alpha=0.95, eps=1e-6, weight_decay=0.01)),
    (["quadratic"], "rmsprop",
     {"learning_rate": 0.001, "rho": 0.95, "epsilon": 1e-6, "weight_decay": 0.01},
     optim.RMSprop, dict(lr=0.001, alpha=0.95, eps=1e-6, weight_decay=0.01)),
    (BOTH, "rmsprop", {"learning_rate": 1.5e-4, "rho": 0.97, "epsilon": 1e-6, "momentum": 0.5,
                       "centered": True},
     optim.RMSprop, dict(lr=1.5e-4, alpha=0.97, eps=1e-6, momentum=0.5, centered=True)),
    (BOTH, "rmsprop", {"learning_rate": 1.5e-4, "rho": 0.97, "epsilon": 1e-6, "momentum": 0.5,
                       "centered": True, "convention": "pytorch"},
     optim.RMSprop, dict(lr=1.5e-4, alpha=0.97, eps=1e-6, momentum=0.5, centered=True),
     {"name": "exponential", "decay": 0.001}),
    (BOTH, "adam", {"learning_rate": 2e-3, "beta1": 0.8, "beta2": 0.99, "epsilon": 1e-6,
                    "weight_decay": 0.01},
     optim.Adam, dict(lr=2e-3, betas=(0.8, 0.99), eps=1e-6, weight_decay=0.01)),
    (BOTH, "adam", {"learning_rate": 2e-3, "beta1": 0.7, "beta2": 0.995, "epsilon": 1e-3,
                    "convention": "pytorch"},
     optim.Adam, dict(lr=2e-3, betas=(0.7, 0.995), eps=1e-3)),
    (BOTH, "amsgrad", {"learning_rate": 0.02, "beta1": 0.8, "beta2": 0.99, "epsilon": 1e-6,
                       "weight_decay": 0.01},
     optim.Adam, dict(lr=0.02, betas=(0.8, 0.99), eps=1e-6, weight_decay=0.01, amsgrad=True)),
    (["rosenbrock"], "adamw", {"learning_rate": 0.02, "beta1": 0.8, "beta2": 0.99,
                               "epsilon": 1e-6, "weight_decay": 0.1},
     optim.AdamW, dict(lr=0.02, betas=(0.8, 0.99), eps=1e-6, weight_decay=0.1)),
    (["quadratic"], "adamw", {"learning_rate": 2e-3, "beta1": 0.8, "beta2": 0.99,
                              "epsilon": 1e-6, "weight_decay": 0.1},
     optim.AdamW, dict(lr=2e-3, betas=(0.8, 0.99), eps=1e-6, weight_decay=0.1)),
    (BOTH, "adamax", {"learning_rate": 2e-3, "beta1": 0.8, "beta2": 0.99, "epsilon": 1e-6,
                      "weight_decay": 0.01},
     optim.Adamax, dict(lr=2e-3, betas=(0.8, 0.99), eps=1e-6, weight_decay=0.01)),
    (BOTH, "nadam", {"learning_rate": 2e-3, "beta1": 0.8, "beta2": 0.99, "epsilon": 1e-6,
                     "momentum_decay": 0.01, "weight_decay": 0.01},
     # Not its other path, which before PyTorch 2.0 counts mu_t twice (pull request 92699).
     optim.NAdam, dict(lr=2e-3, betas=(0.8, 0.99), eps=1e-6, momentum_decay=0.01,
                       weight_decay=0.01, foreach=True)),
    (BOTH, "radam", {"learning_rate": 0.001, "beta1": 0.8, "beta2": 0.99, "epsilon": 1e-6,
                     "weight_decay": 0.01},
     optim.RAdam, dict(lr=0.001, betas=(0.8, 0.99), eps=1e-6, weight_decay=0.01)),
    (BOTH, "rprop", {"learning_rate": 0.005, "eta_minus": 0.4, "eta_plus": 1.3, "step_min": 1e-7,
                     "step_max": 0.1},
     optim.Rprop, dict(lr=0.005, etas=(0.4, 1.3), step_sizes=(1e-7, 0.1))),
]

RATE_STEPS = 120
sched = optim.lr_scheduler
SCHEDULES = [
    ({"name": "constant"}, lambda o: sched.ConstantLR(o, factor=1.0)),
    ({"name": "exponential", "decay": 0.03}, lambda o: sched.ExponentialLR(o, math.exp(-0.03))),
    ({"name": "inverse_time", "decay": 0.03},
     lambda o: sched.LambdaLR(o, lambda t: 1 / (1 + 0.03 * t))),
    ({"name": "step_decay", "factor": 0.3, "every": 17}, lambda o: sched.StepLR(o, 17, 0.3)),
    ({"name": "cosine", "min": 0.05},
     lambda o: sched.CosineAnnealingLR(o, RATE_STEPS, eta_min=0.05)),
    ({"name": "cosine", "period": 13, "stretch": 2, "min": 0.1},
     lambda o: sched.CosineAnnealingWarmRestarts(o, 13, 2, eta_min=0.1)),
    ({"name": "linear", "start": 0.2, "end": 0.9, "total": 50},
     lambda o: sched.LinearLR(o, start_factor=0.2, end_factor=0.9, total_iters=50)),
    ({"name": "polynomial", "power": 1.7, "total": 90},
     lambda o: sched.PolynomialLR(o, total_iters=90, power=1.7)),
    ({"name": "one_cycle", "warmup": 0.25, "div": 20.0, "final_div": 1e3},
     lambda o: sched.OneCycleLR(o, 1.0, RATE_STEPS, pct_start=0.25, div_factor=20.0,
                                final_div_factor=1e3)),
    ({"name": "one_cycle", "warmup": 0.4, "shape": "linear"},
     lambda o: sched.OneCycleLR(o, 1.0, RATE_STEPS, pct_start=0.4, anneal_strategy="linear")),
    ({"name": "warmup", "steps": 10, "from": 0.0, "then": {"name": "step_decay", "every": 20}},
     lambda o: sched.SequentialLR(
         o, [sched.LinearLR(o, start_factor=0.1, end_factor=1.0, total_iters=9),
             sched.StepLR(o, 20, 0.5)], [10])),
]


def trajectory(problem, make, options, schedule):
    gradient, start = PROBLEMS[problem]
    x = torch.tensor(start, requires_grad=True)
    optimizer = make([x], **options)
    scheduler = None
    if schedule and schedule["name"] == "exponential":
        scheduler = sched.ExponentialLR(optimizer, math.exp(-schedule["decay"]))
    kept = []
    for step in range(1, max(KEPT) + 1):
        x.grad = torch.tensor(gradient(x.tolist()))
        optimizer.step()
        if scheduler:
            scheduler.step()
        if step in KEPT:
            kept.append({"step": step, "x": x.tolist()})
    return kept


def rates(make):
    optimizer = optim.SGD([torch.zeros(1)], lr=1.0)
    scheduler = make(optimizer)
    found = []
    for step in range(RATE_STEPS):
        found.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        if step + 1 < RATE_STEPS:
            scheduler.step()
    return found


def write(name, content):
    whole = {"made_by": "make_pytorch.py", "pytorch": torch.__version__, **content}
    text = json.dumps(whole, indent=1)
    pathlib.Path(__file__).with_name(name).write_text(text + "\n")


def main():
    cases = []
    for problems, rule, settings, make, options, *schedule in RULES:
        schedule = schedule[0] if schedule else None
        for problem in problems:
            shown = ", ".join(f"{key}={value!r}" for key, value in options.items())
            cases.append({"rule": rule, "settings": settings,
                          "schedule": schedule or {"name": "constant"}, "problem": problem,
                          "pytorch": f"{make.__name__}({shown})",
                          "points": trajectory(problem, make, options, schedule)})
    write("pytorch_rules.json", {"cases": cases})
    write("pytorch_schedules.json", {"cases": [{"schedule": settings, "rates": rates(make)}
                                               for settings, make in SCHEDULES]})


if __name__ == "__main__":
    main()

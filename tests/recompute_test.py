#!/usr/bin/env python3
"""Recomputes what `descend run` has written, from its parameters, the problems' formulas and
results/README.md alone: every column, every number of the outcome, and the hash of both.

    tests/recompute_test.py build/descend FOLDER
"""
import ctypes
import ctypes.util
import json
import math
import pathlib
import shutil
import struct
import subprocess
import sys

program, folder = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
failures, checked = [], 0


def near(name, found, expected, relative=1e-9, absolute=1e-12):
    global checked
    checked += 1
    if found is None or expected is None:
        same = found is expected
    else:
        same = abs(found - expected) <= absolute + relative * abs(expected)
    if not same:
        failures.append(f"{name}: {found} where {expected} was computed")


# The formulas: loss, gradient.
def article_landscape(x):
    (x,) = x
    return (x * x / 9 - math.cos(x) + 0.5 * x * math.cos(5 * x) - 0.25 * x,
            [2 * x / 9 + math.sin(x) + 0.5 * math.cos(5 * x) - 2.5 * x * math.sin(5 * x) - 0.25])


def rosenbrock(x):
    loss, gradient = 0.0, [0.0] * len(x)
    for i in range(len(x) - 1):
        off = x[i + 1] - x[i] ** 2
        loss += 100 * off ** 2 + (1 - x[i]) ** 2
        gradient[i] += -400 * off * x[i] - 2 * (1 - x[i])
        gradient[i + 1] += 200 * off
    return loss, gradient


class Spiral:
    """A network over the points that its drawing has."""

    def __init__(self, drawing, blocks):
        self.blocks = blocks
        self.samples = {which: list(zip(drawing[which + "x0"], drawing[which + "x1"],
                                        map(int, drawing[which + "class"])))
                        for which in ("point_", "validation_")}

    def sample(self, parameters, sample):
        """-log of the right class's probability, its gradient, and whether it is the likeliest."""
        inputs, layers = [list(sample[:2])], len(self.blocks) // 2
        for layer in range(layers):
            weights, biases = self.blocks[2 * layer], self.blocks[2 * layer + 1]
            rows = weights["rows"]
            out = [parameters[biases["offset"] + r]
                   + sum(parameters[weights["offset"] + c * rows + r] * value
                         for c, value in enumerate(inputs[-1])) for r in range(rows)]
            inputs.append([max(0.0, z) for z in out] if layer + 1 < layers else out)
        scores, right = inputs[-1], sample[2]
        top = max(scores)
        powers = [math.exp(score - top) for score in scores]
        total = sum(powers)
        loss = math.log(total) + top - scores[right]
        delta = [power / total - (c == right) for c, power in enumerate(powers)]
        gradient = [0.0] * len(parameters)
        for layer in reversed(range(layers)):
            weights, biases = self.blocks[2 * layer], self.blocks[2 * layer + 1]
            rows, before = weights["rows"], inputs[layer]
            back = [0.0] * len(before)
            for r, d in enumerate(delta):
                gradient[biases["offset"] + r] += d
                for c, value in enumerate(before):
                    at = weights["offset"] + c * rows + r
                    gradient[at] += d * value
                    back[c] += d * parameters[at]
            delta = [b if value > 0 else 0.0 for b, value in zip(back, before)]
        return loss, gradient, scores.index(top) == right

    def mean(self, parameters, which):
        results = [self.sample(parameters, sample) for sample in self.samples[which]]
        count = len(results)
        return (sum(r[0] for r in results) / count,
                [sum(g) / count for g in zip(*(r[1] for r in results))],
                sum(r[2] for r in results) / count)


def length(v):
    return math.sqrt(sum(x * x for x in v))


def load(out):
    with open(out / "runs.jsonl") as lines:
        for text in lines:
            line = json.loads(text)
            yield line, json.loads((out / line["parameters_file"]).read_text())


def hash_of(line):
    """XXH3-128 as the README has it; nothing where the library is not there."""
    name = ctypes.util.find_library("xxhash")
    if not name:
        print("no libxxhash: the hashes are not checked")
        return None

    class Halves(ctypes.Structure):
        _fields_ = [("low", ctypes.c_uint64), ("high", ctypes.c_uint64)]

    xxh = ctypes.CDLL(name).XXH3_128bits
    xxh.restype, xxh.argtypes = Halves, [ctypes.c_char_p, ctypes.c_size_t]
    trace, outcome = line["trace"], line["outcome"]
    numbers = [n for key in sorted(trace) if not key.endswith("_seconds") for n in trace[key]]
    numbers += [outcome[key] for key in (
        "steps", "final_loss", "best_loss", "best_step", "target_step", "explosion_start_step",
        "diverged_step", "reached_minimum_index", "reached_step", "left_domain_step")]
    data = b"".join(struct.pack("<Q", 0x7ff8000000000000) if n is None else struct.pack("<d", n)
                    for n in numbers)
    halves = xxh(data, len(data))
    return f"{halves.high:016x}{halves.low:016x}"


def rate_of(line, update):
    rate, schedule = line["optimizer"]["learning_rate"], line["schedule"]
    if schedule["name"] == "inverse_time":
        rate /= 1 + schedule["decay"] * update
    for change in line["changes"]:
        if change["option"] == "learning_rate" and change["step"] <= update:
            rate = change["value"]
    return rate


def check_outcome(name, line, losses, gradients, facts):
    outcome, trace = line["outcome"], line["trace"]
    last = outcome["steps"]
    near(f"{name}: steps", trace["step"][-1], last)
    near(f"{name}: final_loss", outcome["final_loss"], losses[-1])
    best = min(range(len(losses)), key=losses.__getitem__)
    near(f"{name}: best_loss", outcome["best_loss"], losses[best])
    near(f"{name}: best_step", outcome["best_step"], best)
    bound = line["loss_bound"] or 1e12 * max(1, abs(losses[0]))
    diverged = next((k for k, loss in enumerate(losses) if abs(loss) > bound), None)
    near(f"{name}: diverged_step", outcome["diverged_step"], diverged)
    near(f"{name}: status", outcome["status"] == "diverged", diverged is not None)
    start = None
    if diverged is not None:
        norms = [length(g) for g in gradients]
        while last > 0 and losses[last] > losses[last - 1] and norms[last] > norms[last - 1]:
            start, last = last, last - 1
    near(f"{name}: explosion_start_step", outcome["explosion_start_step"], start)
    target = line["target_loss"]
    reached = None if target is None else next(
        (k for k, loss in enumerate(losses) if loss <= target), None)
    near(f"{name}: target_step", outcome["target_step"], reached)
    if facts["domain"]:
        left = next((k for k, x in enumerate(trace["x0"])
                     if not facts["domain"][0][0] <= x <= facts["domain"][0][1]), None)
        near(f"{name}: left_domain_step", outcome["left_domain_step"], left)
        index = outcome["reached_minimum_index"]
        if index is not None:
            minimum = facts["minima"][index]
            low, high = (end if end is not None else sign * math.inf
                         for end, sign in zip(minimum["basin"], (-1, 1)))
            near(f"{name}: reached_step", outcome["reached_step"], next(
                (k for k, (x, loss) in enumerate(zip(trace["x0"], losses))
                 if low <= x <= high and loss <= minimum["loss"] + facts["tolerance"]), None))


def check_run(line, recorded, facts):
    """A run on all samples, every state of which was recorded with its parameters."""
    name = f"{line['optimizer_spec']} on {line['problem_spec']}"
    trace, points = line["trace"], recorded["parameters"]
    if line["problem"]["name"] == "spiral":
        spiral = Spiral(recorded["drawing"], recorded["blocks"])
        results = [spiral.mean(x, "point_") for x in points]
        held_out = [spiral.mean(x, "validation_") for x in points]
        for k in range(len(points)):
            near(f"{name}: accuracy {k}", trace["accuracy"][k], results[k][2])
            near(f"{name}: validation_loss {k}", trace["validation_loss"][k], held_out[k][0])
            near(f"{name}: validation_accuracy {k}", trace["validation_accuracy"][k], held_out[k][2])
    else:
        formula = {"article_landscape": article_landscape, "rosenbrock": rosenbrock}
        results = [formula[line["problem"]["name"]](x) for x in points]
    losses, gradients = [r[0] for r in results], [r[1] for r in results]
    for k, x in enumerate(points):
        near(f"{name}: step {k}", trace["step"][k], k)
        near(f"{name}: loss {k}", trace["loss"][k], losses[k])
        near(f"{name}: gradient_norm {k}", trace["gradient_norm"][k], length(gradients[k]), 1e-8, 1e-10)
        near(f"{name}: learning_rate {k}", trace["learning_rate"][k], rate_of(line, max(k - 1, 0)))
        update = [0.0] * len(x) if k == 0 else [a - b for a, b in zip(x, points[k - 1])]
        near(f"{name}: update_norm {k}", trace["update_norm"][k], length(update))
        for i, value in enumerate(x):
            near(f"{name}: gradients {k}", recorded["gradients"][k][i], gradients[k][i], 1e-8, 1e-9)
            near(f"{name}: updates {k}", recorded["updates"][k][i], update[i])
            if len(x) <= 3:
                near(f"{name}: x{i} {k}", trace[f"x{i}"][k], value)
        near(f"{name}: gradient_evaluations {k}", trace["gradient_evaluations"][k], k)
        near(f"{name}: value_evaluations {k}", trace["value_evaluations"][k], 0)
        if line["optimizer"]["name"] == "sgd" and k > 0:
            for i in range(len(x)):
                near(f"{name}: the rule {k}", update[i], -trace["learning_rate"][k] * gradients[k - 1][i],
                     1e-7, 1e-10)
    check_outcome(name, line, losses, gradients, facts)
    check_totals(name, line)


def check_totals(name, line):
    trace, timing = line["trace"], line["timing"]
    for kind in ("gradient", "value"):
        near(f"{name}: evaluations {kind}", line["evaluations"][kind], trace[f"{kind}_evaluations"][-1])
    near(f"{name}: timing", timing["problem_seconds"] + timing["optimizer_seconds"]
         + timing["recording_seconds"] + timing["harness_seconds"], timing["wall_seconds"], 1e-6, 1e-7)
    if hashed := hash_of(line):
        near(f"{name}: trace_hash {hashed}", line["trace_hash"] == hashed, True)


def check_batches(line, recorded):
    """Single samples: the one of each step is found by the update, and has its loss. Every epoch has
    every sample once."""
    name = f"{line['optimizer_spec']}, one sample a step"
    spiral = Spiral(recorded["drawing"], recorded["blocks"])
    points, trace, rate = recorded["parameters"], line["trace"], line["optimizer"]["learning_rate"]
    samples = spiral.samples["point_"]
    for k, x in enumerate(points):
        near(f"{name}: loss {k}", trace["loss"][k], spiral.mean(x, "point_")[0])
        near(f"{name}: gradient_norm {k}", trace["gradient_norm"][k],
             length(spiral.mean(x, "point_")[1]), 1e-8, 1e-10)
        if k + 1 == len(points):
            near(f"{name}: the last batch_loss", trace["batch_loss"][k], None)
            continue
        update = [b - a for a, b in zip(x, points[k + 1])]
        if k % len(samples) == 0:
            left = set(range(len(samples)))  # of the epoch
        for s in sorted(left):  # those that no unit answers to are alike
            loss, gradient, _ = spiral.sample(x, samples[s])
            if all(abs(u + rate * g) <= 1e-9 for u, g in zip(update, gradient)) and any(gradient):
                near(f"{name}: batch_loss {k}", trace["batch_loss"][k], loss)
                left.remove(s)
                break
        else:
            failures.append(f"{name}: no sample leads from state {k} to the next")
    near(f"{name}: samples", line["evaluations"]["samples"], line["outcome"]["steps"])
    check_totals(name, line)


def run(suite_name, experiments):
    out, suite = folder / suite_name, folder / f"{suite_name}.json"
    suite.write_text(json.dumps({
        "schema": "descend.suite/1", "name": suite_name,
        "defaults": {"precision": "float64", "record": {"every": 1, "parameters": True}},
        "experiments": experiments}))
    subprocess.run([program, "run", str(suite), "--out", str(out), "--restart", "--quiet"],
                   check=True, stdout=subprocess.DEVNULL)
    return load(out)


def main():
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    facts = {name: json.loads(subprocess.run([program, "show", name, "--json"], check=True,
                                             capture_output=True, text=True).stdout)
             for name in ("article_landscape", "rosenbrock", "spiral")}
    rules = ["sgd:learning_rate=0.01", "momentum:learning_rate=0.01", "adam:learning_rate=0.05",
             "decayed_sgd:learning_rate=0.02,decay=0.05", "sgd:learning_rate=1.5"]
    whole = run("whole", [
        {"problems": ["article_landscape"], "optimizers": rules, "budget": {"steps": 90}},
        {"problems": ["article_landscape"], "optimizers": ["sgd:learning_rate=0.01"],
         "target_loss": 0.9, "budget": {"steps": 90}},
        {"problems": ["rosenbrock", "rosenbrock:dimension=5,start=random"], "seed": 4,
         "optimizers": ["sgd:learning_rate=0.001", "momentum:learning_rate=0.001",
                        "adam:learning_rate=0.05", "sgd:learning_rate=0.1"],
         "budget": {"steps": 60}},
        {"problems": ["rosenbrock"], "optimizers": ["sgd:learning_rate=0.001"],
         "changes": [{"step": 7, "option": "learning_rate", "value": 0.0005}],
         "budget": {"steps": 20}},
        {"problems": ["spiral:samples=5,hidden=[4,3]"], "optimizers": ["sgd", "adam"],
         "budget": {"steps": 12}}])
    runs = 0
    for line, recorded in whole:
        check_run(line, recorded, facts[line["problem"]["name"]])
        runs += 1
    for line, recorded in run("single", [
            {"problems": ["spiral:samples=4,classes=2,hidden=[3],initial_scale=1"], "batch_size": 1,
             "optimizers": ["sgd:learning_rate=0.1"], "budget": {"epochs": 3}}]):
        check_batches(line, recorded)
        runs += 1
    for failure in failures[:20]:
        print(failure)
    print(f"{checked} numbers of {runs} runs recomputed, {len(failures)} differ")
    return 1 if failures or runs < 18 or checked < 5000 else 0


sys.exit(main())

"""The paths that are compared: what a unit of work is, who does it, and what is to be reached."""
import concurrent.futures
import dataclasses
import json
import statistics
import typing

from contenders import Failed, processor_seconds

# Streams that a rule's formula moves: the gradient read, x and every piece of state read and written.
# What is written without being read is read all the same, into the cache, and counts as both.
# Prodigy only reads its start. Two walks lie in the formula of the schedule-free rules, which form
# the point y where the gradient is taken (x and z read, y written), and of LAMB, which knows the
# length of its step only at the end (its direction written, then read, and x read again).
STREAMS = {"sgd": [3], "momentum": [5], "pytorch_momentum": [5], "nesterov": [5], "adagrad": [5],
           "rmsprop": [5], "adadelta": [7], "adam": [7], "amsgrad": [9], "adamw": [7],
           "adamax": [7], "nadam": [7], "radam": [7], "rprop": [7], "lion": [5], "adan": [11],
           "prodigy": [10], "lamb": [8, 3], "schedule_free_sgd": [4, 5],
           "schedule_free_adamw": [4, 7]}


@dataclasses.dataclass
class Measured:
    """Of Descend, in one round."""
    seconds: float
    limit_seconds: typing.Optional[float] = None
    note: str = ""
    other_limit_seconds: typing.Optional[float] = None
    state_bytes: typing.Optional[float] = None  # of a rule, for each parameter


@dataclasses.dataclass
class Path:
    key: str
    title: str
    unit: str
    descend: typing.Callable  # () -> Measured
    peers: dict  # name -> (its word for the work, or a callable that gives seconds; ratio to reach)
    limit: str = ""  # what stops it
    limit_reach: typing.Optional[float] = None  # share of the limit to be reached
    other_limit: str = ""  # what may stop it before that
    at_most_seconds: typing.Optional[float] = None
    once: bool = False  # too long for every round


def run_path(descend, key, title, name, lengths, peers, limit="", unit="a step"):
    """A whole run: what a step adds to it, from a short and a long one."""
    few, many = lengths
    short, long = (f"run/{name}/steps/{steps}" for steps in lengths)

    def measure():
        lines = descend.benchmarks(short, long, *([limit] if limit else []))
        total = processor_seconds(lines[long])
        seconds = (total - processor_seconds(lines[short])) / (many - few)
        floor = None
        if limit:
            operations = lines[long]["FLOP/s"] * total / many
            floor = operations / lines[limit]["FLOP/s"]
        return Measured(seconds, floor)

    return Path(key, title, unit, measure, peers, limit)


def step_path(descend, rule, n):
    walks = STREAMS[rule]
    step = f"step/{rule}/float32/{n}"
    memory = {streams: f"bandwidth/{streams}/{n}" for streams in walks}
    few = 1_000  # of which all streams lie in the processor's nearest cache
    in_cache = f"step/{rule}/float32/{few}"

    def measure():
        lines = descend.benchmarks(step, *memory.values(), in_cache)
        floor = sum(streams * 4 * n / lines[name]["bytes_per_second"]
                    for streams, name in memory.items())
        arithmetic = processor_seconds(lines[in_cache]) * n / few
        return Measured(processor_seconds(lines[step]), floor, other_limit_seconds=arithmetic,
                        state_bytes=lines[step].get("state_bytes_per_parameter"))

    peers = {"pytorch": (f"step/{rule}/{n}", 4.0 if rule == "adam" else None)}
    if rule == "adam":
        peers["ensmallen"] = (f"step/adam/{n}", 2.5)
    return Path(f"step_{rule}", f"{rule}, {n:,} parameters", "a step", measure, peers,
                f"bandwidth, {' and '.join(map(str, walks))} streams", 0.85,
                other_limit="its arithmetic in cache")


def jobs_path(descend, quick):
    runs = 10 if quick else 100

    def suite(name, runs):
        path = descend.folder / f"{name}.json"
        path.write_text(json.dumps({
            "schema": "descend.suite/1", "name": name, "experiments": [
                {"problems": ["spiral"], "optimizers": ["sgd"], "repetitions": runs,
                 "budget": {"epochs": 20 if quick else 1000}}]}))
        return path

    whole, halves = suite("all_runs", runs), [suite(name, runs // 2) for name in ("half", "other")]

    def wall(suite, jobs):
        return descend.command("run", str(suite), "--jobs", str(jobs), "--restart", "--quiet",
                               "--out", str(descend.folder / suite.stem))[0]

    def two_programs():
        """Half the runs in each of two programs at once: what two cores give here."""
        with concurrent.futures.ThreadPoolExecutor(2) as both:
            return max(both.map(lambda half: wall(half, 1), halves))

    return Path("two_jobs", f"{runs} runs of the network, two jobs against one", "a suite",
                lambda: Measured(wall(whole, 2), two_programs()),
                {"one job": (lambda: wall(whole, 1), 1.9)}, "two programs at once, half each")


# Columns that are counted or stay the same in such a run: they take memory where they change.
STEADY = {"step", "learning_rate", "gradient_evaluations", "value_evaluations", "compute_seconds"}


def recording_path(descend, quick):
    """By the run's own clock, which sees no more than a sample of the waits for new memory; and
    beside a run that keeps its first and last state alone, which sees all and scatters widely."""
    steps, pairs = (100_000, 1) if quick else (10_000_000, 3)
    out, fresh = descend.folder / "recorded", f"first_write/{1 << 28}"

    def recorded(steps, every):
        measured = descend.command(
            "run", "-p", "article_landscape", "-o", "momentum:learning_rate=0.01,momentum=0.9",
            "--steps", str(steps), "--record-every", str(every), "--restart", "--quiet",
            "--out", str(out))
        with open(out / "runs.jsonl") as lines:
            return json.loads(lines.readline()), *measured

    def measure():
        new = recorded(10, 1)[0]["trace"].keys() - STEADY
        floor = 8 * len(new) / descend.benchmarks(fresh)[fresh]["bytes_per_second"]
        seconds, more, rates, memory = [], [], [], 0
        for _ in range(pairs):
            least = recorded(steps, steps)[0]["timing"]["wall_seconds"]
            line, wall, memory = recorded(steps, 1)
            own = line["timing"]["wall_seconds"]
            seconds.append(line["timing"]["recording_seconds"] / steps)
            size = sum(file.stat().st_size for file in out.glob("**/*") if file.is_file())
            more.append((own - least) / steps)
            rates.append(size / max(wall - own, 1e-9))
        return Measured(statistics.median(seconds), floor, note=(
            f"file {size / 1e6:.0f} MB, {statistics.median(rates) / 1e6:.0f} MB/s beside the run, "
            f"{memory / steps:.0f} bytes of memory a state; beside a run that records nothing "
            f"{1e9 * min(more):.0f} to {1e9 * max(more):.0f} ns a step more"))

    return Path("recording", f"recording each of {steps:,} steps", "a step", measure, {},
                "a first write of what is new", at_most_seconds=10e-9, once=True)


def map_paths(descend, quick):
    side = 30 if quick else 1000
    formulas = "map/article_landscape/momentum/formulas"
    out = descend.folder / "map"

    def landscape():
        wall, _ = descend.command(
            "map", "-p", "article_landscape", "-o",
            f"momentum:learning_rate={{log:1e-4:0.1:{side}}},momentum={{linear:0:0.95:{side}}}",
            "--steps", "200", "--jobs", "1", "--out", str(out))
        cells = json.loads((out / "map.json").read_text())["columns"]["steps"]
        lines = descend.benchmarks(formulas)
        return Measured(wall / sum(cells), 1 / lines[formulas]["items_per_second"])

    def spiral(jobs):
        return descend.command(
            "map", "-p", "spiral", "-o", f"sgd:learning_rate={{log:1e-3:10:{4 if quick else 64}}}",
            "--steps", "20" if quick else "1000", "--jobs", str(jobs), "--out", str(out))[0]

    return [Path("map_landscape", f"map of {side * side:,} runs on article_landscape", "a step",
                 landscape, {}, "its gradients and updates", at_most_seconds=6e-9),
            Path("map_spiral", "map of the network, two jobs against one", "a map",
                 lambda: Measured(spiral(2)), {"one job": (lambda: spiral(1), 1.9)})]


def all_paths(descend, quick, wide):
    """`wide`: whether the processor has AVX-512."""
    peak = "fma_peak/avx512" if wide else "fma_peak/avx2"
    network = "the article's network, one epoch, "
    paths = [
        run_path(descend, "network_fast", network + "fast", "spiral/sgd", (100, 1000),
                 {"pytorch": ("network", 25 if wide else 12),
                  "numpy": ("network", 35 if wide else 12)}, peak, "an epoch"),
        run_path(descend, "network_article", network + "article arithmetic", "spiral_article/sgd",
                 (100, 1000), {"numpy": ("network", 3)}, peak, "an epoch")]
    for sizes, batch, lengths, reach in (("64_64_10", 64, (100, 1000), 5),
                                         ("784_128_10", 128, (30, 300), 1.2),
                                         ("784_512_10", 256, (10, 100), None)):
        paths.append(run_path(
            descend, "mlp_" + sizes, f"MLP {sizes.replace('_', '-')}, batch {batch}, Adam",
            f"mlp_{sizes}_batch_{batch}/adam", lengths, {"pytorch": ("mlp_" + sizes, reach)}, peak))
    paths.append(run_path(
        descend, "landscape", "momentum on article_landscape, every 100th recorded",
        "article_landscape/momentum", (10_000, 100_000),
        {"ensmallen": ("landscape", 1.0), "bare loop": ("landscape", None),
         "pytorch": ("landscape", None)}))
    paths += [step_path(descend, rule, 1_000 if quick else 10_000_000) for rule in STREAMS]
    if descend.has("map"):
        paths += map_paths(descend, quick)
    paths += [jobs_path(descend, quick), recording_path(descend, quick),
              Path("list", "descend list", "a call", lambda: Measured(descend.command("list")[0]),
                   {}, at_most_seconds=20e-3)]
    return paths


def measure_round(path, peers, budget):
    """One turn: Descend, then each peer. Gives Measured and {peer: (seconds, way)}."""
    mine, theirs = path.descend(), {}
    for name, (work, _) in path.peers.items():
        if callable(work):
            theirs[name] = (work(), None)
        elif name in peers and work in peers[name].works:
            theirs[name] = peers[name].seconds(work, budget)
    if not mine.seconds > 0:
        raise Failed(f"{path.key}: no time was measured")
    return mine, theirs

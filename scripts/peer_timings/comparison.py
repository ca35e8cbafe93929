"""Rounds of measurements, the figures that come of them, and their table."""
import datetime
import os
import platform
import statistics
import subprocess

from contenders import Failed
from paths import measure_round


def now():
    return datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def processor():
    try:
        with open("/proc/cpuinfo") as lines:
            for line in lines:
                if line.startswith("model name"):
                    return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def environment(descend, project):
    commit = subprocess.run(["git", "-C", str(project), "describe", "--always", "--dirty",
                             "--abbrev=12"], capture_output=True, text=True)
    return {"cpu": processor(), "cores": len(os.sched_getaffinity(0)), "os": platform.platform(),
            "commit": commit.stdout.strip() or "unknown", "load_average": list(os.getloadavg())}


def measure_limits(descend, names):
    lines = descend.benchmarks(*names)
    return {name: lines[name].get("bytes_per_second", lines[name].get("FLOP/s")) for name in names}


def compare(descend, peers, paths, limits, rounds, budget, say):
    """Interleaved rounds over all paths; a path that fails is left out, with its reason as a note."""
    turns = {path.key: [] for path in paths}
    measured_limits = {name: [] for name in limits}
    failures = {}
    for number in range(rounds):
        for name, value in measure_limits(descend, limits).items():
            measured_limits[name].append(value)
        for path in paths:
            if path.key in failures or (path.once and number > 0):
                continue
            say(f"round {number + 1} of {rounds}: {path.title}")
            try:
                turns[path.key].append(measure_round(path, peers, budget))
            except Failed as failure:
                failures[path.key] = str(failure)
    rows = [row_of(path, turns[path.key]) for path in paths if path.key not in failures]
    figures = [{"name": name, "unit": "bytes/s" if name.startswith("bandwidth") else "FLOP/s",
                "median": statistics.median(values), "rounds": values}
               for name, values in measured_limits.items()]
    return rows, figures, failures


def row_of(path, turns):
    """A ratio is the median of the rounds' own ratios: what disturbs a round disturbs both sides."""
    mine = [measured.seconds for measured, _ in turns]
    row = {"key": path.key, "path": path.title, "unit": path.unit,
           "descend": {"median_seconds": statistics.median(mine), "rounds": mine}, "peers": []}
    for name, (_, reach) in path.peers.items():
        theirs = [answers[name][0] for _, answers in turns if name in answers]
        if not theirs:
            continue
        row["peers"].append({
            "name": name, "median_seconds": statistics.median(theirs), "rounds": theirs,
            "ratio": statistics.median(b / a for a, b in zip(mine, theirs)), "reach": reach,
            "way": turns[-1][1][name][1]})
    for key, name, reach in (("limit", path.limit, path.limit_reach),
                             ("other_limit", path.other_limit, None)):
        floors = [getattr(measured, key + "_seconds") for measured, _ in turns]
        if floors[0] is not None:
            row[key] = {"name": name, "median_seconds": statistics.median(floors),
                        "share": statistics.median(b / a for a, b in zip(mine, floors)),
                        "reach": reach}
    if turns[-1][0].state_bytes is not None:
        row["state_bytes_per_parameter"] = turns[-1][0].state_bytes
    if path.at_most_seconds is not None:
        row["at_most_seconds"] = path.at_most_seconds
    notes = [measured.note for measured, _ in turns if measured.note]
    if notes:
        row["note"] = notes[-1]
    return row


def seconds_text(seconds):
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("us", 1e-6)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds * 1e9:.3g} ns"


def reach_text(reached, value):
    return f"{'✓' if reached else '✗'} {value}"


def table(report):
    """Lines of a table that is Markdown too."""
    cells = [["path", "Descend", "state a parameter", "peers: time, ratio", "to reach",
              "share of the limit"]]
    for row in report["rows"]:
        mine, peers, reach = row["descend"]["median_seconds"], [], []
        for peer in row["peers"]:
            peers.append(f"{peer['name']} {seconds_text(peer['median_seconds'])}, "
                         f"{peer['ratio']:.3g}×")
            if peer["reach"] is not None:
                reach.append(reach_text(peer["ratio"] >= peer["reach"],
                                        f"{peer['name']} {peer['reach']:g}×"))
        if row.get("at_most_seconds") is not None:
            reach.append(reach_text(mine <= row["at_most_seconds"],
                                    seconds_text(row["at_most_seconds"])))
        limit = row.get("limit")
        if limit and limit["reach"] is not None:
            reach.append(reach_text(limit["share"] >= limit["reach"], f"{limit['reach']:.0%}"))
        share = "; ".join(f"{row[key]['share']:.0%} of {row[key]['name']}"
                          for key in ("limit", "other_limit") if key in row)
        state = row.get("state_bytes_per_parameter")
        cells.append([row["path"], f"{seconds_text(mine)} {row['unit']}",
                      "" if state is None else f"{state:.3g} B", "; ".join(peers),
                      "; ".join(reach), share])
    return laid_out(cells)


HEADLINE = ["network_fast", "mlp_784_128_10", "landscape", "step_adam", "map_landscape"]


def headline(report):
    """The same in five rows, without what was to be reached."""
    rows = {row["key"]: row for row in report["rows"]}
    cells = [["path", "Descend", "others"]]
    for row in (rows[key] for key in HEADLINE if key in rows):
        others = "; ".join(f"{peer['name']} {seconds_text(peer['median_seconds'])}, {peer['ratio']:.3g}×"
                           for peer in row["peers"])
        cells.append([row["path"], f"{seconds_text(row['descend']['median_seconds'])} {row['unit']}",
                      others])
    return laid_out(cells)


def laid_out(cells):
    """The first line is the head."""
    widths = [max(len(line[i]) for line in cells) for i in range(len(cells[0]))]
    cells.insert(1, ["-" * width for width in widths])
    return ["| " + " | ".join(text.ljust(width) for text, width in zip(line, widths)) + " |"
            for line in cells]


def notes(report):
    """What the table cannot say, a line each."""
    lines = [f"{name}: missing: {peer['missing']}" for name, peer in report["peers"].items()
             if peer["missing"]]
    lines += [f"{name}: its matrix products are those of {peer['blas']}, which may be many times slower "
              "than a tuned library; scripts/setup --peers installs OpenBLAS"
              for name, peer in report["peers"].items() if (peer.get("blas") or "").startswith("lib")]
    lines += [f"{row['path']}: {row['note']}" for row in report["rows"] if "note" in row]
    lines += [f"{key}: left out: {why}" for key, why in report["failures"].items()]
    lines.append("limits: " + ", ".join(f"{limit['name']} {limit['median'] / 1e9:.3g} G{limit['unit']}"
                                        for limit in report["limits"]))
    return lines

# python3 loss.py FOLDER PICTURE: every run's loss against its steps, with pandas and matplotlib.
import json
import sys
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd

lines = (Path(sys.argv[1]) / "runs.jsonl").open()
runs = pd.json_normalize([json.loads(line) for line in lines])
for _, run in runs.iterrows():
    name = f"{run.problem_spec}: {run.optimizer_spec}, seed {run.seed}"
    plt.plot(run["trace.step"], run["trace.loss"], label=name)
lowest = min(loss for losses in runs["trace.loss"] for loss in losses if loss is not None)
plt.yscale("log" if lowest > 0 else "linear")
plt.xlabel("step")
plt.ylabel("loss")
plt.legend()
plt.savefig(sys.argv[2])

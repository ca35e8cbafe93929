"""Those who are timed: Descend through its own program, and peers as processes that wait for work."""
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1",
              "PYTHONDONTWRITEBYTECODE": "1"}
UNITS = {"ns": 1e-9, "us": 1e-6, "ms": 1e-3, "s": 1.0}


class Failed(Exception):
    """With one line that says what and why."""


class Peer:
    """A process that speaks the protocol of worker.py; `missing` says why it is not there."""

    def __init__(self, name, command, how_to_get):
        self.name, self.version, self.blas, self.missing, self.works = name, None, None, None, []
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, text=True,
                                        env=os.environ | ONE_THREAD)
        first = self.process.stdout.readline()
        if first:
            hello = json.loads(first)
            self.version, self.works = hello["version"], hello["works"]
            self.blas = hello.get("blas")
        else:
            said = self.process.communicate()[1].strip().splitlines() or ["it ended at once"]
            self.missing = f"{said[-1]} ({how_to_get})"

    def seconds(self, work, budget):
        """Processor time of one unit, and in which way, where there were several."""
        self.process.stdin.write(f"{work} {budget}\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise Failed(f"{self.name} ended in the middle of '{work}'")
        answer = json.loads(answer)
        return answer["seconds"], answer.get("way")

    def close(self):
        if self.missing is None:
            self.process.stdin.close()
            self.process.wait()


class Missing:
    """A peer that cannot even be started."""

    def __init__(self, name, why):
        self.name, self.missing, self.version, self.blas, self.works = name, why, None, None, []

    def close(self):
        pass


def compiled(name, source, folder, flags, libraries, how_to_get):
    """A C++ peer, built into `folder`."""
    compiler = os.environ.get("CXX") or shutil.which("c++") or shutil.which("g++")
    if compiler is None:
        return Missing(name, "no C++ compiler")
    folder.mkdir(parents=True, exist_ok=True)
    program = folder / pathlib.Path(source).stem
    built = subprocess.run([compiler, "-std=c++17", "-O3", "-march=native", "-DNDEBUG", *flags,
                            str(HERE / source), "-o", str(program), *libraries],
                           capture_output=True, text=True)
    if built.returncode != 0:
        lines = [line for line in built.stderr.splitlines() if "error" in line]
        return Missing(name, f"{(lines or ['it does not compile'])[0]} ({how_to_get})")
    return Peer(name, [str(program)], how_to_get)


def all_peers(python, ensmallen, folder):
    """Every peer by its name, missing ones too."""
    how = "scripts/setup --peers installs it"
    peers = [Peer("numpy", [python, str(HERE / "numpy_peer.py")], how),
             Peer("pytorch", [python, str(HERE / "torch_peer.py")], how),
             compiled("bare loop", "bare_loop.cc", folder, [], [], "")]
    if ensmallen is None:
        peers.append(Missing("ensmallen", "no headers given; --ensmallen DIR or ENSMALLEN_DIR does"))
    else:
        peers.append(compiled("ensmallen", "ensmallen_peer.cc", folder,
                              ["-DARMA_NO_DEBUG", f"-I{ensmallen}", f"-I{ensmallen}/include"],
                              ["-larmadillo"], "Armadillo: " + how))
    return {peer.name: peer for peer in peers}


class Descend:
    """The program, measured through its commands."""

    def __init__(self, program, quick):
        self.program, self.quick = str(program), quick
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="descend-peers-"))

    def close(self):
        shutil.rmtree(self.folder, ignore_errors=True)

    def has(self, command):
        done = subprocess.run([self.program, command, "--help"], capture_output=True)
        return done.returncode == 0

    def command(self, *arguments):
        """Runs it; gives wall seconds, and the most memory it held, in bytes."""
        start = time.perf_counter()
        process = subprocess.Popen([self.program, *arguments], stdout=subprocess.DEVNULL,
                                   stderr=subprocess.PIPE, text=True)
        said = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            raise Failed(f"descend {' '.join(arguments)}: {said.strip() or process.returncode}")
        return time.perf_counter() - start, usage.ru_maxrss * 1024

    def benchmarks(self, *names):
        """The lines of `descend time` with these names, by name."""
        self.command("time", f"--benchmark_filter=^({'|'.join(names)})$", "--out", str(self.folder),
                     f"--benchmark_min_time={0.01 if self.quick else 0.2}")
        lines = json.loads((self.folder / "timings.json").read_text())["benchmarks"]
        found = {line["name"]: line for line in lines if line["run_type"] == "iteration"}
        for name in names:
            if name not in found or found[name].get("error_occurred"):
                raise Failed(f"descend time has no figure for {name}")
        return found


def processor_seconds(line):
    return line["cpu_time"] * UNITS[line["time_unit"]]

"""Chung Tay against Polars, DuckDB and a hand-written loop: the same rules over the same two files, whole processes.

    bench/run                                          the whole comparison; writes bench/RESULTS.md
    bench/run --quick                                  100,000 households, one run; prints only
    bench/run --households 1000000 --runs 9 --tools chungtay,polars

Needs Python 3.11, Rust, and the network the first time (for the packages of bench/requirements.txt).
"""

import argparse
import datetime
import hashlib
import json
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
USER_CACHE = Path(
    os.environ.get("CHUNGTAY_CACHE") or os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
)
CACHE = USER_CACHE / "chungtay-bench"
TARGET = Path(os.environ.get("CARGO_TARGET_DIR") or USER_CACHE / "chungtay-target")
SEED = 2026
STANDARD = "vn-2022"
DAY = "2026-12-31"
TOOLS = {
    "chungtay": "Chung Tay",
    "polars": "Polars",
    "duckdb": "DuckDB",
    "hand": "Rust loop by hand",
}
PEERS = ("polars", "duckdb")
MB = 1_000_000


@dataclass
class Run:
    cpu: float
    wall: float
    peak_mb: float


def main() -> int:
    options = arguments()
    python = environment()
    chungtay, hand, explain = build(options)
    busy = busyness()
    programs = {
        "chungtay": lambda h, m, o: [
            chungtay, "classify", "--standard", STANDARD, "--households", h, "--members", m, "--out", o,
            "--result-day", DAY, "--age-day", DAY,
        ],  # fmt: skip
        "polars": lambda h, m, o: [python, HERE / "polars_classify.py", h, m, o, DAY],
        "duckdb": lambda h, m, o: [python, HERE / "duckdb_classify.py", h, m, o, DAY],
        "hand": lambda h, m, o: [hand, h, m, o, DAY],
    }
    commands = {tool: programs[tool] for tool in options.tools}
    check_with_gaps(commands, chungtay, python)
    sorted_runs = {size: measured(size, commands, chungtay, python, options.runs) for size in options.households}
    unsorted_runs = {}
    if "chungtay" in commands:
        for size in options.unsorted:
            unsorted_runs[size] = measured_unsorted(size, commands["chungtay"], chungtay, python, options.runs)
    say("one household, explained")
    explained = json.loads(output([explain, ROOT / "packs" / "vn", STANDARD]))
    told = machine(python, busy, commands)
    text = report(options, told, sorted_runs, unsorted_runs, explained)
    print(text)
    if options.out:
        options.out.write_text(text, encoding="utf-8")
        say(f"written: {options.out}")
    return 0


def arguments() -> argparse.Namespace:
    sizes = lambda text: [int(part) for part in text.split(",") if part]  # noqa: E731
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--households", type=sizes, default=[100_000, 1_000_000, 10_000_000], metavar="N,…")
    parser.add_argument("--unsorted", type=sizes, metavar="N,…", help="sizes for shuffled files; else the same")
    parser.add_argument("--runs", type=int, default=5, metavar="N")
    parser.add_argument("--tools", default=",".join(TOOLS), metavar="TOOL,…", help=", ".join(TOOLS))
    parser.add_argument("--no-build", action="store_true", help="use the release builds that are there")
    parser.add_argument("--quick", action="store_true", help="100,000 households, one run, nothing is written")
    parser.add_argument("--out", type=Path, metavar="FILE", help="the report; bench/RESULTS.md if not given")
    options = parser.parse_args()
    options.tools = [tool for tool in TOOLS if tool in options.tools.split(",")]
    options.out = options.out or (None if options.quick else HERE / "RESULTS.md")
    if options.quick:
        options.households, options.runs = [100_000], 1
    if options.unsorted is None:
        options.unsorted = options.households
    return options


def say(text: str) -> None:
    print(f"── {text}", file=sys.stderr, flush=True)


def output(command: list) -> str:
    return subprocess.run([str(part) for part in command], check=True, text=True, capture_output=True).stdout


# --- What is needed ---


def environment() -> Path:
    """A Python with the pinned packages."""
    requirements = HERE / "requirements.txt"
    stamp = hashlib.sha256(requirements.read_bytes() + sys.version.encode()).hexdigest()[:12]
    folder = CACHE / f"venv-{stamp}"
    python = folder / "bin" / "python"
    if not (folder / "ready").exists():
        say("installing the pinned packages")
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", "-r", str(requirements)], check=True)
        (folder / "ready").touch()
    return python


def build(options: argparse.Namespace) -> tuple[Path, Path, Path]:
    """The release builds: the program, the loop by hand, the timing of explanations."""

    def cargo(what: str, folder: Path, target: Path, *more: str) -> None:
        if options.no_build:
            return
        say(f"building {what} (the first time takes some minutes)")
        command = ["cargo", "build", "--release", "--locked", "--quiet", *more]
        subprocess.run(command, cwd=folder, env=os.environ | {"CARGO_TARGET_DIR": str(target)}, check=True)

    cargo("chungtay", ROOT, TARGET, "--bin", "chungtay")
    apart = TARGET / "bench"
    if "hand" in options.tools:
        cargo("the loop by hand", HERE / "hand", apart)
    cargo("the timing of explanations", HERE / "explain", apart)
    release = apart / "release"
    return TARGET / "release" / "chungtay", release / "hand", release / "explain_time"


def data(size: int, chungtay: Path, missing: float | None = None) -> tuple[Path, Path]:
    """Two invented files, made once; again when the generator or what it reads has changed."""
    sources = [*(ROOT / "crates/synthetic/src").rglob("*.rs"), *(ROOT / "packs/vn/synthetic").rglob("*.*")]
    sources += [ROOT / f"packs/vn/standards/{STANDARD}/{name}.toml" for name in ("standard", "questionnaire", "points")]
    digest = hashlib.sha256()
    for path in sorted(sources):
        digest.update(path.read_bytes())
    name = f"{size}-{digest.hexdigest()[:12]}" + (f"-missing-{missing:g}" if missing is not None else "")
    folder = CACHE / "data" / name
    if not (folder / "ready").exists():
        say(f"inventing {size:,} households")
        shutil.rmtree(folder, ignore_errors=True)
        for old in (CACHE / "data").glob(f"{size}-*"):
            if ("-missing-" in old.name) == (missing is not None):
                shutil.rmtree(old)
        command = [chungtay, "generate", "--households", size, "--seed", SEED, "--out", folder, "--standard", STANDARD]
        output(command if missing is None else [*command, "--missing", missing])
        (folder / "ready").touch()
    return folder / "households.parquet", folder / "members.parquet"


def shuffled(files: tuple[Path, Path], python: Path) -> tuple[Path, Path]:
    """The same rows in another order."""
    both = tuple(path.with_name(f"{path.stem}-shuffled.parquet") for path in files)
    for source, out in zip(files, both):
        if not out.exists():
            say(f"shuffling {source.name}")
            scratch, part = out.with_suffix(".scratch"), out.with_suffix(".part")
            output([python, HERE / "shuffle.py", source, part, scratch])
            shutil.rmtree(scratch, ignore_errors=True)
            part.rename(out)
    return both


# --- Measuring ---


def busyness() -> float:
    """How much of the processors others use while this program does nothing."""
    stat = Path("/proc/stat")
    if not stat.exists():
        return 0.0

    def spent() -> tuple[int, int]:
        ticks = [int(word) for word in stat.read_text().splitlines()[0].split()[1:9]]
        return sum(ticks) - ticks[3] - ticks[4], sum(ticks)

    before = spent()
    time.sleep(3)
    after = spent()
    return (after[0] - before[0]) / max(after[1] - before[1], 1)


def once(command: list) -> Run:
    """Runs a whole process. Its peak is what the kernel says of it, the Python interpreter included where it is one."""
    null = os.open(os.devnull, os.O_RDWR)
    words = [str(part) for part in command]
    log = CACHE / "last-error.txt"
    errors = os.open(log, os.O_RDWR | os.O_CREAT | os.O_TRUNC)
    actions = [(os.POSIX_SPAWN_DUP2, null, 0), (os.POSIX_SPAWN_DUP2, null, 1), (os.POSIX_SPAWN_DUP2, errors, 2)]
    start = time.perf_counter()
    child = os.posix_spawnp(words[0], words, os.environ, file_actions=actions)
    _, status, usage = os.wait4(child, 0)
    wall = time.perf_counter() - start
    os.close(null)
    os.close(errors)
    if status != 0:
        sys.exit(f"{' '.join(words)}\nfailed:\n{log.read_text(errors='replace')[:3000]}")
    return Run(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss * 1024 / MB)


def results_folder() -> Path:
    folder = CACHE / "results"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def compare(python: Path, outs: list[Path]) -> None:
    """Stops unless all results are equal row by row."""
    done = subprocess.run([str(python), str(HERE / "compare.py"), *map(str, outs)], text=True, capture_output=True)
    if done.returncode != 0:
        sys.exit(f"THE RESULTS DIFFER\n{done.stdout}{done.stderr}")


def check_with_gaps(commands: dict, chungtay: Path, python: Path) -> None:
    """Equality where a fifth of all answers is missing, so that undetermined households are common. Not measured."""
    say("checking equality where 20 % of the answers are missing")
    files = data(50_000, chungtay, missing=20)
    outs = {tool: results_folder() / f"gaps-{tool}.parquet" for tool in commands}
    for tool, command in commands.items():
        once(command(*files, outs[tool]))
    compare(python, list(outs.values()))


def measured(size: int, commands: dict, chungtay: Path, python: Path, runs: int) -> dict[str, list[Run]]:
    """All tools in turn, as often as asked for; equality is checked after the first round."""
    files = data(size, chungtay)
    for path in files:  # everybody finds the files in the page cache
        with path.open("rb") as file:
            while file.read(1 << 24):
                pass
    outs = {tool: results_folder() / f"{tool}.parquet" for tool in commands}
    times = {tool: [] for tool in commands}
    for round_ in range(runs):
        for tool, command in commands.items():
            say(f"{size:,} households, round {round_ + 1}: {TOOLS[tool]}")
            outs[tool].unlink(missing_ok=True)
            times[tool].append(once(command(*files, outs[tool])))
        if round_ == 0:
            compare(python, list(outs.values()))
    return times


def measured_unsorted(size: int, command, chungtay: Path, python: Path, runs: int) -> list[Run]:
    """Chung Tay where it has to sort; the result equals that of the sorted files."""
    files = data(size, chungtay)
    mixed = shuffled(files, python)
    out, plain = results_folder() / "unsorted.parquet", results_folder() / "chungtay.parquet"
    once(command(*files, plain))
    times = []
    for round_ in range(runs):
        say(f"{size:,} households not sorted, round {round_ + 1}")
        times.append(once(command(*mixed, out)))
    compare(python, [plain, out])
    return times


# --- Telling ---


def median(runs: list[Run]) -> Run:
    """Medians of time; of memory the worst."""
    middle = lambda part: statistics.median(part(run) for run in runs)  # noqa: E731
    return Run(middle(lambda run: run.cpu), middle(lambda run: run.wall), max(run.peak_mb for run in runs))


def table(header: list[str], rows: list[list[str]]) -> str:
    widths = [max(len(row[at]) for row in [header, *rows]) for at in range(len(header))]
    line = lambda row: "| " + " | ".join(  # noqa: E731
        cell.ljust(width) if at == 0 else cell.rjust(width) for at, (cell, width) in enumerate(zip(row, widths))
    ) + " |"  # fmt: skip
    rule = "|" + "|".join("-" * (width + 1) + (":" if at else "-") for at, width in enumerate(widths)) + "|"
    return "\n".join([line(header), rule, *map(line, rows)])


def seconds(value: float) -> str:
    return f"{value:.2f}" if value < 10 else f"{value:.1f}"


def goals(sorted_runs: dict, unsorted_runs: dict, explained: dict) -> list[tuple[str, str, bool | None]]:
    """What was promised, what was measured, whether it holds; `None` where this run did not measure it."""
    found = []

    def goal(text: str, value: str | None, holds: bool | None) -> None:
        found.append((text, value if value is not None else "not measured", holds if value is not None else None))

    def faster(size: int, least: float) -> None:
        runs = {tool: median(times) for tool, times in sorted_runs.get(size, {}).items()}
        own, peers = runs.get("chungtay"), [runs[peer] for peer in PEERS if peer in runs]
        text = f"{size:,} households: at least {least}× the faster peer, in CPU and wall seconds"
        if own is None or len(peers) < len(PEERS):
            return goal(text, None, None)
        cpu, wall = min(p.cpu for p in peers) / own.cpu, min(p.wall for p in peers) / own.wall
        goal(text, f"CPU {cpu:.2f}×, wall {wall:.2f}×", cpu >= least and wall >= least)

    def memory(text: str, peaks: dict[int, float], most: int) -> None:
        greatest = max(peaks.values(), default=0)
        shown = f"{greatest:.0f} MB, up to {max(peaks):,} households" if peaks else None
        goal(text, shown, greatest <= most)

    faster(1_000_000, 1.7)
    faster(10_000_000, 1.5)
    for size in (1_000_000, 10_000_000):
        runs = {tool: median(times) for tool, times in sorted_runs.get(size, {}).items()}
        text = f"{size:,} households: within 1.2× of the loop by hand, in CPU and wall seconds"
        if "chungtay" in runs and "hand" in runs:
            cpu, wall = runs["chungtay"].cpu / runs["hand"].cpu, runs["chungtay"].wall / runs["hand"].wall
            goal(text, f"CPU {cpu:.2f}×, wall {wall:.2f}×", cpu <= 1.2 and wall <= 1.2)
        else:
            goal(text, None, None)
    own = {size: median(runs["chungtay"]) for size, runs in sorted_runs.items() if "chungtay" in runs}
    peaks = {size: of.peak_mb for size, of in own.items()}
    memory("sorted files: at most 128 MB at any size", peaks, 128)
    peaks = {size: median(runs).peak_mb for size, runs in unsorted_runs.items()}
    memory("files that have to be sorted: at most 400 MB", peaks, 400)
    text = "linear: 10,000,000 households take at most 11 times the CPU seconds of 1,000,000"
    if 1_000_000 in own and 10_000_000 in own:
        times = own[10_000_000].cpu / own[1_000_000].cpu
        goal(text, f"{times:.1f} times", times <= 11)
    else:
        goal(text, None, None)
    text = "100,000 households in 0.15 s"
    goal(text, f"{own[100_000].wall:.3f} s" if 100_000 in own else None, 100_000 in own and own[100_000].wall <= 0.15)
    slowest = explained["slowest_us"] / 1000
    middle = explained["median_us"] / 1000
    goal("one household with explanation: under 1 ms", f"median {middle:.2f} ms, slowest {slowest:.2f} ms", slowest < 1)
    return found


def report(options, told: str, sorted_runs: dict, unsorted_runs: dict, explained: dict) -> str:
    parts = ["# Results\n\nWritten by `bench/run`; what is compared stands in [README.md](README.md).\n", told]
    many = "one run" if options.runs == 1 else f"{options.runs} runs"
    parts.append(f"\nMedians of {many}, tools in turn; peak memory is the worst run.\n")
    for size, runs in sorted_runs.items():
        own = median(runs["chungtay"]) if "chungtay" in runs else None
        rows = []
        for tool, times in runs.items():
            of = median(times)
            ratio = lambda value, base: f"{value / base:.2f}×" if base else "–"  # noqa: E731
            spread = f"{seconds(min(run.wall for run in times))}–{seconds(max(run.wall for run in times))}"
            cells = [TOOLS[tool], seconds(of.cpu), ratio(of.cpu, own and own.cpu), seconds(of.wall)]
            rows.append([*cells, ratio(of.wall, own and own.wall), spread, f"{of.peak_mb:.0f}"])
        header = ["tool", "CPU s", "to Chung Tay", "wall s", "to Chung Tay", "wall s, all runs", "peak MB"]
        parts.append(f"\n## {size:,} households\n\n{table(header, rows)}\n")
    if unsorted_runs:
        rows = []
        for size, times in unsorted_runs.items():
            of = median(times)
            rows.append([f"{size:,}", seconds(of.cpu), seconds(of.wall), f"{of.peak_mb:.0f}"])
        header = ["households, shuffled", "CPU s", "wall s", "peak MB"]
        parts.append(f"\n## Files that are not sorted, Chung Tay\n\n{table(header, rows)}\n")
    parts.append(
        f"\n## One household with its explanation\n\n{explained['households']} worked households in two languages, in"
        f" process: median {explained['median_us']:.0f} µs, 95 % within {explained['p95_us']:.0f} µs, slowest"
        f" {explained['slowest_us']:.0f} µs ({explained['slowest_members']} members).\n"
    )
    words = {True: "holds", False: "**does not hold**", None: "not measured"}
    rows = [[text, value, words[holds]] for text, value, holds in goals(sorted_runs, unsorted_runs, explained)]
    parts.append(f"\n## Goals\n\n{table(['goal', 'measured', ''], rows)}\n")
    if len(options.tools) > 1:
        equal = "All results of these tools were equal row by row, also where 20 % of the answers are missing."
        parts.append(f"\n{equal}\n")
    return "".join(parts)


def machine(python: Path, busy: float, commands: dict) -> str:
    """Where, with what and by which commands it was measured."""
    info = Path("/proc/cpuinfo")
    model = re.search(r"^model name\s*: (.*)", info.read_text(encoding="utf-8"), re.M) if info.exists() else None
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    pins = (HERE / "requirements.txt").read_text(encoding="utf-8")
    packages = dict(line.split("==") for line in pins.split())
    lock = (HERE / "hand" / "Cargo.lock").read_text(encoding="utf-8")
    parquet = re.search(r'name = "parquet"\nversion = "(.*)"', lock)
    version = output([TARGET / "release" / "chungtay", "--version"]).split()[-1]
    git = ["git", "-C", str(ROOT), "describe", "--always", "--dirty=, with changes", "--exclude=*"]
    commit = subprocess.run(git, text=True, capture_output=True).stdout.strip() or "unknown"
    cpu = model[1] if model else platform.processor()
    noisy = " – **not quiet**, the figures are only hints" if busy > 0.1 else ""
    rows = [
        ["machine", f"{cpu}, {os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()} {platform.release()}"],
        ["others' work before the first run", f"{busy:.0%} of the processors{noisy}"],
        ["day", datetime.date.today().isoformat()],
        ["Chung Tay", f"{version}, commit {commit}, release profile"],
        ["compiler", output(["rustc", "--version"]).strip()],
        ["loop by hand", f"parquet {parquet[1] if parquet else '?'}, the same release profile"],
        ["Polars", packages["polars"]],
        ["DuckDB", packages["duckdb"]],
        ["Python", output([python, "--version"]).split()[1]],
        ["data", f"`chungtay generate --seed {SEED}`"],
    ]
    for tool, command in commands.items():
        words = [Path(word).name if isinstance(word, Path) else word for word in command("H", "M", "OUT")]
        rows.append([TOOLS[tool], f"`{' '.join(words)}`"])
    return "\n" + "\n".join(["| | |", "|---|---|", *(f"| {name} | {value} |" for name, value in rows)]) + "\n"


if __name__ == "__main__":
    sys.exit(main())

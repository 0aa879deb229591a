"""What the scripts that count instructions share."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

CALLS = 10  # as in counting/src/lib.rs
TOLERANCE = 0.03


def build(folder, package):
    """Builds a measured program and returns its path; it is named after its package."""
    command = ["cargo", "build", "--release", "--message-format=json-render-diagnostics"]
    run = subprocess.run(
        [*command, "--package", package, "--bin", package],
        cwd=folder, check=False, stdout=subprocess.PIPE, text=True,
    )
    if run.returncode != 0:
        sys.exit(f"{package} does not build")
    messages = (json.loads(line) for line in run.stdout.splitlines())
    return [m["executable"] for m in messages if m.get("executable")][-1]


def count(program):
    """Returns {(input, who, what): (instructions per call, allocations per call)}.

    The program prints a line with these, in this order, for each return of `measured_operation`.
    """
    with tempfile.TemporaryDirectory() as folder:
        profile = Path(folder) / "profile"
        command = [
            "valgrind",
            "--tool=callgrind",
            "--collect-atstart=no",
            "--toggle-collect=*measured_operation*",
            # Not the same pattern again: callgrind would then keep the first option only.
            "--dump-after=*::measured_operation*",
            f"--callgrind-out-file={profile}",
            program,
        ]
        run = subprocess.run(command, check=False, capture_output=True, text=True)
        if run.returncode != 0:
            sys.exit(f"{run.stdout}{run.stderr}callgrind: exit {run.returncode}")
        if not profile.with_name("profile.1").exists():
            sys.exit("callgrind has not found the function to measure")
        counts = {}
        for number, line in enumerate(run.stdout.splitlines(), start=1):
            name, who, what, allocations = line.split("\t")
            total = instructions(profile.with_name(f"profile.{number}"))
            counts[name, who, what] = round(total / CALLS), float(allocations)
        if profile.with_name(f"profile.{len(counts) + 1}").exists():
            sys.exit(f"{len(counts)} measurements do not match the profiles of callgrind")
        return counts


def instructions(profile):
    """Returns the total of one profile, which must not be 0."""
    for line in profile.read_text().splitlines():
        if line.startswith("totals: ") and (total := int(line.split()[1])) > 0:
            return total
    sys.exit(f"{profile.name}: callgrind has counted nothing")


def compiler(folder):
    """Returns what rustc says of itself."""
    run = subprocess.run(
        ["rustc", "--version"], cwd=folder, check=True, capture_output=True, text=True
    )
    return run.stdout.strip()


class Table:
    """The counts that were last accepted, {(input, what): instructions}, and their compiler."""

    def __init__(self, path, columns):
        self.path, self.columns = path, columns
        self.counts, self.compiler = {}, None
        if path.exists():
            compiler_line, _, *rows = path.read_text().splitlines()
            fields = (row.split("\t") for row in rows)
            self.counts = {(name, what): int(n) for name, what, n in fields}
            self.compiler = compiler_line.removeprefix("# ")

    def write(self, counts, who, compiler_name):
        """Accepts the counts of one of those who were measured."""
        self.counts = {(name, what): n for (name, of, what), (n, _) in counts.items() if of == who}
        self.compiler = compiler_name
        rows = [f"{name}\t{what}\t{n}" for (name, what), n in self.counts.items()]
        self.path.write_text("\n".join([f"# {compiler_name}", self.columns, *rows]) + "\n")

    def compare(self, key, count, missed, better):
        """Returns the change as text; notes what is worse or better by more than the tolerance."""
        old = self.counts.get(key)
        name = " ".join(key)
        if old is None:
            missed.append(f"{name}: not in {self.path.name}")
            return f"{'new':>7}"
        if abs(count - old) > TOLERANCE * old:
            change = f"{name}: {old:,} -> {count:,} ({count / old - 1:+.1%})"
            (missed if count > old else better).append(change)
        return f"{count / old - 1:+7.1%}"

    def finish(self, measured, missed, better, compiler_name):
        """Prints what is missed and what is better, and ends with a failure in the first case."""
        missed += [f"{' '.join(key)}: not measured" for key in sorted(self.counts.keys() - measured)]
        if (missed or better) and compiler_name != self.compiler:
            print(f"note: {self.path.name} was made by {self.compiler}, this is {compiler_name}")
        if better:
            print("better, worth an update:", *better, sep="\n  ")
        if missed:
            sys.exit("\n  ".join(["failed:", *missed]))

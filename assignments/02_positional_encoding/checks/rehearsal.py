"""Runs the saved notebook once more, to see that it works from top to bottom, and says what its checks say.

Run as a script (`python -m checks.rehearsal NOTEBOOK`), it is the process that does the running, so that interrupting the cell
ends all of it.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from checks import FOLDER, GRADING, RESULTS
from checks.texts import _


def rehearse(path):
    """Run the saved notebook in a fresh kernel, in a process of its own, with progress; print what its checks say."""
    print(_("Now the saved notebook is run from top to bottom in a fresh kernel, as it will be when graded."))
    with tempfile.TemporaryDirectory() as folder:
        results = Path(folder) / "results.jsonl"
        environment = {**os.environ, GRADING: "validate", RESULTS: str(results), "PYDEVD_DISABLE_FILE_VALIDATION": "1"}
        environment["PYTHONPATH"] = os.pathsep.join([str(FOLDER), *filter(None, [os.environ.get("PYTHONPATH")])])
        command = [sys.executable, "-m", "checks.rehearsal", str(path)]
        process = subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8"
        )
        troubles, other = [], []
        try:
            for line in process.stdout:
                told = _message(line)
                if "cell" in told:
                    print("\r" + _("cell {number} of {of}", number=told["cell"], of=told["of"]), end="", flush=True)
                elif "trouble" in told:
                    troubles.append(told["trouble"])
                else:
                    other.append(line)
            failed = process.wait() != 0
        finally:
            if process.poll() is None:
                process.terminate()
        print()
        if failed:
            print(_("It could not be run here:"), *other[-3:], _("The zip is made all the same."), sep="\n")
            return
        for trouble in troubles:
            print(trouble)
        lines = results.read_text(encoding="utf-8").splitlines() if results.exists() else []
        last = {outcome["question"]: outcome for outcome in map(json.loads, lines)}
        passed, of = (sum(outcome[key] for outcome in last.values()) for key in ("passed", "of"))
        print(
            _(
                "{passed} of {of} checks passed. Hidden checks come on top of these when your work is graded.",
                passed=passed,
                of=of,
            )
        )
        for outcome in last.values():
            if outcome["passed"] < outcome["of"]:
                print("\n" + outcome["text"])


def _message(line):
    try:
        told = json.loads(line)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def run(path):
    """Execute a notebook without writing it, and tell each cell that begins, and each that raised, as JSON lines."""
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.read(path, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    number = {id(cell): place for place, cell in enumerate(code, start=1)}

    def begins(cell, cell_index):
        if id(cell) in number:
            print(json.dumps({"cell": number[id(cell)], "of": len(code)}), flush=True)

    folder = path.parent if (path.parent / "checks").is_dir() else FOLDER
    client = NotebookClient(
        notebook,
        timeout=None,
        kernel_name="python3",
        allow_errors=True,
        resources={"metadata": {"path": str(folder)}},
        on_cell_start=begins,
    )
    client.execute()
    for cell in code:
        for output in cell.outputs:
            if output.output_type == "error":
                first = next((line for line in cell.source.split("\n") if line.strip()), "")
                trouble = _(
                    "Cell {number} ({line}) raised {kind}: {message}",
                    number=number[id(cell)],
                    line=first.strip()[:60],
                    kind=output.ename,
                    message=output.evalue[:300],
                )
                print(json.dumps({"trouble": trouble}), flush=True)


if __name__ == "__main__":
    run(Path(sys.argv[1]).resolve())

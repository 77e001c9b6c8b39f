"""Makes the zip to hand in, and runs the notebook once more to see that it works from top to bottom.

Used by `grader.export(…)`. Run as a script (`python -m checks.hand_in NOTEBOOK`), it is the process that does the
running, so that interrupting the cell ends all of it.
"""

import datetime
import json
import os
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

from checks import FOLDER, RESULTS, known_paths, notebooks, read_notebook

NAME_IN_ZIP = "__zip_filename__"
"""The member in which Otter's zips say their own name."""
GRADING = "NBGRADER_EXECUTION"
"""Set by nbgrader, and here while the notebook is run to check it: cells that take long leave themselves out then."""
SAVING_SECONDS = 5.0
FILE_MB, ALL_MB, MOST_FILES = 8, 32, 200
"""What a grader takes beside a notebook: megabytes of one file and of all, and how many; a test holds them to the grader's own."""


def export(assignment, files=(), run_tests=True):
    """Pack the saved notebook and `files`; say what is packed, then run the notebook and say what its checks say.

    Files are names or patterns ("weights/*.npy") of what lies beside the notebook or below; what is not there is left out. More than a
    grader reads is not packed. A zip that already holds exactly this is not made a second time.
    """
    if GRADING in os.environ:
        print("No zip is made while the notebook is run to be checked or graded.")
        return
    found = packed(assignment, files)
    if found is None:
        return
    path, members = found
    files = [Path(name) for name in list(members)[1:]]
    same = next((old for old in sorted(path.parent.glob("*.zip")) if _holds(old, path.name, members)), None)
    if same is not None:
        print(f"{same.name} already holds this notebook as it is: hand that in. (Delete it to have it made anew.)")
        _link(same)
        return
    stamp = datetime.datetime.now().strftime("%Y_%m_%dT%H_%M_%S")
    made = path.with_name(f"{path.stem}_{stamp}.zip")
    print(f"Packing into {made.name}: {_listed(path.name, files)}")
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {**members, NAME_IN_ZIP: made.name.encode()}.items():
            archive.writestr(name, data)
    if run_tests:
        kept = {name: name.read_bytes() for name in files}
        try:
            _run_checks(path)
        finally:
            for name, data in kept.items():  # the run may have written them with less training
                name.write_bytes(data)
    print(f"To hand in: {made.name}")
    _link(made)


def packed(assignment, files=()):
    """The saved notebook and the bytes of all that belongs to it, by name, the notebook's first; None, and why is printed, where it cannot be packed."""
    path = _this_notebook(assignment)
    if path is None:
        print(f"There is no notebook of {assignment} in {Path.cwd()}. Save the notebook in its folder first.")
        return None
    _save(path)
    stale = _not_saved(path)
    if stale:
        print(
            f"Not packed: the saved {path.name} does not hold what you ran last ({', '.join(stale)}).\n"
            "Save the notebook (Ctrl+S, on a Mac Cmd+S), then run this cell again."
        )
        return None
    files = _matching(files)
    if said := _too_much(files):
        print(said)
        return None
    return path, {path.name: path.read_bytes(), **{name.as_posix(): name.read_bytes() for name in files}}


def _matching(patterns):
    """The files that have one of these names or match one of these patterns, each once."""
    found = {}
    for pattern in patterns:
        paths = [Path(pattern)] if Path(pattern).is_file() else sorted(Path().glob(pattern))
        found |= {path: None for path in paths if path.is_file()}
    return list(found)


def _too_much(files):
    """Why a grader would not take all of these files, or nothing."""
    sizes = {path: path.stat().st_size for path in files}
    large = [path for path, size in sizes.items() if size > FILE_MB * 2**20]
    if large:
        named = ", ".join(f"{path.as_posix()} ({_size(sizes[path])})" for path in large[:3])
        return (
            f"Not packed: {named}. A file that is handed in beside the notebook may have {FILE_MB} MB; make it smaller."
        )
    if len(files) > MOST_FILES or sum(sizes.values()) > ALL_MB * 2**20:
        return (
            f"Not packed: {len(files)} files beside the notebook have {_size(sum(sizes.values()))} together. At most {MOST_FILES} files "
            f"of {ALL_MB} MB together are taken; leave out what the notebook does not need."
        )
    return ""


def _listed(notebook, files):
    """The notebook and the files, those in folders counted."""
    names = [notebook, *(path.as_posix() for path in files if len(path.parts) == 1)]
    folders = {}
    for path in files:
        if len(path.parts) > 1:
            folders.setdefault(path.parts[0], []).append(path.stat().st_size)
    counted = [f"{name}/ ({_count(len(sizes), 'file')}, {_size(sum(sizes))})" for name, sizes in folders.items()]
    return ", ".join([*names, *counted])


def _count(number, noun):
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _size(size):
    return f"{size / 2**20:.1f} MB" if size >= 2**20 else f"{max(1, round(size / 2**10))} kB"


def _run_checks(path):
    """Run the saved notebook in a fresh kernel, in a process of its own, with progress; print what its checks say."""
    print("Now the saved notebook is run from top to bottom in a fresh kernel, as it will be when graded.")
    with tempfile.TemporaryDirectory() as folder:
        results = Path(folder) / "results.jsonl"
        environment = {**os.environ, GRADING: "validate", RESULTS: str(results), "PYDEVD_DISABLE_FILE_VALIDATION": "1"}
        environment["PYTHONPATH"] = os.pathsep.join([str(FOLDER), *filter(None, [os.environ.get("PYTHONPATH")])])
        command = [sys.executable, "-m", "checks.hand_in", str(path)]
        process = subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8"
        )
        troubles, other = [], []
        try:
            for line in process.stdout:
                told = _message(line)
                if "cell" in told:
                    print(f"\rcell {told['cell']} of {told['of']}", end="", flush=True)
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
            print("It could not be run here:", *other[-3:], "The zip is made all the same.", sep="\n")
            return
        for trouble in troubles:
            print(trouble)
        lines = results.read_text(encoding="utf-8").splitlines() if results.exists() else []
        last = {outcome["question"]: outcome for outcome in map(json.loads, lines)}
        passed, of = (sum(outcome[key] for outcome in last.values()) for key in ("passed", "of"))
        print(f"{passed} of {of} checks passed. Hidden checks come on top of these when your work is graded.")
        for outcome in last.values():
            if outcome["passed"] < outcome["of"]:
                print("\n" + outcome["text"])


def _message(line):
    try:
        told = json.loads(line)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _this_notebook(assignment):
    """The notebook in which this kernel works: of the assignment's notebooks, the one that holds most of what was run."""
    ran = set(_ran())
    found = notebooks(assignment)
    matches = [len(ran & {_source(cell) for cell in read_notebook(path)["cells"]}) for path in found]
    best = [path for path, held in zip(found, matches, strict=True) if held == max(matches)]
    named = {path.name for path in known_paths()}
    # A copy holds the same. What the front end names is it; if that was renamed, what was saved last.
    return next((path for path in best if path.name in named), max(best, key=_saved_at, default=None))


def _saved_at(path):
    return path.stat().st_mtime_ns


def _not_saved(path):
    """The names of the exercises whose answer was run in another form than the saved notebook has."""
    cells = read_notebook(path)["cells"]
    saved = {_source(cell) for cell in cells}
    answers = {}
    for cell in cells:
        name = cell["metadata"].get("exercise")
        if name and cell["cell_type"] == "code":
            answers[name] = _defines(_source(cell))
    stale = []
    for name, defined in answers.items():
        last = next((source for source in reversed(_ran()) if _defines(source) & defined), None)
        if last is not None and last not in saved:
            stale.append(name)
    return stale


def _defines(source):
    """The names at the beginning of lines that define something."""
    words = [line.replace("(", " ").replace(":", " ").replace("=", " = ").split() for line in source.split("\n")]
    lines = [line for line, text in zip(words, source.split("\n"), strict=True) if text[:1].strip()]
    found = {line[1] for line in lines if len(line) > 1 and line[0] in ("def", "class")}
    return found | {line[0] for line in lines if len(line) > 1 and line[1] == "="}


def _ran():
    """The cells that this kernel has run, as they were written."""
    shell = _shell()
    return (
        [] if shell is None else [source.strip() for source in shell.history_manager.input_hist_raw if source.strip()]
    )


def _shell():
    ipython = sys.modules.get("IPython")
    return None if ipython is None else ipython.get_ipython()


def _source(cell):
    source = cell.get("source", "")
    return (source if isinstance(source, str) else "".join(source)).strip()


def _save(path):
    """Have JupyterLab save the notebook where it lets us; elsewhere students have done it."""
    try:
        import ipylab

        before = path.stat().st_mtime_ns
        ipylab.JupyterFrontEnd().commands.execute("docmanager:save")
    except Exception:
        return
    until = time.monotonic() + (SAVING_SECONDS if _not_saved(path) else 0.5)
    while time.monotonic() < until and path.stat().st_mtime_ns == before:
        time.sleep(0.1)


def _holds(archive, notebook, members):
    """Whether a zip was made of these files; of the notebook, what is written in its cells counts, not their outputs."""
    try:
        with zipfile.ZipFile(archive) as opened:
            if {*opened.namelist()} != {*members, NAME_IN_ZIP}:
                return False
            found = {name: opened.read(name) for name in members}
        return all(
            found[name] == data or (name == notebook and _written(found[name]) == _written(data))
            for name, data in members.items()
        )
    except (OSError, ValueError, KeyError, zipfile.BadZipFile):
        return False


def _written(data):
    return [(cell["cell_type"], _source(cell)) for cell in json.loads(data)["cells"]]


def _link(path):
    """A link to click, where there is a page to click on."""
    if _shell() is None or not hasattr(_shell(), "kernel"):
        return
    from html import escape
    from urllib.parse import quote

    from IPython.display import HTML, display

    display(
        HTML(f'<a href="{quote(path.name)}" download="{escape(path.name)}" target="_blank">{escape(path.name)}</a>')
    )


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

    client = NotebookClient(
        notebook,
        timeout=None,
        kernel_name="python3",
        allow_errors=True,
        resources={"metadata": {"path": str(path.parent)}},
        on_cell_start=begins,
    )
    client.execute()
    for cell in code:
        for output in cell.outputs:
            if output.output_type == "error":
                first = next((line for line in cell.source.split("\n") if line.strip()), "")
                trouble = f"Cell {number[id(cell)]} ({first.strip()[:60]}) raised {output.ename}: {output.evalue[:300]}"
                print(json.dumps({"trouble": trouble}), flush=True)


if __name__ == "__main__":
    run(Path(sys.argv[1]).resolve())

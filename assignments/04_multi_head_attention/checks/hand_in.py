"""Makes the zip to hand in. Used by `grader.export(…)`."""

import datetime
import json
import os
import sys
import time
import zipfile
from pathlib import Path

from checks import COPY, GRADING, STARTED_IN, in_copy, known_paths, notebooks, read_notebook
from checks.alone import download, how_to_hand_in, on_colab, save_from_colab
from checks.rehearsal import rehearse
from checks.texts import _

NAME_IN_ZIP = "__zip_filename__"
"""The member in which Otter's zips say their own name."""
SAVING_SECONDS = 5.0
FILE_MB, ALL_MB, MOST_FILES = 8, 32, 200
"""What a grader takes beside a notebook: megabytes of one file and of all, and how many; a test holds them to the grader's own."""


def export(assignment, files=(), run_tests=True):
    """Pack the saved notebook and `files`; say what is packed, then run the notebook and say what its checks say.

    Files are names or patterns ("weights/*.npy") of what lies beside the notebook or below; what is not there is left out. More than a
    grader reads is not packed. A zip that already holds exactly this is not made a second time.
    """
    if GRADING in os.environ:
        print(_("No zip is made while the notebook is run to be checked or graded."))
        return
    found = packed(assignment, files)
    if found is None:
        return
    path, members = found
    files = [Path(name) for name in list(members)[1:]]
    same = next((old for old in sorted(path.parent.glob("*.zip")) if _holds(old, path.name, members)), None)
    if same is not None:
        print(
            _(
                "{zip} already holds this notebook as it is: hand that in. (Delete it to have it made anew.)",
                zip=same.name,
            )
        )
        _link(same)
        return
    stamp = datetime.datetime.now().strftime("%Y_%m_%dT%H_%M_%S")
    made = path.with_name(f"{path.stem}_{stamp}.zip")
    print(_("Packing into {zip}: {files}", zip=made.name, files=_listed(path.name, files)))
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {**members, NAME_IN_ZIP: made.name.encode()}.items():
            archive.writestr(name, data)
    if run_tests:
        kept = {name: name.read_bytes() for name in files}
        try:
            rehearse(path)
        finally:
            for name, data in kept.items():  # the run may have written them with less training
                name.write_bytes(data)
    print(_("To hand in: {zip}", zip=made.name))
    _link(made)


def packed(assignment, files=()):
    """The saved notebook and the bytes of all that belongs to it, by name, the notebook's first; None, and why is printed, where it cannot be packed."""
    if on_colab():
        save_from_colab(assignment, in_copy(assignment))
    path = _this_notebook(assignment)
    if path is None:
        print(_("There is no notebook of {assignment} in {folder}.", assignment=assignment, folder=Path.cwd()))
        if COPY is not None or on_colab():
            print(*how_to_hand_in(STARTED_IN, _matching(files)), sep="\n")
        else:
            print(_("Save the notebook in its folder first."))
        return None
    _save(path)
    saved = _whole(path)
    if saved is None:
        print(
            _(
                "Not packed: {notebook} is just being saved, or it is damaged. Run this cell again in a moment.",
                notebook=path.name,
            )
        )
        return None
    stale = _not_saved(saved)
    if stale:
        print(
            _(
                "Not packed: the saved {notebook} does not hold what you ran last ({names}).",
                notebook=path.name,
                names=", ".join(stale),
            )
        )
        if on_colab():
            print(*how_to_hand_in(STARTED_IN, _matching(files)), sep="\n")
        else:
            print(_("Save the notebook (Ctrl+S, on a Mac Cmd+S), then run this cell again."))
        return None
    files = _matching(files)
    if said := _too_much(files):
        print(said)
        return None
    return path, {path.name: saved, **{name.as_posix(): name.read_bytes() for name in files}}


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
        return _(
            "Not packed: {files}. A file that is handed in beside the notebook may have {most} MB; make it smaller.",
            files=", ".join(f"{path.as_posix()} ({_size(sizes[path])})" for path in large[:3]),
            most=FILE_MB,
        )
    if len(files) > MOST_FILES or sum(sizes.values()) > ALL_MB * 2**20:
        return _(
            "Not packed: {count} files beside the notebook have {size} together. At most {most} files of {all} MB together are "
            "taken; leave out what the notebook does not need.",
            count=len(files),
            size=_size(sum(sizes.values())),
            most=MOST_FILES,
            all=ALL_MB,
        )
    return ""


def _listed(notebook, files):
    """The notebook and the files, those in folders counted."""
    names = [notebook, *(path.as_posix() for path in files if len(path.parts) == 1)]
    folders = {}
    for path in files:
        if len(path.parts) > 1:
            folders.setdefault(path.parts[0], []).append(path.stat().st_size)
    counted = [
        _("{folder}/ (1 file, {size})", folder=name, size=_size(sizes[0]))
        if len(sizes) == 1
        else _("{folder}/ ({count} files, {size})", folder=name, count=len(sizes), size=_size(sum(sizes)))
        for name, sizes in folders.items()
    ]
    return ", ".join([*names, *counted])


def _size(size):
    return f"{size / 2**20:.1f} MB" if size >= 2**20 else f"{max(1, round(size / 2**10))} kB"


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


def _whole(path):
    """The bytes of the saved notebook; None where they stay no notebook. While Jupyter saves, the file is empty and then half."""
    until = time.monotonic() + SAVING_SECONDS
    while True:
        try:
            data = path.read_bytes()
            if json.loads(data)["cells"]:
                return data
        except (OSError, ValueError, KeyError, TypeError):
            pass
        if time.monotonic() >= until:
            return None
        time.sleep(0.02)


def _not_saved(saved):
    """The names of the exercises whose answer was run in another form than the saved notebook, these bytes, has."""
    cells = json.loads(saved)["cells"]
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
    if _shell() is None:  # a script: nobody looks at the notebook
        return
    try:
        import ipylab

        before, saved = path.stat().st_mtime_ns, _whole(path)
        ipylab.JupyterFrontEnd().commands.execute("docmanager:save")
    except Exception:
        return
    until = time.monotonic() + (SAVING_SECONDS if saved and _not_saved(saved) else 0.5)
    while time.monotonic() < until and path.stat().st_mtime_ns == before:
        time.sleep(0.02)


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
    if on_colab():
        download(path)
        return
    if _shell() is None or not hasattr(_shell(), "kernel"):
        return
    from html import escape
    from urllib.parse import quote

    from IPython.display import HTML, display

    display(
        HTML(f'<a href="{quote(path.name)}" download="{escape(path.name)}" target="_blank">{escape(path.name)}</a>')
    )

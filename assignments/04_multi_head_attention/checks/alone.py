"""Where the notebook came without what belongs beside it: on Colab, where it is no file at all, or copied or uploaded alone.

Then the first cell has unpacked its copy of the checks, and `settle` finds or makes the folder in which the notebook works:
the notebook's own, where the front end says which that is; else one named as the assignment, here. What the copy does not hold
comes out of the assignment's zip, which lies here or, on Colab, is asked for.
"""

import importlib
import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from .texts import _

GRADING = "NBGRADER_EXECUTION"
"""Set by nbgrader, and by us while a notebook is run to check it: cells that take long leave themselves out then."""


def on_colab():
    return "google.colab" in sys.modules


def settle(assignment, copy, started_in, known, files):
    """Find or make the notebook's folder, make it the current one and let modules be imported from it; say so.

    Args:
        assignment: its name, which is also the zip's.
        copy: the folder with what the notebook's own copy held.
        started_in: the folder in which the kernel was started.
        known: where the notebook lies, as far as the front end says it.
        files: names of the given files and folders.

    Returns:
        The folder.
    """
    own = next((path.resolve().parent for path in known if _complete(path.resolve().parent, files)), None)
    folder = own or Path(started_in, assignment)
    if own is None:
        folder.mkdir(exist_ok=True)
        _bring(folder, copy, files)
        if not _complete(folder, files):
            _unpack(folder, assignment, started_in, files)
    os.chdir(folder)
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
    print(_("This notebook works in the folder {folder}.", folder=folder))
    return folder


def install(wanted):
    """Install packages into this session of Colab's, which is nobody's own Python, and say what."""
    print(_("Installing what this notebook needs into this session: {packages}.", packages=", ".join(wanted)))
    loaded = [name for name in wanted if _module(name) in sys.modules]
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *wanted]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        print(_("That failed:"), *done.stdout.strip().splitlines()[-3:], sep="\n")
    elif loaded:
        print(_("Now restart the session (Runtime -> Restart session) and run this cell again."))
    importlib.invalidate_caches()


def save_from_colab(assignment, metadata):
    """Write the notebook as Colab's page holds it now into the current folder, if the page gives it: this way in is documented nowhere.

    Args:
        assignment: its name.
        metadata: of the notebook as it was given out, where Colab's has lost some.
    """
    try:
        from google.colab import _message

        notebook = _message.blocking_request("get_ipynb", request="", timeout_sec=20)["ipynb"]
        notebook["metadata"] = {**metadata, **notebook.get("metadata", {})}
        Path(f"{assignment}.ipynb").write_text(json.dumps(notebook, ensure_ascii=False), encoding="utf-8")
    except Exception:
        return  # then it is said how to download it


def download(path):
    """Have Colab's page download a file."""
    try:
        from google.colab import files

        files.download(str(path))
    except Exception:
        return  # it lies among the session's files


def how_to_hand_in(started_in, files):
    """What is said where no file holds the notebook, or an older one does: Colab keeps it in a drive.

    Args:
        started_in: where a downloaded notebook would be found.
        files: what is handed in with it, as far as it is there.
    """
    yield _("Download the notebook (on Colab: File -> Download -> Download .ipynb) and hand that file in.")
    if files:
        names = ", ".join(path.as_posix() for path in files)
        yield _("Hand in with it, out of {folder}: {files}.", folder=Path.cwd(), files=names)
    yield _(
        "Or put the downloaded file into {folder} and run this cell again: it makes the zip of all.", folder=started_in
    )


def _complete(folder, files):
    return (folder / "checks" / "__init__.py").is_file() and all((folder / name).exists() for name in files)


def _bring(folder, copy, files):
    """The checks anew, and given files of the copy that are not there; what was changed or made here stays."""
    shutil.copytree(
        copy / "checks", folder / "checks", dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__")
    )
    for name in files:
        source, target = copy / name, folder / name
        if source.is_dir() and not target.exists():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        elif source.is_file() and not target.exists():
            shutil.copyfile(source, target)


def _unpack(folder, assignment, started_in, files):
    """What is missing, out of the assignment's zip."""
    archive = next((path for path in sorted(started_in.glob(f"{assignment}*.zip")) if _holds(path, assignment)), None)
    if archive is None and on_colab() and GRADING not in os.environ:
        print(_("Choose {zip}: this notebook needs files that are in it.", zip=f"{assignment}.zip"), flush=True)
        from google.colab import files as colab

        given = (io.BytesIO(content) for content in colab.upload().values())
        archive = next((content for content in given if _holds(content, assignment)), None)
    if archive is not None:
        with zipfile.ZipFile(archive) as opened:
            for member in opened.namelist():
                wanted = member.startswith(f"{assignment}/") and not member.endswith((".ipynb", "/"))
                if (
                    wanted and not Path(folder.parent, member).exists()
                ):  # the notebook is elsewhere; this one is untouched
                    opened.extract(member, folder.parent)
    missing = [name for name in files if not (folder / name).exists()]
    if missing:
        print(
            _(
                "This notebook needs files of {zip} ({files}): put it into {folder} and run this cell again.",
                zip=f"{assignment}.zip",
                files=", ".join(missing),
                folder=started_in,
            )
        )


def _holds(archive, assignment):
    """Whether it is the zip of the assignment."""
    try:
        with zipfile.ZipFile(archive) as opened:
            return f"{assignment}/checks/__init__.py" in opened.namelist()
    except (OSError, ValueError, zipfile.BadZipFile):
        return False


def _module(requirement):
    """The name under which a package is probably imported."""
    name = requirement.split(">")[0].split("=")[0].split("[")[0].strip().lower()
    return {"scikit-learn": "sklearn", "pillow": "PIL", "pyyaml": "yaml"}.get(name, name.replace("-", "_"))

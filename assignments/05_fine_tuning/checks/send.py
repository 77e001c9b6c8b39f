"""Hands in to the course's own server, with nothing but Python's standard library. Used by `grader.hand_in(…)`."""

import io
import json
import os
import re
import time
import urllib.error
import urllib.parse
import urllib.request
import zipfile
from pathlib import Path

from checks.hand_in import GRADING, _listed, packed
from checks.texts import _

LINK = "COURSE_LINK"
"""An environment variable: the personal link, or the server's address where a JupyterHub knows who you are."""
HUB_TOKEN = "JUPYTERHUB_API_TOKEN"
KEPT = Path.home() / ".config" / "from-tokens-to-rag" / "course_link"
TRIES = 3
WAIT_SECONDS = 20
PATIENCE_SECONDS = 600
FIXED_TIME = (2020, 1, 1, 0, 0, 0)


def hand_in(assignment, link=None, files=(), ask=True):
    """Hand in the saved notebook and `files`; print the receipt, the place in the queue, and then what came of it.

    The same work handed in twice is one hand-in: only what is written in the cells is sent, not their outputs.

    Args:
        link: True asks for your personal link, which is then remembered for all notebooks; it belongs into no notebook.
        ask: whether to ask before anything is sent.
    """
    if GRADING in os.environ:
        print(_("Nothing is handed in while the notebook is run to be checked or graded."))
        return
    link = _link_of(link)
    if link is None:
        print(
            _(
                "This notebook knows of no server of your course: hand in the zip that the cell above has made, as your course "
                "asks for it.\nIf you were given a personal link, run this once, in any notebook; it asks for the link and "
                "remembers it:  grader.hand_in(link=True)"
            )
        )
        return
    server, token = _parts(link)
    if not server or not token:
        print(_("This is no personal link: {link}\nOne looks like https://course.example.org/enter/AbC…", link=link))
        return
    status, me = _ask(f"{server}/api/me", token)
    if status != 200:
        print(_said(me) or _("The server at {server} cannot be reached. Nothing was handed in.", server=server))
        return
    found = packed(assignment, files)
    if found is None:
        return
    path, members = found
    files = _listed(path.name, [Path(name) for name in list(members)[1:]])
    print(_("Course: {course}. Handing in for {person}: {files}", course=me["course"], person=me["name"], files=files))
    if ask and not _agreed():
        return
    content = _zip(path.name, members)
    address = f"{server}/api/hand-ins/{urllib.parse.quote(assignment)}?name={urllib.parse.quote(path.stem)}.zip"
    status, told = _ask(address, token, content)
    if status not in (200, 201):
        print(
            _said(told)
            or _("No answer came. Whether it was handed in, your page says; running this cell again is safe.")
        )
        return
    receipt = {"receipt": told["receipt"], "time": told["time"], "number": told["attempt"]}
    if told["new"]:
        print(_("Receipt {receipt}, {time}, hand-in {number}. Keep it: it stands for your work.", **receipt))
    else:
        print(
            _(
                "Receipt {receipt}, {time}, hand-in {number} (the same as the last time: no new hand-in). Keep it: it stands "
                "for your work.",
                **receipt,
            )
        )
    print(_("Your page: {address}", address=told["page"]))
    _follow(server, token, told)


def _follow(server, token, told):
    """Wait for the result, saying the place in the queue when it changes. Interrupting it loses nothing."""
    place, until = None, time.monotonic() + PATIENCE_SECONDS
    try:
        while told["state"] == "waiting" and time.monotonic() < until:
            if told["place"] != place:
                place = told["place"]
                print(_("{number} before it in the queue.", number=place) if place else _("It is graded next."))
            status, newer = _ask(f"{server}/api/hand-in/{told['receipt']}?wait={WAIT_SECONDS}", token)
            if status != 200:
                time.sleep(2)
                continue
            told = newer
    except KeyboardInterrupt:
        pass
    if told["state"] == "waiting":
        print(_("It is safe, and graded without you waiting: look at your page."))
    for line in told["lines"]:
        print(line)


def _link_of(given):
    """The link: as it is given now (and then kept for the next time), from the environment, or as it was kept."""
    if given is True:
        import getpass

        given = getpass.getpass(_("Your personal link:") + " ")
    if given:
        try:
            KEPT.parent.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(KEPT, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(given.strip())
        except OSError:
            print(_("The link could not be remembered here; give it again the next time."))
        return given.strip()
    if os.environ.get(LINK):
        return os.environ[LINK].strip()
    try:
        return KEPT.read_text(encoding="utf-8").strip() or None
    except (OSError, ValueError):
        return None


def _parts(link):
    """The server's address and the token of a link; on a JupyterHub the token is the hub's own."""
    server, _, token = link.rstrip("/").partition("/enter/")
    if not server.startswith(("https://", "http://")):
        return "", ""
    return server, token or os.environ.get(HUB_TOKEN, "")


def _agreed():
    try:
        answer = input(_("Hand this in now? Type y and Enter:") + " ")
    except Exception:  # a front end in which nobody can be asked
        answer = ""
    if answer.strip().casefold() in ("y", "yes"):
        return True
    print(_("Nothing was handed in. (Without a question: grader.hand_in(ask=False).)"))
    return False


def _zip(notebook, members):
    """The members as a zip, the same bytes for the same work: of the notebook only what is written in its cells."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            data = _without_outputs(data) if name == notebook else data
            archive.writestr(zipfile.ZipInfo(name, FIXED_TIME), data, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


_SECRET = re.compile(r"(/enter/)[A-Za-z0-9_-]{20,}")
"""A personal link that somebody has written into the notebook after all."""


def _without_outputs(data):
    notebook = json.loads(data)
    for cell in notebook["cells"]:
        if cell.get("cell_type") == "code":
            cell["outputs"], cell["execution_count"] = [], None
        source = cell.get("source", "")
        cell["source"] = _SECRET.sub(r"\1…", source if isinstance(source, str) else "".join(source))
    return json.dumps(notebook, ensure_ascii=False, sort_keys=True).encode("utf-8")


def _ask(address, token, content=None):
    """The status of an answer and what it says; 0 where none came. Sending again is safe: the same work is one hand-in."""
    for number in range(TRIES):
        request = urllib.request.Request(address, content, {"Authorization": f"Bearer {token}"})
        request.add_header("Content-Type", "application/octet-stream")
        try:
            with _OPENER.open(request, timeout=60) as answer:
                return answer.status, _plain(answer.read())
        except urllib.error.HTTPError as error:
            with error:
                return error.code, _plain(error.read())
        except OSError:
            time.sleep(number + 1)
    return 0, {}


class _Stay(urllib.request.HTTPRedirectHandler):
    """Follows no redirect: the token is for this server and no other."""

    def redirect_request(self, *_):
        return None


_OPENER = urllib.request.build_opener(_Stay)


def _plain(content):
    try:
        told = json.loads(content)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _said(told):
    return told.get("said", "")

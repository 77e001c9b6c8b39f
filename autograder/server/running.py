"""The server itself: uvicorn with this application, on loopback if nothing else is asked for."""

from __future__ import annotations

import logging
import socket
from pathlib import Path

import click
import uvicorn
from starlette.types import ASGIApp

from autograder.errors import KitError
from autograder.grading.cluster import level_of_workers
from autograder.server.app import make_app
from autograder.server.connections import PatientProtocol
from autograder.server.site import open_site
from autograder.translation import _, of_environment

BACKLOG = 2048
KEEP_ALIVE_SECONDS = 15
MOST_AT_ONCE = 1000
"""Connections that are answered at once; who comes on top of these is asked to try again."""


def run(
    course: Path,
    kit: Path,
    *,
    host: str,
    port: int,
    address: str | None,
    database: str | None,
    jobs: int | None,
    isolation: str,
    required: str | None,
    hub: bool = False,
    scheduler: str | None = None,
) -> None:
    """Serve until it is interrupted.

    Raises:
        KitError: the course is wrong or served already, the port is taken, or no JupyterHub has started this (with ``hub``), or no level is named for
            a cluster.
    """
    if scheduler is not None:
        level_of_workers(isolation)  # said before anything is opened
    below = ""
    if hub:
        from autograder.server.hub import place

        host, port, below = place()
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(message)s")
    listening = _listen(host, port)
    port = listening.getsockname()[1]
    shown = f"[{host}]" if ":" in host else host
    site = open_site(
        course, kit=kit, address=address or f"http://{shown}:{port}{below}", database=database, isolation=isolation,
        required=required, jobs=jobs, scheduler=scheduler,
    )  # fmt: skip
    app: ASGIApp
    if hub:
        from autograder.server.hub import Below, Hub

        app = Below(make_app(site, hub=Hub()), below)
    else:
        app = make_app(site)
    config = uvicorn.Config(
        app,
        http=PatientProtocol,
        access_log=False,  # it would write down the secrets in personal links
        log_level="warning",
        backlog=BACKLOG,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        limit_concurrency=MOST_AT_ONCE,
        proxy_headers=False,  # the address that counts is that of whoever is connected
        server_header=False,
        timeout_graceful_shutdown=10,
    )
    click.echo(f"{site.course.loaded().course.title}: {site.address}/")
    said = _("personal links: autograder course tokens; stop with Ctrl-C")
    click.echo(of_environment()(said), err=True)
    uvicorn.Server(config).run(sockets=[listening])


def _listen(host: str, port: int) -> socket.socket:
    """The socket, before anything is opened: a port that is taken is found out at once."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((host, port))
    except OSError as error:
        made.close()
        raise KitError(
            "The server cannot listen at {host}:{port} ({error}).",
            "Name another --port or --host.",
            host=host,
            port=port,
            error=error.strerror or error,
        ) from error
    return made

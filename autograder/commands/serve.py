"""`autograder serve`: students hand in to the course itself."""

from __future__ import annotations

from pathlib import Path

import click

from .options import isolation_options

EXTRA = "server"


def need_extra(*more: str) -> None:
    """Say how to install what serving needs, where it is missing.

    Raises:
        KitError: a package of the extra is not installed.
    """
    import importlib.util

    from autograder.errors import KitError

    needed = ("starlette", "uvicorn", "sqlalchemy", "alembic", "python_multipart", "itsdangerous", *more)
    missing = [name for name in needed if importlib.util.find_spec(name) is None]
    if missing:
        raise KitError(
            "Serving a course needs packages that are not installed: {packages}.",
            'Install them: pip install -c constraints.txt -e ".[{extra}]" in the kit\'s folder.',
            packages=", ".join(missing),
            extra=EXTRA,
        )


@click.command()
@click.argument("course", type=click.Path(path_type=Path, exists=True), required=False)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option("--port", type=click.IntRange(0, 65535), default=8010, show_default=True, help="0 takes a free one.")
@click.option("--address", metavar="URL", help="The address that browsers use, where a proxy stands in front.")
@click.option(
    "--database",
    metavar="URL",
    envvar="AUTOGRADER_DATABASE",
    help="PostgreSQL in place of the embedded database: postgresql://host/name; also the environment variable AUTOGRADER_DATABASE.",
)
@click.option("--jobs", type=click.IntRange(1), help="Hand-ins graded at once; one per core if not given.")
@click.option(
    "--scheduler", metavar="ADDRESS", help="Grade on the Dask cluster there (tcp://host:8786); see docs/scale.md."
)
@click.option(
    "--hub", is_flag=True, help="A JupyterHub has started this as its service: it says where, and who somebody is."
)
@isolation_options
def serve(
    course: Path | None,
    host: str,
    port: int,
    address: str | None,
    database: str | None,
    jobs: int | None,
    scheduler: str | None,
    hub: bool,
    isolation: str,
    require_isolation: str | None,
) -> None:
    """Take hand-ins for COURSE (course.toml or its folder; the nearest, if not given), grade them at once, and show marks.

    The database and what was handed in lie in the folder `server` beside course.toml; results in the course's results folders.
    """
    need_extra(*(["jupyterhub"] if hub else []), *(["distributed"] if scheduler else []))
    from autograder.authoring.catalogue import kit_root
    from autograder.server.running import run

    run(
        _course_file(course), kit_root(), host=host, port=port, address=address, database=database, jobs=jobs,
        isolation=isolation, required=require_isolation, hub=hub, scheduler=scheduler,
    )  # fmt: skip


def _course_file(course: Path | None) -> Path:
    from autograder.course.settings import COURSE_NAME, find_course
    from autograder.errors import KitError

    found = course or find_course(Path.cwd())
    if found is None:
        raise KitError(
            "There is no {file} here or in a folder above.", "Name it: autograder serve COURSE.", file=COURSE_NAME
        )
    return (found / COURSE_NAME if found.is_dir() else found).resolve()

"""Pages from templates: escaped, translated, without a script that they need."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment
from starlette.requests import Request
from starlette.responses import HTMLResponse

from autograder.course.times import shown
from autograder.messages import Message
from autograder.reports.html import environment_of
from autograder.server.site import Site
from autograder.server.who import Who
from autograder.translation import Translator, translator

TEMPLATES = Path(__file__).parent / "templates"
STATIC = Path(__file__).parent / "static"


class Pages:
    """The templates of a site, in the course's language."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self._environments: dict[str, tuple[Environment, Translator]] = {}

    @property
    def translate(self) -> Translator:
        return self._environment()[1]

    def _environment(self) -> tuple[Environment, Translator]:
        language = self.site.course.loaded().course.language
        if language not in self._environments:
            translate = translator(language)
            environment = environment_of(TEMPLATES, translate)
            self._environments[language] = environment, translate
        return self._environments[language]

    def show(self, template: str, request: Request, status: int = 200, **content: Any) -> HTMLResponse:
        """A page for whoever asks."""
        loaded = self.site.course.loaded()
        who: Who | None = getattr(request.state, "who", None)
        environment, _ = self._environment()
        html = environment.get_template(template).render(
            course=loaded.course,
            who=who,
            form=self.site.forms.token(who.key) if who else "",
            root=request.scope.get("root_path", ""),
            time=lambda instant: shown(instant, loaded.course.zone),
            **content,
        )
        return HTMLResponse(html, status)

    def problem(self, request: Request, status: int, *said: Message) -> HTMLResponse:
        """A page that says what is wrong and what to do."""
        return self.show("problem.html", request, status, said=said)

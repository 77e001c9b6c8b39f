"""What is asked of every page that people look at."""

from __future__ import annotations

from typing import Any

import pytest

WIDER = """() => [...document.querySelectorAll("main *")].filter((one) => {
  const box = one.getBoundingClientRect();
  return box.width && (box.right > innerWidth + 1 || box.left < -1) && !one.parentElement.closest(".scroll, pre");
}).map((one) => one.outerHTML.slice(0, 200))"""
"""What sticks out of the window, but for tables in a frame that scrolls, and code, which does."""


def unfold(page: Any) -> None:
    """Open whatever is folded."""
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")


def axe_finds(page: Any) -> list[tuple[str, str, list[str]]]:
    """The serious and critical violations that axe finds: rule, impact, and the first places.

    https://github.com/dequelabs/axe-core: its rules for WCAG 2 and its own best practices.
    """
    api = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="axe is not installed: pip install -e '.[dev]'"
    )
    found = api.Axe().run(page).response["violations"]
    return [
        (rule["id"], rule["impact"], [node["html"][:150] for node in rule["nodes"][:3]])
        for rule in found
        if rule["impact"] in ("serious", "critical")
    ]

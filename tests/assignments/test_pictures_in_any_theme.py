"""Pictures of assignments 3 to 5 as a notebook shows them: two dots a pixel, on no ground of their own, labels to be read on any."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

SOLUTIONS = Path(__file__).resolve().parents[2] / "solutions"
MODULES = {
    "attention_pictures": SOLUTIONS / "shared",
    "tuning_pictures": SOLUTIONS / "05_fine_tuning",
}
GROUNDS = {"light": "#ffffff", "dark": "#111111"}
"""JupyterLab's own, behind a cell's output."""
LEAST_CONTRAST = 3.0
"""What WCAG 2.1, 1.4.11, asks of graphics."""
IN_A_KERNEL = """
import base64, importlib, io, json, sys
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
shell.enable_gui = lambda gui=None: None
shell.run_line_magic("matplotlib", "inline")
importlib.import_module(sys.argv[1])
import matplotlib.pyplot as plt
figure, axis = plt.subplots(figsize=(2, 1.5))
axis.set(title="title", xlabel="x")
data, about = shell.display_formatter.format(figure)
png = data["image/png"]
png = base64.b64decode(png) if isinstance(png, str) else png
dots = plt.imread(io.BytesIO(png))
labels = [axis.title, axis.xaxis.label, *axis.get_xticklabels()]
print(json.dumps({
    "dots": dots.shape[1], "width": about["image/png"]["width"], "alpha": float(dots[0, 0, 3]),
    "colours": sorted({plt.matplotlib.colors.to_hex(label.get_color()) for label in labels}),
}))
"""


def luminance(colour: str) -> float:
    """Relative luminance of an sRGB colour (WCAG 2.1)."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("module", MODULES)
def test_a_picture_is_sharp_and_its_labels_can_be_read_on_either_ground(module: str) -> None:
    told = subprocess.run(  # a process of its own: formats and colours are set when the module is imported
        [sys.executable, "-c", IN_A_KERNEL, module], cwd=MODULES[module], capture_output=True, text=True, check=True
    )
    seen = json.loads(told.stdout.splitlines()[-1])
    assert abs(seen["dots"] - 2 * seen["width"]) <= 1
    assert seen["alpha"] == 0
    for colour in seen["colours"]:
        assert all(contrast(colour, ground) >= LEAST_CONTRAST for ground in GROUNDS.values()), colour


def test_contrast_is_wcags() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)

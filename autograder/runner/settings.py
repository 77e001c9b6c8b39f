"""Settings of a whole process that a notebook may leave behind: put back before each case, as the random seeds are.

A public check in the notebook makes its inputs under the notebook's settings, and the judge makes them under none. A default of
double precision, or gradients that were left switched off, would decide a mark.
"""

from __future__ import annotations

import contextlib
import decimal
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch


@dataclass(frozen=True)
class Setting:
    """One of them: its name for people, and how it is read and set."""

    name: str
    read: Callable[[], Any]
    put: Callable[[Any], Any]


def _default_device() -> Any:
    return str(torch.get_default_device())


def _put_device(name: str) -> None:
    torch.set_default_device(None if name == "cpu" else name)


def _put_filters(filters: list[Any]) -> None:
    warnings.filters[:] = filters  # type: ignore[index]
    warnings._filters_mutated()  # type: ignore[attr-defined]


def _put_decimal(precision: int) -> None:
    decimal.getcontext().prec = precision


SETTINGS = (
    Setting("torch.set_default_dtype", torch.get_default_dtype, torch.set_default_dtype),
    Setting("torch.set_grad_enabled", torch.is_grad_enabled, torch.set_grad_enabled),
    Setting(
        "torch.use_deterministic_algorithms",
        torch.get_deterministic_debug_mode,
        torch.set_deterministic_debug_mode,
    ),
    Setting("torch.set_num_threads", torch.get_num_threads, torch.set_num_threads),
    Setting("torch.set_default_device", _default_device, _put_device),
    Setting("torch.set_anomaly_enabled", torch.is_anomaly_enabled, torch.autograd.set_detect_anomaly),
    Setting(
        "torch.set_float32_matmul_precision", torch.get_float32_matmul_precision, torch.set_float32_matmul_precision
    ),
    Setting(
        "torch.set_autocast_enabled",
        lambda: torch.is_autocast_enabled("cpu"),
        lambda on: torch.set_autocast_enabled("cpu", on),
    ),
    Setting("numpy.seterr", np.geterr, lambda errors: np.seterr(**errors)),
    Setting("numpy.set_printoptions", np.get_printoptions, lambda options: np.set_printoptions(**options)),
    Setting("warnings.filterwarnings", lambda: list(warnings.filters), _put_filters),
    Setting("decimal.getcontext", lambda: decimal.getcontext().prec, _put_decimal),
)


class Settings:
    """What they are before a notebook has run, and are again when a case begins."""

    def __init__(self) -> None:
        self._own = [(setting, setting.read()) for setting in SETTINGS]

    def put_back(self) -> list[str]:
        """Set them to what they were.

        Returns:
            names of those that had been changed.
        """
        changed = []
        for setting, own in self._own:
            with contextlib.suppress(Exception):  # a notebook may have broken the library itself
                if setting.read() != own:
                    changed.append(setting.name)
                    setting.put(own)
        return changed

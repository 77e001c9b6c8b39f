"""Settings of a whole process that a notebook may leave behind: put back before each case, as the random seeds are.

A public check in the notebook makes its inputs under the notebook's settings, and the judge makes them under none. A default of
double precision, gradients that were left switched off, another current folder, an alarm that rings during the tests or
a closed standard output would decide a mark.
"""

from __future__ import annotations

import _signal  # type: ignore[import-not-found]  # without the names that signal puts around each answer
import contextlib
import decimal
import gc
import logging
import operator
import os
import resource
import sys
import threading
import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import _tensor_str
from torch.nn.modules import module as torch_modules


@dataclass(frozen=True)
class Setting:
    """One of them: its name for people, how it is read and set, and whether what is read must be put back."""

    name: str
    read: Callable[[], Any]
    put: Callable[[Any], Any]
    differs: Callable[[Any, Any], Any] = operator.ne


def _default_device() -> Any:
    return str(torch.get_default_device())


def _put_device(name: str) -> None:
    torch.set_default_device(None if name == "cpu" else name)


def _put_filters(filters: list[Any]) -> None:
    warnings.filters[:] = filters  # type: ignore[index]
    warnings._filters_mutated()  # type: ignore[attr-defined]


def _decimal() -> tuple[Any, ...]:
    """Precision, rounding, exponents, letters, clamping and traps of the context; not its flags, which computing sets."""
    own = decimal.getcontext().__reduce__()[1]
    return (*own[:6], *own[7])


def _put_decimal(own: tuple[Any, ...]) -> None:
    prec, rounding, least, most, capitals, clamp, *traps = own
    decimal.setcontext(decimal.Context(prec, rounding, least, most, capitals, clamp, [], traps))


def _put_print_options(options: dict[str, Any]) -> None:
    vars(_tensor_str.PRINT_OPTS).update(options)


_modes: list[Any] = []


def _put_inference_mode(on: bool) -> None:
    """One mode more, around those that were entered and not left."""
    _modes.append(torch.inference_mode(on))
    _modes[-1].__enter__()


def _denormals_are_flushed() -> bool:
    return sys.float_info.min / 2 == 0.0


_HOOKS = ("_global_forward_hooks", "_global_forward_pre_hooks", "_global_backward_hooks", "_global_backward_pre_hooks")


def _hooks() -> list[int]:
    return [len(getattr(torch_modules, name)) for name in _HOOKS]


def _put_hooks(_none: list[int]) -> None:
    for name in _HOOKS:
        getattr(torch_modules, name).clear()


def _folder() -> str:
    try:
        return os.getcwd()  # noqa: PTH109 - a text to compare with
    except OSError:
        return ""  # it was removed


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _lacks(now: Iterable[Any], own: Iterable[Any]) -> bool:
    """What a notebook adds, its answers may need; what it takes away is put back."""
    return not set(own) <= set(now)


def _put_environment(own: dict[bytes, bytes]) -> None:
    os.environb.update({name: value for name, value in own.items() if name not in os.environb})


def _put_paths(own: list[str]) -> None:
    sys.path[:] = [*own, *(path for path in sys.path if path not in own)]


_SIGNALS = tuple(sorted(_signal.valid_signals() - {_signal.SIGKILL, _signal.SIGSTOP}))
_TIMERS = (_signal.ITIMER_REAL, _signal.ITIMER_VIRTUAL, _signal.ITIMER_PROF)
_LIMITS = tuple(number for name, number in sorted(vars(resource).items()) if name.startswith("RLIMIT_"))


def _signals() -> tuple[Any, ...]:
    return tuple(map(_signal.getsignal, _SIGNALS))


def _put_signals(handlers: tuple[Any, ...]) -> None:
    for number, handler in zip(_SIGNALS, handlers, strict=True):
        if handler is not None and _signal.getsignal(number) is not handler:
            _signal.signal(number, handler)


def _alarms() -> list[bool]:
    return [_signal.getitimer(timer)[0] > 0 for timer in _TIMERS]


def _put_alarms(_none: list[bool]) -> None:
    for timer in _TIMERS:
        _signal.setitimer(timer, 0)


def _limits() -> list[int]:
    return [resource.getrlimit(number)[0] for number in _LIMITS]


def _put_limits(own: list[int]) -> None:
    for number, soft in zip(_LIMITS, own, strict=True):
        hard = resource.getrlimit(number)[1]
        if hard != resource.RLIM_INFINITY and (soft == resource.RLIM_INFINITY or soft > hard):
            soft = hard
        resource.setrlimit(number, (soft, hard))


def _stream(name: str) -> Setting:
    return Setting(
        f"sys.{name}", lambda: getattr(sys, name, None), lambda own: setattr(sys, name, own), operator.is_not
    )


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
    Setting("torch.inference_mode", torch.is_inference_mode_enabled, _put_inference_mode),
    Setting("torch.set_flush_denormal", _denormals_are_flushed, torch.set_flush_denormal),
    Setting("torch.set_printoptions", lambda: dict(vars(_tensor_str.PRINT_OPTS)), _put_print_options),
    Setting("numpy.seterr", np.geterr, lambda errors: np.seterr(**errors)),
    Setting("numpy.set_printoptions", np.get_printoptions, lambda options: np.set_printoptions(**options)),
    Setting("warnings.filterwarnings", lambda: list(warnings.filters), _put_filters),
    Setting("decimal.getcontext", _decimal, _put_decimal),
    Setting("os.chdir", _folder, os.chdir),
    Setting("sys.setrecursionlimit", sys.getrecursionlimit, sys.setrecursionlimit, operator.lt),
    Setting("sys.settrace", sys.gettrace, sys.settrace, operator.is_not),
    Setting("sys.setprofile", sys.getprofile, sys.setprofile, operator.is_not),
    Setting("signal.signal", _signals, _put_signals),
    Setting("signal.alarm", _alarms, _put_alarms),
    _stream("stdin"),
    _stream("stdout"),
    _stream("stderr"),
)
"""Those that a function under test may change, too: they are put back before each case."""
OF_THE_NOTEBOOK = (
    Setting("torch.nn.modules.module.register_module_forward_hook", _hooks, _put_hooks),
    Setting("logging.disable", lambda: logging.root.manager.disable, logging.disable),
    Setting("gc.disable", gc.isenabled, lambda on: gc.enable() if on else gc.disable()),
    Setting("gc.set_threshold", gc.get_threshold, lambda counts: gc.set_threshold(*counts)),
    Setting("os.umask", _umask, os.umask),
    Setting("os.environ", lambda: dict(vars(os.environ)["_data"]), _put_environment, _lacks),
    Setting("sys.path", lambda: list(sys.path), _put_paths, _lacks),
    Setting("sys.set_int_max_str_digits", sys.get_int_max_str_digits, sys.set_int_max_str_digits),
    Setting("sys.setswitchinterval", sys.getswitchinterval, sys.setswitchinterval),
    Setting("threading.settrace", threading.gettrace, threading.settrace, operator.is_not),
    Setting("threading.setprofile", threading.getprofile, threading.setprofile, operator.is_not),
    Setting("resource.setrlimit", _limits, _put_limits),
)
"""Those that only a notebook changes: they are put back when it has run."""


class Settings:
    """What they are before a notebook has run, and are again when a case begins."""

    def __init__(self) -> None:
        self._own = [(setting, setting.read()) for setting in SETTINGS]
        self._notebooks = [(setting, setting.read()) for setting in OF_THE_NOTEBOOK]

    def put_back(self, *, all_of_them: bool = True) -> list[str]:
        """Set them to what they were.

        Args:
            all_of_them: also those that only a notebook changes.

        Returns:
            names of those that had been changed.
        """
        changed = []
        for setting, own in (*self._own, *(self._notebooks if all_of_them else ())):
            with contextlib.suppress(Exception):  # a notebook may have broken the library itself
                if setting.differs(setting.read(), own):
                    changed.append(setting.name)
                    setting.put(own)
        return changed

"""The decorator of functions that only kernels call."""

from collections.abc import Callable
from typing import TypeVar

from numba import njit

F = TypeVar("F", bound=Callable[..., object])


def inner(function: F) -> F:
    """Compile a function that Python itself never calls: without wrappers for it, that takes half the time."""
    return njit(nogil=True, no_cpython_wrapper=True, no_cfunc_wrapper=True)(function)  # type: ignore[call-overload,no-any-return]

"""Eight numbers side by side, which a processor with wide registers works on at once, others in two or four turns.

What a kernel changes at every event is quick here: in an array, what is read waits for what was written just before.
Each function is one or two instructions; numba has none for such values, so they are handed to LLVM as they are.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from llvmlite import ir
from numba import types
from numba.core.cgutils import get_or_insert_function
from numba.core.extending import intrinsic, models, register_model

COUNT = 8
_PLACE, _NUMBER = ir.IntType(32), ir.IntType(64)
_LANES, _FLAGS, _ORDER = (ir.VectorType(one, COUNT) for one in (_NUMBER, ir.IntType(1), _PLACE))
_Code = Callable[..., ir.Value]


class Lanes(types.Type):
    """Eight numbers of 64 bits, or flags of one bit."""


NUMBERS, FLAGS, NUMBER = Lanes("Lanes"), Lanes("Lanes of flags"), types.int64


@register_model(Lanes)
class _Model(models.PrimitiveModel):
    def __init__(self, manager: Any, kind: Lanes) -> None:
        super().__init__(manager, kind, _LANES if kind == NUMBERS else _FLAGS)


def _kernels(returns: types.Type, *takes: types.Type) -> Callable[[_Code], Any]:
    """Make a function for kernels of one that is given LLVM's builder, and then what the kernel gives."""

    def made(code: _Code) -> Any:
        @wraps(code)
        def define(*_: Any) -> tuple[Any, _Code]:
            return returns(*takes), lambda _, build, __, given: code(build, *given)

        return intrinsic(define)

    return made


def _all(build: ir.IRBuilder, number: ir.Value) -> ir.Value:
    first = build.insert_element(ir.Constant(_LANES, ir.Undefined), number, _PLACE(0))
    return build.shuffle_vector(first, first, ir.Constant(_ORDER, [0] * COUNT))


@_kernels(NUMBERS, NUMBER)
def spread(build: ir.IRBuilder, number: ir.Value) -> ir.Value:
    """Return lanes that all hold the number."""
    return _all(build, number)


@_kernels(NUMBERS, NUMBERS, NUMBER)
def pushed(build: ir.IRBuilder, lanes: ir.Value, number: ir.Value) -> ir.Value:
    """Return all one lane on, and the number in the first."""
    return build.shuffle_vector(lanes, _all(build, number), ir.Constant(_ORDER, [COUNT, *range(COUNT - 1)]))


@_kernels(NUMBER, NUMBERS, NUMBER)
def held(build: ir.IRBuilder, lanes: ir.Value, lane: ir.Value) -> ir.Value:
    """Return the number in one lane; any number where there is no such lane."""
    return build.extract_element(lanes, lane)


@_kernels(NUMBERS, NUMBER, NUMBER, NUMBER)
def placed(build: ir.IRBuilder, number: ir.Value, lane: ir.Value, rest: ir.Value) -> ir.Value:
    """Return the number in one lane, which need not be there, and `rest` in all others."""
    here = build.icmp_signed("==", ir.Constant(_LANES, list(range(COUNT))), _all(build, lane))
    return build.select(here, _all(build, number), _all(build, rest))


@_kernels(FLAGS, NUMBERS, NUMBERS)
def at_least(build: ir.IRBuilder, lanes: ir.Value, others: ir.Value) -> ir.Value:
    """Flag the lanes that hold what is in the others or more."""
    return build.icmp_signed(">=", lanes, others)


@_kernels(FLAGS, FLAGS, FLAGS)
def without(build: ir.IRBuilder, flags: ir.Value, others: ir.Value) -> ir.Value:
    """Take the flags away that the others have, too."""
    return build.and_(flags, build.not_(others))


@_kernels(NUMBERS, FLAGS, NUMBERS, NUMBERS)
def chosen(build: ir.IRBuilder, flags: ir.Value, lanes: ir.Value, others: ir.Value) -> ir.Value:
    """Return the numbers of `lanes` where there is a flag, of `others` elsewhere."""
    return build.select(flags, lanes, others)


@_kernels(NUMBER, FLAGS)
def flagged(build: ir.IRBuilder, flags: ir.Value) -> ir.Value:
    """Count the flags."""
    return build.ctpop(build.zext(build.bitcast(flags, ir.IntType(COUNT)), _NUMBER))


@_kernels(NUMBERS, NUMBERS, NUMBERS)
def added(build: ir.IRBuilder, lanes: ir.Value, others: ir.Value) -> ir.Value:
    """Return the sums, lane by lane."""
    return build.add(lanes, others)


@_kernels(NUMBERS, NUMBERS, NUMBERS)
def shared_bits(build: ir.IRBuilder, lanes: ir.Value, others: ir.Value) -> ir.Value:
    """Count the bits that are set in both, lane by lane."""
    kind = ir.FunctionType(_LANES, [_LANES])
    count = get_or_insert_function(build.module, kind, f"llvm.ctpop.v{COUNT}i64")
    return build.call(count, [build.and_(lanes, others)])


@_kernels(NUMBERS, types.uintp)
def loaded(build: ir.IRBuilder, address: ir.Value) -> ir.Value:
    """Return what lies in memory from an address on; whoever took it from an array must use that array afterwards."""
    return build.load(build.inttoptr(address, _LANES.as_pointer()), align=8)


@_kernels(types.void, types.uintp, NUMBERS)
def stored(build: ir.IRBuilder, address: ir.Value, lanes: ir.Value) -> ir.Value:
    """Write lanes to memory, as in `loaded`."""
    build.store(lanes, build.inttoptr(address, _LANES.as_pointer()), align=8)
    return ir.Constant(ir.IntType(8).as_pointer(), None)

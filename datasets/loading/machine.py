"""Four instructions that numba has no words for; each is a plain function too, which does the same without a machine's.

`taught` tells numba what they are. On a processor that lacks one, the compiler writes what comes nearest.
"""

from collections.abc import Callable
from functools import cache
from typing import Any  # numba and llvmlite are untyped

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[Any]
Floats = npt.NDArray[np.float32]
LINE = 64  # bytes that a processor moves at once
FLOATS = LINE // 4


def claim(turn: npt.NDArray[np.int64]) -> int:
    """Return ``turn[0]`` and raise it by one, at once: no two threads are given the same."""
    turn[0] += 1
    return int(turn[0]) - 1


def call_in(numbers: Numbers, k: int) -> None:
    """Ask for ``numbers[k]`` to be brought into the caches, and do not wait."""


def put_line(out: Floats, source: Floats, k: int) -> None:
    """Copy the `FLOATS` numbers from k onwards past the caches; ``out[k]`` lies at the begin of a line."""
    out[k : k + FLOATS] = source[k : k + FLOATS]


def settle() -> None:
    """Wait until what was put past the caches is where other threads see it."""


def _claimed(_typing: Any, at: Any) -> Any:  # noqa: ANN401 - numba and llvmlite are untyped, here and below
    from llvmlite import ir  # type: ignore[import-untyped]
    from numba.core import types

    def code(_context: Any, builder: Any, _signature: Any, given: Any) -> Any:  # noqa: ANN401
        whole = ir.IntType(64)
        place = builder.inttoptr(given[0], whole.as_pointer())
        return builder.atomic_rmw("add", place, ir.Constant(whole, 1), "seq_cst")

    return types.int64(at), code


def _called_in(_typing: Any, at: Any) -> Any:  # noqa: ANN401
    from llvmlite import ir
    from numba.core import types

    def code(context: Any, builder: Any, _signature: Any, given: Any) -> Any:  # noqa: ANN401
        byte, whole = ir.IntType(8).as_pointer(), ir.IntType(32)
        kind = ir.FunctionType(ir.VoidType(), [byte, whole, whole, whole])
        prefetch = builder.module.declare_intrinsic("llvm.prefetch", [byte], kind)
        how = [ir.Constant(whole, number) for number in (0, 3, 1)]  # to read, to be kept, data
        builder.call(prefetch, [builder.inttoptr(given[0], byte), *how])
        return context.get_dummy_value()

    return types.void(at), code


def _put(_typing: Any, out: Any, source: Any) -> Any:  # noqa: ANN401
    from llvmlite import ir
    from numba.core import types

    def code(context: Any, builder: Any, _signature: Any, given: Any) -> Any:  # noqa: ANN401
        line = ir.VectorType(ir.FloatType(), FLOATS).as_pointer()
        read = builder.load(builder.inttoptr(given[1], line))
        read.align = 4
        written = builder.store(read, builder.inttoptr(given[0], line))
        written.align = LINE
        written.set_metadata("nontemporal", builder.module.add_metadata([ir.Constant(ir.IntType(32), 1)]))
        return context.get_dummy_value()

    return types.void(out, source), code


def _settled(_typing: Any) -> Any:  # noqa: ANN401
    from numba.core import types

    def code(context: Any, builder: Any, _signature: Any, _given: Any) -> Any:  # noqa: ANN401
        builder.fence("seq_cst")
        return context.get_dummy_value()

    return types.void(), code


@cache
def taught(parts: tuple[Callable[..., Any], ...]) -> None:
    """Tell numba, once, how a machine does these, and that loops are made of `parts`."""
    from numba.extending import intrinsic, overload, register_jitable

    claimed: Any = intrinsic(_claimed)
    called_in: Any = intrinsic(_called_in)
    put: Any = intrinsic(_put)
    settled: Any = intrinsic(_settled)
    overload(claim)(lambda turn: lambda turn: claimed(turn.ctypes.data))
    overload(call_in)(lambda numbers, k: lambda numbers, k: called_in(numbers.ctypes.data + k * numbers.itemsize))
    overload(put_line)(
        lambda out, source, k: lambda out, source, k: put(out.ctypes.data + 4 * k, source.ctypes.data + 4 * k)
    )
    overload(settle)(lambda: lambda: settled())
    for part in parts:
        register_jitable(part)

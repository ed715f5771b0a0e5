"""The right shape with other numbers: scaled, offset, negated, rounded, wrapped, clipped."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Iterator

import torch

from ..evidence import Pair, same
from .hypothesis import Hypothesis
from .quantities import constant_words, quantities

# What came, as a function of what was expected.
FUNCTIONS: dict[str, Callable[[torch.Tensor], torch.Tensor]] = {
    "REL-NEGATED": lambda t: -t,
    "REL-RECIPROCAL": lambda t: 1 / t,
    "REL-EXP": torch.exp,
    "REL-LOG": torch.log,
    "REL-SQUARED": lambda t: t * t,
    "REL-ROOT": torch.sqrt,
    "REL-ABSOLUTE": torch.abs,
    "REL-COMPLEMENT": lambda t: 1 - t,
    "REL-LOG2": torch.log2,
    "REL-ROUNDED": torch.round,
    "REL-FLOORED": torch.floor,
    "REL-CEILED": torch.ceil,
    "REL-TRUNCATED": torch.trunc,
}
# The same of an argument: the result is right or wrong by how it was made a whole number.
ROUNDINGS = {"REL-ROUNDED": torch.round, "REL-FLOORED": torch.floor, "REL-TRUNCATED": torch.trunc,
             "REL-CEILED": torch.ceil}  # fmt: skip


def find(pair: Pair) -> Iterator[Hypothesis]:
    """Every such relation that holds."""
    if pair.want.shape != pair.got.shape or not pair.want.numel() or pair.right:
        return
    if not _finite(pair.got) or not _finite(pair.want):
        return
    yield from _unchanged(pair)
    yield from _functions(pair)
    yield from _rounded_input(pair)
    yield from _scaled(pair)
    yield from _offset(pair)
    yield from _factor_of_argument(pair)
    yield from _updated(pair)
    yield from _wrapped(pair)
    yield from _clipped(pair)
    if not bool(pair.got.any()):
        yield Hypothesis("REL-ALL-ZERO", "", lambda p: not bool(p.got.any()), observed=True)


def _finite(tensor: torch.Tensor) -> bool:
    return bool(torch.isfinite(tensor).all())


def _wide(tensor: torch.Tensor) -> torch.Tensor:
    return tensor.to(torch.float64)


def _unchanged(pair: Pair) -> Iterator[Hypothesis]:
    for name in pair.inputs.tensors:
        holds = functools.partial(_is_argument, name)
        if holds(pair):
            yield Hypothesis("REL-UNCHANGED", name, holds, {"name": name})


def _is_argument(name: str, pair: Pair) -> bool:
    tensor = pair.inputs.tensors.get(name)
    return tensor is not None and same(tensor, pair.got)


def _functions(pair: Pair) -> Iterator[Hypothesis]:
    for name in FUNCTIONS:
        holds = functools.partial(_is_function, name)
        if holds(pair):
            yield Hypothesis(name, "", holds)


def _is_function(name: str, pair: Pair) -> bool:
    if pair.want.shape != pair.got.shape or pair.want.dtype is torch.bool:
        return False
    made = FUNCTIONS[name](_wide(pair.want))
    return _finite(made) and same(made, _wide(pair.got))


def _rounded_input(pair: Pair) -> Iterator[Hypothesis]:
    for name, tensor in pair.inputs.tensors.items():
        if not tensor.is_floating_point():
            continue
        for how in ROUNDINGS:
            holds = functools.partial(_is_rounded_input, name, how)
            if holds(pair):
                yield Hypothesis(how, "", holds)


def _is_rounded_input(name: str, how: str, pair: Pair) -> bool:
    tensor = pair.inputs.tensors.get(name)
    if tensor is None or tensor.shape != pair.got.shape or pair.want.shape != pair.got.shape:
        return False
    near = bool(((_wide(tensor) - _wide(pair.want)).abs() <= 1).all())
    return near and same(ROUNDINGS[how](_wide(tensor)), _wide(pair.got))


def _ratio(pair: Pair) -> float | None:
    """The one factor between the two, if there is one."""
    want, got = _wide(pair.want), _wide(pair.got)
    if pair.want.shape != pair.got.shape or not bool(want.any()):
        return None
    place = int(want.abs().reshape(-1).argmax())
    ratio = float(got.reshape(-1)[place] / want.reshape(-1)[place])
    if not math.isfinite(ratio) or not ratio:
        return None
    return ratio if same(want * ratio, got) else None


def _scaled(pair: Pair) -> Iterator[Hypothesis]:
    ratio = _ratio(pair)
    if ratio is None or abs(ratio - 1) < 1e-4 or abs(ratio + 1) < 1e-4:
        return
    for words, value in quantities(pair):
        if math.isclose(value, ratio, rel_tol=2e-4):
            holds = functools.partial(_is_scaled_by, words)
            yield Hypothesis("REL-SCALED", words, holds, {"factor": words})
        elif math.isclose(value, -ratio, rel_tol=2e-4):
            holds = functools.partial(_is_scaled_by, words, sign=-1)
            yield Hypothesis("REL-SCALED", f"-{words}", holds, {"factor": f"-{words}"})
    yield Hypothesis(
        "REL-SCALED-CONSTANT",
        f"{ratio:.3g}",
        functools.partial(_is_scaled, ratio),
        {"factor": constant_words(ratio)},
        general=True,
    )


def _is_scaled(ratio: float, pair: Pair) -> bool:
    own = _ratio(pair)
    if own is None:
        return pair.right and not bool(pair.want.any())
    return math.isclose(own, ratio, rel_tol=1e-3)


def _is_scaled_by(words: str, pair: Pair, sign: int = 1) -> bool:
    own = _ratio(pair)
    if own is None:
        return pair.right
    named = dict(quantities(pair))
    return words in named and math.isclose(own, sign * named[words], rel_tol=2e-4)


def _offset(pair: Pair) -> Iterator[Hypothesis]:
    for name, value in (("1", 1.0), ("-1", -1.0)):
        holds = functools.partial(_is_offset, value)
        if holds(pair):
            words = {"more": "more" if value > 0 else "less"}
            yield Hypothesis("REL-OFF-BY-ONE", name, holds, words)
    for name in pair.inputs.tensors:
        for sign, how in ((1, "REL-ADDED"), (-1, "REL-NOT-ADDED")):
            holds = functools.partial(_is_offset_by, name, sign)
            if holds(pair) and bool(pair.inputs.tensors[name].any()):
                yield Hypothesis(how, name, holds, {"name": name})
    for name in pair.inputs.numbers:
        for sign, how in ((1, "REL-ADDED"), (-1, "REL-NOT-ADDED")):
            holds = functools.partial(_is_offset_by, name, sign)
            if holds(pair) and pair.inputs.numbers[name]:
                yield Hypothesis(how, name, holds, {"name": name})
    step = _wide(pair.got) - _wide(pair.want)
    constant = float(step.reshape(-1)[0])
    if abs(constant) != 1 and bool(torch.isclose(step, step.reshape(-1)[:1], rtol=1e-4).all()):
        yield Hypothesis(
            "REL-OFFSET",
            f"{constant:.3g}",
            functools.partial(_is_offset, constant),
            {"constant": f"{constant:.4g}"},
            general=True,
        )


def _is_offset(value: float, pair: Pair) -> bool:
    if pair.want.shape != pair.got.shape:
        return False
    return same(_wide(pair.want) + value, _wide(pair.got))


def _is_offset_by(name: str, sign: int, pair: Pair) -> bool:
    step = pair.inputs.tensors.get(name)
    if step is None:
        number = pair.inputs.numbers.get(name)
        step = None if number is None else torch.tensor(number, dtype=torch.float64)
    if step is None or pair.want.shape != pair.got.shape:
        return False
    made = _broadcast(_wide(step) * sign, _wide(pair.want))
    return made is not None and same(_wide(pair.want) + made, _wide(pair.got))


def _broadcast(small: torch.Tensor, large: torch.Tensor) -> torch.Tensor | None:
    try:
        return small.expand(large.shape)
    except RuntimeError:
        return None


def _factor_of_argument(pair: Pair) -> Iterator[Hypothesis]:
    """Multiplied or divided by an argument, element by element."""
    for name, tensor in pair.inputs.tensors.items():
        if not tensor.is_floating_point():
            continue
        for power, how in ((1, "REL-MULTIPLIED"), (-1, "REL-NOT-MULTIPLIED")):
            for sign in (1, -1):
                holds = functools.partial(_is_multiplied, name, power, sign)
                if holds(pair):
                    words = {"name": name, "sign": "" if sign > 0 else ", and its sign is turned"}
                    yield Hypothesis(how, f"{name} {sign}", holds, words)


def _is_multiplied(name: str, power: int, sign: int, pair: Pair) -> bool:
    tensor = pair.inputs.tensors.get(name)
    if tensor is None or not tensor.is_floating_point() or pair.want.shape != pair.got.shape:
        return False
    if pair.right and not bool(pair.want.any()):
        return True
    if not bool((tensor != 0).all()):
        return False
    factor = _broadcast(sign * _wide(tensor) ** power, _wide(pair.want))
    return factor is not None and same(_wide(pair.want) * factor, _wide(pair.got))


def _updated(pair: Pair) -> Iterator[Hypothesis]:
    """The change of an argument: turned round, or scaled by something with a name."""
    for name, old in pair.inputs.tensors.items():
        if not old.is_floating_point() or not _may_be_updated(name, pair):
            continue
        if _is_step(name, -1.0, pair):
            holds = functools.partial(_is_step, name, -1.0)
            yield Hypothesis("REL-UPDATE-SIGN", "", holds, {"name": name})
        for words, value in quantities(pair):
            for sign, mark in ((1, ""), (-1, "-")):
                if abs(value - 1) > 1e-6 and _is_step(name, sign * value, pair):
                    holds = functools.partial(_is_step_by, name, words, sign)
                    factor = {"name": name, "factor": mark + words}
                    yield Hypothesis("REL-UPDATE-SCALED", mark + words, holds, factor)


def _may_be_updated(name: str, pair: Pair) -> bool:
    """Can this part be a new state of the argument, moved to somewhere else than a multiple of it?

    Twice the argument less what was expected may be 0 or any multiple of it by chance, as for
    the gradient 2x of x²; and an argument that is handed back as it was has not been moved.
    """
    old = pair.inputs.tensors[name]
    if old.shape != pair.want.shape or pair.want.shape != pair.got.shape:
        return False
    kept = pair.siblings.get(f"['{name}']")
    if kept is not None and same(kept[0], old):
        return False
    was, now = _wide(old), _wide(pair.got)
    step = float((_wide(pair.want) - was).abs().max())
    if old.numel() > 1:
        now = now - was * (now * was).sum() / (was * was).sum().clamp(min=1e-300)
    return float(now.abs().max()) > 0.01 * step


def _is_step(name: str, factor: float, pair: Pair) -> bool:
    old = pair.inputs.tensors.get(name)
    if old is None or old.shape != pair.want.shape or pair.want.shape != pair.got.shape:
        return False
    step = _wide(pair.want) - _wide(old)
    if not bool(step.any()):
        return pair.right
    taken = _wide(pair.got) - _wide(old)
    scale = float(_wide(old).abs().max()) * 1e-5
    return torch.allclose(taken, step * factor, rtol=2e-3, atol=scale * max(1.0, abs(factor)))


def _is_step_by(name: str, words: str, sign: int, pair: Pair) -> bool:
    value = dict(quantities(pair)).get(words)
    return value is not None and _is_step(name, sign * value, pair)


def _wrapped(pair: Pair) -> Iterator[Hypothesis]:
    if _is_wrapped(pair):
        yield Hypothesis("REL-WRAPPED", "", _is_wrapped)


def _is_wrapped(pair: Pair) -> bool:
    """Do the two differ by multiples of 256, where an argument holds bytes?"""
    if pair.want.shape != pair.got.shape:
        return False
    if not any(tensor.dtype is torch.uint8 for tensor in pair.inputs.tensors.values()):
        return False
    low, high = float(pair.got.min()), float(pair.got.max())
    if low < 0 or high > 255:
        return False
    numbers = [value for value in pair.inputs.numbers.values() if value.is_integer()]
    for tensor in pair.inputs.tensors.values():
        for number in numbers:
            if tensor.dtype is torch.uint8 and tensor.shape == pair.got.shape:
                full = _wide(tensor) + number
                if same(full % 256, _wide(pair.got)) and same(full.clamp(0, 255), pair.want):
                    return True
    return same((_wide(pair.want) - _wide(pair.got)) % 256, torch.zeros_like(_wide(pair.want)))


def _clipped(pair: Pair) -> Iterator[Hypothesis]:
    for bound in (0.0, 1.0, -1.0, 255.0):
        for side in ("below", "above"):
            holds = functools.partial(_is_clipped, bound, side)
            if holds(pair):
                words = {"bound": f"{bound:g}", "side": side}
                yield Hypothesis("REL-CLIPPED", f"{bound} {side}", holds, words)
            holds = functools.partial(_is_not_clipped, bound, side)
            if holds(pair):
                words = {"bound": f"{bound:g}", "side": side}
                yield Hypothesis("REL-NOT-CLIPPED", f"{bound} {side}", holds, words)


def _is_clipped(bound: float, side: str, pair: Pair) -> bool:
    return _clips(pair.want, pair.got, bound, side)


def _is_not_clipped(bound: float, side: str, pair: Pair) -> bool:
    return _clips(pair.got, pair.want, bound, side)


def _clips(free: torch.Tensor, bounded: torch.Tensor, bound: float, side: str) -> bool:
    """Is `bounded` `free` with everything beyond a bound put onto it, and not all of it?"""
    if free.shape != bounded.shape or free.dtype is torch.bool:
        return False
    wide = _wide(free)
    made = wide.clamp(min=bound) if side == "below" else wide.clamp(max=bound)
    kept = bool((made == wide).any()) and bool((bounded != bounded.reshape(-1)[0]).any())
    return kept and same(made, _wide(bounded))

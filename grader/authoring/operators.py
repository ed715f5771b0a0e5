"""Ways to make a right answer wrong, as small changes of its syntax tree.

Each operator is a generator: given one node it yields the nodes that may stand in its
place. The operators are those of mutation testing (Offutt et al. 1996) and, above all, the
mistakes that people make with tensors.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from typing import TypeVar

Operator = Callable[[ast.AST], Iterator[ast.AST]]
Node = TypeVar("Node", bound=ast.AST)

_REDUCTIONS = {
    "mean": "sum", "sum": "mean", "max": "min", "min": "max", "amax": "amin", "amin": "amax",
    "argmax": "argmin", "argmin": "argmax", "any": "all", "all": "any",
}  # fmt: skip
_TAKES_DIM = frozenset(
    {
        "sum", "mean", "max", "min", "amax", "amin", "argmax", "argmin", "any", "all", "softmax",
        "log_softmax", "logsumexp", "cat", "stack", "concat", "unsqueeze", "squeeze", "cumsum",
        "flip", "gather", "size", "norm", "prod", "std", "var", "transpose", "swapaxes",
    }
)  # fmt: skip
_IN_PLACE: dict[type[ast.operator], str] = {
    ast.Add: "add_",
    ast.Sub: "sub_",
    ast.Mult: "mul_",
    ast.Div: "div_",
}
_METHODS_IN_PLACE = frozenset(
    {"relu", "clamp", "exp", "log", "round", "sigmoid", "neg", "abs", "sqrt", "squeeze",
     "unsqueeze", "transpose", "masked_fill", "div", "mul", "add", "sub"}
)  # fmt: skip
_DTYPES = {
    "float32": "float64", "float64": "float32", "int64": "int32", "uint8": "int8",
    "int16": "uint8", "int32": "int64", "bool": "uint8", "long": "int", "float": "double",
}  # fmt: skip
_CASTS = frozenset({"to", "float", "double", "long", "int", "type_as", "bool", "half"})
_MOVES = frozenset({"transpose", "permute", "t", "movedim", "swapaxes"})
_GRADIENT_WORDS = frozenset({"backward", "grad", "requires_grad", "requires_grad_", "detach"})


def dims_swapped(node: ast.AST) -> Iterator[ast.AST]:
    if not isinstance(node, ast.Call):
        return
    name = _called(node)
    if name in ("permute", "movedim"):
        for place in range(len(node.args) - 1):
            yield _with_arguments(node, _swapped(node.args, place))
    if name not in _TAKES_DIM:
        return
    for place, argument in enumerate(node.args):
        if (dim := _integer(argument)) is not None:
            changed = [*node.args]
            changed[place] = ast.Constant(_other_dim(dim))
            yield _with_arguments(node, changed)
    for keyword in node.keywords:
        if keyword.arg == "dim" and (dim := _integer(keyword.value)) is not None:
            yield _with_keyword(node, keyword, ast.Constant(_other_dim(dim)))


def transpose_dropped(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Attribute) and node.attr in ("T", "mT", "H"):
        yield node.value
    if isinstance(node, ast.Call) and _called(node) in _MOVES and _owner(node):
        yield _receiver(node)


def transpose_added(node: ast.AST) -> Iterator[ast.AST]:
    if not (isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult)):
        return
    for side in ("left", "right"):
        operand = getattr(node, side)
        if isinstance(operand, ast.Name):
            yield _changed(node, **{side: ast.Attribute(operand, "T", ast.Load())})


def reshape_for_permute(node: ast.AST) -> Iterator[ast.AST]:
    moved = isinstance(node, ast.Call) and _called(node) in _MOVES and _owner(node)
    if moved or (isinstance(node, ast.Attribute) and node.attr in ("T", "mT")):
        value = _receiver(node) if isinstance(node, ast.Call) else node.value  # type: ignore[attr-defined]
        shape = ast.Attribute(node, "shape", ast.Load())  # type: ignore[arg-type]
        yield ast.Call(ast.Attribute(value, "reshape", ast.Load()), [shape], [])


def mean_for_sum(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Call) and (other := _REDUCTIONS.get(_called(node))):
        yield _renamed(node, other)


def factor_dropped(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.BinOp):
        if isinstance(node.op, ast.Mult | ast.Div | ast.Pow | ast.Mod | ast.FloorDiv | ast.Add):
            yield node.left
        if isinstance(node.op, ast.Mult | ast.Add):
            yield node.right


def sign_flipped(node: ast.AST) -> Iterator[ast.AST]:
    flip: dict[type[ast.operator], ast.operator] = {ast.Add: ast.Sub(), ast.Sub: ast.Add()}
    if isinstance(node, ast.BinOp | ast.AugAssign) and type(node.op) in flip:
        yield _changed(node, op=flip[type(node.op)])
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        yield from [] if isinstance(node.operand, ast.Constant) else [node.operand]


def off_by_one(node: ast.AST) -> Iterator[ast.AST]:
    if (number := _integer(node)) is not None and isinstance(node, ast.Constant):
        yield ast.Constant(number + 1)
        yield ast.Constant(number - 1)
    if isinstance(node, ast.Call) and _called(node) in ("range", "arange") and node.args:
        end = node.args[-1] if len(node.args) < 3 else node.args[1]
        place = node.args.index(end)
        for shift in (ast.Add(), ast.Sub()):
            changed = [*node.args]
            changed[place] = ast.BinOp(end, shift, ast.Constant(1))
            yield _with_arguments(node, changed)
    if isinstance(node, ast.Slice):
        for bound in ("lower", "upper"):
            value = getattr(node, bound)
            if value is not None and _integer(value) is None:
                yield _changed(node, **{bound: ast.BinOp(value, ast.Add(), ast.Constant(1))})


def comparison_flipped(node: ast.AST) -> Iterator[ast.AST]:
    if not (isinstance(node, ast.Compare) and len(node.ops) == 1):
        return
    others: dict[type[ast.cmpop], list[ast.cmpop]] = {
        ast.Lt: [ast.LtE(), ast.Gt()],
        ast.LtE: [ast.Lt(), ast.GtE()],
        ast.Gt: [ast.GtE(), ast.Lt()],
        ast.GtE: [ast.Gt(), ast.LtE()],
        ast.Eq: [ast.NotEq()],
        ast.NotEq: [ast.Eq(), ast.Lt(), ast.Gt()],
        ast.Is: [ast.IsNot()],
        ast.IsNot: [ast.Is()],
        ast.In: [ast.NotIn()],
        ast.NotIn: [ast.In()],
    }
    for other in others.get(type(node.ops[0]), []):
        yield _changed(node, ops=[other])


def rounding_to_truncation(node: ast.AST) -> Iterator[ast.AST]:
    if (call := _method_call(node)) and _called(call) in ("round", "floor", "ceil"):
        yield _renamed(call, "trunc")
        yield _renamed(call, "floor" if _called(call) != "floor" else "ceil")
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.FloorDiv):
        yield _changed(node, op=ast.Div())


def dtype_changed(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Call):
        for keyword in node.keywords:
            if keyword.arg in ("dtype", "device"):
                yield _changed(node, keywords=[k for k in node.keywords if k is not keyword])
        if _called(node) in _CASTS and _owner(node):
            yield _receiver(node)
    if isinstance(node, ast.Attribute) and node.attr in _DTYPES and _is_torch(node.value):
        yield _changed(node, attr=_DTYPES[node.attr])


def keepdim_flipped(node: ast.AST) -> Iterator[ast.AST]:
    if not isinstance(node, ast.Call):
        return
    given = [keyword for keyword in node.keywords if keyword.arg == "keepdim"]
    if given and isinstance(given[0].value, ast.Constant):
        yield _with_keyword(node, given[0], ast.Constant(not given[0].value.value))
    elif _called(node) in ("sum", "mean", "amax", "argmax", "logsumexp") and (
        node.args or node.keywords
    ):
        added = ast.keyword("keepdim", ast.Constant(True))
        yield _changed(node, keywords=[*node.keywords, added])


def graph_changed(node: ast.AST) -> Iterator[ast.AST]:
    """`detach` and `no_grad` dropped, and the graph kept or created where it was not."""
    if isinstance(node, ast.Call) and _called(node) in ("detach", "clone") and _owner(node):
        yield _receiver(node)
    if isinstance(node, ast.With):
        yield ast.If(ast.Constant(True), node.body, [])
    if isinstance(node, ast.Call):
        for keyword in node.keywords:
            if keyword.arg in ("create_graph", "retain_graph", "allow_unused"):
                yield _changed(node, keywords=[k for k in node.keywords if k is not keyword])


def detach_added(node: ast.AST) -> Iterator[ast.AST]:
    """Only for functions whose gradients are in the contract; see `mutants`."""
    plain = ast.Dict | ast.DictComp | ast.Tuple | ast.Constant | None
    if isinstance(node, ast.Return) and not isinstance(node.value, plain):
        assert node.value is not None
        yield ast.Return(ast.Call(ast.Attribute(node.value, "detach", ast.Load()), [], []))


def statement_dropped(node: ast.AST) -> Iterator[ast.AST]:
    """A forgotten `zero_grad()`, `step()` or `backward()`, a lost assignment to a place."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        yield ast.Pass()
    if isinstance(node, ast.AugAssign):
        yield ast.Pass()
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Subscript | ast.Attribute):
        yield ast.Pass()


def in_place(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.BinOp) and isinstance(node.left, ast.Name):
        name = _IN_PLACE.get(type(node.op))
        if name:
            yield ast.Call(ast.Attribute(node.left, name, ast.Load()), [node.right], [])
    if (call := _method_call(node)) and _called(call) in _METHODS_IN_PLACE:
        yield _renamed(call, f"{_called(call)}_")


def constant_changed(node: ast.AST) -> Iterator[ast.AST]:
    if not isinstance(node, ast.Constant):
        return
    if isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    elif isinstance(node.value, float):
        yield ast.Constant(node.value * 2 if node.value else 1.0)
    elif isinstance(node.value, int) and abs(node.value) > 1:
        yield ast.Constant(node.value * 2)


def branch_removed(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.If):
        yield ast.If(ast.Constant(False), node.body, node.orelse)
        if not any(isinstance(inner, ast.Raise) for inner in node.body):
            yield ast.If(ast.Constant(True), node.body, node.orelse)
    if isinstance(node, ast.IfExp):
        yield node.body
        yield node.orelse
    if isinstance(node, ast.BoolOp):
        yield from node.values
    if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
        yield ast.Raise(_changed(node.exc, func=ast.Name("TypeError", ast.Load())), None)


def arguments_swapped(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Call) and _called(node) not in _MOVES:
        for place in range(len(node.args) - 1):
            pair = node.args[place : place + 2]
            if not any(isinstance(argument, ast.Starred) for argument in pair):
                yield _with_arguments(node, _swapped(node.args, place))
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Sub | ast.Div | ast.MatMult):
        yield _changed(node, left=node.right, right=node.left)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow | ast.FloorDiv | ast.Mod):
        yield _changed(node, left=node.right, right=node.left)


OPERATORS: dict[str, Operator] = {
    "dims swapped": dims_swapped,
    "transpose dropped": transpose_dropped,
    "transpose added": transpose_added,
    "reshape for permute": reshape_for_permute,
    "mean for sum": mean_for_sum,
    "factor dropped": factor_dropped,
    "sign flipped": sign_flipped,
    "off by one": off_by_one,
    "comparison flipped": comparison_flipped,
    "rounding to truncation": rounding_to_truncation,
    "dtype changed": dtype_changed,
    "keepdim flipped": keepdim_flipped,
    "graph changed": graph_changed,
    "detach added": detach_added,
    "statement dropped": statement_dropped,
    "in place": in_place,
    "constant changed": constant_changed,
    "branch removed": branch_removed,
    "arguments swapped": arguments_swapped,
}


def speaks_of_gradients(function: ast.AST) -> bool:
    """Does a function use autograd, so that a `detach` more would matter?"""
    return any(
        (isinstance(node, ast.Attribute) and node.attr in _GRADIENT_WORDS)
        or (isinstance(node, ast.keyword) and node.arg in _GRADIENT_WORDS)
        for node in ast.walk(function)
    )


def _called(node: ast.Call) -> str:
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def _method_call(node: ast.AST) -> ast.Call | None:
    """The node, if it calls something of an object or a module."""
    method = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    return node if method else None  # type: ignore[return-value]


def _owner(node: ast.Call) -> bool:
    """Is there something the call can be replaced by: its object, or its first argument?"""
    if not isinstance(node.func, ast.Attribute):
        return False
    return not _is_torch(node.func.value) or bool(node.args)


def _receiver(node: ast.AST) -> ast.expr:
    assert isinstance(node, ast.Call)
    assert isinstance(node.func, ast.Attribute)
    return node.args[0] if _is_torch(node.func.value) else node.func.value


def _is_torch(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and node.id in ("torch", "F", "nn", "np", "numpy")


def _integer(node: ast.AST) -> int | None:
    """The value of an integer literal, a negative one included."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        inner = _integer(node.operand)
        return None if inner is None else -inner
    if isinstance(node, ast.Constant) and type(node.value) is int:
        return node.value
    return None


def _other_dim(dim: int) -> int:
    return {0: 1, 1: 0, -1: 0, -2: 0}.get(dim, dim + 1)


def _swapped(arguments: list[ast.expr], place: int) -> list[ast.expr]:
    changed = [*arguments]
    changed[place], changed[place + 1] = changed[place + 1], changed[place]
    return changed


def _changed(node: Node, **fields: object) -> Node:
    """A shallow copy of a node with some fields replaced."""
    values = {name: getattr(node, name, None) for name in node._fields} | fields
    return type(node)(**values)


def _with_arguments(node: ast.Call, arguments: list[ast.expr]) -> ast.Call:
    return _changed(node, args=arguments)


def _with_keyword(node: ast.Call, keyword: ast.keyword, value: ast.expr) -> ast.Call:
    changed = [ast.keyword(k.arg, value) if k is keyword else k for k in node.keywords]
    return _changed(node, keywords=changed)


def _renamed(node: ast.Call, name: str) -> ast.Call:
    if isinstance(node.func, ast.Attribute):
        return _changed(node, func=ast.Attribute(node.func.value, name, ast.Load()))
    return _changed(node, func=ast.Name(name, ast.Load()))

"""What a student's source says before any of it runs: syntax, structure, forbidden names.

Runs in the confined worker, since a parser can be crashed by what it parses. Findings
are plain data.
"""

from __future__ import annotations

import ast
import io
import itertools
import re
import tokenize
from collections.abc import Iterable
from typing import Any, NamedTuple

Findings = dict[str, Any]
Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef

MAX_TEXT = 500
# Before each line that begins a statement; a bracket there closes one, a comment may be anywhere.
_AT_MARGIN = re.compile(r"^(?=[^\s)\]}#])", re.MULTILINE)

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
# What has no fields (Load, Add, pass) says nothing that its parent does not.
_FIELDS = {
    kind: kind._fields
    for kind in vars(ast).values()
    if isinstance(kind, type) and issubclass(kind, ast.AST) and kind._fields
}
_ENDS = (ast.Return, ast.Yield, ast.YieldFrom)

_OPERATORS: dict[type[ast.operator], str] = {
    ast.MatMult: "@",
    ast.Pow: "**",
    ast.Mult: "*",
    ast.Add: "+",
    ast.Sub: "-",
    ast.Div: "/",
}


def inspect(source: bytes, filename: str, forbidden: dict[str, list[str]]) -> Findings:
    """Parse `source` and describe it.

    Args:
        source: the file's bytes as the student saved them.
        filename: what tracebacks call the file.
        forbidden: for a function's name, the names and operators that it may not use.

    Returns:
        `{"error": {...}}` if it is not Python, with the stubs in it as far as they can be told;
        else `{"error": None, "functions": {...}}`.
    """
    if b"\x00" in source:
        line = source[: source.index(b"\x00")].count(b"\n") + 1
        return {"error": _problem("null_bytes", line, None, "the file contains NUL bytes", "")}
    try:
        text = _decode(source)
    except (UnicodeDecodeError, SyntaxError, LookupError) as error:
        return {"error": _problem("encoding", None, None, str(error)[:MAX_TEXT], "")}
    try:
        tree = ast.parse(source, filename)
    except SyntaxError as error:
        kind = "indentation" if isinstance(error, IndentationError) else "syntax"
        line_text = (error.text or _line(text, error.lineno)).rstrip()[:MAX_TEXT]
        message = str(error.msg)[:MAX_TEXT]
        problem = _problem(kind, error.lineno, error.offset, message, line_text)
        return {"error": problem, "functions": _untouched(text)}
    except (RecursionError, MemoryError, ValueError, OverflowError) as error:
        message = f"Python's parser gave up: {type(error).__name__}"
        return {"error": _problem("too_complex", None, None, message, "")}
    definitions = _definitions(tree)
    parts = {name: _parts(node) for name, node in definitions.items()}
    functions = {
        name: _describe(node, parts[name].own) | {"calls": _calls(parts[name].all, definitions)}
        for name, node in definitions.items()
    }
    _find_forbidden(functions, parts, tree, forbidden)
    return {"error": None, "functions": functions}


def _problem(
    kind: str, line: int | None, column: int | None, message: str, text: str
) -> dict[str, Any]:
    return {"kind": kind, "line": line, "column": column, "message": message, "text": text}


def _decode(source: bytes) -> str:
    encoding, _ = tokenize.detect_encoding(io.BytesIO(source).readline)
    return source.decode(encoding)


def _line(text: str, number: int | None) -> str:
    lines = text.splitlines()
    return lines[number - 1] if number and 0 < number <= len(lines) else ""


def _untouched(text: str) -> dict[str, dict[str, Any]]:
    """The stubs of a file that cannot be parsed as a whole: each definition is read by itself."""
    found: dict[str, dict[str, Any]] = {}
    line = 0
    for piece in _AT_MARGIN.split(text):
        if piece.startswith(("def ", "class ")):
            found |= _stubs(piece, line)
        line += piece.count("\n")
    return found


def _stubs(piece: str, offset: int) -> dict[str, dict[str, Any]]:
    try:
        definitions = _definitions(ast.increment_lineno(ast.parse(piece), offset))
    except (SyntaxError, RecursionError, MemoryError, ValueError, OverflowError):
        return {}
    return {
        name: _describe(node, _parts(node).own) | {"calls": []}
        for name, node in definitions.items()
        if _is_stub(node)
    }


def _definitions(tree: ast.Module) -> dict[str, Definition]:
    """Top-level functions and classes; of two with one name the last, as Python does."""
    return {
        node.name: node
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    }


class _Parts(NamedTuple):
    """Every node of a definition that has parts itself, breadth first."""

    own: list[ast.AST]  # without the functions that lie in a function; methods are kept
    all: list[ast.AST]


def _describe(node: Definition, own: list[ast.AST]) -> dict[str, Any]:
    returns = isinstance(node, ast.ClassDef)
    prints = False
    unfinished, devices, loops = [], [], []
    for part in own:
        kind = type(part)
        if kind is ast.Call:
            prints = prints or _is_call_to(part, "print")
        elif kind in _ENDS:
            returns = returns or kind is not ast.Return or part.value is not None  # type: ignore[attr-defined]
        elif isinstance(part, ast.Raise) and _raises_not_implemented(part):
            unfinished.append(part.lineno)
        elif _names_device(part):
            devices.append(getattr(part, "lineno", 0))
        elif isinstance(part, ast.For) and _holds_loop(part):
            loops.append(part.lineno)
    return {
        "kind": "class" if isinstance(node, ast.ClassDef) else "function",
        "line": node.lineno,
        "end_line": node.end_lineno,
        "stub": _is_stub(node),
        "parameters": None if isinstance(node, ast.ClassDef) else _parameters(node.args),
        "returns": returns,
        "prints": prints,
        "unfinished_line": min(unfinished, default=None),
        "device_line": min(devices, default=None),
        "loop_line": min(loops, default=None),
        "forbidden": [],
    }


def _calls(nodes: list[ast.AST], known: Iterable[str]) -> list[str]:
    """The file's functions that a definition calls or hands on, itself among them.

    A variable, a parameter or an inner function of that name is something else.
    """
    used, bound = set(), _bound_names(nodes)
    for node in nodes[1:]:
        if type(node) is ast.Name:
            used.add(node.id)
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            bound.add(node.name)
    return sorted(used.intersection(known) - bound)[:200]


def _parameters(arguments: ast.arguments) -> dict[str, Any]:
    positional = [*arguments.posonlyargs, *arguments.args]
    return {
        "names": [argument.arg for argument in positional][:50],
        "required": len(positional) - len(arguments.defaults),
        "variadic": arguments.vararg is not None,
        "keyword_required": [
            argument.arg
            for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
            if default is None
        ][:50],
    }


def _parts(root: ast.AST) -> _Parts:
    own, deeper = _reached_from([root], whole=False)
    return _Parts(own, [*own, *_reached_from(deeper, whole=True)[0]])


def _reached_from(roots: list[ast.AST], *, whole: bool) -> tuple[list[ast.AST], list[ast.AST]]:
    """What lies below `roots`, and the functions in functions where it stopped unless `whole`."""
    found: list[ast.AST] = list(roots)
    deeper: list[ast.AST] = []
    child: Any
    for node in found:
        through = whole or type(node) is ast.ClassDef
        for field in _FIELDS[type(node)]:
            value = getattr(node, field, None)
            for child in value if type(value) is list else (value,):
                if type(child) not in _FIELDS:
                    continue
                if through or type(child) not in _FUNCTIONS:
                    found.append(child)
                else:
                    deeper.append(child)
    return found, deeper


def _is_call_to(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name


def _names_device(node: ast.AST) -> bool:
    """Is this "cpu" or "cuda" in so many words, or `.cuda()`?"""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value.partition(":")[0] in ("cpu", "cuda", "mps")
    return isinstance(node, ast.Attribute) and node.attr == "cuda"


def _holds_loop(loop: ast.For) -> bool:
    return any(isinstance(inner, ast.For) for part in loop.body for inner in ast.walk(part))


def _raises_not_implemented(node: ast.Raise) -> bool:
    raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
    return isinstance(raised, ast.Name) and raised.id == "NotImplementedError"


def _is_stub(node: Definition) -> bool:
    """Has nothing been written yet?

    True for a body of docstring, `pass`, `...` and `raise NotImplementedError` alone, and
    for a class all of whose methods are such (`super().__init__()` does not count).
    """
    if isinstance(node, ast.ClassDef):
        methods = [n for n in node.body if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
        return all(_is_stub(method) for method in methods)
    return all(_says_nothing(statement) for statement in node.body)


def _says_nothing(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.Pass):
        return True
    if isinstance(statement, ast.Raise):
        return _raises_not_implemented(statement)
    if isinstance(statement, ast.Expr):
        return isinstance(statement.value, ast.Constant) or _is_super_init(statement.value)
    return False


def _is_super_init(node: ast.expr) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "__init__"
        and _is_call_to(node.func.value, "super")
    )


def _find_forbidden(
    functions: dict[str, dict[str, Any]],
    parts: dict[str, _Parts],
    tree: ast.Module,
    forbidden: dict[str, list[str]],
) -> None:
    """Note in each function under a rule the forbidden names that it uses."""
    ruled = [name for name in forbidden if name in parts]
    if not ruled:
        return
    nodes = {name: part.all for name, part in parts.items()}
    imported = _imported(tree, nodes)
    for name in ruled:
        uses = _forbidden_uses(name, nodes, imported, set(forbidden[name]))
        functions[name]["forbidden"] = uses


def _forbidden_uses(
    name: str, nodes: dict[str, list[ast.AST]], imported: dict[str, str], rules: set[str]
) -> list[dict[str, Any]]:
    """Uses of forbidden names in a function and, transitively, in what it calls in this file.

    A rule ".sigmoid" means the library's name, `torch.sigmoid` or imported, and not a
    function of that name in the student's own file.
    """
    uses: list[dict[str, Any]] = []
    for reached in _reachable(name, nodes):
        parts = nodes[reached]
        own = _bound_names(parts) | (nodes.keys() - imported.keys())
        for part in parts:
            if isinstance(part, ast.Name) and part.id in own:
                continue
            if not rules.isdisjoint(_spellings(part, imported)):
                line = getattr(part, "lineno", parts[0].lineno)  # type: ignore[attr-defined]
                uses.append({"name": _as_written(part), "line": line, "function": reached})
    unique = {(use["name"], use["line"]): use for use in uses}
    return sorted(unique.values(), key=lambda use: use["line"])[:20]


def _bound_names(nodes: list[ast.AST]) -> set[str]:
    """Variables and parameters: `inner` as a loop variable is nobody's product."""
    stored = {n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    return stored | {n.arg for n in nodes if isinstance(n, ast.arg)}


def _reachable(name: str, nodes: dict[str, list[ast.AST]]) -> list[str]:
    reached, waiting = [], [name]
    while waiting:
        current = waiting.pop()
        if current in reached:
            continue
        reached.append(current)
        names = {n.id for n in nodes[current] if isinstance(n, ast.Name)}
        waiting += sorted(names & nodes.keys())
    return reached


def _imported(tree: ast.Module, nodes: dict[str, list[ast.AST]]) -> dict[str, str]:
    """Local names of something in a library: `from torch import mm as m`, `m = torch.mm`."""
    others = [node for node in tree.body if not isinstance(node, Definition)]
    names: dict[str, str] = {}
    for node in itertools.chain(*(_parts(other).all for other in others), *nodes.values()):
        if isinstance(node, ast.ImportFrom):
            names |= {item.asname or item.name: item.name for item in node.names}
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Attribute):
            names |= {
                target.id: node.value.attr
                for target in node.targets
                if isinstance(target, ast.Name)
            }
    return names


def _spellings(node: ast.AST, imported: dict[str, str]) -> tuple[str, ...]:
    """The rules that a piece of source would break."""
    if isinstance(node, ast.Attribute):
        return node.attr, f".{node.attr}"
    if isinstance(node, ast.Name):
        meant = imported.get(node.id)
        return (node.id,) if meant is None else (meant, f".{meant}")
    if isinstance(node, (ast.BinOp, ast.AugAssign)):
        return (_OPERATORS.get(type(node.op), ""),)
    if isinstance(node, ast.Call) and _is_call_to(node, "getattr") and len(node.args) > 1:
        wanted = node.args[1]
        if isinstance(wanted, ast.Constant) and isinstance(wanted.value, str):
            return wanted.value, f".{wanted.value}"
    return ()


def _as_written(node: ast.AST) -> str:
    if isinstance(node, ast.BinOp | ast.AugAssign):
        return _OPERATORS.get(type(node.op), "")
    return ast.unparse(node)[:80]

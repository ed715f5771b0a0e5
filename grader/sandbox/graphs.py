"""The autograd graph behind a tensor as plain data, with the gradient that reaches each node."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch

MAX_NODES, MAX_INPUTS = 24, 6

Describe = Callable[[str, object], dict[str, Any]]


def graph_of(value: torch.Tensor, name: str, describe: Describe) -> dict[str, Any] | None:
    """The graph from `value` back to its leaves, or None if it has none.

    The gradients are those of the sum of the tensor's elements. The graph is kept.
    """
    if value.grad_fn is None:
        return None
    nodes, inputs, cut = _walk(value.grad_fn)
    gradients: dict[int, torch.Tensor] = {}
    hooks = [node.register_prehook(_keeper(gradients, number)) for number, node in enumerate(nodes)]
    leaves = {n: node.variable for n, node in enumerate(nodes) if hasattr(node, "variable")}
    try:
        found = torch.autograd.grad(
            value.sum(), list(leaves.values()), retain_graph=True, allow_unused=True
        )
        gradients |= {n: g for n, g in zip(leaves, found, strict=True) if g is not None}
    except RuntimeError:
        gradients.clear()  # the graph was used up, or cannot be differentiated
    finally:
        for hook in hooks:
            hook.remove()
    made = [
        {
            "name": node.name()[:100],
            "gradient": describe("", gradients[number]) if number in gradients else None,
            "inputs": inputs[number],
        }
        for number, node in enumerate(nodes)
    ]
    return {"of": name[:60], "nodes": made, "cut": cut}


def _keeper(gradients: dict[int, torch.Tensor], number: int) -> Callable[[Any], None]:
    def keep(arriving: tuple[torch.Tensor | None, ...]) -> None:
        if arriving and arriving[0] is not None:
            gradients[number] = arriving[0].detach().clone()

    return keep


def _walk(root: Any) -> tuple[list[Any], list[list[int]], bool]:
    """The nodes breadth first, and for each the numbers of those it was computed from."""
    nodes, places, cut = [root], {root: 0}, False
    inputs: list[list[int]] = []
    for node in nodes:
        below = []
        for follower, _ in node.next_functions[:MAX_INPUTS]:
            if follower is None:
                continue
            if follower not in places:
                if len(nodes) >= MAX_NODES:
                    cut = True
                    continue
                places[follower] = len(nodes)
                nodes.append(follower)
            below.append(places[follower])
        inputs.append(below)
    return nodes, inputs, cut

"""Options that several commands share, each also settable by a TENSORGRADE_* variable."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click

Function = TypeVar("Function", bound=Callable[..., Any])


class Device(click.ParamType[str]):
    """`auto`, `cpu`, `cuda`, `cuda:1`, `mps` or `sim`."""

    name = "device"

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        return "[auto|cpu|cuda|cuda:N|mps|sim]"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if not re.fullmatch(r"auto|cpu|mps|sim|cuda(:\d{1,2})?", value):
            self.fail(f"{value!r} is not one of auto, cpu, cuda, cuda:N, mps, sim", param, ctx)
        return value


@dataclass(frozen=True)
class GradingChoices:
    """How to grade, as chosen on the command line; None where the course or default decides."""

    solutions: Path | None = None
    only: tuple[str, ...] = ()
    seed: int | None = None
    device: str = "cpu"
    feedback: str | None = None
    require: str | None = None
    start_method: str | None = None


_GRADING = (
    click.option("--only", multiple=True, metavar="CONCEPT", help="Grade this concept alone: 06."),
    click.option(
        "--seed",
        envvar="TENSORGRADE_SEED",
        type=click.IntRange(0, 2**32 - 1),
        help="Seed of the test inputs.",
    ),
    click.option(
        "--device",
        envvar="TENSORGRADE_DEVICE",
        type=Device(),
        default="cpu",
        show_default=True,
        help="Where tensors live; sim is a simulated accelerator.",
    ),
    click.option(
        "--solutions",
        envvar="TENSORGRADE_SOLUTIONS",
        type=click.Path(path_type=Path),
        help="The course's secrets; by default the folder solutions/ beside the exercises.",
    ),
    click.option(
        "--feedback",
        envvar="TENSORGRADE_FEEDBACK",
        type=click.Choice(["full", "diagnosis", "score"]),
        help="How much the reports say.",
    ),
    click.option(
        "--require",
        envvar="TENSORGRADE_REQUIRE",
        type=click.Choice(["hardened", "limited", "unsafe"]),
        help="Refuse to grade in a weaker sandbox; 'hardened' by default when CI=true.",
    ),
    click.option(
        "--start-method",
        envvar="TENSORGRADE_START_METHOD",
        type=click.Choice(["fork", "spawn"]),
        help="How workers start; fork where the system can.",
    ),
)

_STUDY = (
    click.option(
        "--exercises",
        envvar="TENSORGRADE_EXERCISES",
        type=click.Path(path_type=Path),
        help="The folder of exercises; by default exercises/ here, or this folder.",
    ),
    click.option(
        "--solutions",
        envvar="TENSORGRADE_SOLUTIONS",
        type=click.Path(path_type=Path),
        help="The course's secrets; by default the folder solutions/ beside the exercises.",
    ),
)

color_option = click.option(
    "--color",
    envvar="TENSORGRADE_COLOR",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    help="Colours.",
)


def study_options(function: Function) -> Function:
    """Add --exercises and --solutions for commands that take no folder."""
    for option in reversed(_STUDY):
        function = option(function)
    return function


def grading_options(function: Function) -> Function:
    """Add the options of GradingChoices; the command gets them as keywords of the same names."""
    for option in reversed(_GRADING):
        function = option(function)
    return function


def left_out(option: str, variable: str) -> str:
    """What to do so that an option of the running command is not given: it may be a variable's."""
    context = click.get_current_context(silent=True)
    source = context.get_parameter_source(option) if context else None
    if source is click.core.ParameterSource.ENVIRONMENT:
        return f"the variable {variable} asks for another: unset it"
    return f"leave --{option} out"

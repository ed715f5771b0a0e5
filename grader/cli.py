"""The `grade` command. torch, pytest and the sandbox are imported only when work needs them.

Exit codes: 0 graded; 1 graded, and below --fail-under; 2 usage or unusable input; 3 a bug
of ours; 4 the required sandbox tier is not reached; 130 interrupted.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from grader import __version__

if TYPE_CHECKING:
    from rich.console import Console

BELOW, UNUSABLE, BUG, TIER, INTERRUPTED = 1, 2, 3, 4, 130


class Unusable(click.ClickException):
    """Input that cannot be graded, or a course that cannot be used: exit code 2."""

    exit_code = UNUSABLE


class GradeGroup(click.Group):
    """`grade exercises/` is `grade run exercises/`; a mistyped command gets a suggestion."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        first = args[0] if args else ""
        if self.get_command(ctx, first) is None:
            if not _looks_like_path(first):
                import difflib

                near = difflib.get_close_matches(first, self.list_commands(ctx), 1, 0.6)
                if near:
                    ctx.fail(f"no command or folder is called {first!r}; did you mean {near[0]!r}?")
            args = ["run", *args]
        return super().resolve_command(ctx, args)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        # `grade --seed 7 exercises/`: options of `run` before the folder.
        known = {"--help", "--version", "-h"}
        if args and args[0].startswith("-") and args[0] not in known:
            args = ["run", *args]
        return super().parse_args(ctx, args)


def _looks_like_path(text: str) -> bool:
    return os.sep in text or "." in text or Path(text).exists()


@click.group(
    cls=GradeGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 96},
    invoke_without_command=False,
)
@click.version_option(__version__, prog_name="tensorgrade")
def cli() -> None:
    """Grade PyTorch exercises and explain every mistake.

    `grade exercises/` grades a folder of exercise files.
    """


@cli.command()
@click.argument("exercises", type=click.Path(path_type=Path))
@click.option("--only", multiple=True, metavar="CONCEPT", help="Grade this concept alone: 06.")
@click.option("--seed", type=click.IntRange(0, 2**32 - 1), help="Seed of the test inputs.")
@click.option(
    "--device",
    type=click.Choice(["auto", "cpu", "cuda", "mps"]),
    default="cpu",
    show_default=True,
    help="Where tensors live.",
)
@click.option(
    "--solutions",
    type=click.Path(path_type=Path),
    help="The course's secrets; by default the folder solutions/ beside the exercises.",
)
@click.option(
    "--html",
    type=click.Path(path_type=Path),
    default=Path("report.html"),
    show_default=True,
    help="Where the HTML report goes.",
)
@click.option("--json", "json_path", metavar="FILE|-", help="Also write the report as JSON.")
@click.option(
    "--feedback",
    type=click.Choice(["full", "diagnosis", "score"]),
    help="How much the reports say.",
)
@click.option(
    "--require",
    type=click.Choice(["hardened", "limited", "unsafe"]),
    help="Refuse to grade in a weaker sandbox; 'hardened' by default when CI=true.",
)
@click.option(
    "--fail-under",
    type=click.FloatRange(0, 100),
    metavar="PERCENT",
    help="Exit with 1 below this share of the points.",
)
@click.option(
    "--start-method",
    type=click.Choice(["fork", "spawn"]),
    default=None,
    help="How workers start; fork where the system can.",
)
@click.option(
    "--color", type=click.Choice(["auto", "always", "never"]), default="auto", help="Colours."
)
def run(exercises: Path, **options: Any) -> None:
    """Grade a folder of exercises."""
    course = _course(exercises, options["solutions"], list(options["only"]))
    _check_folder(exercises, [concept.id for concept in course.concepts])
    report = _grade(exercises, course, options)
    console = _console(options["color"], to_stderr=options["json_path"] == "-")
    from grader.report import terminal

    terminal.render(report, console)
    _write_reports(report, options)
    if options["fail_under"] is not None and _percent(report) < options["fail_under"]:
        sys.exit(BELOW)


def _course(exercises: Path, solutions: Path | None, only: list[str]) -> Any:
    from grader.course import CourseError, load_course

    if not exercises.exists():
        raise Unusable(f"{exercises}: there is no such folder")
    if not exercises.is_dir():
        raise Unusable(f"{exercises}: a folder of exercise files is needed, and this is a file")
    folder = solutions or exercises.resolve().parent / "solutions"
    if solutions is None and not folder.is_dir():
        raise Unusable(
            f"there is no folder solutions/ beside {exercises}; "
            "name the course with --solutions DIR"
        )
    try:
        return load_course(folder).only(only)
    except CourseError as error:
        raise Unusable(str(error)) from error


def _check_folder(exercises: Path, concepts: list[str]) -> None:
    names = {f"{concept}.py" for concept in concepts} | {f"{c}.ipynb" for c in concepts}
    if not any(entry.name in names for entry in exercises.iterdir()):
        raise Unusable(
            f"{exercises}: none of the course's exercise files is here "
            f"(the first would be {concepts[0]}.py)"
        )


def _grade(exercises: Path, course: Any, options: dict[str, Any]) -> Any:
    """Start the zygote first, so that it imports torch while this process does the same."""
    from grader.sandbox.launch import LaunchError, Limits, StartMethod, launch

    settings = course.settings.limits
    limits = Limits(
        call_cpu_seconds=settings.seconds,
        call_wall_seconds=settings.wall_seconds,
        memory_bytes=settings.memory_mib * 2**20,
    )
    method: StartMethod = options["start_method"] or ("fork" if hasattr(os, "fork") else "spawn")
    try:
        launched = launch(limits, method) if method == "fork" else None
    except LaunchError as error:
        raise Unusable(str(error)) from error
    from grader.sandbox import warmup

    warmup.stand_in_for_dynamo()
    from grader.course import CourseError
    from grader.devices import AbsentDevice, choose
    from grader.grading import Grader, Options, TierNotReached
    from grader.judging.session import run_hidden_tests
    from grader.report.model import Tier
    from grader.sandbox.client import Zygote
    from grader.submission import read_submission

    zygote = Zygote(limits, method, launched)
    in_ci = os.environ.get("CI", "").lower() == "true"
    try:
        device = choose(options["device"])
        default_tier: Tier = ("hardened" if device == "cpu" else "limited") if in_ci else "unsafe"
        grading = Options(
            seed=course.settings.seed if options["seed"] is None else options["seed"],
            device=device,
            feedback=options["feedback"] or course.settings.feedback,
            require=options["require"] or default_tier,
        )
        submission = read_submission(exercises, [concept.id for concept in course.concepts])
        return run_hidden_tests(
            course, lambda tests: Grader(course, tests, zygote, grading).grade(submission)
        )
    except TierNotReached as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(TIER)
    except (CourseError, AbsentDevice) as error:
        raise Unusable(str(error)) from error
    finally:
        zygote.close()


def _console(color: str, *, to_stderr: bool) -> Console:
    """--color > NO_COLOR > FORCE_COLOR > terminal."""
    from rich.console import Console

    if color == "auto":
        if os.environ.get("NO_COLOR"):
            color = "never"
        elif os.environ.get("FORCE_COLOR"):
            color = "always"
    forced = {"always": True, "never": False}.get(color)
    return Console(
        stderr=to_stderr,
        force_terminal=forced,
        no_color=color == "never",
        highlight=False,
        markup=False,
        emoji=False,
        soft_wrap=False,
    )


def _write_reports(report: Any, options: dict[str, Any]) -> None:
    from grader.report import html
    from grader.report.files import write_whole

    json_path = options["json_path"]
    text = report.model_dump_json(indent=2) + "\n"
    try:
        if json_path == "-":
            click.echo(text, nl=False)
        elif json_path:
            write_whole(Path(json_path), text)
        write_whole(options["html"], html.render(report))
    except OSError as error:
        raise Unusable(f"the report could not be written: {error}") from error
    click.echo(str(options["html"]), err=json_path == "-")


def _percent(report: Any) -> float:
    possible = report.score.possible
    return 100.0 * float(report.score.earned) / possible if possible else 100.0


def main() -> NoReturn:
    """Run the command; whatever goes wrong on our side ends with a sentence and code 3."""
    try:
        code = cli.main(prog_name="grade", standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("interrupted", err=True)
        sys.exit(INTERRUPTED)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        click.echo("interrupted", err=True)
        sys.exit(INTERRUPTED)
    except Exception as error:
        if os.environ.get("TENSORGRADE_TRACEBACK"):
            raise
        click.echo(
            f"Error: a bug in tensorgrade: {type(error).__name__}: {str(error)[:500]}\n"
            "Set TENSORGRADE_TRACEBACK=1 for the traceback, and report it, please.",
            err=True,
        )
        sys.exit(BUG)
    sys.exit(code if isinstance(code, int) else 0)

"""The `grade` command: finds the command that is asked for, and ends with its exit code.

Exit codes: 0 graded; 1 graded, and below --fail-under; 2 usage or unusable input; 3 a bug
of ours; 4 the required sandbox tier is not reached; 130 interrupted.
"""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path
from typing import NoReturn

import click

from grader import __version__
from grader.commands import MODULES, SECTIONS
from grader.commands.failures import BUG


class GradeGroup(click.Group):
    """Imports a command when it is asked for; `grade exercises/` is `grade run exercises/`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in MODULES:
            return None
        module = importlib.import_module(f"grader.commands.{MODULES[cmd_name]}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for heading, names in SECTIONS.items():
            commands = [(name, self.get_command(ctx, name)) for name in names]
            with formatter.section(heading):
                formatter.write_dl(
                    [(name, found.get_short_help_str(70)) for name, found in commands if found]
                )

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        first = args[0] if args else ""
        if first not in MODULES:
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


def main() -> NoReturn:
    """Run the command; whatever goes wrong on our side ends with a sentence and code 3.

    Raises:
        KeyboardInterrupt: interrupted; `__main__` ends the process.
    """
    try:
        code = cli.main(prog_name="grade", standalone_mode=False)
    except click.exceptions.Abort as error:
        raise KeyboardInterrupt from error  # click's name for it; see __main__
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
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

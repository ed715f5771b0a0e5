"""A job's side: grade what the pool sends, write its reports, and answer with the facts."""

from __future__ import annotations

import errno
from pathlib import Path

from grader.course import CourseError
from grader.grading import Grader, TierNotReached
from grader.report.files import write_whole
from grader.sandbox.wire import Channel

from .packing import unpack
from .single import grade_one


def serve(grader: Grader, channel: Channel, reports: Path) -> None:
    """Grade until the pool closes its end.

    Whoever sends decides each report's name. The JSON is written last: where it is, both are.
    """
    while (request := channel.receive()) is not None:
        message, body = request
        try:
            graded = grade_one(grader, unpack(message, body), message["seed"])
        except (TierNotReached, CourseError):
            raise
        except Exception as error:
            # A bug of ours that one submission brings out must not cost the others.
            channel.send({"trouble": f"{type(error).__name__}: {error}"[:500]})
            continue
        try:
            write_whole(reports / f"{message['report']}.html", graded.html)
            write_whole(reports / f"{message['report']}.json", graded.json)
        except OSError as error:
            full = error.errno in (errno.ENOSPC, errno.EDQUOT)
            words = "the disk is full" if full else str(error)
            text = f"{reports}: {words}; make room, and the same command goes on where it was"
            channel.send({"failed": "unusable", "message": text})
            return
        channel.send({"facts": graded.facts.model_dump()})

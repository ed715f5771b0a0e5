"""What a job of `grade class` runs: `python -m grader.commands.class_job DESCRIPTOR`."""

from __future__ import annotations

import signal
import socket
import sys
from pathlib import Path

from grader.course import CourseError, load_course
from grader.sandbox.wire import Channel

from .failures import TierMissing, Unusable
from .opening import with_grader
from .options import GradingChoices


def main() -> None:
    """Serve the pool at the other end of the socket; it alone decides when to stop."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    channel = Channel(socket.socket(fileno=int(sys.argv[1])))
    request = channel.receive()
    if request is None:
        return
    setup = request[0]
    try:
        course = load_course(Path(setup["course"])).only(setup["only"])
        choices = GradingChoices(**setup["choices"])
        from grader.classroom.job import serve

        with_grader(course, choices, lambda grader: serve(grader, channel, Path(setup["reports"])))
    except (BrokenPipeError, ConnectionResetError):
        return
    except TierMissing as error:
        channel.send({"failed": "tier", "message": error.message})
    except (Unusable, CourseError) as error:
        channel.send({"failed": "unusable", "message": str(error)})


if __name__ == "__main__":
    main()

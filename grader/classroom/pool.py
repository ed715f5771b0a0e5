"""Jobs: processes of our own, each with a warm grader, that grade one submission at a time.

A job is told everything over one socket and answers over it. One that dies is replaced and
its submission given to the next; when it dies on the same one again, that is reported.
"""

from __future__ import annotations

import json
import os
import selectors
import socket
import subprocess
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from grader.sandbox import wire

TRIES = 2


class JobFailed(Exception):
    """No job can work: `kind` is what its command would have ended with."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


@dataclass
class Task:
    """One submission to grade; `label` is handed back with the answer and never sent."""

    message: dict[str, Any]
    body: bytes
    label: Any
    tries: int = 0


@dataclass
class _Job:
    process: subprocess.Popen[bytes]
    sock: socket.socket
    reader: wire.FrameReader = field(default_factory=wire.FrameReader)
    task: Task | None = None


class Pool:
    """A `with` block in which `run` grades; leaving it ends every job."""

    def __init__(self, command: list[str], setup: dict[str, Any], jobs: int) -> None:
        self._command = command
        self._setup = setup
        self._count = jobs
        self._jobs: list[_Job] = []
        self._selector = selectors.DefaultSelector()

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        for job in list(self._jobs):
            self._end(job)
        self._selector.close()

    def run(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, dict[str, Any] | None]]:
        """Grade every task; yields each with its answer as it comes, None if jobs died of it.

        Raises:
            JobFailed: a job says that nothing can be graded.
        """
        waiting = iter(tasks)
        again: deque[Task] = deque()
        self._feed(waiting, again)
        while any(job.task for job in self._jobs):
            for key, _ in self._selector.select():
                job: _Job = key.data
                answer = self._receive(job)
                if answer is _NOTHING_YET:
                    continue
                task, job.task = job.task, None
                if answer is None:
                    self._end(job)
                    if task and task.tries < TRIES:
                        again.append(task)
                        task = None
                elif "failed" in answer:
                    raise JobFailed(answer["failed"], answer["message"])
                self._feed(waiting, again)
                if task:
                    yield task, answer

    def _feed(self, waiting: Iterator[Task], again: deque[Task]) -> None:
        """Give every idle job something to do, and start jobs as long as there is work."""
        while (job := self._idle()) or len(self._jobs) < self._count:
            task = again.popleft() if again else next(waiting, None)
            if task is None:
                return
            job = job or self._start()
            task.tries += 1
            job.task = task
            try:
                job.sock.sendall(wire.pack(task.message, task.body))
            except OSError:
                continue  # it is dead, which its end of the socket says next

    def _idle(self) -> _Job | None:
        return next((job for job in self._jobs if job.task is None), None)

    def _start(self) -> _Job:
        ours, theirs = socket.socketpair()
        environment = os.environ | {"OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
        with theirs:
            process = subprocess.Popen(
                [*self._command, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=None if os.environ.get("TENSORGRADE_TRACEBACK") else subprocess.DEVNULL,
                env=environment,
            )
        job = _Job(process, ours)
        ours.sendall(wire.pack(self._setup))
        self._selector.register(ours, selectors.EVENT_READ, job)
        self._jobs.append(job)
        return job

    def _receive(self, job: _Job) -> Any:
        try:
            data = job.sock.recv(2**20)
            job.reader.feed(data)
            frame = job.reader.take()
        except (OSError, wire.WireError):
            return None
        if frame is not None:
            return json.loads(frame.text)
        return _NOTHING_YET if data else None

    def _end(self, job: _Job) -> None:
        self._selector.unregister(job.sock)
        self._jobs.remove(job)
        job.sock.close()
        job.process.kill()
        job.process.wait()


_NOTHING_YET = object()

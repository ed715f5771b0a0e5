"""The zygote: a process that has imported torch, knows no secret, and forks workers.

Run as a script by path, with a built environment, `-S` and no other open file than the
control socket. `grader` cannot be imported here: the few modules of this folder that the
untrusted side needs are loaded through a package of their own.

Control messages are frames without tensors:

    configure {path, readable, decoy, memory_bytes, cpu_seconds, start_method, device, tf32}
                                                               -> ready
    fork (with the worker's socket as ancillary data)          -> {pid} (with a pidfd)
    reap {pid}                                                 -> {status}
    scenarios {source}                                         -> nothing
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import sys
import time
import types
from typing import Any

HERE = os.path.dirname(os.path.abspath(__file__))


def main() -> None:
    """Serve the control socket whose descriptor is the first argument."""
    _make_package()
    from tensorgrade_untrusted import wire  # type: ignore[import-not-found]

    control = socket.socket(fileno=int(sys.argv[1]))
    # Not with a channel: it may read beyond, and descriptors would be lost.
    request = wire.receive(control.recv)
    if request is None:
        return
    settings = json.loads(request.text)
    sys.path[:] = settings["path"]
    if settings["start_method"] == "fork":
        _serve_forks(control, settings)
    else:
        _serve_alone(control, settings)


def _make_package() -> None:
    package = types.ModuleType("tensorgrade_untrusted")
    package.__path__ = [HERE]
    sys.modules["tensorgrade_untrusted"] = package


def _serve_forks(control: socket.socket, settings: dict[str, Any]) -> None:
    import gc

    # Nor collected later: a worker would fill the holes, and each costs it a page of its own.
    gc.disable()
    from tensorgrade_untrusted import confinement, targets, warmup, wire

    namespaces = confinement.zygote_namespaces()
    warmup.warm()
    from tensorgrade_untrusted import lint, observer, tracing, values, worker  # noqa: F401

    if settings["device"] == targets.SIMULATED:
        from tensorgrade_untrusted import simulated

        simulated.register()
    plan = confinement.prepare(
        settings["readable"], settings["decoy"], targets.is_accelerator(settings["device"])
    )
    gc.freeze()
    gc.enable()
    channel = wire.Channel(control)
    channel.send({"id": 0, "pid": os.getpid()})
    workers: set[int] = set()
    try:
        while (request := wire.receive_with_descriptor(control)) is not None:
            message, descriptor = request
            if message["op"] == "fork":
                pid = os.fork()
                if pid == 0:
                    _become_worker(control, descriptor, plan, namespaces, settings)
                workers.add(pid)
                os.close(descriptor)
                _answer_fork(control, pid)
            elif message["op"] == "reap":
                _, status = os.waitpid(message["pid"], 0)
                workers.discard(message["pid"])
                channel.send({"id": message["id"], "status": status})
            elif message["op"] == "scenarios":
                with contextlib.suppress(SyntaxError, ValueError):  # a worker says so
                    worker.compiled_scenarios(message["source"].encode())
    finally:
        for pid in workers:
            os.kill(pid, signal.SIGKILL)
        for pid in workers:
            os.waitpid(pid, 0)
        os._exit(0)


def _answer_fork(control: socket.socket, pid: int) -> None:
    from tensorgrade_untrusted import wire

    frame = wire.pack({"id": 0, "pid": pid})
    try:
        pidfd = os.pidfd_open(pid)
    except OSError:
        control.sendall(frame)
        return
    socket.send_fds(control, [frame], [pidfd])
    os.close(pidfd)


def _become_worker(
    control: socket.socket, descriptor: int, plan: Any, namespaces: Any, settings: dict[str, Any]
) -> None:
    """Confine this process, prove it, and serve; never returns to the zygote's code."""
    status = 1
    try:
        from tensorgrade_untrusted import accelerator, confinement, worker

        control.close()
        os.chdir("/")
        start = time.perf_counter()
        layers = confinement.apply(plan, settings["memory_bytes"], settings["cpu_seconds"])
        os.closerange(3, descriptor)
        os.closerange(descriptor + 1, 256)
        tier, layers = confinement.canary(plan, [namespaces, *layers])
        seconds = time.perf_counter() - start
        channel = worker.channel_over(socket.socket(fileno=descriptor))
        problem = accelerator.initialise(settings["device"], settings["tf32"])
        worker.greet(channel, tier, [vars(layer) for layer in layers], seconds, problem)
        worker.Worker(channel).serve()
        status = 0
    finally:
        os._exit(status)


def _serve_alone(control: socket.socket, settings: dict[str, Any]) -> None:
    """Be the worker itself, where there is no fork: limits only, one submission."""
    from tensorgrade_untrusted import accelerator, confinement, warmup, worker

    warmup.warm()
    channel = worker.channel_over(control)
    tier, layers = confinement.apply_limits_only(settings["memory_bytes"], settings["cpu_seconds"])
    status = 1
    try:
        problem = accelerator.initialise(settings["device"], settings["tf32"])
        worker.greet(channel, tier, [vars(layer) for layer in layers], 0.0, problem)
        worker.Worker(channel).serve()
        status = 0
    finally:
        os._exit(status)


if __name__ == "__main__":
    main()

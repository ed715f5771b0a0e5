"""The commands of `grade`: a module each, imported only when its command is used.

A module here imports click and nothing heavy at its top; torch, pytest and the sandbox come
in inside the functions that need them.
"""

from __future__ import annotations

# For each heading of `grade --help` its commands, and the module that holds each as `command`.
SECTIONS: dict[str, dict[str, str]] = {
    "Study": {
        "run": "run",
        "init": "init",
        "watch": "watch",
        "list": "list_",
        "quiz": "quiz",
        "hint": "hint",
        "explain": "explain",
        "solution": "solution",
        "reset": "reset",
    },
    "Teach": {
        "class": "class_",
        "override": "override",
        "handout": "handout",
        "export": "export",
        "doctor": "doctor",
    },
    "Write a course": {
        "new": "new",
        "verify": "verify",
    },
}
MODULES = {name: module for section in SECTIONS.values() for name, module in section.items()}

"""Quizzes: questions as templates, files that students answer, and what each answer deserves.

An author's `quiz.py` needs the names below; the rest of the grader imports the modules.
"""

from __future__ import annotations

from .questions import Draw, Question, Wrong, question
from .snippets import Snippet, run

__all__ = ["Draw", "Question", "Snippet", "Wrong", "question", "run"]

"""Quiz files of students: answered, broken, edited and hostile."""

import io
import re

import pytest
from rich.console import Console

from grader.quiz.files import with_answer
from grader.quiz.quizzes import Quizzes
from grader.report import html, terminal

from ..conftest import EXERCISES, SOLUTIONS

CONCEPT = "03_tensor_ranks"
CODE = (SOLUTIONS / CONCEPT / "idioms" / "idiomatic.py").read_text()
STUB = (EXERCISES / f"{CONCEPT}.toml").read_text()
EVIL = "<script>\x1b[0m\u202e{0.__class__}"


@pytest.fixture
def grade_quiz(grade_sources):
    def grade(text):
        sources = {CONCEPT: CODE, f"{CONCEPT}.toml": text}
        report = grade_sources(sources, quizzes=Quizzes())
        concept = report.concepts[0]
        assert concept.status == "passed", "a quiz never blocks code"
        return report, concept, {question.id: question for question in concept.quiz}

    return grade


def answered(**answers):
    text = STUB
    for name, value in answers.items():
        pattern = rf'(\[{name}\].*?\nanswer = )""'
        text, count = re.subn(pattern, lambda m, v=value: m[1] + v, text, count=1, flags=re.S)
        assert count == 1
    return text


def test_nothing_is_answered(grade_quiz):
    report, concept, questions = grade_quiz(STUB)
    assert {question.status for question in questions.values()} == {"not_started"}
    assert concept.quiz_problem is None
    assert "Not answered yet: <code>grade quiz 03</code> asks the 8 questions." in html.render(
        report
    )
    functions = sum(function.score.possible for function in concept.functions)
    assert concept.score.possible == functions + len(questions)


def test_right_and_wrong_answers_are_explained(grade_quiz):
    _, _, questions = grade_quiz(answered(rank_and_size="1", what_len_counts='"3"'))
    right, wrong = questions["rank_and_size"], questions["what_len_counts"]
    assert (right.status, right.score.earned) == ("passed", 1.0)
    assert "directions" in right.explanation
    assert (wrong.status, wrong.score.earned) == ("failed", 0.0)
    assert wrong.misconception == "len is the rank"
    assert (
        wrong.line
        == answered(what_len_counts='"3"').splitlines().index('answer = "3" # a number') + 1
    )
    assert questions["rank_of_a_matrix"].status == "not_started"


UNREADABLE = ["true", "[]", "1979-05-27", "{a = 1}", "nan", "inf", '"one"', "1" * 4000, '"1e999"']


@pytest.mark.parametrize("value", UNREADABLE)
def test_an_answer_that_cannot_be_read_costs_its_question(grade_quiz, value):
    _, concept, questions = grade_quiz(answered(rank_and_size=value, number_of_elements="0"))
    assert concept.quiz_problem is None
    assert questions["rank_and_size"].status == "error"
    assert "a number" in questions["rank_and_size"].explanation
    assert questions["number_of_elements"].status == "failed"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ('"1', "a quote was opened and not closed"),
        ("one", "this is neither text between quotes nor a number"),
        ("1 or 2", "something stands behind the value"),
    ],
)
def test_the_usual_slips_are_told_in_plain_words(grade_quiz, value, words):
    _, concept, _ = grade_quiz(answered(rank_and_size=value))
    assert concept.quiz_problem.headline == f"{CONCEPT}.toml, line 15: {words}."


BROKEN = {
    "syntax": (answered(rank_and_size='"1'), "QUIZ-SYNTAX", 15),
    "twice": (STUB + "\n[rank_and_size]\n", "QUIZ-SYNTAX", None),
    "a long number": (answered(rank_and_size="1" * 5000), "QUIZ-SYNTAX", None),
    "nested": (answered(rank_and_size="[" * 9000), "QUIZ-SYNTAX", None),
    "not UTF-8": (STUB.encode() + b"# \xff", "QUIZ-ENCODING", None),
    "too large": (STUB + "#" * 70_000, "QUIZ-TOO-LARGE", None),
    "no variant": (STUB.replace("variant = 0\n", ""), "QUIZ-VARIANT", None),
    "text as variant": (STUB.replace("variant = 0", 'variant = "0"'), "QUIZ-VARIANT", 7),
    "another variant": (
        answered(rank_and_size="1", shape_of_a_scalar='"a"').replace("variant = 0", "variant = 7"),
        "QUIZ-EDITED",
        None,
    ),
    "unknown question": (STUB + "\n[rank_and_sise]\nanswer = 1\n", "QUIZ-UNKNOWN-KEY", None),
    "a hostile key": (STUB + '\n["<script>\\u001b{0.__class__}"]\n', "QUIZ-UNKNOWN-KEY", None),
    "unknown part": (
        answered(rank_and_size="1\npoints = 100"), "QUIZ-UNKNOWN-KEY", None,
    ),
    "missing question": (
        STUB.replace("[rank_and_size]", "[rank_and_size_x]"), "QUIZ-UNKNOWN-KEY", 9,
    ),
    "question removed": (STUB[: STUB.index("[rank_of_a_matrix]")], "QUIZ-MISSING-QUESTION", None),
    "answer removed": (
        STUB.replace('answer = "" # a number', "", 1), "QUIZ-MISSING-ANSWER", 9,
    ),
    "a question that is a number": (
        "rank_and_size = 1\n" + STUB.replace("[rank_and_size]", "[other]"),
        "QUIZ-UNKNOWN-KEY", None,
    ),
    "edited choice": (
        answered(shape_of_a_scalar='"a"').replace('a = "torch', 'a = "Torch'), "QUIZ-EDITED", None,
    ),
    "choice removed": (
        re.sub(r'\na = "torch[^\n]*', "", answered(shape_of_a_scalar='"b"')), "QUIZ-EDITED", None,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_costs_only_its_quiz(grade_quiz, name):
    text, problem, line = BROKEN[name]
    report, concept, questions = grade_quiz(text)
    assert concept.quiz_problem is not None
    assert concept.quiz_problem.id == problem, concept.quiz_problem
    assert line in (None, concept.quiz_problem.line)
    assert {question.status for question in questions.values()} == {"not_checked"}
    page = html.render(report)
    assert "<script" not in page
    assert "\x1b" not in page


def test_what_a_student_wrote_is_escaped_everywhere(grade_quiz):
    value = '"' + EVIL.replace("\x1b", "\\u001b").replace("\u202e", "\\u202e") + '"'
    report, _, questions = grade_quiz(answered(rank_and_size=value))
    assert questions["rank_and_size"].answer == EVIL
    page, stream = html.render(report), io.StringIO()
    terminal.render(report, Console(file=stream, width=90, markup=False, highlight=False))
    assert "<script" not in page
    for text in (page, stream.getvalue()):
        assert "{0.__class__}" in text
        assert not set("\x1b\u202e") & set(text)


def test_a_quiz_file_that_is_a_link_is_not_followed(tmp_path, course):
    from grader.submission import read_submission

    (tmp_path / f"{CONCEPT}.toml").symlink_to(EXERCISES / f"{CONCEPT}.toml")
    concept = course.only(["03"]).concepts[0]
    file = read_submission(tmp_path, [CONCEPT]).quizzes[CONCEPT]
    graded = Quizzes().grade(concept, file)
    assert graded.problem.kind == "FILE"


def test_without_feedback_only_the_verdict_is_told(grade_sources):
    sources = {CONCEPT: CODE, f"{CONCEPT}.toml": answered(what_len_counts='"3"')}
    report = grade_sources(sources, quizzes=Quizzes(), feedback="score")
    wrong = next(q for q in report.concepts[0].quiz if q.id == "what_len_counts")
    assert (wrong.status, wrong.question, wrong.explanation, wrong.choices) == (
        "failed",
        "",
        "",
        [],
    )


def test_an_answer_is_written_and_all_else_stays():
    text = "# mine\n" + STUB.replace("[rank_and_size]", "[rank_and_size] # hm")
    changed = with_answer(text, "rank_and_size", "1")
    assert changed.splitlines() == [
        line.replace('""', '"1"')
        if place == changed.splitlines().index('answer = "1" # a number')
        else line
        for place, line in enumerate(text.splitlines())
    ]

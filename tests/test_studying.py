"""The commands of a student between two gradings, as they are typed."""

import json
import shutil

import pytest
from click.testing import CliRunner

from grader.cli import cli

from .conftest import EXERCISES, SOLUTIONS

CONCEPT = "03_tensor_ranks"
CODE = (SOLUTIONS / CONCEPT / "idioms" / "idiomatic.py").read_text()


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """A course of one concept, and a folder of exercises elsewhere; commands run in it."""
    home = tmp_path / "course"
    shutil.copytree(SOLUTIONS / CONCEPT, home / "solutions" / CONCEPT)
    (home / "exercises").mkdir()
    mine = tmp_path / "mine" / "exercises"
    mine.mkdir(parents=True)
    for suffix in (".py", ".toml"):
        for folder in (home / "exercises", mine):
            shutil.copy(EXERCISES / f"{CONCEPT}{suffix}", folder)

    monkeypatch.chdir(mine.parent)
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("TENSORGRADE_SOLUTIONS", str(home / "solutions"))

    def grade(*arguments, answers=""):
        done = CliRunner().invoke(cli, [*arguments], input=answers)
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return done

    grade.mine = mine
    grade.file = mine / f"{CONCEPT}.py"
    grade.quiz = mine / f"{CONCEPT}.toml"
    return grade


def test_hints_come_one_after_another(desk):
    texts = [desk("hint", "rank_of").stdout for _ in range(4)]
    assert [f"hint {n} of 3" in text for n, text in zip((1, 2, 3), texts, strict=False)] == [
        True
    ] * 3
    assert len({*texts}) == 3
    assert texts[3] == texts[2]
    cache = desk.mine / ".grade_cache"
    assert (cache / ".gitignore").read_text() == "*\n"
    (cache / "hints.json").write_text("[" * 100_000)
    assert "hint 1 of 3" in desk("hint", "03.rank_of").stdout


def test_two_folders_side_by_side_remember_apart(desk):
    shutil.copytree(desk.mine, desk.mine.with_name("again"))
    assert "hint 1 of 3" in desk("hint", "rank_of").stdout
    assert "hint 1 of 3" in desk("hint", "rank_of", "--exercises", "again").stdout
    assert [path.name for path in desk.mine.parent.iterdir() if path.name.startswith(".")] == []


STUDYING = {"list": [], "hint": ["rank_of"], "quiz": [], "solution": ["rank_of"], "reset": ["03"]}


@pytest.mark.parametrize("name", STUDYING)
def test_a_folder_without_exercises_is_said_so(desk, monkeypatch, tmp_path, name):
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    done = desk(name, *STUDYING[name])
    assert done.exit_code == 2
    assert "none of the course's exercise files is here" in done.stderr
    assert [*(tmp_path / "elsewhere").iterdir()] == []


def test_a_mistyped_name_gets_a_suggestion(desk):
    done = desk("hint", "rank_off")
    assert done.exit_code == 2
    assert "did you mean 'rank_of'?" in done.stderr
    assert desk("hint", "07.rank_of").exit_code == 2


def test_list_grades_once_and_then_remembers(desk):
    first = desk("list")
    assert first.exit_code == 0, first.stderr
    assert "write 03.make_tensors" in first.stdout
    kept = desk.mine / ".grade_cache" / "last.json"
    before = kept.read_bytes()
    assert desk("list").stdout == first.stdout
    assert kept.read_bytes() == before
    desk.file.write_text(CODE)
    assert "answer the quiz: grade quiz 03" in desk("list").stdout
    assert kept.read_bytes() != before


def test_list_says_what_keeps_a_file_from_loading(desk):
    assert "import torch\n" in desk.file.read_text()
    desk.file.write_text(desk.file.read_text().replace("import torch\n", "import torchh\n"))
    assert "No module named 'torchh'" in " ".join(desk("list").stdout.split())


def test_list_keeps_a_title_and_its_points_on_one_line(desk, monkeypatch):
    monkeypatch.setenv("COLUMNS", "30")
    lines = desk("list").stdout.splitlines()
    title = next(line for line in lines if line.startswith("03  "))
    assert "…" in title
    assert "/" in title


def test_a_solution_is_shown_after_passing_or_giving_up(desk):
    refused = desk("solution", "rank_of")
    assert refused.exit_code == 2
    assert "--give-up" in refused.stderr
    shown = desk("solution", "rank_of", "--give-up")
    assert shown.exit_code == 0
    assert "def rank_of(" in shown.stdout
    assert "def rank_of(" in desk("solution", "rank_of").stdout
    desk.file.write_text(CODE)
    assert "def describe(" in desk("solution", "describe").stdout


def test_the_report_says_that_a_solution_was_shown(tmp_path, command):
    home = tmp_path
    shutil.copytree(SOLUTIONS / CONCEPT, home / "solutions" / CONCEPT)
    (home / "exercises").mkdir()
    (home / "exercises" / f"{CONCEPT}.py").write_text(CODE)
    (home / "exercises" / ".grade_cache").mkdir()
    (home / "exercises" / ".grade_cache" / "solutions.json").write_text('{"03.rank_of": true}')
    done = command("run", "exercises", "--json", "r.json", cwd=home)
    assert done.returncode == 0, done.stderr
    functions = json.loads((home / "r.json").read_text())["concepts"][0]["functions"]
    marked = [f["name"] for f in functions if f["remarks"]]
    assert marked == ["rank_of"]
    assert "The solution was shown" in (home / "report.html").read_text()


def test_reset_of_a_function_keeps_everything_else(desk):
    mine = CODE.replace("def rank_of", "@staticmethod\ndef rank_of") + "\n# my own note\n"
    desk.file.write_text(mine)
    done = desk("reset", "rank_of")
    assert done.exit_code == 0, done.stderr
    text = desk.file.read_text()
    assert text.count("raise NotImplementedError") == 1
    assert "@staticmethod" not in text
    assert text.endswith("# my own note\n")
    before, after = mine.partition("@staticmethod")[0], mine[mine.index("def describe") :]
    assert text.startswith(before)
    assert text.endswith(after)
    assert text[len(before) :].startswith("def rank_of(nested")
    assert (desk.mine / f"{CONCEPT}.py.1.bak").read_text() == mine
    desk("reset", "03")
    assert desk.file.read_text() == (EXERCISES / f"{CONCEPT}.py").read_text()
    assert (desk.mine / f"{CONCEPT}.py.1.bak").read_text() == mine
    assert (desk.mine / f"{CONCEPT}.py.2.bak").read_text() == text


def test_reset_of_a_file_that_is_not_python_asks_for_the_whole(desk):
    desk.file.write_text("def rank_of(\n")
    done = desk("reset", "rank_of")
    assert done.exit_code == 2
    assert "grade reset 03" in done.stderr
    assert desk.file.read_text() == "def rank_of(\n"


def test_nothing_to_reset(desk):
    done = desk("reset", "03")
    assert "nothing to reset" in done.output
    assert not list(desk.mine.glob("*.bak"))


def test_reset_adds_what_was_deleted_and_never_touches_other_lines(desk):
    text = desk.file.read_text()
    start, end = text.index("def rank_of"), text.index("def describe")
    desk.file.write_text(text[:start] + text[end:])
    assert desk("reset", "rank_of").exit_code == 0
    assert (
        desk.file.read_text()
        == text[:start] + text[end:] + "\n\n" + text[start:end].rstrip() + "\n"
    )


def test_the_stub_comes_from_git_where_there_is_no_other(desk, monkeypatch, tmp_path):
    import subprocess

    home = tmp_path / "course"
    git = ["git", "-C", str(home), "-c", "user.name=a", "-c", "user.email=a@b"]
    file = home / "exercises" / f"{CONCEPT}.py"
    stub = file.read_text()
    for step in (["init", "-q"], ["add", "exercises"], ["commit", "-qm", "stubs"]):
        subprocess.run([*git, *step], check=True)
    file.write_text(CODE)
    subprocess.run([*git, "commit", "-qam", "mine"], check=True)
    monkeypatch.chdir(home)
    done = desk("reset", "03")
    assert done.exit_code == 0, done.output
    assert file.read_text() == stub


def test_reset_of_a_quiz(desk):
    fresh = desk.quiz.read_text()
    desk.quiz.write_text("broken = ")
    assert desk("reset", "03.quiz").exit_code == 0
    assert desk.quiz.read_text() == fresh
    assert (desk.mine / f"{CONCEPT}.toml.1.bak").read_text() == "broken = "


@pytest.mark.parametrize("name", ["REL-TRANSPOSED", "src-syntax", "QUIZ-EDITED"])
def test_explain(desk, name):
    done = desk("explain", name)
    assert done.exit_code == 0
    assert name.upper() in done.stdout


def test_explain_shows_wrong_code_of_a_misconception(desk, course):
    from grader.judging.subjects import Secrets

    item = Secrets(course.only(["03"]).concepts[0]).misconceptions[0]
    done = desk("explain", item.id)
    assert f"def {item.name}(" in done.stdout
    assert "@misconception" not in done.stdout
    assert "did you mean" in desk("explain", item.id[:-1]).stderr


def test_quiz_asks_explains_and_writes(desk):
    done = desk("quiz", "03", answers="77\nq\n")
    assert "✗ not right" in done.output
    assert 'answer = "77" # a number' in desk.quiz.read_text()
    done = desk("quiz", "03", answers="one\n1\nq\n")
    assert "could not be read" in done.output
    assert "✓ right" in done.output
    text = desk.quiz.read_text()
    assert 'answer = "1" # a number' in text
    done = desk("quiz", "03", answers="q\n")
    assert "7 of 8 questions to answer" in done.output


@pytest.mark.parametrize("end", ["q\n", ""])
def test_a_quiz_that_ends_early_says_what_is_kept(desk, end):
    done = desk("quiz", answers=f"77\n{end}")
    assert done.exit_code == 0
    last = done.output.splitlines()[-1]
    assert last.startswith("1 answer is saved in ")
    assert last.endswith(f"{CONCEPT}.toml; 7 questions are open.")
    assert done.output.endswith("\n")
    assert "0 answers are saved" not in done.output
    assert "1 answer is saved" in desk("quiz", answers=end).output


def test_a_quiz_says_how_to_leave_it_and_what_is_open(desk):
    done = desk("quiz", "03", answers="\n" * 8)
    assert "An empty answer leaves a question open; q ends the quiz." in done.stdout
    assert "0 of 8 right, 8 left open." in done.stdout


def test_a_part_of_a_name_leads_to_the_whole(desk):
    assert "say 03.rank_of" in desk("hint", "rank_of.forward").stderr
    assert f"'rank_of' is a function of {CONCEPT}: say 03" in desk("quiz", "3.rank_of").stderr


def test_the_name_of_a_function_where_another_is_asked_for(desk):
    assert "`grade hint rank_of`" in desk("explain", "rank_of").stderr
    assert f"it is a function of {CONCEPT}: say 03" in desk("quiz", "rank_of").stderr

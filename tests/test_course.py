"""Course settings: every mistake at once, each with its place."""

import pytest

from grader.course import CourseError, load_course, load_settings


def test_the_course_is_found(course):
    assert "06_reshape_transpose_matmul" in [concept.id for concept in course.concepts]
    assert course.only(["6"]).concepts[0].functions[0] == "to_column"


def test_all_mistakes_of_the_settings_at_once(tmp_path):
    path = tmp_path / "course.toml"
    path.write_text('sed = 1\nfeedback = "none"\n[limits]\nsecond = 2\n')
    with pytest.raises(CourseError) as caught:
        load_settings(path)
    message = str(caught.value)
    assert "sed: unknown key; did you mean 'seed'?" in message
    assert "feedback:" in message
    assert "limits.second: unknown key; did you mean 'seconds'?" in message


def test_an_unknown_concept_gets_a_suggestion(course):
    with pytest.raises(CourseError, match="did you mean"):
        course.only(["06_reshape_transpose"])


def test_no_course(tmp_path):
    with pytest.raises(CourseError, match="no concepts"):
        load_course(tmp_path)
    with pytest.raises(CourseError, match="no such folder"):
        load_course(tmp_path / "missing")

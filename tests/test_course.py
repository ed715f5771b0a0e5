"""Course settings: every mistake at once, each with its place."""

import json
import re
import tomllib

import pytest
from pydantic import BaseModel

from grader.course import CourseError, CourseSettings, load_course, load_settings

from .conftest import ROOT


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


def settings_of(model, prefix=""):
    """Every key of a model with its default, as the page of the docs writes it."""
    found = {}
    for name, field in model.model_fields.items():
        key = prefix + (field.alias or name)
        if isinstance(field.default, BaseModel):
            found |= settings_of(type(field.default), f"{key}.")
        else:
            missing = {None: "not set", "{}": "none"}
            plain = field.default if field.default is None else json.dumps(field.default)
            found[key] = missing.get(plain, f"`{plain}`")
    return found


def test_every_setting_is_documented_with_its_default():
    page = (ROOT / "docs" / "settings.md").read_text()
    documented = re.findall(r"^\| `([\w.]+)` \| (.+?) \|", page, re.MULTILINE)
    assert len(documented) == len(dict(documented))
    assert dict(documented) == settings_of(CourseSettings)


def test_the_example_of_the_settings_is_accepted():
    page = (ROOT / "docs" / "settings.md").read_text()
    (example,) = re.findall(r"```toml\n(.+?)```", page, re.DOTALL)
    CourseSettings.model_validate(tomllib.loads(example))

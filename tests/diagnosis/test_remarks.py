"""Answers that pass, and what is said of them."""

import pytest

CONCEPT = "05_dtype_conversion"
PASSES = {
    "REM-DEVICE": "def to_float32(tensor):\n    return tensor.to('cpu').float()\n",
    "REM-PRINTS": "def to_float32(tensor):\n    print(tensor)\n    return tensor.float()\n",
    "REM-STUB-LINE": (
        "def to_float32(tensor):\n    return tensor.float()\n    raise NotImplementedError\n"
    ),
    None: "def to_float32(tensor):\n    return tensor.float()\n",
}


@pytest.mark.parametrize("remark", PASSES)
def test_remarks(grade_sources, remark):
    report = grade_sources({CONCEPT: "import torch\n\n\n" + PASSES[remark]})
    function = next(f for f in report.concepts[0].functions if f.name == "to_float32")
    assert function.status == "passed"
    assert [item.id for item in function.remarks] == ([remark] if remark else [])
    if remark:
        line = function.remarks[0].line
        assert 4 <= line <= 7


def test_score_feedback_carries_no_remarks(grade_sources):
    source = "import torch\n\n\n" + PASSES["REM-PRINTS"]
    report = grade_sources({CONCEPT: source}, feedback="score")
    assert not any(function.remarks for function in report.concepts[0].functions)


@pytest.mark.long
def test_the_reference_deserves_none(course, grade_sources):
    for concept in course.concepts:
        source = (concept.folder / "reference.py").read_text().replace("from grader", "# from")
        source = "def without(*names):\n    return lambda function: function\n\n\n" + source
        report = grade_sources({concept.id: source})
        for function in report.concepts[0].functions:
            assert not function.remarks, (concept.id, function.name)


COPIES = {
    "a copy": ("x.T", "x.T.contiguous()", "", ["REM-COPY"]),
    "a view": ("x.T", "x.transpose(0, 1)", "", []),
    "a copy where one is asked for": ("x.T.clone()", "x.T.contiguous()", "", []),
    "a view of some inputs alone": ("x.T.reshape(-1)", "x.T.flatten().clone()", "", []),
    "the tests ask": ("x.T.clone()", "x.mT.clone()", ", storage=True", []),
}


@pytest.mark.parametrize("case", COPIES)
def test_a_copy_where_a_view_would_do(grade_course, case):
    reference, answer, how, remarks = COPIES[case]
    calls = "".join(f'    compare("f", draw({shape}){how})\n' for shape in ("1, 3", "2, 3", "4, 3"))
    course = {
        "01_one/reference.py": f'"""One."""\ndef f(x):\n    return {reference}\n',
        "01_one/test_hidden.py": (
            "from grader import points\n"
            f'@points(1)\ndef test_a(compare, draw):\n    """A."""\n{calls}'
        ),
    }
    report = grade_course(course, {"01_one": f"def f(x):\n    return {answer}\n"})
    function = report.concepts[0].functions[0]
    assert function.status == "passed"
    assert [item.id for item in function.remarks] == remarks

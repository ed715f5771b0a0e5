"""A misconception is named whatever words the student's own `raise` uses."""


def test_the_text_of_a_right_refusal_is_free(grade_sources):
    source = (
        "import torch\n\ndef batch_images(images):\n"
        "    if len({image.shape for image in images}) > 1:\n"
        "        raise ValueError('words of my own')\n"
        "    return torch.cat(images)\n"
    )
    report = grade_sources({"03_tensor_ranks": source})
    function = next(f for f in report.concepts[0].functions if f.name == "batch_images")
    found = {test.diagnosis.id for test in function.tests if test.diagnosis}
    assert found == {"SHAPE-CAT-FOR-STACK"}

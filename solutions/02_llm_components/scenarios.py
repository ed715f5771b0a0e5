"""What one call cannot show, for 02_llm_components."""


def value_of(student, key):
    return student.gpt2_small_config()[key]

"""What one call cannot show, for 05_dtype_conversion."""


def dtype_of(student, kind):
    return student.default_dtypes()[kind]

"""Formats that other systems read: a module each, a pure function from the report to text.

Whatever a student or a course wrote passes `escape` before it leaves, then the escaping of
the format itself.
"""

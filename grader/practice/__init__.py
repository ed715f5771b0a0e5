"""Practice data: what the visible tests asked and what was right, recorded once.

A student who has no hidden tests and no reference still gets every mistake of a visible test
explained: inputs, expected observations and those of the misconceptions are plain data.
"""

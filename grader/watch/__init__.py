"""`grade watch`: grades a concept again whenever its file is saved, and redraws one screen.

    changes ── which concept ── desk grades it ── screen lays it out ── terminal draws it

`loop` waits for saves and keys, whichever comes first.
"""

"""Tools for course authors: the proof that a course holds, and a new concept's skeleton."""

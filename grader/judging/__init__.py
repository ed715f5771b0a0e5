"""Judging: subjects under observation, their comparison, and the hidden tests as pytest."""

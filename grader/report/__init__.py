"""The report: the model of everything anyone sees, and one renderer a format."""

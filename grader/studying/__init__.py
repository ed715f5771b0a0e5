"""What a student does between two gradings: be asked, get a hint, look where to go on."""

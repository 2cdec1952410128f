"""Scores of lake masks, as pure functions of pixel counts."""

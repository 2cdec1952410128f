"""Scores of masks, as pure functions of counts."""

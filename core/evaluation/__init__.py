"""Evaluating models on labelled tiles, and the published benchmark."""

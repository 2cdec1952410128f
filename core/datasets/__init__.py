"""Labelled tiles: making, reading, dividing and looking at them."""

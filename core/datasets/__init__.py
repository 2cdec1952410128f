"""Labelled tiles: making, reading and splitting datasets of them."""

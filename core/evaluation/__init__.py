"""Models on labelled tiles, and the published benchmark."""

"""Menu, help and translation."""

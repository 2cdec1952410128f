"""Finds PyTorch and other packages, and gives the command that installs what is missing."""

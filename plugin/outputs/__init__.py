"""Outputs of algorithms: features, style, metadata, and the command that makes them again."""

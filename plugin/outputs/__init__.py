"""What algorithms write: features, styles, metadata, the command that runs them again."""

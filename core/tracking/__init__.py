"""Lakes over time: which lake became which, by how much it changed, and where."""

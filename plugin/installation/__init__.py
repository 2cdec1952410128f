"""Finding PyTorch, and telling how to install it."""

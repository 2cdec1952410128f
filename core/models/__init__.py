"""Networks, and model files with their model cards."""

"""Networks, and model files with their cards."""

"""A model over a grid: tiling, engines, resumable runs, clusters."""

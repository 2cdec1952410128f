"""A raster as RGB on a grid: bands, contrast, missing data, resampling."""

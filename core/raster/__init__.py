"""A raster as RGB on a grid: bands, contrast stretch, nodata, resampling, rendered layers."""

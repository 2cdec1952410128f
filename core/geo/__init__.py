"""Geometry on the ground: grid, ellipsoid, CRS, polygons and their files, rasterizing."""

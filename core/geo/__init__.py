"""Where things are on the ground: grid, ellipsoid, CRS, polygons as pixels."""

"""The work itself: NumPy, GDAL and PyTorch, no QGIS. The QGIS side imports it, never the other way round."""

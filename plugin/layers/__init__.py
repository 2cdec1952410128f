"""QGIS layers as scenes, polygons and lakes."""

"""Draw a lake layer over its image: ``draw.py IMAGE LAKES PNG``, and print count and area."""

from __future__ import annotations

import sys
from pathlib import Path

import package_path
from osgeo import ogr

package_path.load()
from lake_mapper.core.geo.grid import ground_grid
from lake_mapper.core.geo.wkb import polygon_rings
from lake_mapper.core.lakes.lake import Lake
from lake_mapper.core.lakes.overlay import lakes_over_image
from lake_mapper.core.raster.scene import RasterScene
from lake_mapper.core.report.html import png


def main(image: str, vector: str, picture: str) -> None:
    scene = RasterScene(image)
    grid = ground_grid(scene.crs_wkt, scene.bounds, scene.native_pixel, scene.anchor)
    source = ogr.Open(vector)
    layer = source.GetLayer(0)
    lakes, area = [], 0.0
    for feature in layer:
        (rings,) = polygon_rings(bytes(feature.GetGeometryRef().ExportToWkb(ogr.wkbNDR)))
        lakes.append(Lake(rings))
        area += feature["area_km2"]
    Path(picture).write_bytes(png(lakes_over_image(scene, grid, lakes)))
    print(f"{len(lakes)} lakes, {area:.3f} km² of water: {vector}")
    print(f"Drawn over the image: {picture}")


if __name__ == "__main__":
    main(*sys.argv[1:])

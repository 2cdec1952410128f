"""The drawings that the correction is judged on, and how its figures come about."""

import json
from types import SimpleNamespace

import numpy as np
import pytest

pytest.importorskip("cv2", reason="OpenCV is only there for training")

import fit_infrared
from lake_mapper.core.geo.grid import Bounds, ground_grid
from lake_mapper.core.inference.infrared import Fusion
from osgeo import ogr
from support import wkt

ALWAYS = Fusion(offset=9.0, green=0.0, infrared=0.0, darker=0.0, bound=9.0)


def test_drawn_polygons_of_lake_and_land(tmp_path):
    def square(west, kind):
        ring = [[west, 0], [west + 30, 0], [west + 30, 30], [west, 30], [west, 0]]
        geometry = {"type": "Polygon", "coordinates": [ring]}
        return {"type": "Feature", "properties": {"kind": kind}, "geometry": geometry}

    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32645"}}
    drawing = {"type": "FeatureCollection", "crs": crs, "features": [square(0, "lake"), square(60, "land")]}
    (tmp_path / "a.geojson").write_text(json.dumps(drawing))
    grid = ground_grid(wkt(32645), Bounds(0, 0, 90, 30), 10.0, (0, 30))

    label = fit_infrared.drawn(tmp_path / "a.geojson", grid)

    columns = label[:, :9]
    assert (columns[:, :3] == 1).all() and (columns[:, 3:6] == 255).all() and (columns[:, 6:] == 0).all()


@pytest.mark.parametrize("name", ["prairie_naip_2020-08-31", "alaska_s2_utm3n_bgrn_uint16"])
def test_drawings_are_valid_and_do_not_overlap(name):
    drawing = ogr.Open(str(fit_infrared.DRAWINGS / f"{name}.geojson"))
    shapes = {"lake": ogr.Geometry(ogr.wkbMultiPolygon), "land": ogr.Geometry(ogr.wkbMultiPolygon)}
    for feature in drawing.GetLayer():
        assert feature.geometry().IsValid(), feature.ExportToJson()
        shapes[feature["kind"]].AddGeometry(feature.geometry())

    lake, land = (shape.UnionCascaded() for shape in shapes.values())
    assert min(shape.GetGeometryCount() for shape in shapes.values()) > 20
    assert lake.Intersection(land).Area() == 0


def test_only_labelled_pixels_count():
    engine = SimpleNamespace(card=SimpleNamespace(threshold=0.5))
    probability, both = np.full((2, 2), 0.4, np.float32), np.full((2, 2, 2), 0.5, np.float32)
    sample = fit_infrared.Sample("", probability, both, np.uint8([[1, 0], [255, 1]]))

    without, fused = fit_infrared.counts(engine, ALWAYS._replace(infrared=1.0, darker=9.0), sample)

    assert tuple(without) == (0, 0, 2, 1)
    assert tuple(fused) == (2, 1, 0, 0)
    assert fit_infrared.total((fused, fused)) == pytest.approx((2 / 3, 2 / 3, 1))

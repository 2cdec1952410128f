import os
import zipfile

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import QgsApplication, QgsProcessingContext, QgsProject, QgsRasterLayer, QgsVectorLayer
from support import write_raster

LAKES = '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"a": 1}, "geometry": \
{"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}}]}'


@pytest.fixture
def said(qgis):
    """Ask about parameters of an algorithm."""
    from lake_mapper.plugin.outputs.input_files import overwritten

    def ask(algorithm, **parameters):
        made = QgsApplication.processingRegistry().createAlgorithmById(f"lakemapper:{algorithm}")
        context = QgsProcessingContext()
        context.setProject(QgsProject.instance())
        given = {name: str(v) if isinstance(v, os.PathLike) else v for name, v in parameters.items()}
        return overwritten(made, given, context)

    return ask


@pytest.fixture
def image(tmp_path):
    write_raster(tmp_path / "image.tif", np.zeros((3, 20, 20), np.uint8))
    return tmp_path / "image.tif"


@pytest.fixture
def lakes(tmp_path):
    path = tmp_path / "lakes.geojson"
    path.write_text(LAKES)
    return path


def spellings(image):
    """The same file by other names, as INPUT and as PROBABILITY."""
    folder = image.parent
    (folder / "link.tif").symlink_to(image)
    (folder / "hard.tif").hardlink_to(image)
    (folder / "way").symlink_to(folder)
    relative = os.path.relpath(image)
    for other in (folder / "link.tif", folder / "hard.tif", folder / "way" / image.name, relative):
        yield image, other
        yield other, image
    yield f"/vsisubfile/0,{image}", image
    yield f"file://{image}", image


def test_an_output_over_the_input_is_refused_whatever_the_spelling(said, image):
    for read, written in spellings(image):
        sentence = said("extractlakes", INPUT=read, PROBABILITY=written)
        assert "PROBABILITY is" in sentence and "INPUT is read from there" in sentence, (read, written)


@pytest.mark.parametrize("name", ["OUTPUT", "PROBABILITY", "REPORT"])
def test_every_output_is_looked_at(said, image, name):
    assert f"{name} is" in said("extractlakes", INPUT=image, **{name: image})


def test_a_layer_of_the_project(said, image, lakes):
    layer, area = QgsRasterLayer(str(image), "image"), QgsVectorLayer(str(lakes), "area")
    QgsProject.instance().addMapLayers([layer, area])
    try:
        for value in (layer, layer.id(), "image"):
            assert "INPUT is read" in said("extractlakes", INPUT=value, PROBABILITY=image)
        assert "AOI is read" in said("extractlakes", INPUT=layer, AOI=area.id(), OUTPUT=lakes)
        assert not said("extractlakes", INPUT=layer, OUTPUT="TEMPORARY_OUTPUT", PROBABILITY=None)
    finally:
        QgsProject.instance().removeAllMapLayers()


def test_the_files_behind_a_mosaic_and_in_an_archive(said, image, tmp_path):
    gdal.BuildVRT(str(tmp_path / "mosaic.vrt"), [str(image)]).FlushCache()
    gdal.BuildVRT(str(tmp_path / "outer.vrt"), [str(tmp_path / "mosaic.vrt")]).FlushCache()
    with zipfile.ZipFile(tmp_path / "image.zip", "w") as archive:
        archive.write(image, "image.tif")

    assert said("extractlakes", INPUT=tmp_path / "outer.vrt", PROBABILITY=image)
    assert said(
        "extractlakes", INPUT=f"/vsizip/{tmp_path / 'image.zip'}/image.tif", OUTPUT=tmp_path / "image.zip"
    )


def test_a_part_of_an_output_may_be_a_part_of_an_input(said, tmp_path):
    """A Shapefile writes a .prj, which is the CRS of a text raster of the same name."""
    (tmp_path / "a.asc").write_text("ncols 2\nnrows 1\nxllcorner 0\nyllcorner 0\ncellsize 1\n1 2\n")
    (tmp_path / "a.prj").write_text("Projection GEOGRAPHIC\nDatum WGS84\nUnits DD\n")

    assert said("extractlakes", INPUT=tmp_path / "a.asc", OUTPUT=tmp_path / "a.shp")
    assert not said("extractlakes", INPUT=tmp_path / "a.asc", OUTPUT=tmp_path / "b.shp")


def test_a_table_of_a_database(said, lakes, tmp_path):
    file = tmp_path / "lakes.gpkg"
    gdal.VectorTranslate(str(file), str(lakes), layerName="2019")
    gdal.VectorTranslate(str(file), str(lakes), layerName="2020", accessMode="update")
    layers = [f"{file}|layername=2019", f"{file}|layername=2020"]

    def into(table):
        return said("tracklakes", LAYERS=layers, CHANGES=f"ogr:dbname='{file}' table=\"{table}\" (geom)")

    assert "LAYERS is read" in into("2020")
    assert not into("changes")
    assert "LAYERS is read" in said("tracklakes", LAYERS=layers, CHANGES=file)
    assert "LAYERS is read" in said("tracklakes", LAYERS=layers, LEDGER=f"{file}|layername=2019")


def test_two_outputs_of_one_name(said, tmp_path):
    link = tmp_path / "link"
    link.symlink_to(tmp_path)

    sentence = said("tracklakes", LEDGER=tmp_path / "a.gpkg", CHANGES=link / "a.gpkg")

    assert sentence.startswith("LEDGER and CHANGES are both")
    assert not said("tracklakes", LEDGER="TEMPORARY_OUTPUT", CHANGES="TEMPORARY_OUTPUT")
    assert not said("tracklakes", LEDGER=tmp_path / "a.gpkg", CHANGES=tmp_path / "b.gpkg")


def test_models_and_tiles_are_inputs(said, tmp_path):
    model, tile = tmp_path / "start.safetensors", tmp_path / "train_img" / "a.png"
    tile.parent.mkdir()
    for path in (model, tile, tmp_path / "split.json", tmp_path / "curves.png"):
        path.touch()

    assert said("trainmodel", DATASET=tmp_path, INITIAL_MODEL=model, MODEL=model)
    assert said("trainmodel", DATASET=tmp_path, CURVES=tile)
    assert said("trainmodel", DATASET=tmp_path, LOG=tmp_path / "split.json")
    assert not said("trainmodel", DATASET=tmp_path, CURVES=tmp_path / "curves.png", MODEL=model)
    assert said("evaluatemodels", DATASET=tmp_path, MODELS=[str(model)], TABLE=model)
    assert said("preparedataset", LABELME_FOLDER=tmp_path, DATASET=tmp_path)


def test_a_new_file_beside_the_input_is_fine(said, image):
    assert not said("extractlakes", INPUT=image, PROBABILITY=image.with_name("probability.tif"))


def test_a_script_that_does_not_check_parameters_cannot_either(qgis, image, feedback):
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("lakemapper:extractlakes")
    before = image.read_bytes()

    _, good = algorithm.run(
        {"INPUT": str(image), "OUTPUT": "memory:", "PROBABILITY": str(image)},
        QgsProcessingContext(),
        feedback,
        {},
        False,
    )

    assert not good and image.read_bytes() == before


def test_tables_of_one_name_in_other_letters_are_one(said, lakes, tmp_path):
    file = tmp_path / "lakes.gpkg"
    gdal.VectorTranslate(str(file), str(lakes), layerName="aoi")

    def table(name):
        return f"ogr:dbname='{file}' table=\"{name}\" (geom)"

    assert "LAYERS is read" in said("tracklakes", LAYERS=[f"{file}|layername=aoi"], CHANGES=table("AOI"))
    assert "are both" in said("tracklakes", LEDGER=table("New"), CHANGES=table("new"))


def test_a_name_with_a_bar_is_another_file(said, image):
    other = image.with_name("image.tif|2020.tif")
    other.write_bytes(image.read_bytes())

    assert "INPUT is read" in said("extractlakes", INPUT=other, PROBABILITY=other)
    assert not said("extractlakes", INPUT=other, PROBABILITY=image)


def test_the_text_of_a_virtual_raster_is_no_name_of_a_file(said, image):
    text = gdal.BuildVRT("", [str(image)]).GetMetadata("xml:VRT")[0]

    assert "INPUT is read" in said("extractlakes", INPUT=text, PROBABILITY=image)

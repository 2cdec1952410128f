import pytest
from qgis.core import QgsProcessingException


def test_errors_that_a_user_can_act_on_become_those_of_qgis():
    from lake_mapper.core.util.errors import Cancelled, SceneError
    from lake_mapper.plugin.algorithms.errors import as_qgis_errors

    for error, sentence in ((SceneError("No CRS. Set one."), "No CRS. Set one."), (MemoryError(), "memory")):
        with pytest.raises(QgsProcessingException, match=sentence), as_qgis_errors():
            raise error
    for error in (Cancelled("stop"), QgsProcessingException("OUTPUT is not there.")):
        with pytest.raises(type(error), match=str(error)), as_qgis_errors():
            raise error


def test_an_error_that_nobody_expected_says_where_what_to_send_and_what_is_kept():
    from lake_mapper.core.geo.grid import Bounds, ground_grid
    from lake_mapper.plugin.algorithms.errors import as_qgis_errors

    with pytest.raises(QgsProcessingException) as caught, as_qgis_errors("Tiles are kept in /runs."):
        ground_grid(None, Bounds(0, 0, 1, 1), 17.0, (0, 0))

    sentence = str(caught.value)
    assert "while placing the data on the ground" in sentence
    assert "Tiles are kept in /runs." in sentence
    assert "/issues: send this whole log" in sentence
    assert "core/geo/crs.py" in sentence and "core/geo/grid.py" in sentence
    assert "Traceback" not in sentence and "\n" not in sentence
    with pytest.raises(QgsProcessingException, match=r"\*\*\*") as caught, as_qgis_errors():
        raise ZeroDivisionError("https://maps.example/wms?token=abc")
    assert "abc" not in str(caught.value)


def test_an_error_that_nobody_expected_can_be_read_in_chinese(chinese):
    from lake_mapper.core.geo.grid import Bounds, ground_grid
    from lake_mapper.plugin.algorithms.errors import as_qgis_errors

    with pytest.raises(QgsProcessingException) as caught, as_qgis_errors("输出瓦片保留在 /runs。"):
        ground_grid(None, Bounds(0, 0, 1, 1), 17.0, (0, 0))

    sentence = str(caught.value)
    assert sentence.startswith("为数据定位时发生 Lake Mapper 未预料到的错误：")
    assert " 输出瓦片保留在 /runs。 请在 https://" in sentence
    assert "core/geo/crs.py" in sentence


def test_a_file_that_cannot_be_written_is_named_with_a_remedy(tmp_path):
    from lake_mapper.plugin.algorithms.errors import writing_to

    path = tmp_path / "file" / "a.html"
    (tmp_path / "file").write_text("")

    with pytest.raises(QgsProcessingException) as caught, writing_to(str(path), "Choose a folder."):
        path.write_text("x")

    assert str(caught.value) == f"{path} cannot be written (Not a directory). Choose a folder."

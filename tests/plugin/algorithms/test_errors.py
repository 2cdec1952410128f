import pytest
from qgis.core import QgsProcessingException


def test_errors_that_a_user_can_act_on_become_those_of_qgis():
    from lake_mapper.core.util.errors import Cancelled, SceneError
    from lake_mapper.plugin.algorithms.errors import as_qgis_errors

    for error, sentence in ((SceneError("No CRS. Set one."), "No CRS. Set one."), (MemoryError(), "memory")):
        with pytest.raises(QgsProcessingException, match=sentence), as_qgis_errors():
            raise error
    for error in (Cancelled(), ZeroDivisionError()):  # the first is no error, the second our fault
        with pytest.raises(type(error)), as_qgis_errors():
            raise error


def test_a_file_that_cannot_be_written_is_named_with_a_remedy(tmp_path):
    from lake_mapper.plugin.algorithms.errors import writing_to

    path = tmp_path / "file" / "a.html"
    (tmp_path / "file").write_text("")

    with pytest.raises(QgsProcessingException) as caught, writing_to(str(path), "Choose a folder."):
        path.write_text("x")

    assert str(caught.value) == f"{path} cannot be written (Not a directory). Choose a folder."

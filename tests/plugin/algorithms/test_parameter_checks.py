import pytest
from qgis.core import QgsApplication, QgsProcessingContext
from qgis.PyQt.QtCore import QDate, QDateTime
from support import SAMPLE


@pytest.fixture
def answer_to(qgis):
    """Check values of Extract lakes: the sentence about a wrong one, empty when all are right."""
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("lakemapper:extractlakes")
    context = QgsProcessingContext()

    def check(**given) -> str:
        parameters = {"INPUT": str(SAMPLE), "OUTPUT": "TEMPORARY_OUTPUT", **given}
        good, sentence = algorithm.checkParameterValues(parameters, context)
        assert good == (not sentence)
        return sentence

    return check


@pytest.mark.parametrize(
    "given",
    [
        {"RESOLUTION": "17.5", "MIN_AREA": "1e4", "SHEET_SIZE": "2048", "MAX_ELONGATION": "12"},
        {"SHORELINE": "1", "DEVICE": 1, "CONTRAST": "0"},
        {"DATE": "2020-05-18"},
        {"DATE": QDate(2020, 5, 18)},
        {"DATE": QDateTime(QDate(2020, 5, 18))},
        {"DATE": "", "MAX_ELONGATION": "", "MODEL": "", "EXTENT": ""},
        {"DATE": None, "MAX_ELONGATION": None, "EXTENT": None},
    ],
)
def test_text_and_values_of_batch_and_dialogs_are_taken(answer_to, given):
    assert answer_to(**given) == ""


def test_each_wrong_value_is_answered_with_a_right_one(answer_to):
    assert answer_to(RESOLUTION="17,5") == (
        "'Ground resolution' (RESOLUTION) is '17,5', but must be a number, with a point before decimals, "
        "from 0.1 to 1000."
    )
    assert answer_to(RESOLUTION=-3).endswith("from 0.1 to 1000.")
    assert answer_to(MIN_AREA="-1").endswith("of at least 0.")
    assert answer_to(DEVICE="cpu") == (
        "'Device' (DEVICE) is 'cpu', but must be one of 0 (Automatic), 1 (CPU), 2 (CUDA)."
    )
    assert answer_to(SHORELINE=7).endswith("0 (Pixel edges), 1 (Smooth).")
    assert "like 2020-05-18" in answer_to(DATE="18.05.2020")
    assert "(SHEET_SIZE) is 'x', but must be a whole number from 1024 to 32768" in answer_to(SHEET_SIZE="x")


def test_text_in_an_optional_number_is_not_taken_for_0(answer_to):
    assert "(MAX_ELONGATION) is 'x', but must be a number" in answer_to(MAX_ELONGATION="x")

"""Lakes of a part of the sample, whose outputs the tests look at."""

import pytest
from support import SAMPLE


@pytest.fixture(scope="session")
def extracted(qgis, tmp_path_factory):
    """Extract lakes once; the folder with lakes.gpkg and report.html, and the results."""
    import processing

    folder = tmp_path_factory.mktemp("extracted")
    result = processing.run(
        "lakemapper:extractlakes",
        {
            "INPUT": str(SAMPLE),
            "EXTENT": "748000,755000,-2806000,-2800000 [EPSG:32621]",
            "DATE": "2020-05-18",
            "MAX_ELONGATION": 5,
            "OUTPUT": str(folder / "lakes.gpkg"),
            "REPORT": str(folder / "report.html"),
        },
    )
    return folder, result

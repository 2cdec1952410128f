import re
import sys
from pathlib import Path

import pytest
from qgis.core import QgsApplication, QgsProcessingModelAlgorithm, QgsProcessingParameterDefinition
from support import ROOT

ALGORITHMS = (
    "extractlakes",
    "measurelakes",
    "tracklakes",
    "accuracypoints",
    "assessaccuracy",
    "preparedataset",
    "trainmodel",
    "evaluatemodels",
    "reproducebenchmark",
    "aboutmodel",
    "checkinstallation",
)
MODELS = ("extractreviewmeasure", "lakesattwodates", "lakesofadatedimage")


@pytest.fixture
def provider(qgis):
    return QgsApplication.processingRegistry().providerById("lakemapper")


def test_provider_lists_its_algorithms_with_an_icon(provider):
    assert provider.name() == "Lake Mapper"
    assert {a.id() for a in provider.algorithms()} == {f"lakemapper:{name}" for name in ALGORITHMS + MODELS}
    assert not provider.icon().isNull()


def test_every_algorithm_helps(provider):
    for algorithm in provider.algorithms():
        assert algorithm.shortDescription()
        assert len(algorithm.shortHelpString()) > 500
        assert "lake" in algorithm.tags()
        for parameter in algorithm.parameterDefinitions():
            assert parameter.help(), parameter.name()


CONTRACTS = {
    "extractlakes": (
        "INPUT EXTENT BANDS CONTRAST MODEL RESOLUTION THRESHOLD MIN_AREA MIN_ISLAND SHORELINE DATE DEVICE "
        "RUN_FOLDER INFRARED MIN_CONFIDENCE REVIEW KNOWN_LAKES KNOWN_NAME KNOWN_ID",
        "OUTPUT PROBABILITY REPORT LAKE_COUNT LAKE_AREA_KM2 LAKE_AREA_ERROR_KM2 SUMMARY",
    ),
    "measurelakes": (
        "INPUT PROBABILITY IMAGE RESOLUTION DATE KNOWN_LAKES KNOWN_NAME KNOWN_ID THRESHOLD MODEL",
        "OUTPUT LAKE_COUNT LAKE_AREA_KM2 LAKE_AREA_ERROR_KM2",
    ),
    "tracklakes": (
        "LAYERS DATES AREA CORRECT_SHIFT MIN_OVERLAP RESOLUTION IMAGES",
        "LEDGER CHANGES LAKES REPORT TRENDS LAKE_COUNT AREA_CHANGE_KM2 AREA_CHANGE_ERROR_KM2",
    ),
    "accuracypoints": (
        "LAKES PROBABILITY AREA EXTENT TARGET STANDARD_ERROR POINTS MIN_POINTS SEED SHORE RESOLUTION",
        "OUTPUT POINT_COUNT",
    ),
    "assessaccuracy": (
        "POINTS",
        "TABLE REPORT POINT_COUNT OVERALL_ACCURACY OVERALL_ACCURACY_ERROR USERS_ACCURACY "
        "USERS_ACCURACY_ERROR PRODUCERS_ACCURACY PRODUCERS_ACCURACY_ERROR MAPPED_AREA_KM2 LAKE_AREA_KM2 "
        "LAKE_AREA_ERROR_KM2 LAKE_AREA_LOW_KM2 LAKE_AREA_HIGH_KM2",
    ),
    "preparedataset": (
        "LABELME_FOLDER RASTER LAKES SCALE MIN_LAKE_SHARE COUNT SEED",
        "DATASET TILE_COUNT TRAIN_COUNT TEST_COUNT CONTACT_SHEET",
    ),
    "trainmodel": (
        "DATASET NETWORK PRESET EPOCHS BATCH_SIZE LEARNING_RATE SEED DEVICE RUN_FOLDER INITIAL_MODEL",
        "MODEL LOG CURVES BEST_MIOU",
    ),
    "aboutmodel": ("MODEL", "REPORT NAME PARAMETERS SHA256"),
    "checkinstallation": (
        "INPUT EXTENT RESOLUTION MODEL DEVICE",
        "REPORT PROBLEM DEVICE_USED BLOCK_SECONDS BLOCKS MINUTES MEMORY_GB",
    ),
    "evaluatemodels": ("MODELS DATASET SPLIT SUBSETS", "TABLE REPORT BEST_MIOU BEST_MODEL"),
    "reproducebenchmark": (
        "DATASET EPOCHS BUDGET_IMAGES SEED DEVICE RUN_FOLDER",
        "TABLE REPORT BEST_MIOU BEST_MODEL",
    ),
}


@pytest.mark.parametrize("name", MODELS)
def test_models_are_valid_in_the_model_designer(qgis, name):
    model = QgsProcessingModelAlgorithm()

    assert model.fromFile(str(ROOT / "resources" / "models" / f"{name}.model3"))
    assert model.validate() == (True, [])


@pytest.mark.parametrize("name", ALGORITHMS)
def test_contract(provider, name):
    algorithm = provider.algorithm(name)
    parameters, outputs = (set(names.split()) for names in CONTRACTS[name])

    assert {p.name() for p in algorithm.parameterDefinitions()} >= parameters
    assert {o.name() for o in algorithm.outputDefinitions()} == outputs


def test_defaults_of_extractlakes(provider):
    algorithm = provider.algorithm("extractlakes")
    flag = QgsProcessingParameterDefinition.Flag.FlagOptional
    required = {p.name() for p in algorithm.parameterDefinitions() if not p.flags() & flag}

    assert not {"EXTENT", "BANDS", "MODEL", "DATE", "RUN_FOLDER", "PROBABILITY", "REPORT"} & required
    defaults = {p.name(): p.defaultValue() for p in algorithm.parameterDefinitions()}
    assert (defaults["RESOLUTION"], defaults["THRESHOLD"]) == (17, 0.5)


def test_without_torch_it_is_listed_and_says_what_to_run(provider, monkeypatch):
    assert provider.algorithm("extractlakes").canExecute() == (True, "")

    monkeypatch.setitem(sys.modules, "torch", None)  # as if it were not installed
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    extract = provider.algorithm("extractlakes").create().canExecute()
    train = provider.algorithm("trainmodel").create().canExecute()

    assert not extract[0]
    assert "needs PyTorch, which is not installed" in extract[1]
    assert extract[1].count("pip install --target") == 1
    assert "opencv" not in extract[1]
    assert not train[0]
    assert "opencv-python-headless" in train[1]


def test_listing_does_not_load_torch():
    """In a process of its own: importing and listing must work where there is no PyTorch."""
    import subprocess

    program = f"""
import sys
sys.path[:0] = [{str(ROOT / "scripts")!r}]
for absent in ("torch", "cv2", "PIL", "matplotlib"):
    sys.modules[absent] = None
import package_path; package_path.load()
from qgis.core import QgsApplication
application = QgsApplication([], False); application.initQgis()
import lake_mapper
plugin = lake_mapper.classFactory(None); plugin.initGui()
provider = QgsApplication.processingRegistry().providerById("lakemapper")
print(len(provider.algorithms()), "algorithms")
plugin.unload()
"""
    done = subprocess.run(
        [sys.executable, "-W", "error::SyntaxWarning", "-c", program], capture_output=True, text=True
    )

    assert f"{len(ALGORITHMS + MODELS)} algorithms" in done.stdout, done.stderr


def test_core_never_imports_qgis():
    sources = {path: path.read_text(encoding="utf-8") for path in (ROOT / "core").rglob("*.py")}

    assert len(sources) > 15
    assert [p for p, text in sources.items() if re.search(r"^\s*(import|from) qgis", text, re.M)] == []


def test_metadata_is_complete():
    import configparser

    metadata = configparser.ConfigParser()
    metadata.read(ROOT / "metadata.txt", encoding="utf-8")
    general = metadata["general"]

    for key in (
        "name",
        "description",
        "about",
        "version",
        "author",
        "email",
        "tracker",
        "repository",
        "changelog",
    ):
        assert general[key]
    assert general["qgisMinimumVersion"] == "3.22"
    assert general["hasProcessingProvider"] == "yes"
    assert "PyTorch" in general["about"]
    assert (ROOT / general["icon"]).exists()
    assert Path(ROOT / "LICENSE").exists()


def test_algorithms_stand_in_groups_with_icons_of_their_own(provider):
    from qgis.PyQt.QtSvg import QSvgRenderer

    groups = {a.name(): (a.groupId(), a.group()) for a in provider.algorithms()}
    icons = [Path(a.svgIconPath()) for a in provider.algorithms()]

    assert groups["extractlakes"] == ("lakes", "Lakes")
    assert groups["trainmodel"][0] == groups["reproducebenchmark"][0] == "networks"
    assert groups["aboutmodel"][0] == groups["checkinstallation"][0] == "installation"
    assert all(QSvgRenderer(str(path)).isValid() for path in icons)
    assert len(set(icons)) == len(icons)


def test_help_shows_pictures_that_are_there(provider):
    from qgis.PyQt.QtCore import QUrl

    for algorithm in provider.algorithms():
        (address,) = re.findall(r'<img[^>]*src="([^"]*)"', algorithm.shortHelpString())
        assert Path(QUrl(address).toLocalFile()).is_file(), address

"""English and Chinese: every text has its translation, and QGIS's locale chooses."""

import json
import os
import re
import subprocess
import sys

import pytest
from support import ROOT

ENGLISH, CHINESE = (ROOT / "resources" / "help" / language for language in ("en", "zh"))
HELPS = sorted(path.name for path in ENGLISH.glob("*.json"))
HAN = re.compile(r"[\u4e00-\u9fff]")
PLACEHOLDER = re.compile(r"{[^}]*}")

PROGRAM = f"""
import json, sys
sys.path[:0] = [{str(ROOT / "scripts")!r}]
profile, own = sys.argv[1:]
import package_path; package_path.load()
from qgis.core import QgsApplication, QgsProcessingContext, QgsSettings
application = QgsApplication([], False, profile)
application.initQgis()  # from QGIS 3.40 on it chooses where settings are
if own:
    settings = QgsSettings()
    settings.setValue("locale/overrideFlag", True)
    settings.setValue("locale/userLocale", own)
import lake_mapper
plugin = lake_mapper.classFactory(None); plugin.initGui()
from lake_mapper.plugin.gui.help import help_page
import translate
found = {{}}
for algorithm in QgsApplication.processingRegistry().providerById("lakemapper").algorithms():
    shown = [*translate.dialog_strings(algorithm), *translate.dialog_strings(algorithm.create())]
    wrong = algorithm.checkParameterValues({{"RESOLUTION": "x"}}, QgsProcessingContext())
    found[algorithm.name()] = {{
        "title": algorithm.displayName(), "summary": algorithm.shortDescription(),
        "help": algorithm.shortHelpString(), "tags": algorithm.tags(), "shown": shown,
        "parameters": {{p.name(): p.help() for p in algorithm.parameterDefinitions()}},
        "wrong": wrong[1],
    }}
found["page"] = help_page()
plugin.unload()
from lake_mapper.plugin.gui.translation import tr
found["after"] = tr("Help")
print(json.dumps(found))
"""


def listed(folder, own: str = "", lang: str = "C.UTF-8") -> dict:
    """Return what a QGIS of its own shows; ``own`` is the language of its settings, ``lang`` the system's."""
    environment = {name: value for name, value in os.environ.items() if name[:3] != "LC_"}
    environment.pop("LANGUAGE", None)
    # Settings of its own, too: QGIS keeps them there when it runs inside Python.
    places = {"XDG_CONFIG_HOME": str(folder / "config"), "XDG_DATA_HOME": str(folder / "data")}
    environment.update(LANG=lang, QT_QPA_PLATFORM="offscreen", **places)
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(folder), own], capture_output=True, text=True, env=environment
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def leaves(value, at=()):
    """Every text with the keys that lead to it."""
    if isinstance(value, str):
        yield at, value
    else:
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(inner, (*at, key))


def test_every_english_help_has_a_chinese_one():
    assert len(HELPS) >= 10
    assert sorted(path.name for path in CHINESE.glob("*.json")) == HELPS


@pytest.mark.parametrize("name", HELPS)
def test_help_is_translated_key_by_key(name):
    english, chinese = (
        json.loads((folder / name).read_text(encoding="utf-8")) for folder in (ENGLISH, CHINESE)
    )
    english.pop("tags")
    assert all(HAN.search(tag) for tag in chinese.pop("tags"))
    texts = dict(leaves(chinese))

    assert texts.keys() == dict(leaves(english)).keys()
    assert [at for at, text in texts.items() if not HAN.search(text)] == []


@pytest.fixture(scope="module")
def translate(qgis):
    import translate

    return translate


def test_every_string_of_the_plugin_is_translated(translate):
    known = translate.translations()

    assert len(known) > 100
    assert set(translate.strings()) == set(known), "run scripts/translate.py, and translate what it names"


def test_titles_are_chinese_but_for_names(translate):
    names = {"CPU", "CUDA", "OpenVINO", "LakeNet", "MSLWENet", "DeepLab V3+", "PSPNet", "MWEN", "Unet", "en"}
    names |= {"{lakes}, {area} km².", "{title}, km²"}  # only a unit beside their places
    words = {
        s: t for s, t in translate.translations().items() if re.search("[a-z]", PLACEHOLDER.sub("", s), re.I)
    }
    same = {source for source, translated in words.items() if not HAN.search(translated)}

    assert same == names


def test_translated_sentences_have_the_same_places_to_fill(translate):
    for source, translated in translate.translations().items():
        assert sorted(PLACEHOLDER.findall(translated)) == sorted(PLACEHOLDER.findall(source)), source


def test_compiled_translation_is_that_of_the_source(translate, monkeypatch):
    from lake_mapper.plugin.gui import translation

    sources = translate.strings()
    monkeypatch.setattr(translation, "language", lambda: "zh")
    translator = translation.install()
    assert translator is not None
    try:
        compiled = {source: translation.tr(source) for source in sources}
    finally:
        translation.remove(translator)

    assert compiled == translate.translations()
    assert translation.tr("Help") == "Help"


@pytest.mark.parametrize(
    ("own", "lang"), [("zh_CN", "C.UTF-8"), ("zh-Hans", "de_DE.UTF-8"), ("", "zh_CN.UTF-8")]
)
def test_a_chinese_qgis_is_answered_in_chinese(tmp_path, own, lang):
    found = listed(tmp_path, own, lang)

    assert found.pop("after") == "Help"  # nothing is left behind
    page = found.pop("page")
    assert '<html lang="zh">' in page
    assert "从零开始提取湖泊" in page
    assert len(found) == len(HELPS)
    assert found["extractlakes"]["title"] == "提取湖泊"
    assert found["extractlakes"]["wrong"] == (
        "'地面分辨率' (RESOLUTION) 为“x”，但必须是0.1 到 1000 之间的数字（小数点用英文句点）。"
    )
    for name, texts in found.items():
        assert all(HAN.search(texts[key]) for key in ("title", "summary", "help")), name
        assert all(HAN.search(text) for text in texts["parameters"].values()), name
        assert "lake" in texts["tags"]
        assert "湖泊" in texts["tags"]
        english = [text for text in texts["shown"] if not HAN.search(text)]
        assert set(english) <= {
            "CPU", "CUDA", "OpenVINO", "LakeNet", "MSLWENet", "DeepLab V3+", "PSPNet", "MWEN", "Unet"
        }, name  # fmt: skip


@pytest.mark.parametrize(
    ("own", "lang"), [("en_US", "zh_CN.UTF-8"), ("zh-Hant", "zh_CN.UTF-8"), ("", "de_DE.UTF-8")]
)
def test_any_other_qgis_is_answered_in_english(tmp_path, own, lang):
    found = listed(tmp_path, own, lang)

    assert HAN.search(json.dumps(found, ensure_ascii=False)) is None
    assert found["extractlakes"]["title"] == "Extract lakes"
    assert "lake" in found["extractlakes"]["tags"]


def test_what_is_not_translated_stays_english(qgis, monkeypatch, tmp_path):
    from lake_mapper.plugin.gui import help as help_module

    english = {
        "title": "Lakes", "summary": "Finds them.", "tags": ["lake"], "description": ["One.", "Two."],
        "parameters": {"A": "one", "B": "two"},
    }  # fmt: skip
    chinese = {"title": "湖泊", "tags": ["湖泊"], "parameters": {"A": "一"}}
    for language, texts in (("en", english), ("zh", chinese)):
        (tmp_path / language).mkdir()
        (tmp_path / language / "x.json").write_text(json.dumps(texts), encoding="utf-8")
    monkeypatch.setattr(help_module, "TEXTS", tmp_path)
    monkeypatch.setattr(help_module, "language", lambda: "zh")

    shown = help_module.Help("x")

    assert (shown.title, shown.summary) == ("湖泊", "Finds them.")
    assert shown.tags == ["湖泊", "lake"]
    assert shown.parameters == {"A": "一", "B": "two"}
    assert "<p>One.</p><p>Two.</p>" in shown.html

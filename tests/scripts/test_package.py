import subprocess
import sys
import zipfile

import package
import pytest
from package import PackageError
from support import ROOT

METADATA = package.read_metadata((ROOT / "metadata.txt").read_text("utf-8"))
NAMES = package.shipped_files()


def checkout(folder, *more):
    """A small repository of git with what a plugin needs, and ``more`` files."""
    for name in ("metadata.txt", "__init__.py", "LICENSE", "plugin/a.py", "resources/icon.svg", *more):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text((ROOT / name).read_text("utf-8") if name == "metadata.txt" else name)
    for command in (["init", "-q"], ["add", "-A", "-f"]):
        subprocess.run(["git", "-C", str(folder), *command], check=True)
    return folder


def test_the_zip_holds_what_ships_and_nothing_else(tmp_path):
    with zipfile.ZipFile(package.build(tmp_path / "lake_mapper.zip")) as archive:
        names = archive.namelist()

    assert names == sorted(names)
    assert {name.split("/")[0] for name in names} == {"lake_mapper"}
    assert {name.split("/")[1] for name in names} == {*package.SHIPPED, "docs"}
    assert {"lake_mapper/docs/guide.html", "lake_mapper/docs/screenshots/menu.png"} < set(names)
    for needed in ("LICENSE", "metadata.txt", "__init__.py", "resources/models/lakenet.safetensors"):
        assert f"lake_mapper/{needed}" in names


def test_same_files_same_bytes(tmp_path):
    one, other = checkout(tmp_path / "one"), checkout(tmp_path / "other")
    (other / "plugin" / "a.py").chmod(0o755)
    (other / "plugin" / "left_over.py").write_text("not under git")

    zips = [package.build(root / "p.zip", root).read_bytes() for root in (one, other)]

    assert zips[0] == zips[1]
    (other / "plugin" / "a.py").write_text("2\n")
    assert package.build(other / "p.zip", other).read_bytes() != zips[0]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("plugin/fast.so", "plugin/fast.so must not ship: programs"),
        ("core/run.SH", "core/run.SH must not ship: programs"),
        ("core/__pycache__/a.cpython-311.pyc", "must not ship: programs and compiled files"),
        ("resources/.hidden", "resources/.hidden must not ship: hidden"),
    ],
)
def test_files_that_must_not_ship(name, sentence):
    with pytest.raises(PackageError, match=sentence):
        package.check_files([*NAMES, name])


def test_caches_and_the_licence_are_looked_for_in_the_checkout(tmp_path):
    cached = checkout(tmp_path / "cached", "plugin/__pycache__/a.pyc")
    with pytest.raises(PackageError, match="must not ship"):
        package.build(cached / "p.zip", cached)

    bare = checkout(tmp_path / "bare")
    subprocess.run(["git", "-C", str(bare), "rm", "-qf", "LICENSE"], check=True)
    with pytest.raises(PackageError, match="LICENSE is missing"):
        package.build(bare / "p.zip", bare)
    assert not (bare / "p.zip").exists()

    (cached / "LICENSE").unlink()
    with pytest.raises(PackageError, match="LICENSE is known to git but not there"):
        package.build(cached / "p.zip", cached)


def test_too_large_a_zip_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(package, "LARGEST", 1000)
    root = checkout(tmp_path)

    with pytest.raises(PackageError, match=r"has 0\.0 MB, but the plugin repository takes"):
        package.build(root / "p.zip", root)
    assert not list(root.glob("p.zip*"))


def test_metadata_is_good():
    package.check_metadata(METADATA, NAMES)


@pytest.mark.parametrize("key", package._REQUIRED)
def test_metadata_lacks_a_key(key):
    without = {name: value for name, value in METADATA.items() if name != key}

    for metadata in (without, {**METADATA, key: " "}):
        with pytest.raises(PackageError, match=f"metadata.txt has no '{key}'"):
            package.check_metadata(metadata, NAMES)


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("supportsQt6", "True", "'supportsQt6', which is obsolete"),
        ("hompage", "https://a.b", "unknown key 'hompage'"),
        ("experimental", "yes", "experimental must be True or False, not 'yes'"),
        ("tracker", "a.b/issues", "tracker must be a web address, not 'a.b/issues'"),
        ("hasProcessingProvider", "no", "needs hasProcessingProvider=yes"),
        ("version", "v1", "version must look like 1.2.3, not 'v1'"),
        ("qgisMinimumVersion", "3", "qgisMinimumVersion must look like 3.22, not '3'"),
        ("qgisMinimumVersion", "5.0", "qgisMinimumVersion is above qgisMaximumVersion"),
        ("email", "nobody", "email must be an address, not 'nobody'"),
        ("author", "A/B", "author must not contain a slash"),
        ("name", "Lake Mapper Plugin", "name goes without 'plugin'"),
        ("about", "Finds lakes.", "about must say that PyTorch is needed"),
        ("icon", "icon.png", "icon 'icon.png' is not among the files that ship"),
    ],
)
def test_metadata_is_wrong(key, value, sentence):
    with pytest.raises(PackageError, match=sentence):
        package.check_metadata({**METADATA, key: value}, NAMES)


@pytest.mark.parametrize("text", ["name=Lake Mapper", "[general]\nname=100 % lakes", "[other]\nname=x"])
def test_metadata_cannot_be_read(text):
    with pytest.raises(PackageError, match=r"^metadata.txt cannot be read: .*\.$"):
        package.read_metadata(text)


def test_release_refuses_placeholders():
    invented = {**METADATA, "repository": "https://example.org/lake-mapper"}
    with pytest.raises(PackageError, match="placeholders .* in .*repository.*: put real addresses there"):
        package.check_metadata(invented, NAMES, release=True)
    package.check_metadata(invented, NAMES)

    real = dict.fromkeys(("homepage", "repository", "tracker"), "https://lakes.test/x")
    package.check_metadata({**METADATA, **real, "email": "a@lakes.test"}, NAMES, release=True)


def test_the_command_says_what_is_wrong_and_fails(tmp_path):
    command = [sys.executable, str(ROOT / "scripts" / "package.py"), "--output"]
    good = subprocess.run([*command, str(tmp_path / "p.zip")], capture_output=True, text=True)
    bad = subprocess.run([*command, str(tmp_path / "r.zip"), "--release"], capture_output=True, text=True)

    assert good.returncode == 0 and (tmp_path / "p.zip").is_file(), good.stderr
    placeholders = "example.org" in METADATA["repository"]
    assert bad.returncode == placeholders
    assert len(bad.stderr.splitlines()) == placeholders

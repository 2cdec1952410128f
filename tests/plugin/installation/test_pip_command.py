import pytest
from lake_mapper.plugin.installation.pip_command import (
    System,
    how_to_install,
    import_trouble,
    numpy_trouble,
    own_python,
)
from support import english_in

DEBIAN = System("linux", False, "/usr/bin/python3", "/home/a/lake_mapper/python", "1.24.2")
FLATPAK = DEBIAN._replace(flatpak=True)
WINDOWS = System("windows", False, "python", r"C:\Users\A B\lake_mapper\python", "1.26.4")
MAC = System(
    "macos", False, "/Applications/QGIS LTR.app/Contents/MacOS/bin/python3", "/Users/a/python", "1.20.1"
)
CPU = "--index-url https://download.pytorch.org/whl/cpu"


@pytest.mark.parametrize(
    ("system", "command"),
    [
        (DEBIAN, f'/usr/bin/python3 -m pip install --target "/home/a/lake_mapper/python" {CPU} torch'),
        (
            FLATPAK,
            "flatpak run --command=python3 org.qgis.qgis -m pip install "
            f'--target "/home/a/lake_mapper/python" {CPU} torch',
        ),
        (WINDOWS, r'python -m pip install --target "C:\Users\A B\lake_mapper\python" torch'),
        (
            MAC,
            '"/Applications/QGIS LTR.app/Contents/MacOS/bin/python3" -m pip install --target '
            '"/Users/a/python" torch',
        ),
    ],
)
def test_one_command_for_each_system(system, command):
    text = how_to_install(["torch"], system)

    assert f"run:\n{command}\nThis is PyTorch for the CPU, a download of " in text
    assert text.endswith("Then start QGIS again.")
    assert ("OSGeo4W Shell" in text) == (system.os == "windows")
    assert "MB" in text


def test_around_the_command_it_is_chinese(chinese):
    first, command, last = how_to_install(["torch"], DEBIAN).splitlines()

    assert first == "打开终端并运行："
    assert command == f'/usr/bin/python3 -m pip install --target "/home/a/lake_mapper/python" {CPU} torch'
    assert last.endswith("然后重新启动 QGIS。")
    assert english_in(last) == []


def test_linux_with_an_nvidia_gpu_gets_cuda_and_the_option_for_the_small_build():
    text = how_to_install(["torch"], DEBIAN._replace(nvidia=True))

    command, more = text.split("\nThis is PyTorch for NVIDIA GPUs, a download of about 3 GB.")
    assert command.endswith('python3 -m pip install --target "/home/a/lake_mapper/python" torch')
    assert CPU in more
    assert "200 MB" in more


def test_windows_with_an_nvidia_gpu_gets_the_address_of_cuda_builds():
    assert "pytorch.org/get-started" in how_to_install(["torch"], WINDOWS._replace(nvidia=True))
    assert "pytorch.org/get-started" not in how_to_install(["torch"], WINDOWS)


def test_debian_without_pip_is_asked_to_install_it_first():
    text = how_to_install(["torch"], DEBIAN._replace(pip=False))

    assert text.index("sudo apt install python3-pip") < text.index("-m pip install")


def test_packages_that_need_numpy_are_chosen_for_that_of_qgis():
    text = how_to_install(["torch", "matplotlib"], DEBIAN)

    of_torch, of_others = [line for line in text.splitlines() if "pip install" in line]
    assert of_torch.endswith(f"{CPU} torch")
    assert of_others.endswith("matplotlib numpy==1.24.2")
    # A package of the same name could come from the wrong one of two indexes.
    assert "index" not in of_others and "--extra-index-url" not in text
    assert how_to_install(["torch", "matplotlib"], WINDOWS).count("pip install") == 1
    assert "numpy==" not in how_to_install(["torch"], DEBIAN)
    assert "pytorch" not in how_to_install(["matplotlib"], DEBIAN).lower()


@pytest.mark.parametrize(
    "error",
    [
        r"[WinError 126] The specified module could not be found. Error loading "
        r'"C:\torch\lib\fbgemm.dll" or one of its dependencies.',
        r'[WinError 1114] A DLL initialization routine failed. Error loading "C:\torch\lib\c10.dll"',
        "DLL load failed while importing _C: The specified module could not be found.",
    ],
)
def test_missing_visual_cpp_runtime_is_named(error):
    text = import_trouble("PyTorch", error, WINDOWS)

    assert "Visual C++" in text
    assert "vc_redist.x64.exe" in text
    assert "pip install" not in text


def test_torch_built_for_another_numpy_is_named():
    text = import_trouble("PyTorch", "Numpy is not available", DEBIAN._replace(numpy="2.1.0"))

    assert "another NumPy than QGIS's 2.1.0" in text
    assert "pip install --upgrade --target" in text


def test_a_broken_installation_is_shown_with_its_error():
    text = import_trouble("PyTorch", "libtorch_cpu.so: cannot open shared object file", DEBIAN)

    assert "libtorch_cpu.so: cannot open shared object file" in text
    assert "pip install --upgrade --target" in text


def test_numpy_of_our_folder_in_use_is_a_warning():
    own, ours = "/usr/lib/python3/dist-packages", "/home/a/lake_mapper/python"

    def trouble(numpy_in, gdal_in):
        return numpy_trouble(f"{numpy_in}/numpy/__init__.py", f"{gdal_in}/osgeo/__init__.py", DEBIAN)

    assert trouble(own, own) == ""
    assert "PYTHONPATH" in trouble(ours, own)
    assert trouble(ours, ours) == ""  # all of QGIS's packages are there


@pytest.mark.parametrize("name", ["bin/python3", "python3.12", "python"])
def test_python_of_a_qgis_bundle_is_found(tmp_path, name):
    bundle = tmp_path / "QGIS.app" / "Contents" / "MacOS"
    (bundle / name).parent.mkdir(parents=True)
    (bundle / name).write_text("")

    assert own_python("macos", str(bundle / "QGIS"), str(tmp_path), "3.12") == str(bundle / name)


def test_python_of_the_library_wins_over_one_on_the_path(tmp_path):
    for place in ("usr/bin/python3", "usr/bin/python3.11", "home/shims/python3"):
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / place).write_text("")

    found = own_python("linux", str(tmp_path / "home/shims/python3"), str(tmp_path / "usr"), "3.11")

    assert found == str(tmp_path / "usr/bin/python3.11")


def test_windows_has_the_python_of_its_shell(tmp_path):
    assert own_python("windows", "C:/Program Files/QGIS/bin/qgis-bin.exe", str(tmp_path), "3.9") == "python"

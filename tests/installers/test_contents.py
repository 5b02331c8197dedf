"""Which files go into the installed program."""

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from installers.shared import contents, licences, project
from installers.shared.release_llama import unpack

# A finder that does not find what is left out, then everything that the program imports.
_WITHOUT_THEM = """
import importlib, pkgutil, sys
from importlib.machinery import PathFinder
excluded = sys.argv[1].split()
class Without(PathFinder):
    @classmethod
    def find_spec(cls, name, path=None, target=None):
        if any(name == one or name.startswith(one + ".") for one in excluded):
            return None
        return PathFinder.find_spec(name, path, target)
sys.meta_path[sys.meta_path.index(PathFinder)] = Without
import app, huggingface_hub
for module in pkgutil.walk_packages(app.__path__, "app."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
from huggingface_hub import HfApi, HfFileSystem, hf_hub_download, scan_cache_dir, snapshot_download
"""


def test_hearth_does_without_what_is_left_out() -> None:
    command = [sys.executable, "-c", _WITHOUT_THEM, " ".join(contents.EXCLUDED_MODULES)]
    answer = subprocess.run(command, capture_output=True, text=True, cwd=project.ROOT, env=dict(os.environ))
    assert answer.returncode == 0, answer.stderr


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("PySide6/QtCore.abi3.so", "PySide6/QtCore.abi3.so"),
        ("libQt6Core.so.6", "libQt6Core.so.6"),
        ("libxcb-cursor.so.0", "libxcb-cursor.so.0"),
        ("lib/libggml-base.so.0", "lib/libggml-base.so.0"),
        ("bin/libggml-cpu-haswell.so", "bin/libggml-cpu-haswell.so"),
        ("libsqlite3.so.0", "libsqlite3.so.0"),
        ("libgomp.so.1", "lib/libgomp.so.1"),
        ("libggml-base.so.0", None),
        ("libstdc++.so.6", None),
        ("libxcb.so.1", None),
        ("libvulkan.so.1", None),
        ("libgtk-3.so.0", None),
        ("PySide6/Qt/plugins/platforms/libqeglfs.so", None),
        ("PySide6\\plugins\\imageformats\\libqtiff.so", None),
    ],
)
def test_where_a_library_goes(name: str, place: str | None) -> None:
    placed = contents.placed([(name, f"/somewhere/{name}", "BINARY")])
    assert placed == ([(place, f"/somewhere/{name}", "BINARY")] if place else [])


def test_the_resources_that_hearth_reads_travel_along() -> None:
    found = {f"{folder}/{Path(path).name}" for path, folder in contents.resource_files(project.RESOURCES)}
    assert {"resources/demo/demo.gguf", "resources/icons/hearth.svg", "resources/icons/tray-ready.svg"} <= found
    assert not {name for name in found if re.search(r"desktop|tokenizer|figures|\.py$|README", name)}


def test_resources_to_come_travel_along(tmp_path: Path) -> None:
    for name in ("translations/hearth_de.qm", "models/catalogue.json", "translations/hearth_de.ts", "demo/text/a.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    found = {folder for _, folder in contents.resource_files(tmp_path)}
    assert found == {"resources/translations", "resources/models"}


def test_llama_travels_with_each_library_once(tmp_path: Path) -> None:
    names = [
        "bin/llama-server",
        "bin/ggml-rpc-server",
        "bin/llama-bench",
        "bin/libggml-vulkan.so",
        "lib/libggml.so",
        "lib/libggml.so.0",
        "lib/libggml.so.0.25.3",
        "lib/libllama-server-impl.so",
        "lib/libllama-bench-impl.so",
        "lib/llama.pc",
    ]
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    found = {f"{folder}/{Path(path).name}" for path, folder in contents.llama_files(tmp_path)}
    assert found == {
        "bin/llama-server",
        "bin/ggml-rpc-server",
        "bin/libggml-vulkan.so",
        "lib/libggml.so.0",
        "lib/libllama-server-impl.so",
    }


def test_a_wheel_is_unpacked_wherever_its_programs_lie(tmp_path: Path) -> None:
    wheel = tmp_path / "a.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("bin/llama-server", "1")
        archive.writestr("llama_cpp_python-1.data/platlib/lib/libllama.so.0", "2")
        archive.writestr("llama_cpp/lib/libllama.so.0", "3")
        archive.writestr("lib/cmake/llama.cmake", "4")
    unpack(wheel, tmp_path / "out")
    files = {path.relative_to(tmp_path / "out").as_posix(): path for path in (tmp_path / "out").rglob("*.*")}
    assert {name: path.read_text() for name, path in files.items()} == {"lib/libllama.so.0": "2"}
    assert os.access(tmp_path / "out" / "bin" / "llama-server", os.X_OK)


def test_the_file_that_pyinstaller_reads_is_python() -> None:
    compile((project.ROOT / "build.spec").read_text(), "build.spec", "exec")


def test_windows_and_apple_are_told_the_version() -> None:
    assert "filevers=(1, 2, 3, 0)" in contents.windows_version("1.2.3")
    compile(contents.windows_version("0.1.0"), "version.txt", "eval")
    properties = contents.apple_properties("1.2.3")
    assert properties["CFBundleShortVersionString"] == "1.2.3"
    assert properties["CFBundleURLTypes"][0]["CFBundleURLSchemes"] == ["hearth"]
    assert properties["NSLocalNetworkUsageDescription"]


def test_the_text_for_llama_is_that_of_the_version_that_is_built(tmp_path: Path) -> None:
    target = tmp_path / "licences.json"
    licences.write(target, modules=[("aiohttp.web", "", "PYMODULE"), ("PySide6.QtCore", "", "EXTENSION")], files=[])
    text = target.read_text()
    for part in ("cpp-httplib", "Apache License", "GNU LESSER GENERAL PUBLIC LICENSE", "PYTHON SOFTWARE FOUNDATION"):
        assert part in text

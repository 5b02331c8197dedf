"""Which files belong into the installed program. PyInstaller finds most of them; this adds, and leaves out.

What is left out of the libraries is what every desktop has, in the version that its graphics drivers were built with:
an older one beside the program would be loaded in its place, and the drivers would not load at all.
"""

import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

# What PyInstaller collects: a name in the program, the file's path, and a kind.
Entry = tuple[str, str, str]

PROGRAMS = ("llama-server", "ggml-rpc-server")

# What Hearth's dependencies import for uses that it makes none of; tests/installers/test_contents.py does without them.
EXCLUDED_MODULES = [
    "IPython",
    "PIL",
    "PySide6.QtConcurrent",
    "PySide6.QtDesigner",
    "PySide6.QtHelp",
    "PySide6.QtOpenGL",
    "PySide6.QtOpenGLWidgets",
    "PySide6.QtPrintSupport",
    "PySide6.QtQml",
    "PySide6.QtQuick",
    "PySide6.QtQuickControls2",
    "PySide6.QtQuickWidgets",
    "PySide6.QtSql",
    "PySide6.QtTest",
    "PySide6.QtUiTools",
    "PySide6.QtXml",
    "_pytest",
    "grpc_tools",
    "huggingface_hub.cli",
    "huggingface_hub.inference",
    "jinja2",
    "llama_cpp",
    "matplotlib",
    "mypy",
    "mypy_protobuf",
    "numpy",
    "pkg_resources",
    "pluggy",
    "pydantic",
    "pydantic_core",
    "pytest",
    # Loads GNU readline, whose licence would be that of the whole.
    "readline",
    "rich",
    "setuptools",
    "tkinter",
    "torch",
    "uvloop",
]

# Qt plugins that Hearth never loads.
_DROPPED = re.compile(
    r"platformthemes/libqgtk3|platforms/libq(eglfs|linuxfb|vnc|vkkhrdisplay|minimalegl|wayland-brcm|directfb)"
    r"|egldeviceintegrations|generic/|imageformats/libq(tiff|tga|wbmp|icns|pdf)"
    r"|platforminputcontexts/libqtvirtualkeyboard|libQt6(Qml|Quick|VirtualKeyboard|Pdf|EglF[Ss]|WaylandCompositor)"
    r"|tls/libqcertonlybackend|translations/(?!qtbase_de\.|hearth_)"
)
# What only the GTK theme, which is dropped, would load.
_GTK = re.compile(
    r"^lib(gtk-3|gdk-3|gdk_pixbuf|atk|atspi|pango|cairo|epoxy|harfbuzz|fribidi|thai|datrie|graphite|pixman|jpeg"
    r"|Xcomposite|Xcursor|Xdamage|Xfixes|Xi|Xinerama|Xrandr|Xrender)"
)
# Of the system: C++, X11's and Wayland's client side, fonts, GLib with what it loads, the loaders of graphics drivers.
_SYSTEM = re.compile(
    r"^lib(stdc\+\+|gcc_s|X11|X11-xcb|Xau|Xdmcp|Xext|xcb|xcb-(dri2|dri3|glx|present|render|shm)|wayland-(client|cursor|egl)"
    r"|drm|gbm|fontconfig|freetype|expat|png16|brotlicommon|brotlidec|(glib|gthread|gobject|gio|gmodule)-2\.0|dbus-1"
    r"|systemd|vulkan|z|bsd|md|mount|blkid|selinux|pcre2-8|cap|gcrypt|gpg-error|lz4)\.so"
)
# llama.cpp's libraries are beside its programs; found a second time, they would be twice.
_TWICE = re.compile(r"^lib(ggml|llama|mtmd)[^/\\]*$")
# What llama.cpp's programs load of the system: beside their own libraries, where they look.
_LLAMA_NEEDS = re.compile(r"^libgomp\.so")

# Of `resources`: what is read at run time. How the demo was made, and what only installers use, stays behind.
_RESOURCE_SUFFIXES = frozenset({".css", ".gguf", ".html", ".json", ".png", ".qm", ".svg", ".toml", ".txt"})
_NOT_AT_RUN_TIME = re.compile(r"^(desktop/|demo/(?!demo\.gguf$))")


def wanted_scripts(scripts: Iterable[Entry]) -> list[Entry]:
    """What runs when the program starts: without Qt's part on Linux.

    It loads Qt into every process, also those that are no windows, and leaves a variable in the environment with which
    Qt programs that are started from here would load Hearth's plugins. `qt.conf` says the same to Hearth alone.
    """
    return [entry for entry in scripts if sys.platform != "linux" or entry[0] != "pyi_rth_pyside6"]


def is_wanted_module(name: str) -> bool:
    """Whether a module is none of those that are left out."""
    return not any(name == excluded or name.startswith(f"{excluded}.") for excluded in EXCLUDED_MODULES)


def placed(entries: Iterable[Entry]) -> list[Entry]:
    """The collected files that belong into the program, where they belong."""
    kept = (entry for entry in entries if _is_kept(entry[0]))
    return [(f"lib/{name}" if _LLAMA_NEEDS.match(name) else name, path, kind) for name, path, kind in kept]


def _is_kept(name: str) -> bool:
    base = Path(name).name
    dropped = _DROPPED.search(name.replace("\\", "/")) or _GTK.match(base) or _SYSTEM.match(base) or _TWICE.match(name)
    return not dropped


def llama_files(folder: Path) -> list[tuple[str, str]]:
    """llama.cpp's programs with the libraries that they load, each with its place in the program.

    Args:
        folder: with `bin` and `lib`, as in the wheel. `bin` also has the libraries for each kind of processor, which
            the programs look for beside themselves.
    """
    programs = (path for path in (folder / "bin").iterdir() if path.stem in PROGRAMS or is_library(path.name))
    libraries = (path for path in (folder / "lib").iterdir() if is_library(path.name))
    return [*((str(path), "bin") for path in sorted(programs)), *((str(path), "lib") for path in _needed(libraries))]


def _needed(libraries: Iterable[Path]) -> list[Path]:
    """Those that the two programs load, under the one name that they ask for; none of other tools."""
    by_name = {path.name: path for path in libraries}
    needed = []
    for name, path in sorted(by_name.items()):
        of_a_tool = re.match(r"libllama-(?!common|server)", name)
        # `libggml.so` and `libggml.so.0.25.3` are the same as `libggml.so.0`, which is asked for.
        other_name = re.search(r"\.so\.\d+\.", name) or (name.endswith(".so") and f"{name}.0" in by_name)
        if not of_a_tool and not other_name:
            needed.append(path)
    return needed


def is_library(name: str) -> bool:
    """Whether a file is a shared library, on any system."""
    return re.search(r"\.(so|dylib|dll)(\.|$)", name) is not None


def resource_files(resources: Path) -> list[tuple[str, str]]:
    """The files of `resources` that Hearth reads, each with its folder in the program."""
    found = []
    for path in sorted(resources.rglob("*")):
        name = path.relative_to(resources).as_posix()
        if path.suffix in _RESOURCE_SUFFIXES and not _NOT_AT_RUN_TIME.match(name) and path.is_file():
            found.append((str(path), str(Path("resources") / Path(name).parent)))
    return found


def apple_properties(version: str) -> dict[str, Any]:
    """What macOS reads of the bundle before it starts it."""
    return {
        "CFBundleDisplayName": "Hearth",
        "CFBundleShortVersionString": version,
        "CFBundleURLTypes": [{"CFBundleURLName": "app.hearth.Hearth", "CFBundleURLSchemes": ["hearth"]}],
        "LSApplicationCategoryType": "public.app-category.utilities",
        "LSMinimumSystemVersion": "13.0",
        # In the menu bar; the Dock shows it while a window is open.
        "LSUIElement": True,
        "NSHighResolutionCapable": True,
        # macOS asks for this permission before the first packet to the local network.
        "NSLocalNetworkUsageDescription": "Hearth finds the other devices of your swarm on this network and exchanges "
        "encrypted data with them.",
        "NSBonjourServices": ["_p2p._udp"],
    }


def windows_version(version: str) -> str:
    """What Windows shows as the properties of a program, as the text that PyInstaller reads."""
    numbers = tuple([*(int(part) for part in re.findall(r"\d+", version)), 0, 0, 0, 0][:4])
    words = {
        "CompanyName": "The Hearth authors",
        "FileDescription": "Hearth",
        "FileVersion": version,
        "InternalName": "hearth",
        "LegalCopyright": "MIT",
        "OriginalFilename": "hearth.exe",
        "ProductName": "Hearth",
        "ProductVersion": version,
    }
    strings = ", ".join(f"StringStruct({name!r}, {text!r})" for name, text in words.items())
    return (
        f"VSVersionInfo(ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}), kids=["
        f"StringFileInfo([StringTable('040904B0', [{strings}])]), "
        "VarFileInfo([VarStruct('Translation', [0x409, 1200])])])\n"
    )

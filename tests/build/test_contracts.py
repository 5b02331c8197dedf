"""What import-linter cannot say: `domain` imports nothing but the standard library and itself."""

import ast
import sys
from pathlib import Path

_ROOT = Path(__file__).parents[2]


def _imported(source: str) -> set[str]:
    """The full names of the modules that a module imports."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            names.add("." * node.level + (node.module or ""))
    return names


def test_domain_imports_the_standard_library_only() -> None:
    files = sorted((_ROOT / "app" / "domain").rglob("*.py"))
    assert files
    foreign = {
        f"{file.relative_to(_ROOT)}: {name}"
        for file in files
        for name in _imported(file.read_text())
        if name.split(".")[0] not in sys.stdlib_module_names and not f"{name}.".startswith("app.domain.")
    }
    assert foreign == set()

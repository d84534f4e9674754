"""The design holds: `docs/architectuur.md` is read, and the imports are held beside it."""

import ast
import graphlib
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "stemmen"
DOCUMENT = ROOT / "docs" / "architectuur.md"
EVERYBODYS = {"pandas", "numpy"}
# Heavy or particular: each in one room, so that it can be replaced there.
ONE_ROOM = {
    "yaml", "spacy", "simplemma", "docx", "odf", "sqlalchemy", "bertopic", "umap",
    "jinja2", "matplotlib", "xlsxwriter", "rich",
}  # fmt: skip

_FOLDERS = "|".join(["work", "tmp", "root", "home", "Users"])  # joined, so that they are not paths here
MACHINE = rf"(?<![\w.}}>])/(?:{_FOLDERS})/(?=\w)"
REGISTRY = r"https?://[\w.:-]*(?:pypi|pythonhosted|artifactory|nexus|devpi)"


@cache
def rooms() -> dict[str, set[str]]:
    """Room -> libraries it owns, in the order of the document's table."""
    rows = re.findall(r"^\| `([\w/]+)(?:\.py)?` \|.*\|([^|]*)\|$", DOCUMENT.read_text("utf-8"), re.MULTILINE)
    return {room.rstrip("/"): {word for word in re.split(r"[,\s]+", owned) if word} for room, owned in rows}


@cache
def modules() -> dict[str, Path]:
    """Dotted name -> file, the package itself left out."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    del found["stemmen"]
    return found


def room(module: str) -> str:
    return module.split(".")[1]


@cache
def imports(path: Path) -> set[str]:
    """Dotted names that a file imports, wherever in the file; a module rather than a name in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: import from stemmen by its full name"
            assert node.module
            inside = {f"{node.module}.{alias.name}" for alias in node.names} & modules().keys()
            found |= inside or {node.module}
    return found


def own(path: Path) -> set[str]:
    return {name for name in imports(path) if name.split(".")[0] == "stemmen"}


def foreign(path: Path) -> set[str]:
    names = {name.split(".")[0] for name in imports(path)}
    return names - sys.stdlib_module_names - {"stemmen"}


def test_the_table_could_be_read():
    assert len(rooms()) > 20
    assert rooms()["store"] == {"sqlalchemy", "alembic"}
    assert modules()["stemmen.store"] == PACKAGE / "store" / "__init__.py"
    assert "stemmen.errors" in own(modules()["stemmen.store"])


def test_the_document_names_every_module_and_no_other():
    assert set(rooms()) == {room(module) for module in modules()}
    text = DOCUMENT.read_text("utf-8")
    inside = [path for path in modules().values() if path.parent != PACKAGE and path.name != "__init__.py"]
    assert [str(path) for path in inside if f"`{path.name}`" not in text] == []


def test_a_room_imports_only_from_rooms_above_it():
    order = list(rooms())
    turned = [
        f"{module} imports {name}"
        for module, path in modules().items()
        for name in own(path)
        if name == "stemmen" or order.index(room(name)) > order.index(room(module))
    ]
    assert turned == []


def test_within_a_room_nothing_goes_round():
    graph = {module: own(path) - {module} for module, path in modules().items()}
    list(graphlib.TopologicalSorter(graph).static_order())  # CycleError names the circle


def test_a_library_stays_in_the_rooms_that_own_it():
    strayed = [
        f"{module} imports {name}"
        for module, path in modules().items()
        for name in foreign(path) - EVERYBODYS
        if name not in rooms()[room(module)]
    ]
    assert strayed == []


def test_a_library_in_the_document_is_used_there():
    used = {name: set() for name in rooms()}
    for module, path in modules().items():
        used[room(module)] |= foreign(path)
    assert {name: owned - used[name] for name, owned in rooms().items() if owned - used[name]} == {}


def test_heavy_libraries_live_in_one_room():
    owners = {name: [room for room, owned in rooms().items() if name in owned] for name in ONE_ROOM}
    assert {name: where for name, where in owners.items() if len(where) != 1} == {}


def test_what_is_imported_is_declared():
    """In pyproject.toml, by the name under which it is installed."""
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    lists = [project["dependencies"], *project["optional-dependencies"].values()]
    declared = {re.split(r"[^\w-]", line)[0].lower() for names in lists for line in names}
    installed = {
        "docx": "python-docx", "odf": "odfpy", "sklearn": "scikit-learn",
        "markdown_it": "markdown-it-py", "yaml": "pyyaml",
        "pydantic_core": "pydantic", "markupsafe": "jinja2",
        "sentence_transformers": "sentence-transformers", "umap": "umap-learn",
        "ruamel": "ruamel-yaml",
    }  # fmt: skip
    used = {name for path in modules().values() for name in foreign(path)}
    assert {name for name in used if installed.get(name, name) not in declared} == set()


def test_importing_stemmen_is_light():
    """What takes long is imported where it is used."""
    heavy = ONE_ROOM - {"yaml", "sqlalchemy"} | {"sklearn", "scipy", "click", "torch"}
    code = "import stemmen, sys; print(*sorted({name.split('.')[0] for name in sys.modules}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert heavy & set(done.stdout.split()) == set()


@pytest.mark.parametrize(
    "path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE))
)
def test_every_module_says_what_it_is_for(path):
    documentation = ast.get_docstring(ast.parse(path.read_text("utf-8")))
    assert documentation
    assert documentation[0].isupper() or documentation[0] in "`*"


def test_no_path_of_a_machine_and_no_address_of_a_registry_is_in_the_repository():
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout, so what belongs to the repository is not known")
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )
    found = []
    for name in listed.stdout.split("\0"):
        path = ROOT / name
        if not name or not path.is_file() or b"\0" in (data := path.read_bytes()):
            continue  # gone, or not text
        for number, line in enumerate(data.decode("utf-8", errors="replace").splitlines(), 1):
            if re.search(f"{MACHINE}|{REGISTRY}", line):
                found.append(f"{name}:{number}: {line.strip()[:100]}")
    assert found == []

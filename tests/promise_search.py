"""Ways to look through everything that this program is: modules, sources, fields, imports, sentences."""

import ast
import dataclasses
import importlib
import pkgutil
import re
from pathlib import Path
from types import ModuleType

import bot
import storage
import tracks
from tracks import catalogue

ROOT = Path(__file__).parent.parent
PACKAGES = (tracks, storage, bot)
FORBIDDEN = (
    *("total_score", "rank", "percentile", "ai_score", "ai_likelihood", "fraud_score", "sentiment"),
    *("culture_fit", "photo", "voice", "video", "screen", "keystrokes", "age", "gender", "auto_reject_at"),
)
CHEAT = re.compile(r"(^|_)cheat")


def is_forbidden(name: str) -> bool:
    """Say whether *name* is a forbidden field, whole or as words of a longer name."""
    return any(f"_{field}_" in f"_{name.lower()}_" for field in FORBIDDEN) or bool(CHEAT.search(name.lower()))


def modules() -> list[ModuleType]:
    """Return every module of ours but migrations."""
    names = (
        module.name
        for package in PACKAGES
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    )
    return [
        importlib.import_module(name)
        for name in names
        if ".migrations." not in name and not name.endswith("__main__")
    ]


def paths() -> list[Path]:
    """Return every file of ours that runs; what candidates work on is not ours."""
    found = [path for package in PACKAGES for path in sorted(Path(package.__path__[0]).rglob("*.py"))]
    return [path for path in found if "content" not in path.parts]


def every_node() -> list[tuple[Path, ast.AST]]:
    """Return every node of the syntax tree of each file."""
    return [(path, node) for path in paths() for node in ast.walk(ast.parse(path.read_text()))]


def fields_of(kind: type) -> list[str]:
    if dataclasses.is_dataclass(kind):
        return [field.name for field in dataclasses.fields(kind)]
    return list(getattr(kind, "model_fields", {}))


def imports_in(node: ast.AST) -> list[str]:
    """Return which packages a node imports."""
    if isinstance(node, ast.Import):
        return [alias.name.partition(".")[0] for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module and not node.level:
        return [node.module.partition(".")[0]]
    return []


def sentences() -> dict[str, str]:
    """Return every sentence that people read from us, paper included, by key."""
    known = catalogue.load()
    told = dict(known.messages)
    for section in known.paper.sections:
        told |= {f"paper.{section.id}.{n}": line for n, line in enumerate(section.body.split("\n"))}
    told |= {f"track.{track.track}": f"{track.body} {track.short}" for track in known.paper.tracks}
    told |= {f"scale.{n}": rule for n, rule in enumerate(known.ground.scale.rules)}
    told |= {
        f"dimension.{one.id}.{n}": text
        for one in known.ground.dimensions
        for n, text in enumerate(one.anchors)
    }
    return told

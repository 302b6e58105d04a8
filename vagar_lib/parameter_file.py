"""Reads a YAML file of ``parameters/`` into a strict model; everything that is wrong is told at once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from vagar_lib import paths, reads
from vagar_lib.errors import BadInput
from vagar_lib.indicators import read_yaml

Model = TypeVar("Model", bound=BaseModel)


def locate(name: str) -> tuple[Path, int]:
    """A file of ``parameters/`` and when it was last changed; together they are the key of a cache.

    Raises
    ------
    BadInput
        The file is missing.
    """
    path = paths.parameters() / name
    if not path.is_file():
        raise BadInput(f"{paths.relative(path)} is missing")
    reads.note("file", paths.relative(path))  # who asks may have been forked from a process that has read it
    return path, path.stat().st_mtime_ns


def load(path: Path, model: type[Model]) -> Model:
    """The file as a model.

    Raises
    ------
    BadInput
        Every field that is missing, unknown or ill-typed, with what was found and what is allowed.
    """
    try:
        return model.model_validate(read_yaml(path))
    except ValidationError as error:
        details = error.errors(include_url=False)
        raise BadInput([f"{paths.relative(path)}: {_explain(detail, model)}" for detail in details]) from None


def _explain(detail: Mapping[str, Any], model: type[BaseModel]) -> str:
    field = ".".join(str(part) for part in detail["loc"])
    match detail["type"]:
        case "missing":
            return f"{field} is missing"
        case "extra_forbidden":
            return f"unknown field {field}; allowed: {', '.join(_fields(model, detail['loc'][:-1]))}"
        case "value_error":
            return f"{field}: {detail['ctx']['error']}" if field else str(detail["ctx"]["error"])
        case _:
            return f"{field}: {detail['msg'][0].lower()}{detail['msg'][1:]}, found {detail['input']!r}"


def _fields(model: Any, place: tuple[int | str, ...]) -> list[str]:
    """Names of the fields that the mapping at a place of the file may have."""
    kind = model.model_fields["root"].annotation if "root" in model.model_fields else model
    for part in place:
        kind = get_args(kind)[-1] if get_origin(kind) in (list, dict) else kind.model_fields[part].annotation
        if get_origin(kind) in (Union, UnionType):
            kind = next(option for option in get_args(kind) if option is not type(None))
    return [field.alias or name for name, field in kind.model_fields.items()]

"""What may a report be told? The parameters of a notebook, read from its cell and checked before anything runs."""

from __future__ import annotations

import ast
import difflib
import io
import json
import re
import tokenize
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, create_model

from vagar_lib import paths
from vagar_lib.errors import BadInput

# As written in the notebook; papermill writes these, and nothing richer, back as Python.
TYPES: dict[str, Any] = {
    "str": str,
    "int": int,
    "float": float,
    "bool": bool,
    "list[str]": list[str],
    "list[int]": list[int],
    "list[float]": list[float],
    "str | None": str | None,
}
# A word of a name: of api_key, api-key, apiKey and APIKey the words are api and key.
_NAME_PART = re.compile(r"[A-ZÅÄÖ]+(?![a-zåäö])|[A-ZÅÄÖ]?[a-zåäö]+")
_SECRET = re.compile(
    r".*(password|passwd|passphrase|secret|token|credential|l[öo]senord)s?|(api)?keys?|pwd|auth|pin|nyckel|hemlig(t|het)?"
)


class Constraint(BaseModel):
    """What reports.yml adds to the type of a parameter."""

    model_config = ConfigDict(extra="forbid", strict=True)

    min: int | float | None = None
    max: int | float | None = None
    choices: list[str | int | float] | None = None


@dataclass(frozen=True)
class Parameter:
    """One line of the parameters cell: ``findings: int = 6  # how many findings the summary has``."""

    name: str
    type: str
    default: Any
    help: str
    constraint: Constraint = field(default_factory=Constraint)

    @property
    def allowed(self) -> str:
        """What may be given, in words: 'int, 5 to 8 (default 6)'."""
        low, high, choices = self.constraint.min, self.constraint.max, self.constraint.choices
        limits = ""
        if choices is not None:
            limits = f", one of {', '.join(map(repr, choices))}"
        elif low is not None and high is not None:
            limits = f", {low} to {high}"
        elif low is not None:
            limits = f", at least {low}"
        elif high is not None:
            limits = f", at most {high}"
        return f"{self.type}{limits} (default {self.default!r})"

    @property
    def annotation(self) -> Any:
        """The type with its limits, as pydantic takes it."""
        kind = TYPES[self.type]
        if self.constraint.choices is not None:
            kind = Literal[tuple(self.constraint.choices)]
        return Annotated[kind, Field(ge=self.constraint.min, le=self.constraint.max)]


def cells(notebook: Path) -> list[dict[str, Any]]:
    """Cells of a notebook file, each with cell_type, source (one string) and tags.

    Reads the JSON itself: nbformat takes a second to import, and a run where nothing has changed must not.
    """
    try:
        found = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        return [
            {
                "cell_type": cell["cell_type"],
                "source": cell["source"] if isinstance(cell["source"], str) else "".join(cell["source"]),
                "tags": cell.get("metadata", {}).get("tags", []),
            }
            for cell in found
        ]
    except FileNotFoundError:
        raise BadInput(f"{paths.relative(notebook)} is missing") from None
    except (ValueError, KeyError, TypeError) as error:
        raise BadInput(f"{paths.relative(notebook)} is not a notebook: {error}") from None


def declared(notebook: Path, constraints: Mapping[str, Constraint] | None = None) -> dict[str, Parameter]:
    """Parameters of a notebook by name, from the cell tagged ``parameters``.

    The names, types, defaults and help are those that ``papermill.inspect_notebook`` finds; what that function
    passes over in silence is an error here.

    Parameters
    ----------
    notebook : Path
        Each line of its parameters cell is ``name: type = default  # help``.
    constraints : mapping of str to Constraint, optional
        Limits from reports.yml.

    Raises
    ------
    BadInput
        For a line of another form, a type that is not in ``TYPES``, a name that looks like a secret, a default
        outside its own limits, or limits on a parameter that does not exist.
    """
    where = paths.relative(notebook)
    tagged = [cell["source"] for cell in cells(notebook) if "parameters" in cell["tags"]]
    if len(tagged) != 1:
        raise BadInput(f"{where}: {len(tagged)} cells are tagged 'parameters', allowed: exactly one")
    constraints = constraints or {}
    found, findings = {}, []
    for line, parsed in _assignments(tagged[0], where):
        try:
            parameter = _parameter(*parsed, constraints) if parsed else None
        except BadInput as error:
            findings.append(f"{where} parameters cell line {line}: {error}")
            continue
        if parameter is None:
            findings.append(f"{where} parameters cell line {line}: allowed is 'name: type = default  # help'")
        else:
            found[parameter.name] = parameter
    if not findings:
        findings += [
            f"parameters/reports.yml: limits on {name!r}, but {where} has {', '.join(found)}"
            for name in constraints
            if name not in found
        ]
    if findings:
        raise BadInput(findings)
    return found


def model(parameters: Mapping[str, Parameter]) -> type[BaseModel]:
    """Strict pydantic model of some parameters: no other names, no conversion of types."""
    fields = {p.name: (p.annotation, p.default) for p in parameters.values()}
    config = ConfigDict(strict=True, extra="forbid", protected_namespaces=())
    return create_model("Parameters", __config__=config, **fields)


def assignments(given: list[str]) -> dict[str, str]:
    """The ``-p name=value`` of a command line as a mapping.

    Examples
    --------
    >>> assignments(["findings=6"])
    {'findings': '6'}
    """
    findings = [f"-p {text!r}: allowed is name=value" for text in given if not re.match(r"\w+=", text)]
    if findings:
        raise BadInput(findings)
    return dict(text.split("=", 1) for text in given)


def checked(report: str, parameters: Mapping[str, Parameter], given: Mapping[str, Any]) -> dict[str, Any]:
    """Every parameter's value: the given ones, checked, and the defaults of the others.

    Parameters
    ----------
    report : str
        Name for messages.
    parameters : mapping of str to Parameter
        From `declared`.
    given : mapping of str to object
        A string for a parameter of another type is converted ('6' for an int; 'a,b' for a list).

    Raises
    ------
    BadInput
        All unknown names and wrong values at once, each with what is allowed.
    """
    findings, values = [], {}
    for name, value in given.items():
        if looks_secret(name):
            findings.append(_secret(name))
        elif name not in parameters:
            close = difflib.get_close_matches(name, parameters, n=1)
            hint = f"did you mean {close[0]!r}? " if close else ""
            names = ", ".join(f"{p.name} ({p.type})" for p in parameters.values())
            findings.append(f"report {report} has no parameter {name!r}; {hint}allowed: {names}")
        else:
            try:
                values[name] = _converted(value, parameters[name])
            except ValueError:
                findings.append(_refused(report, parameters[name], value))
    try:
        valid = model(parameters).model_validate(values)
    except ValidationError as error:
        for name in dict.fromkeys(str(problem["loc"][0]) for problem in error.errors()):
            findings.append(_refused(report, parameters[name], given[name]))
    if findings:
        raise BadInput(findings)
    return valid.model_dump()


def looks_secret(name: str) -> bool:
    """Whether a parameter's name says that its value should not be printed on a page.

    Examples
    --------
    >>> looks_secret("api_key"), looks_secret("dbPassword"), looks_secret("keyword"), looks_secret("nyckeltal")
    (True, True, False, False)
    """
    return any(_SECRET.fullmatch(word.lower()) for word in _NAME_PART.findall(name))


def _assignments(source: str, where: str) -> list[tuple[int, tuple[str, str | None, Any, str] | None]]:
    """(line, (name, annotation, default, help)) of each statement; nothing for one of another form."""
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        raise BadInput(f"{where} parameters cell line {error.lineno}: {error.msg}") from None
    comments = {
        token.start[0]: token.string.lstrip("# ").strip()
        for token in tokenize.generate_tokens(io.StringIO(source).readline)
        if token.type == tokenize.COMMENT
    }
    found = []
    for node in tree.body:
        parsed = None
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        is_assignment = isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None
        if is_assignment and len(targets) == 1 and isinstance(targets[0], ast.Name):
            annotation = ast.unparse(node.annotation) if isinstance(node, ast.AnnAssign) else None
            try:
                default = ast.literal_eval(node.value)
                parsed = (targets[0].id, annotation, default, comments.get(node.end_lineno, ""))
            except ValueError:
                pass
        found.append((node.lineno, parsed))
    return found


def _parameter(
    name: str, annotation: str | None, default: Any, help: str, constraints: Mapping[str, Constraint]
) -> Parameter:
    if looks_secret(name):
        raise BadInput(_secret(name))
    kind = (annotation or type(default).__name__).strip("'\"")
    if kind not in TYPES:
        raise BadInput(f"parameter {name!r} has type {kind}, allowed: {', '.join(TYPES)}")
    parameter = Parameter(name, kind, default, help, constraints.get(name, Constraint()))
    try:
        TypeAdapter(parameter.annotation, config=ConfigDict(strict=True)).validate_python(default)
    except (ValidationError, TypeError):
        raise BadInput(f"default {default!r} of {name!r} is not {parameter.allowed.split(' (')[0]}") from None
    return parameter


def _converted(value: Any, parameter: Parameter) -> Any:
    """A value from the command line in the declared type; anything but a string is left to the model."""
    if not isinstance(value, str) or parameter.type.startswith("str"):
        return value
    adapter = TypeAdapter(TYPES[parameter.type])
    if parameter.type.startswith("list"):
        return adapter.validate_python([part.strip() for part in value.split(",") if part.strip()])
    return adapter.validate_strings(value)


def _refused(report: str, parameter: Parameter, value: Any) -> str:
    return f"report {report}: parameter {parameter.name!r} is {value!r}, allowed: {parameter.allowed}"


def _secret(name: str) -> str:
    return (
        f"parameter {name!r} looks like a secret, and parameters are printed on the page; "
        "read it from an environment variable instead"
    )

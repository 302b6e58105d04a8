"""How is an indicator computed from tables? The grammar of formulas: names, numbers, ``+ - * /`` and parentheses."""

from __future__ import annotations

import ast
import math

GRAMMAR = "allowed: names, numbers, + - * / ( )"


def parse(formula: str) -> ast.expr:
    """Syntax tree of a formula that has only names, numbers, ``+ - * /`` and parentheses.

    Raises
    ------
    ValueError
        Anything else.

    Examples
    --------
    >>> sorted(names(parse("1000 * births / population")))
    ['births', 'population']
    >>> parse("births ** 2")
    Traceback (most recent call last):
    ValueError: formula 'births ** 2': 'births ** 2' is not allowed; allowed: names, numbers, + - * / ( )
    """
    try:
        tree = ast.parse(formula.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise ValueError(f"formula {formula!r} can't be read; {GRAMMAR}") from None
    for node in ast.walk(tree):
        if not _allowed(node):
            text = ast.unparse(node) if isinstance(node, ast.expr) else type(node).__name__
            raise ValueError(f"formula {formula!r}: {text!r} is not allowed; {GRAMMAR}")
    return tree


def _allowed(node: ast.AST) -> bool:
    match node:
        case ast.BinOp(op=ast.Add() | ast.Sub() | ast.Mult() | ast.Div()):
            return True
        case ast.UnaryOp(op=ast.USub()):
            return True
        case ast.Constant(value=value):
            return type(value) in (int, float) and math.isfinite(value)
        case _:
            return isinstance(node, ast.Name | ast.Load | ast.operator | ast.unaryop)


def names(tree: ast.expr) -> set[str]:
    """Names that a formula uses."""
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}

"""What papermill finds under the name of the engine; imports nothing, as papermill imports it while it is imported."""

from __future__ import annotations

from typing import Any


class Engine:
    """Stands for `vagar_lib.pipeline.engine.engine.ForkEngine`, which is imported when it is used."""

    @staticmethod
    def execute_notebook(*arguments: Any, **named: Any) -> Any:
        """Run a notebook; as papermill's engines do."""
        from vagar_lib.pipeline.engine.engine import ForkEngine

        return ForkEngine.execute_notebook(*arguments, **named)

    @staticmethod
    def nb_kernel_name(nb: Any, name: str | None = None) -> str:
        """Name of the kernel that a notebook asks for."""
        from vagar_lib.pipeline.engine.engine import ForkEngine

        return ForkEngine.nb_kernel_name(nb, name)

    @staticmethod
    def nb_language(nb: Any, language: str | None = None) -> str:
        """Language of a notebook."""
        from vagar_lib.pipeline.engine.engine import ForkEngine

        return ForkEngine.nb_language(nb, language)

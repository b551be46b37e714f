"""A notebook that nobody has touched closes without a question.

When a kernel starts, JupyterLab writes the kernel's version of Python into the notebook, and if that is not the version
in the file, the notebook counts as changed. So the file is read with the version that its kernel will report.
"""

from __future__ import annotations

import sys

from jupyter_server.services.contents.largefilemanager import AsyncLargeFileManager

HERE = "python3"  # Jupyter's name for the kernel of the Python that runs the server


class LessonFiles(AsyncLargeFileManager):
    """The files below the server's folder; what is on the disk changes only when somebody saves."""

    async def get(self, path, content=True, **options):
        """The model of a file or folder, as jupyter_server describes it."""
        model = await super().get(path, content, **options)
        if content and model["type"] == "notebook":
            metadata = model["content"]["metadata"]
            if metadata.get("kernelspec", {}).get("name") == HERE and "language_info" in metadata:
                metadata["language_info"]["version"] = sys.version.split()[0]
        return model

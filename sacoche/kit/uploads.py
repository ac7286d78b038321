"""Files on their way from a browser: on the disk without a name, so that nothing of them outlives the process."""

import tempfile
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from sacoche.kit.private import temporary_folder


class NamelessFileHandler(FileUploadHandler):
    """Takes what is too large for memory to a file of DATA_DIR that no folder lists.

    Whatever ends the process, a power cut too, the system frees it: Django's own handler leaves the names, the marks
    and the dates of birth of a whole school in the folder that every account of the machine can list.
    """

    file: UploadedFile | None = None

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.file = UploadedFile(
            tempfile.TemporaryFile(dir=temporary_folder()),  # noqa: SIM115 (closed with the request)
            self.file_name,
            self.content_type,
            0,
            self.charset,
            self.content_type_extra,
        )

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        assert self.file is not None
        self.file.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile | None:
        if self.file is not None:
            self.file.seek(0)
            self.file.size = file_size
        return self.file

    def upload_interrupted(self) -> None:
        if self.file is not None:
            self.file.close()

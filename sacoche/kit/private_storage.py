"""Where private files are kept: a folder of DATA_DIR, or a server of objects (S3) that several machines share."""

import contextlib
import datetime
import os
import shutil
from pathlib import Path
from typing import IO, Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.files import File
from django.core.files.storage import Storage

_FOLDER = "sacoche.kit.private_storage.PrivateFolder"
_S3 = "storages.backends.s3.S3Storage"
# Seconds: a storage that is late is told within the time that somebody waits for a page.
_CONNECT, _READ = 4, 15


def private_storage(url: str) -> dict[str, Any]:
    """STORAGES["private"] for PRIVATE_STORAGE_URL: the folder when it is empty, else the bucket that it names.

    `s3://KEY:SECRET@host:port/bucket?region=fr-par&scheme=https`; key and secret percent-encoded. Raises
    ImproperlyConfigured, in words.
    """
    if not url:
        return {"BACKEND": _FOLDER}
    parts = urlsplit(url)
    query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    bucket = parts.path.strip("/")
    scheme = query.get("scheme", "https")
    if parts.scheme != "s3" or not parts.hostname or not bucket or "/" in bucket or scheme not in ("http", "https"):
        raise ImproperlyConfigured(
            "PRIVATE_STORAGE_URL s'écrit s3://CLÉ:SECRET@hôte:port/compartiment?region=…&scheme=https."
        )
    return {"BACKEND": _S3, "OPTIONS": _s3_options(parts, bucket, scheme, query.get("region", "us-east-1"))}


def _s3_options(parts: Any, bucket: str, scheme: str, region: str) -> dict[str, Any]:
    from botocore.config import Config

    port = f":{parts.port}" if parts.port else ""
    return {
        "access_key": unquote(parts.username or ""),
        "secret_key": unquote(parts.password or ""),
        "bucket_name": bucket,
        "endpoint_url": f"{scheme}://{parts.hostname}{port}",
        "region_name": region,
        "default_acl": None,
        "file_overwrite": True,
        "client_config": Config(
            connect_timeout=_CONNECT,
            read_timeout=_READ,
            retries={"total_max_attempts": 2, "mode": "standard"},
            s3={"addressing_style": "path"},
            # Servers that are not the original one do not all know the newer checksums.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        ),
    }


class PrivateFolder(Storage):
    """Files under DATA_DIR, readable by the server's user alone, each written whole or not at all."""

    def _save(self, name: str, content: File) -> str:
        path = self._path(name)
        for level in (path.parent.parent, path.parent):
            level.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = path.with_name(path.name + ".part")
        try:
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as stream:
                shutil.copyfileobj(content, stream, 1024 * 1024)
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
        return name

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """The name itself: what is saved takes the place of what was there."""
        return name

    def _open(self, name: str, mode: str = "rb") -> File:
        stream: IO[Any] = self._path(name).open("rb")
        return File(stream)

    def delete(self, name: str) -> None:
        """Delete a file, and its folder when nothing is left in it."""
        path = self._path(name)
        path.unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            path.parent.rmdir()

    def exists(self, name: str) -> bool:
        return self._path(name).exists()

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        """Names of the folders and of the files there; a folder that is not there holds nothing."""
        folder = self._path(path)
        entries = list(folder.iterdir()) if folder.is_dir() else []
        folders = [entry.name for entry in entries if entry.is_dir()]
        return folders, [entry.name for entry in entries if entry.is_file()]

    def get_modified_time(self, name: str) -> datetime.datetime:
        return datetime.datetime.fromtimestamp(self._path(name).stat().st_mtime, datetime.UTC)

    def _path(self, name: str) -> Path:
        return Path(settings.DATA_DIR) / name

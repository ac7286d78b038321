"""A server of objects (S3) for the tests: moto's, over HTTP, in a process of its own."""

import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

START_SECONDS = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def object_server() -> Iterator[int]:
    """The port of a server that holds nothing yet; it ends with the test."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(port)
        yield port
    finally:
        process.kill()
        process.wait()


def new_bucket(port: int) -> str:
    """PRIVATE_STORAGE_URL for an empty bucket of that server."""
    import boto3

    name = f"sacoche-{uuid.uuid4().hex[:12]}"
    boto3.client(
        "s3",
        endpoint_url=f"http://127.0.0.1:{port}",
        aws_access_key_id="key",
        aws_secret_access_key="secret/with+signs",
        region_name="us-east-1",
    ).create_bucket(Bucket=name)
    return storage_url(port, name)


def storage_url(port: int, bucket: str = "none") -> str:
    return f"s3://key:secret%2Fwith%2Bsigns@127.0.0.1:{port}/{bucket}?scheme=http"


def _wait(port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError("the server of objects did not start")

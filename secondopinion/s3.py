"""Private files in a bucket; a module of its own, since boto is slow to import and only wanted where it is used."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from boto3.exceptions import Boto3Error
from botocore.exceptions import BotoCoreError, ClientError
from storages.backends.s3 import S3Storage
from storages.utils import clean_name

TROUBLE = (BotoCoreError, Boto3Error, ClientError)


class Bucket(S3Storage):
    def probe(self) -> None:
        """Raises OSError where the bucket does not answer."""
        try:
            self.connection.meta.client.head_bucket(Bucket=self.bucket_name)
        except TROUBLE as error:
            raise OSError("the bucket does not answer") from error

    def _save(self, name: str, content: Any) -> str:
        """Raises OSError, as a disk does, where the file could not be kept."""
        try:
            self._abort(Prefix=self._normalize_name(clean_name(name)))  # of a try that the line did not let end
            return str(super()._save(name, content))
        except TROUBLE as error:
            raise OSError("the bucket did not take the file") from error

    def _open(self, name: str, mode: str = "rb") -> Any:
        try:
            return super()._open(name, mode)
        except TROUBLE as error:
            raise OSError("the bucket did not give the file") from error

    def ranges(self, name: str) -> tuple[Callable[[int, int], bytes], Callable[[], None]]:
        """Any bytes of a file, and only those move. -> (fetch(start, size), close)"""
        item = self.bucket.Object(self._normalize_name(clean_name(name)))

        def fetch(start: int, size: int) -> bytes:
            try:
                return bytes(item.get(Range=f"bytes={start}-{start + size - 1}")["Body"].read())
            except TROUBLE as error:
                raise OSError("the bucket did not give the file") from error

        return fetch, lambda: None

    def abandon(self, before: datetime) -> int:
        """End the parts of uploads that nobody finished: a bucket keeps them, unseen. -> how many"""
        try:
            return self._abort(before)
        except TROUBLE as error:
            raise OSError("the bucket did not answer") from error

    def _abort(self, before: datetime | None = None, **which: str) -> int:
        count = 0
        for upload in self.bucket.multipart_uploads.filter(**which):
            if before is None or upload.initiated < before:
                upload.abort()
                count += 1
        return count

    def size(self, name: str) -> int:
        try:
            return int(super().size(name))
        except TROUBLE as error:
            raise OSError("the bucket did not answer") from error

    def delete(self, name: str) -> None:
        try:
            super().delete(name)
        except TROUBLE as error:
            raise OSError("the bucket did not delete the file") from error

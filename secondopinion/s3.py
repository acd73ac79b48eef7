"""Private files in a bucket; a module of its own, since boto is slow to import and only wanted where it is used."""

from botocore.exceptions import BotoCoreError, ClientError
from storages.backends.s3 import S3Storage


class Bucket(S3Storage):
    def probe(self) -> None:
        """Raises OSError where the bucket does not answer."""
        try:
            self.connection.meta.client.head_bucket(Bucket=self.bucket_name)
        except (BotoCoreError, ClientError) as error:
            raise OSError("the bucket does not answer") from error

"""Reads the codes on scans. What comes by fax may be anything: a child of this process with little memory and time
opens it, and dies alone. `python -m records.papers.barcodes` is that child: bytes in, one code a line out."""

import io
import resource
import subprocess
import sys

MEMORY, SECONDS, PAGES = 2 * 1024**3, 60, 30
SCALE = 2.0  # 144 dots an inch: enough for the sheets' squares
MOST_PIXELS = 40_000_000


def read(content):
    """-> the texts of all codes on the scan, each once; nothing where it cannot be opened"""
    command = [sys.executable, "-m", "records.papers.barcodes"]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return []
    return list(dict.fromkeys(done.stdout.decode(errors="replace").split())) if done.returncode == 0 else []


def found(content):
    import zxingcpp  # noqa: PLC0415  (in the child only)

    for image in _images(content):
        yield from (code.text for code in zxingcpp.read_barcodes(image) if code.text)


def _images(content):
    from PIL import Image  # noqa: PLC0415  (in the child only)

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    if not content.startswith(b"%PDF-"):
        yield Image.open(io.BytesIO(content)).convert("L")
        return
    import pypdfium2  # noqa: PLC0415  (in the child only)

    document = pypdfium2.PdfDocument(content)
    for number in range(min(len(document), PAGES)):
        yield document[number].render(scale=SCALE).to_pil().convert("L")


def main():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    for text in found(sys.stdin.buffer.read()):
        sys.stdout.write(text.replace("\n", " ").replace(" ", "") + "\n")


if __name__ == "__main__":
    main()

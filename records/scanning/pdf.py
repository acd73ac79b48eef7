"""What a PDF is: its pages and words, and what may be wrong with it. Runs in the limited child."""

import pikepdf
import pypdfium2

PAGES_READ, LETTERS = 60, 100_000
SCRIPTS = {"/JS", "/JavaScript", "/Launch", "/SubmitForm", "/ImportData"}


def run(file):
    """-> {"reason": encrypted, broken or ""; "pages", "text", "scripts", "embedded", "mended"}"""
    said = {"reason": "", "pages": 0, "text": "", "scripts": False, "embedded": 0, "mended": False}
    try:
        with pikepdf.open(file, suppress_warnings=True) as pdf:
            said["pages"] = len(pdf.pages)
            said["mended"] = bool(pdf.get_warnings())
            said["scripts"] = any(_acts(each) for each in pdf.objects)
            said["embedded"] = len(pdf.attachments)
    except pikepdf.PasswordError:
        said["reason"] = "encrypted"
    except (pikepdf.PdfError, ValueError, RuntimeError):
        said["reason"] = "broken"
    if not said["reason"] and not said["pages"]:
        said["reason"] = "broken"
    if not said["reason"]:
        said["text"] = _text(file)
    yield said


def _acts(each):
    """An object that does something by itself when the file is opened or clicked."""
    if not isinstance(each, pikepdf.Dictionary | pikepdf.Stream):
        return False
    return any(key in SCRIPTS for key in each) or str(each.get("/S", "")) in SCRIPTS


def _text(file):
    """The words of the first pages; a scan of paper has none."""
    file.seek(0)
    words, length = [], 0
    try:
        pdf = pypdfium2.PdfDocument(file)
        for number in range(min(len(pdf), PAGES_READ)):
            page = pdf[number]
            found = page.get_textpage().get_text_bounded()
            page.close()
            words.append(found)
            length += len(found)
            if length > LETTERS:
                break
    except pypdfium2.PdfiumError:
        return ""
    return "\n".join(words)[:LETTERS]

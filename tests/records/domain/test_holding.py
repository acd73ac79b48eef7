"""One writer an upload: who comes second asks the first to go."""

import pytest

from records.domain.arriving import holding
from records.models import Arrival


def test_a_silent_writer_goes_when_it_is_asked(monkeypatch, db):
    monkeypatch.setattr(holding, "PATIENCE", 0.1)
    monkeypatch.setattr(holding, "SILENT", 0.1)
    key = Arrival().key

    with holding.hold(key) as first:
        assert not first.is_unwanted()
        with pytest.raises(holding.Locked), holding.hold(key):
            pass
        assert first.is_unwanted()

"""Traditional Chinese read as simplified: in the text, the background and lists, with every character at its place."""

import importlib.util
import sys

import pytest

from textmine.errors import OptionError
from textmine.text import ReadOptions, read_corpus, read_texts
from textmine.text import simplified as module

needs_opencc = pytest.mark.skipif(
    importlib.util.find_spec("opencc") is None, reason="OpenCC, the extra textmine[opencc], is not installed"
)
TEXT = "變壓器的繞組過熱。檢修變壓器！\n新变压器投运，舊變壓器退役，乾燥的變壓器\n"


@needs_opencc
def test_characters_keep_their_places(tmp_path):
    path = tmp_path / "t.txt"
    path.write_text(TEXT, encoding="utf-8")
    (text,) = read_texts([str(path)], ReadOptions(simplified=True))
    assert text == "变压器的绕组过热。检修变压器！\n新变压器投运，旧变压器退役，干燥的变压器\n"
    plain, simple = read_corpus([str(path)]), read_corpus([str(path)], ReadOptions(simplified=True))
    assert simple.offsets.tolist() == plain.offsets.tolist()
    assert simple.documents.tolist() == plain.documents.tolist()


@needs_opencc
def test_a_line_that_would_change_its_length_is_converted_character_by_character(monkeypatch):
    class Longer:
        def convert(self, text):
            return {"舊": "旧", "體": "体體"}.get(text, text + "!")

    monkeypatch.setattr(module, "_converter", Longer)
    module._simplified_character.cache_clear()
    assert module.simplify("舊體舊\nabc") == "旧體旧\nabc"
    module._simplified_character.cache_clear()


def test_without_opencc_the_error_names_the_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "opencc", None)
    module._converter.cache_clear()
    with pytest.raises(OptionError, match=r"`simplified` needs OpenCC; pip install 'textmine\[opencc\]'"):
        module.simplify("變壓器")
    assert module.simplify("plain text") == "plain text"
    module._converter.cache_clear()

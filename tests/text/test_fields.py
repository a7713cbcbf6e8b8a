"""Fields of records reach the documents they belong to."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from textmine.errors import InputError
from textmine.text import columns, read_corpus

TEXTS = st.lists(st.sampled_from(["甲乙", "。", "", None, "a\nb", "甲\r乙"]), min_size=1, max_size=9)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.lists(TEXTS, min_size=1, max_size=3), st.booleans(), st.sampled_from([4, 1 << 20]))
def test_fields_go_with_the_text_of_their_record(tmp_path, files, blank_lines, piece):
    wanted = []
    for number, texts in enumerate(files):
        lines = []
        for at, text in enumerate(["甲", *texts]):  # a file needs some text
            name = f"{number}-{at}"
            lines.append(json.dumps({"text": text, "name": name, "date": 1990 + at}, ensure_ascii=False))
            if text and text != "。":
                wanted.append((name, str(1990 + at), number))
        separator = "\n\n" if blank_lines else "\n"
        (tmp_path / f"{number}.jsonl").write_text(separator.join(lines) + separator, encoding="utf-8")
    paths = [str(tmp_path / f"{number}.jsonl") for number in range(len(files))]
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(columns, "_PIECE", piece)
        corpus = read_corpus(paths, groups=["name"], date="date", id="name")
    records = corpus.records
    assert corpus.n_documents == len(records) == len(wanted)
    group = records.groups["name"]
    found = [group.values[code] for code in group.codes.tolist()]
    files = records.groups["source"].codes.tolist() if len(files) > 1 else [0] * len(found)
    assert list(zip(found, records.dates.texts(), files, strict=True)) == wanted
    assert list(records.ids) == found


def test_a_field_that_only_one_file_has(tmp_path):
    (tmp_path / "a.jsonl").write_text('{"text": "oil", "k": "x"}\n', encoding="utf-8")
    (tmp_path / "b.jsonl").write_text('{"text": "gas"}\n', encoding="utf-8")
    paths = [str(tmp_path / name) for name in ("a.jsonl", "b.jsonl")]
    records = read_corpus(paths, groups=["k"]).records
    assert records.groups["k"].codes.tolist() == [0, -1]
    with pytest.raises(InputError, match="no record has the field 'z'"):
        read_corpus(paths, groups=["z"])

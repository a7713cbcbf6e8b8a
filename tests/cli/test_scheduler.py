"""--scheduler: what is refused, and the same bytes from a worker."""

import pytest

TEXT = "变压器过热。检修变压器！新变压器投运，SF6 断路器\n变压器老化，更换变压器，旧变压器退役，断路器跳闸\n" * 3


def test_what_is_no_scheduler_is_one_clear_line(inside):
    code, out, err = inside("count", "data/power.txt", "--scheduler", "spark", "-o", "never.ngrams")
    assert (code, out) == (2, b"")
    assert (
        err.decode() == "textmine: 'spark' is no scheduler; write local:2 or an address such as tcp://10.0.0.1:8786\n"
    )


@pytest.mark.filterwarnings("default")  # Dask's own, at its end
def test_a_worker_writes_the_same_bytes(inside, tmp_path):
    pytest.importorskip("distributed", reason="Dask is not installed")
    path = tmp_path / "power.txt"
    path.write_text(TEXT, encoding="utf-8")
    args = ("discover", path, "--top", "9", "-b", "none")
    code, out, _ = inside(*args, TEXTMINE_SCHEDULER="local:1")
    assert (code, out) == inside(*args)[:2]
    assert code == 0
    assert "变压器" in out.decode()


@pytest.mark.filterwarnings("default")
def test_a_worker_segments_the_same_bytes(inside, tmp_path):
    pytest.importorskip("distributed", reason="Dask is not installed")
    path, terms = tmp_path / "power.txt", tmp_path / "terms.txt"
    path.write_text(TEXT, encoding="utf-8")
    terms.write_text("绕组\n崔敏\n", encoding="utf-8")
    args = ("segment", path, "--terms", terms)
    code, out, err = inside(*args, TEXTMINE_SCHEDULER="local:1")
    expected = inside(*args)
    assert (code, out) == expected[:2]
    assert "变压器 过热" in out.decode()
    assert "none of the 2 terms occurs in the text" in err.decode()
    assert err.endswith(expected[2])


def test_text_that_workers_cannot_segment_is_segmented_here(inside):
    pytest.importorskip("distributed", reason="Dask is not installed")
    code, out, err = inside("segment", "-", stdin=TEXT.encode(), TEXTMINE_SCHEDULER="local:1")
    assert code == 0
    assert "变压器 过热" in out.decode()
    assert err.decode().startswith("textmine: workers segment plain text in UTF-8 that no option changes")

r"""Files of vectors: word2vec's text format, and numpy's format with a second file of words.

The text format begins with a line with the number of words and of dimensions. Then each line has a word and its
numbers, separated by single blanks. A blank within a word is written `_`, as usual in this format. So that every word
can be read back, an underscore is `\_`, and tab, line ends and backslash are `\t`, `\n`, `\r`, `\\`.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from textmine.errors import InputError
from textmine.io import PathName, as_path, decode, open_binary_output, open_output, read_bytes
from textmine.progress import SILENT, Progress
from textmine.vectors.vectors import Vectors

__all__ = ["escape", "load_vectors", "names_path", "read_vectors", "save_vectors", "unescape", "vector_lines"]

_ESCAPES = {" ": "_", "_": r"\_", "\t": r"\t", "\n": r"\n", "\r": r"\r", "\\": r"\\"}
_TO_ESCAPE = re.compile(r"[ _\t\n\r\\]")
_UNESCAPES = {escape: character for character, escape in _ESCAPES.items()}
_ESCAPED = re.compile(r"\\[_tnr\\]|_")
_GREATEST = 1e100  # its square is still finite
_REMEDY = "write a word and its numbers on each line, separated by single blanks, as word2vec does"


def escape(name: str) -> str:
    r"""Return a word as it is written in the text format.

    Examples
    --------
    >>> escape("neural network"), escape("a_b")
    ('neural_network', 'a\\_b')
    """
    return _TO_ESCAPE.sub(lambda match: _ESCAPES[match[0]], name)


def unescape(name: str) -> str:
    """Return the word that `escape` wrote."""
    return _ESCAPED.sub(lambda match: _UNESCAPES[match[0]], name)


def vector_lines(vectors: Vectors) -> Iterator[str]:
    r"""Yield the lines of the text format, with six digits per number.

    Examples
    --------
    >>> list(vector_lines(Vectors(["power plant"], np.array([[0.5, -2.0]]))))
    ['1 2\n', 'power_plant 0.5 -2\n']
    """
    yield f"{len(vectors)} {vectors.matrix.shape[1]}\n"
    form = " ".join(["%.6g"] * vectors.matrix.shape[1])
    # Row by row: as Python numbers a matrix takes four times the memory.
    for name, row in zip(vectors.names, vectors.matrix, strict=True):
        yield f"{escape(name)} {form % tuple(row.tolist())}\n"


def read_vectors(text: str, source: str) -> Vectors:
    r"""Read the text format, with the first line of two numbers or without it (GloVe).

    Raises
    ------
    InputError
        There is no vector, a line has more or fewer numbers than the others, or a field is not a number.

    Examples
    --------
    >>> read_vectors("1 2\npower_plant 0.5 -2\n", "vectors.txt").names
    ('power plant',)
    """
    lines = [line.rstrip(" \r") for line in text.split("\n")]
    head = 1 if re.fullmatch(r"\d{1,18} \d{1,18}", lines[0], re.ASCII) else 0
    numbered = [(number, line) for number, line in enumerate(lines[head:], head + 1) if line]
    if not numbered:
        raise InputError(source, None, "the file holds no vector", _REMEDY)
    dimensions = numbered[0][1].count(" ")
    due = [int(figures) for figures in lines[0].split(" ")] if head else [len(numbered), dimensions or 1]
    if dimensions != due[1]:  # checked before an array of that size is made
        raise InputError(source, numbered[0][0], f"{dimensions} numbers instead of {due[1]}", _REMEDY)
    matrix = np.empty((len(numbered), dimensions))
    names: dict[str, int] = {}
    for row, (number, line) in enumerate(numbered):
        name, *fields = line.split(" ")
        if len(fields) != dimensions:
            raise InputError(source, number, f"{len(fields)} numbers instead of {dimensions}", _REMEDY)
        if name in names:
            raise InputError(source, number, f"a second vector for '{unescape(name)}'", "drop one of them")
        try:
            matrix[row] = fields
        except ValueError:
            raise InputError(source, number, "a field after the word is not a number", _REMEDY) from None
        names[name] = number
    if len(names) != due[0]:
        reason = f"{len(names)} vectors, but the first line says {due[0]}"
        raise InputError(source, None, reason, "write the file again: it may be cut short")
    return Vectors(tuple(map(unescape, names)), _finite(matrix, source, list(names.values())))


def load_vectors(path: PathName, progress: Progress = SILENT) -> Vectors:
    """Read vectors from a file, or from standard input for `-`; a name in `.npy` has its words in `.names`.

    Raises
    ------
    InputError
        As `read_vectors`; or a file cannot be read, or has the wrong content.
    """
    source = as_path(path)
    if not source.endswith(".npy"):
        return read_vectors(decode(read_bytes(source), source, None, progress), source)
    words_path = names_path(source)
    try:
        matrix = np.load(io.BytesIO(read_bytes(source)), allow_pickle=False)
    except (ValueError, EOFError) as error:
        raise InputError(source, None, "not a numpy file", "write it with textmine vectors") from error
    names = [unescape(line) for line in decode(read_bytes(words_path), words_path, None, progress).split("\n")[:-1]]
    if matrix.ndim != 2 or matrix.dtype.kind != "f" or len(matrix) != len(names) or not matrix.size:
        reason = f"an array of shape {matrix.shape} for {len(names)} words"
        raise InputError(source, None, reason, f"give one row of numbers for each line of {words_path}")
    return Vectors(tuple(names), _finite(matrix.astype(np.float64), source, None))


def save_vectors(vectors: Vectors, path: PathName) -> None:
    """Write vectors in the text format, to standard output for `-`; a name in `.npy` gets its words in `.names`.

    Raises
    ------
    InputError
        A file cannot be written.
    """
    target = as_path(path)
    if not target.endswith(".npy"):
        with open_output(target) as stream:
            stream.writelines(vector_lines(vectors))
        return
    # Both files are complete before either replaces an old one.
    with open_binary_output(target) as array, open_output(names_path(target)) as stream:
        np.save(array, vectors.matrix)
        array.flush()
        stream.writelines(escape(name) + "\n" for name in vectors.names)


def names_path(path: str) -> str:
    """Return the file with the words of a `.npy` file.

    Examples
    --------
    >>> names_path("power.npy")
    'power.names'
    """
    return str(Path(path).with_suffix(".names"))


def _finite(matrix: NDArray[np.float64], source: str, lines: Sequence[int] | None) -> NDArray[np.float64]:
    wrong = np.flatnonzero(~(np.abs(matrix) <= _GREATEST).all(axis=1))
    if len(wrong):
        line = None if lines is None else lines[int(wrong[0])]
        finite = np.isfinite(matrix[wrong[0]]).all()
        reason = f"a number is beyond {_GREATEST:g}" if finite else "a number is infinite or NaN"
        raise InputError(source, line, reason, "write finite numbers")
    return matrix

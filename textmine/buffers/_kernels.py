# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Memory for numbers, and the view of it as records."""

from __future__ import annotations

import cython
from cython.cimports.cpython.buffer import PyBUF_ANY_CONTIGUOUS, PyBUF_WRITABLE, PyBuffer_Release, PyObject_GetBuffer
from cython.cimports.libc.stdlib import calloc, free


@cython.auto_pickle(False)
@cython.cclass
class Items:
    """Items of one size and a format of PEP 3118, in memory that a class below this one has or holds."""

    data: cython.p_char
    shape: cython.Py_ssize_t[1]
    strides: cython.Py_ssize_t[1]
    form: bytes

    def __len__(self):
        return self.shape[0]

    def __getbuffer__(self, buffer: cython.pointer(cython.Py_buffer), flags: cython.int):
        buffer.buf = self.data
        buffer.obj = self
        buffer.len = self.shape[0] * self.strides[0]
        buffer.readonly = 0
        buffer.itemsize = self.strides[0]
        buffer.format = self.form
        buffer.ndim = 1
        buffer.shape = self.shape
        buffer.strides = self.strides
        buffer.suboffsets = cython.NULL
        buffer.internal = cython.NULL


@cython.final
@cython.auto_pickle(False)
@cython.cclass
class Memory(Items):
    """Memory of its own, zero at first. The pages of much are not taken before they are written to."""

    def __cinit__(self, n: cython.Py_ssize_t, size: cython.Py_ssize_t, form: bytes):
        if n < 0:
            raise ValueError("a length below 0")
        self.data = cython.cast(cython.p_char, calloc(n if n > 0 else 1, size))
        if self.data == cython.NULL:
            raise MemoryError
        self.shape[0] = n
        self.strides[0] = size
        self.form = form

    def __dealloc__(self):
        free(self.data)


@cython.final
@cython.auto_pickle(False)
@cython.cclass
class Records(Items):
    """The memory of another object as records."""

    view: cython.Py_buffer

    def __cinit__(self, values, size: cython.Py_ssize_t, form: bytes):
        PyObject_GetBuffer(values, cython.address(self.view), PyBUF_WRITABLE | PyBUF_ANY_CONTIGUOUS)
        self.data = cython.cast(cython.p_char, self.view.buf)
        self.shape[0] = self.view.len // size
        self.strides[0] = size
        self.form = form

    def __dealloc__(self):
        PyBuffer_Release(cython.address(self.view))

# cython: language_level=3, boundscheck=False, wraparound=False
"""Twins of `dedup.text.words`."""

from cpython.array cimport array, clone, resize_smart
from cpython.object cimport PyObject
from cpython.unicode cimport PyUnicode_DATA, PyUnicode_KIND, PyUnicode_READ, PyUnicode_Substring

cdef extern from "Python.h":
    PyObject* PyDict_GetItemWithError(object, object) except? NULL

cdef enum:
    LETTER = 1
    ATTACHED = 2
    SPACED = 4
    CLASSIFIED = 256

cdef unsigned char classes[0x110000]
cdef bint classified[0x1100]
cdef array numbers_type = array("q")


cdef int classify(unsigned int character) except -1:
    """Learn the classes of a character and its neighbours from the reference."""
    from dedup.text.words import character_classes

    cdef unsigned int first = character // CLASSIFIED * CLASSIFIED
    cdef bytes found = character_classes(first)
    cdef Py_ssize_t i
    for i in range(CLASSIFIED):
        classes[first + i] = found[i]
    classified[character // CLASSIFIED] = True
    return 0


cdef class Reader:
    """Classes of the characters of a text."""

    cdef str text
    cdef int kind
    cdef void* data
    cdef Py_ssize_t length

    def __init__(self, str text):
        self.text, self.length = text, len(text)
        self.kind, self.data = PyUnicode_KIND(text), PyUnicode_DATA(text)

    cdef inline unsigned int at(self, Py_ssize_t place) noexcept:
        return PyUnicode_READ(self.kind, self.data, place)

    cdef inline int look(self, Py_ssize_t place) except -1:
        """The class of the character at a place; 0 at the end."""
        if place >= self.length:
            return 0
        cdef unsigned int character = self.at(place)
        if not classified[character // CLASSIFIED]:
            classify(character)
        return classes[character]


def scan(str text, Py_ssize_t start, Py_ssize_t most, dict numbers, add):
    """Twin of `dedup.text.words.scan`."""
    cdef Reader reader = Reader(text)
    cdef Py_ssize_t at = start, count = 0
    cdef Py_ssize_t room = min(most, max(len(text) - start, 0) // 4 + 16)
    cdef array starts = clone(numbers_type, room, False)
    cdef array ends = clone(numbers_type, room, False)
    cdef array found = clone(numbers_type, room, False)
    cdef int look
    cdef PyObject* number
    while count < most and at < reader.length:
        look = reader.look(at)
        if not look & (LETTER | SPACED):
            at += 1
            continue
        start = at
        at += 1
        if look & LETTER:
            while reader.look(at) & (LETTER | ATTACHED):
                at += 1
        else:
            if at < reader.length and (reader.at(at) == 0xFF9E or reader.at(at) == 0xFF9F):
                at += 1
            while reader.look(at) & ATTACHED:
                at += 1
        raw = PyUnicode_Substring(text, start, at)
        if count == room:
            room = min(most, 2 * room)
            for column in (starts, ends, found):
                resize_smart(column, room)
        number = PyDict_GetItemWithError(numbers, raw)
        starts.data.as_longlongs[count] = start
        ends.data.as_longlongs[count] = at
        found.data.as_longlongs[count] = <object>number if number else add(raw, look & LETTER != 0)
        count += 1
    for column in (starts, ends, found):
        resize_smart(column, count)
    return starts, ends, found

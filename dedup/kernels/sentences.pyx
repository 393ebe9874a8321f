# cython: language_level=3, boundscheck=False, wraparound=False
"""Twins of `dedup.text.sentences`."""

from cpython.unicode cimport PyUnicode_DATA, PyUnicode_KIND
from libc.stdint cimport int64_t, uint8_t, uint16_t, uint32_t

from dedup.text.sentences import LONG_WORD, is_short

cdef Py_ssize_t long_word = LONG_WORD

ctypedef fused Unit:
    uint8_t
    uint16_t
    uint32_t


def sentence_starts(str text, Py_ssize_t start, Py_ssize_t end):
    """Twin of `dedup.text.sentences.sentence_starts`."""
    cdef int kind = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    if kind == 1:
        return find(text, <const uint8_t*>data, start, end)
    if kind == 2:
        return find(text, <const uint16_t*>data, start, end)
    return find(text, <const uint32_t*>data, start, end)


def unit_starts(str text, const int64_t[::1] starts, const int64_t[::1] ends, const int64_t[::1] word_starts):
    """Twin of `dedup.text.sentences.unit_starts`."""
    cdef list units = []
    cdef Py_ssize_t block, border, word, seen, stop = 0, count = len(word_starts)
    for block in range(len(starts)):
        units.append(starts[block])
        seen = stop
        while seen < count and word_starts[seen] < starts[block]:
            seen += 1
        stop = seen
        while stop < count and word_starts[stop] < ends[block]:
            stop += 1
        word = seen
        for border in sentence_starts(text, starts[block], ends[block]):
            while word < stop and word_starts[word] < border:
                word += 1
            if seen < word < stop:
                units.append(border)
                seen = word
    return units


cdef list find(str text, const Unit* data, Py_ssize_t start, Py_ssize_t end):
    """What `sentence_starts` returns."""
    cdef list starts = []
    cdef Py_ssize_t at = start, stop, content
    cdef Py_UCS4 mark, following
    cdef bint spaced  # does a space have to follow the mark?
    while at < end:
        mark = data[at]
        at += 1
        if mark not in u".!?…؟।॥۔።។။։。！？｡":
            continue
        stop = at
        spaced = mark not in u"。！？｡"
        while at < end and closes(data[at], spaced):
            at += 1
        content = at
        while at < end and (<Py_UCS4>data[at]).isspace():
            at += 1
        if at == end or (spaced and at == content):
            at = stop
            continue
        if spaced:
            following = data[at]
            if following.islower() or following in u".…":
                continue
            if mark == u"." and not is_long(data, start, stop) and is_short(text, start, stop, at):
                continue
        starts.append(at)
    return starts


cdef inline bint closes(Py_UCS4 character, bint spaced):
    """May a character stand between the mark and the next sentence?"""
    return character in u"'\"”’)]" or (character in u"»›" if spaced else character in u"」』）")


cdef inline bint is_long(const Unit* data, Py_ssize_t start, Py_ssize_t stop):
    """Do more letters stand before the full stop than any short form has? It is only quicker to ask this first."""
    cdef Py_ssize_t i
    if stop - start <= long_word:
        return False
    for i in range(stop - 1 - long_word, stop - 1):
        if not (<Py_UCS4>data[i]).isalpha():
            return False
    return True

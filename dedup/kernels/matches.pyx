# cython: language_level=3, boundscheck=False, wraparound=False
"""Twins of `dedup.repeats.matches`."""

from libc.stdint cimport int64_t, uint64_t
from libc.stdlib cimport calloc, free


def any_holds(
    const int64_t[::1] hashes, Py_ssize_t low, Py_ssize_t high,
    const int64_t[::1] unit_solid, const int64_t[::1] total, Py_ssize_t first, Py_ssize_t last, double share,
):
    """Twin of `dedup.repeats.matches.any_holds`: a table of words instead of a set of them."""
    cdef Py_ssize_t unit, size = 16
    low, high = max(low, 0), min(high, hashes.shape[0])
    if first < 0 or last >= unit_solid.shape[0]:
        raise IndexError("a unit lies outside")
    for unit in range(first, last):
        if not 0 <= unit_solid[unit] <= unit_solid[unit + 1] <= hashes.shape[0] < total.shape[0]:
            raise IndexError("a word lies outside")
    while size < 2 * (high - low):
        size *= 2
    cdef int64_t* words = <int64_t*>calloc(size, sizeof(int64_t))  # 0 is an empty slot
    if words is NULL:
        raise MemoryError
    cdef bint zero = False, holds = False
    cdef Py_ssize_t i, start, end, count
    for i in range(low, high):
        zero = zero or hashes[i] == 0
        words[look(words, size - 1, hashes[i])] = hashes[i]
    for unit in range(first, last):
        start, end, count = unit_solid[unit], unit_solid[unit + 1], 0
        for i in range(start, end):
            count += zero if hashes[i] == 0 else words[look(words, size - 1, hashes[i])] != 0
        if 2 * count >= share * (total[end] - total[start]) - 2:
            holds = True
            break
    free(words)
    return holds


cdef inline size_t look(const int64_t* words, size_t mask, int64_t word) noexcept:
    """The slot of a word, or the empty one where it belongs."""
    cdef size_t slot = (<uint64_t>word ^ <uint64_t>word >> 32) & mask
    while words[slot] and words[slot] != word:
        slot = (slot + 1) & mask
    return slot

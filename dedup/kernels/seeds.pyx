# cython: language_level=3, boundscheck=False, wraparound=False
"""Twins of `dedup.repeats.seeds`."""

from libc.stdint cimport int64_t, uint64_t
from libc.stdlib cimport calloc, free

cdef enum:
    RUN_WEIGHT = 10  # as in dedup.repeats.keys

cdef uint64_t BASE = 0x9E3779B97F4A7C15


cdef struct Run:
    uint64_t words
    Py_ssize_t first  # where it stands, counted from 1: 0 is an empty slot
    Py_ssize_t outside  # the last place before the document's own words, or the first
    Py_ssize_t nearest


cdef struct Fragment:
    Py_ssize_t at
    Py_ssize_t source
    Py_ssize_t length


def fragments(const int64_t[::1] hashes, const int64_t[::1] weights, const int64_t[::1] limits, Py_ssize_t own):
    """Twin of `dedup.repeats.seeds.fragments`: a table of runs instead of a sorted list of them."""
    from dedup.repeats.seeds import Fragment as made

    if not hashes.shape[0] == weights.shape[0] == limits.shape[0]:
        raise ValueError("each word has a weight and a limit")
    cdef Py_ssize_t size = 16
    while size < 2 * hashes.shape[0]:
        size *= 2
    cdef Run* runs = <Run*>calloc(size, sizeof(Run))
    if runs is NULL:
        raise MemoryError
    found = []
    try:
        collect(hashes, weights, limits, own, runs, size - 1, found, made)
    finally:
        free(runs)
    found.sort()
    return found


cdef int collect(
    const int64_t[::1] hashes, const int64_t[::1] weights, const int64_t[::1] limits, Py_ssize_t own,
    Run* runs, size_t mask, list found, made,
) except -1:
    """Go through the runs; what goes on from the run before on the same diagonal is one fragment."""
    cdef Fragment[3] growing, grown
    cdef Py_ssize_t[3] sources
    cdef Py_ssize_t count = 0, before = 0, start, end = 0, i, k
    cdef int64_t weight = 0
    cdef uint64_t words
    cdef Run* run
    for start in range(hashes.shape[0]):
        while end < hashes.shape[0] and weight < RUN_WEIGHT:
            weight += weights[end]
            end += 1
        before, count = count, 0
        if weight >= RUN_WEIGHT and end <= limits[start]:
            words = 0
            for i in range(end - 1, start - 1, -1):
                words = words * BASE + <uint64_t>hashes[i]
            run = look(runs, mask, words)
            if start >= own and run.first:
                sources = [run.first - 1, run.outside - 1, run.nearest - 1]
                for i in range(3):
                    if i and sources[i] == sources[i - 1]:
                        continue
                    grown[count] = Fragment(start, sources[i], end - start)
                    for k in range(before):
                        if growing[k].source + start - growing[k].at == sources[i]:
                            grown[count] = Fragment(growing[k].at, growing[k].source, end - growing[k].at)
                            growing[k].length = 0
                    count += 1
            if not run.first:
                run.words, run.first, run.outside = words, start + 1, start + 1
            run.nearest = start + 1
            if start < own:
                run.outside = start + 1
        for k in range(before):
            if growing[k].length:
                found.append(tuple.__new__(made, (growing[k].at, growing[k].source, growing[k].length)))
        growing = grown
        weight -= weights[start]
    for k in range(count):
        found.append(tuple.__new__(made, (growing[k].at, growing[k].source, growing[k].length)))
    return 0


cdef inline Run* look(Run* runs, size_t mask, uint64_t words) noexcept:
    """The slot of a run, or the empty one where it belongs."""
    cdef size_t slot = (words ^ words >> 32) & mask
    while runs[slot].first and runs[slot].words != words:
        slot = (slot + 1) & mask
    return &runs[slot]

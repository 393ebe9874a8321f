# cython: language_level=3, boundscheck=False, wraparound=False
"""Twins of `dedup.repeats.seeds`."""

from libc.stdint cimport UINT32_MAX, int64_t, uint32_t, uint64_t
from libc.stdlib cimport calloc, free, malloc

cdef enum:
    RUN_WEIGHT = 10  # as in dedup.repeats.keys

cdef uint64_t BASE = 0x9E3779B97F4A7C15


cdef struct Run:
    uint64_t words
    uint32_t first  # where it stands,
    uint32_t outside  # the last time before the document's own words, or the first,
    uint32_t nearest  # and the last time


cdef struct Fragment:
    Py_ssize_t at
    Py_ssize_t source
    Py_ssize_t length


def fragments(const int64_t[::1] hashes, const int64_t[::1] weights, const int64_t[::1] limits, Py_ssize_t own):
    """Twin of `dedup.repeats.seeds.fragments`: a table of runs instead of a sorted list of them."""
    from dedup.repeats.seeds import Fragment as made

    if not hashes.shape[0] == weights.shape[0] == limits.shape[0]:
        raise ValueError("each word has a weight and a limit")
    if hashes.shape[0] >= UINT32_MAX:
        raise OverflowError("a text of so many words")
    cdef size_t size = 16
    while size < <size_t>(2 * hashes.shape[0]):
        size *= 2
    cdef uint32_t* slots = <uint32_t*>calloc(size, sizeof(uint32_t))
    cdef Run* runs = <Run*>malloc((hashes.shape[0] + 1) * sizeof(Run))
    found = []
    try:
        if slots is NULL or runs is NULL:
            raise MemoryError
        collect(hashes, weights, limits, own, runs, slots, size - 1, found, made)
    finally:
        free(slots)
        free(runs)
    found.sort()
    return found


cdef int collect(
    const int64_t[::1] hashes, const int64_t[::1] weights, const int64_t[::1] limits, Py_ssize_t own,
    Run* runs, uint32_t* slots, size_t mask, list found, made,
) except -1:
    """Go through the runs; what goes on from the run before on the same diagonal is one fragment."""
    cdef Fragment[3] growing, grown
    cdef Py_ssize_t[3] sources
    cdef Py_ssize_t count = 0, before = 0, start, end = 0, i, k
    cdef int64_t weight = 0
    cdef uint64_t words
    cdef uint32_t* slot
    cdef uint32_t known = 0  # runs[0] is none
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
            slot = look(runs, slots, mask, words)
            run = &runs[slot[0]]
            if start >= own and slot[0]:
                sources = [run.first, run.outside, run.nearest]
                for i in range(3):
                    if i and sources[i] == sources[i - 1]:
                        continue
                    grown[count] = Fragment(start, sources[i], end - start)
                    for k in range(before):
                        if growing[k].source + start - growing[k].at == sources[i]:
                            grown[count] = Fragment(growing[k].at, growing[k].source, end - growing[k].at)
                            growing[k].length = 0
                    count += 1
            if not slot[0]:
                known += 1
                slot[0] = known
                run = &runs[known]
                run.words, run.first, run.outside = words, <uint32_t>start, <uint32_t>start
            run.nearest = <uint32_t>start
            if start < own:
                run.outside = <uint32_t>start
        for k in range(before):
            if growing[k].length:
                found.append(tuple.__new__(made, (growing[k].at, growing[k].source, growing[k].length)))
        growing = grown
        weight -= weights[start]
    for k in range(count):
        found.append(tuple.__new__(made, (growing[k].at, growing[k].source, growing[k].length)))
    return 0


cdef inline uint32_t* look(const Run* runs, uint32_t* slots, size_t mask, uint64_t words) noexcept:
    """The slot with the number of a run, or the empty one where it belongs."""
    cdef size_t slot = (words ^ words >> 32) & mask
    while slots[slot] and runs[slots[slot]].words != words:
        slot = (slot + 1) & mask
    return &slots[slot]

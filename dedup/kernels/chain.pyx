# cython: language_level=3, boundscheck=False, wraparound=False
"""Twins of `dedup.repeats.chain`."""

from libc.stdint cimport int64_t, uint64_t

cdef extern from *:
    int __builtin_popcountll(unsigned long long) noexcept

cdef enum:  # as in dedup.repeats.chain
    GAP = 24
    DRIFT = 6
    LIVE = 16
    FILL = 40


cdef struct Open:
    Py_ssize_t number
    int64_t piece
    Py_ssize_t end
    Py_ssize_t source_end


def chains(fragments, const int64_t[::1] limits):
    """Twin of `dedup.repeats.chain.chains`."""
    from dedup.repeats.chain import Chain
    from dedup.repeats.seeds import Fragment

    cdef Open[LIVE] live
    cdef Open one
    cdef Py_ssize_t count = 0, at, source, length, drift, least, best, i, kept, overlap
    done = []
    for fragment in fragments:
        at, source, length = fragment
        if not 0 <= source < limits.shape[0]:
            raise IndexError("a fragment lies outside")
        kept = 0
        best, least = -1, DRIFT + 1
        for i in range(count):
            if at - live[i].end > GAP:
                continue
            live[kept] = live[i]
            drift = (source - at) - (live[i].source_end - live[i].end)
            if live[kept].piece == limits[source] and abs(drift) < least:
                best, least = kept, abs(drift)
            kept += 1
        count = kept
        if best < 0:
            one = Open(len(done), limits[source], at + length, source + length)
            done.append([fragment])
            if count < LIVE:
                live[count] = one
                count += 1
            continue
        overlap = max(live[best].end - at, live[best].source_end - source, 0)
        if overlap < length:
            if overlap:
                fragment = tuple.__new__(Fragment, (at + overlap, source + overlap, length - overlap))
            (<list>done[live[best].number]).append(fragment)
            live[best].end, live[best].source_end = at + length, source + length
    return [_chain(Chain, one_chain, limits) for one_chain in done]


cdef object _chain(Chain, list fragments, const int64_t[::1] limits):
    cdef Py_ssize_t at, source, length
    at, source, length = fragments[len(fragments) - 1]
    return Chain(limits[<Py_ssize_t>fragments[0][1]], fragments, at + length, source + length)


def common(const int64_t[::1] hashes, Py_ssize_t at, Py_ssize_t end, Py_ssize_t source, Py_ssize_t source_end):
    """Twin of `dedup.repeats.chain.common`."""
    cdef Py_ssize_t length = end - at, columns = source_end - source, i, j, left
    if not 0 < length <= FILL or not 0 < columns <= FILL:
        return []
    if at < 0 or source < 0 or end > hashes.shape[0] or source_end > hashes.shape[0]:
        raise IndexError("a gap lies outside")
    cdef uint64_t[FILL + 1] rows
    cdef uint64_t hits, full = (<uint64_t>1 << columns) - 1
    cdef uint64_t row = full
    rows[length] = row
    for i in range(length - 1, -1, -1):
        hits = 0
        for j in range(columns):
            hits |= <uint64_t>(hashes[source_end - 1 - j] == hashes[at + i]) << j
        hits &= row
        row = ((row + hits) | (row - hits)) & full
        rows[i] = row
    left = columns - __builtin_popcountll(row)
    if not left:
        return []

    from dedup.repeats.seeds import Fragment

    found = []
    i = j = 0
    while left:
        if hashes[at + i] == hashes[source + j]:
            found.append(tuple.__new__(Fragment, (at + i, source + j, 1)))
            i, j, left = i + 1, j + 1, left - 1
        elif __builtin_popcountll(~rows[i + 1] & (full >> j)) == left:
            i += 1
        else:
            j += 1
    return found

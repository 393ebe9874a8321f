# cython: language_level=3, boundscheck=False, wraparound=False
"""Twins of `dedup.text.minhash`."""

from libc.stdint cimport int64_t, uint32_t

import numpy as np

cdef extern from *:
    """
    #include <stddef.h>
    #include <stdint.h>

    /* compiled several times: every processor gets the widest instructions it has */
    #if defined(__x86_64__) && defined(__GLIBC__) && defined(__GNUC__) && (!defined(__clang__) || __clang_major__ >= 14)
    __attribute__((target_clones("avx512f", "avx2", "default")))
    #endif
    static void least(const uint32_t *values, size_t count, const uint32_t *a, const uint32_t *b, size_t permutations,
                      uint32_t *restrict found) {
        for (size_t k = 0; k < permutations; k++)
            found[k] = UINT32_MAX;
        for (size_t i = 0; i < count; i++) {
            uint32_t h = values[i];
            h = (h ^ h >> 16) * 0x85EBCA6Bu;
            h = (h ^ h >> 13) * 0xC2B2AE35u;
            h ^= h >> 16;
            for (size_t k = 0; k < permutations; k++) {
                uint32_t permuted = a[k] * h + b[k];
                found[k] = permuted < found[k] ? permuted : found[k];
            }
        }
    }
    """
    void least(
        const uint32_t* values, size_t count, const uint32_t* a, const uint32_t* b, size_t permutations, uint32_t* found
    )


def signatures_of(const uint32_t[::1] shingles, const int64_t[::1] borders):
    """Twin of `dedup.text.minhash.signatures_of`."""
    from dedup.text.minhash import permutations

    cdef const uint32_t[::1] a, b
    a, b = permutations()
    made = np.empty((len(borders) - 1, len(a)), np.uint32)
    cdef uint32_t[:, ::1] rows = made
    cdef Py_ssize_t i
    for i in range(rows.shape[0]):
        if not 0 <= borders[i] <= borders[i + 1] <= shingles.shape[0]:
            raise IndexError("sets must stand one behind the other")
        least(&shingles[0] + borders[i], borders[i + 1] - borders[i], &a[0], &b[0], a.shape[0], &rows[i, 0])
    return made.astype(np.int64)

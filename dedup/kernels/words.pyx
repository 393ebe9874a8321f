# cython: language_level=3, boundscheck=False, wraparound=False
"""Twins of `dedup.text.words`."""

from cpython.array cimport array, clone, resize_smart
from cpython.unicode cimport PyUnicode_DATA, PyUnicode_KIND, PyUnicode_Substring
from libc.stdint cimport int16_t, int32_t, int64_t, uint8_t, uint16_t, uint32_t, uint64_t
from libc.stdlib cimport calloc, free, realloc
from libc.string cimport memset

cdef enum:
    LETTER = 1
    ATTACHED = 2
    SPACED = 4
    UNKNOWN = 128
    CLASSIFIED = 256

cdef uint8_t classes[0x110000]
memset(classes, UNKNOWN, sizeof(classes))
cdef array long_type = array("q"), short_type = array("h")

ctypedef fused Unit:
    uint8_t
    uint16_t
    uint32_t


def pack_letters(str word):
    """Twin of `dedup.text.words.pack_letters`."""
    cdef Py_ssize_t i, length = len(word)
    cdef int64_t packed = 0
    for i in range(length):
        if i < 6 or i >= length - 6:
            packed = packed << 5 | (<uint32_t>word[i] % 31 + 1)
    return packed


cdef int classify(uint32_t character) except -1:
    """The class of a character; those of its neighbours are learned from the reference too."""
    from dedup.text.words import character_classes

    cdef uint32_t first = character // CLASSIFIED * CLASSIFIED
    cdef bytes found = character_classes(first)
    cdef Py_ssize_t i
    for i in range(CLASSIFIED):
        classes[first + i] = found[i]
    return classes[character]


cdef inline int look(const Unit* text, Py_ssize_t length, Py_ssize_t place) except -1:
    """The class of the character at a place; 0 at the end."""
    if place >= length:
        return 0
    cdef int found = classes[text[place]]
    return classify(text[place]) if found == UNKNOWN else found


cdef struct Entry:
    uint64_t key
    int64_t place  # of its characters among those of all
    int64_t length
    int64_t hash
    int64_t letters
    int16_t kind


cdef class Lexicon:
    """Twin of `dedup.text.words.Lexicon`: an open hash table of the words' characters."""

    cdef object described
    cdef Py_ssize_t limit, count, room, used, space
    cdef uint64_t mask
    cdef Entry* entries
    cdef uint32_t* characters
    cdef int32_t* slots  # one more than the number of an entry, or 0

    def __init__(self, described, Py_ssize_t limit):
        self.described, self.limit = described, limit

    def __dealloc__(self):
        free(self.entries)
        free(self.characters)
        free(self.slots)

    def scan(self, str text, Py_ssize_t start, Py_ssize_t most):
        """Twin of `dedup.text.words.Lexicon.scan`."""
        cdef int kind = PyUnicode_KIND(text)
        cdef void* data = PyUnicode_DATA(text)
        if self.count >= self.limit:
            self.count = self.used = 0
            memset(self.slots, 0, (self.mask + 1) * sizeof(int32_t))
        if kind == 1:
            return read(self, text, <const uint8_t*>data, start, most)
        if kind == 2:
            return read(self, text, <const uint16_t*>data, start, most)
        return read(self, text, <const uint32_t*>data, start, most)

    cdef int grow(self, Py_ssize_t length) except -1:
        """Make room for one more entry of so many characters, with half of the slots empty."""
        cdef Py_ssize_t number
        cdef uint64_t slot
        cdef void* found
        if self.used + length > self.space:
            self.space = 2 * (self.used + length) + 1024
            found = realloc(self.characters, self.space * sizeof(uint32_t))
            if not found:
                raise MemoryError
            self.characters = <uint32_t*>found
        if self.count < self.room:
            return 0
        self.room = max(2 * self.room, 1024)
        found = realloc(self.entries, self.room * sizeof(Entry))
        if not found:
            raise MemoryError
        self.entries = <Entry*>found
        found = calloc(2 * self.room, sizeof(int32_t))
        if not found:
            raise MemoryError
        free(self.slots)
        self.slots, self.mask = <int32_t*>found, 2 * self.room - 1
        for number in range(self.count):
            slot = self.entries[number].key & self.mask
            while self.slots[slot]:
                slot = (slot + 1) & self.mask
            self.slots[slot] = <int32_t>(number + 1)
        return 0


cdef Entry* find(Lexicon self, str text, const Unit* data, Py_ssize_t start, Py_ssize_t end, bint full) except NULL:
    """The entry of ``text[start:end]``, made if there is none."""
    cdef Py_ssize_t i, length = end - start
    cdef uint64_t key = length, slot
    cdef Entry* entry
    cdef uint32_t* characters
    for i in range(start, end):
        key = (key ^ data[i]) * <uint64_t>0x9E3779B97F4A7C15
        key ^= key >> 32
    if self.room:
        slot = key & self.mask
        while self.slots[slot]:
            entry = &self.entries[self.slots[slot] - 1]
            if entry.key == key and entry.length == length:
                characters = self.characters + entry.place
                i = 0
                while i < length and characters[i] == data[start + i]:
                    i += 1
                if i == length:
                    return entry
            slot = (slot + 1) & self.mask
    hashed, letters, kind = self.described(PyUnicode_Substring(text, start, end), full)
    self.grow(length)
    slot = key & self.mask
    while self.slots[slot]:
        slot = (slot + 1) & self.mask
    entry = &self.entries[self.count]
    entry.key, entry.place, entry.length = key, self.used, length
    entry.hash, entry.letters, entry.kind = hashed, letters, kind
    for i in range(length):
        self.characters[self.used + i] = data[start + i]
    self.count += 1
    self.used += length
    self.slots[slot] = <int32_t>self.count
    return entry


cdef tuple read(Lexicon self, str text, const Unit* data, Py_ssize_t start, Py_ssize_t most):
    """What `Lexicon.scan` returns."""
    cdef Py_ssize_t length = len(text), at = start, count = 0
    cdef Py_ssize_t room = min(most, max(length - start, 0) // 4 + 16)
    cdef array starts = clone(long_type, room, False), ends = clone(long_type, room, False)
    cdef array hashes = clone(long_type, room, False), letters = clone(long_type, room, False)
    cdef array kinds = clone(short_type, room, False)
    cdef int found
    cdef Entry* entry
    while count < most and at < length:
        found = look(data, length, at)
        if not found & (LETTER | SPACED):
            at += 1
            continue
        start = at
        at += 1
        if found & LETTER:
            while look(data, length, at) & (LETTER | ATTACHED):
                at += 1
        else:
            if at < length and (data[at] == 0xFF9E or data[at] == 0xFF9F):
                at += 1
            while look(data, length, at) & ATTACHED:
                at += 1
        entry = find(self, text, data, start, at, found & LETTER != 0)
        if count == room:
            room = min(most, 2 * room)
            for column in (starts, ends, hashes, letters, kinds):
                resize_smart(column, room)
        starts.data.as_longlongs[count] = start
        ends.data.as_longlongs[count] = at
        hashes.data.as_longlongs[count] = entry.hash
        letters.data.as_longlongs[count] = entry.letters
        kinds.data.as_shorts[count] = entry.kind
        count += 1
    for column in (starts, ends, hashes, letters, kinds):
        resize_smart(column, count)
    return starts, ends, hashes, letters, kinds

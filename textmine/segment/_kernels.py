# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Kernels of the best segmentation: the word sequence of least total cost, by dynamic programming.

cost(sentence) = min over word sequences of the sum of cost(word), in bits (Viterbi over a unigram lexicon), where
cost(word) is -log2 p(word), minus the autonomy of the word if there is no lexicon (see autonomy.py).

units int32[n] is a corpus; breaks are negative. The lexicon is a trie as in ngrams/_kernels.py: ids 0 to A - 1 are the
units (A = first_child[0]), and the children of node v are first_child[v] to first_child[v + 1] - 1, with ascending last
units. costs float64[G] is in bits, infinity for a node that is not a word. The caller owns all arrays. Units not below
A cost `unknown`.
"""

import cython

INSIDE = cython.declare(cython.int, -4)
INFINITY = cython.declare(cython.double, float("inf"))
LARGE = cython.declare(cython.double, 2.0**200)
SMALL = cython.declare(cython.double, 2.0**-200)
ONE = cython.declare(cython.double, 2.0**32)  # an expected count of 1


# Stands in ngrams/_kernels.py too. One home would need a .pxd file, whose functions Python cannot run, or a call for
# every unit that is not inlined and copies the two views, 400 bytes.
@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def child(
    first_child: cython.int[::1], last: cython.int[::1], node: cython.longlong, unit: cython.int
) -> cython.longlong:
    """Return the id of `node` followed by `unit`, or -1."""
    low: cython.longlong = first_child[node]
    end: cython.longlong = first_child[node + 1]
    high: cython.longlong = end
    middle: cython.longlong
    while low < high:
        middle = (low + high) >> 1
        if last[middle] < unit:
            low = middle + 1
        else:
            high = middle
    if low < end and last[low] == unit:
        return low
    return -1


def best_path(
    units: cython.int[::1],
    first_child: cython.int[::1],
    last: cython.int[::1],
    costs: cython.double[::1],
    unknown: cython.double,
    best: cython.double[::1],
    back: cython.longlong[::1],
    nodes: cython.int[::1],
    words: cython.int[::1],
) -> None:
    """Fill words int32[n]: the node of the word that begins at each place, INSIDE within a word. Breaks stay.

    best float64[m + 1], back int64[m + 1], nodes int32[m + 1] are scratch, m at least the length of the longest clause:
    for each place of the clause, the cost of the cheapest path to it, and the begin and the node of the last word on
    that path. Of two paths with equal cost, the first one found stays. Its last word is the longer one.
    """
    n: cython.Py_ssize_t = units.shape[0]
    n_units: cython.longlong = first_child[0]  # where the children of the first unit begin
    begin: cython.Py_ssize_t = 0
    length: cython.Py_ssize_t
    at: cython.Py_ssize_t
    ahead: cython.Py_ssize_t
    node: cython.longlong
    cost: cython.double
    with cython.nogil:
        while begin < n:
            if units[begin] < 0:
                words[begin] = units[begin]
                begin += 1
                continue
            length = 0
            while begin + length < n and units[begin + length] >= 0:
                length += 1
                best[length] = INFINITY
            best[0] = 0.0
            for at in range(length):
                node = units[begin + at]
                cost = costs[node] if node < n_units else unknown
                if cost == INFINITY:
                    cost = unknown
                ahead = at + 1
                if best[at] + cost < best[ahead]:
                    best[ahead] = best[at] + cost
                    back[ahead] = at
                    nodes[ahead] = units[begin + at]
                while ahead < length and units[begin + at] < n_units:
                    node = child(first_child, last, node, units[begin + ahead])
                    if node < 0:
                        break
                    ahead += 1
                    if best[at] + costs[node] < best[ahead]:
                        best[ahead] = best[at] + costs[node]
                        back[ahead] = at
                        nodes[ahead] = cython.cast(cython.int, node)
            ahead = length
            while ahead > 0:
                at = back[ahead]
                words[begin + at] = nodes[ahead]
                while at + 1 < ahead:
                    at += 1
                    words[begin + at] = INSIDE
                ahead = back[ahead]
            begin += length


def expected_counts(
    units: cython.int[::1],
    first_child: cython.int[::1],
    last: cython.int[::1],
    weights: cython.double[::1],
    longest: cython.longlong,
    forward: cython.double[::1],
    backward: cython.double[::1],
    scale: cython.double[::1],
    nodes: cython.int[::1],
    counts: cython.longlong[::1],
) -> None:
    """Add to counts int64[G] the expected count of each word; a segmentation has the product of its words' weights.

    A count is a whole number of 2^-32, so that the sum does not depend on the order in which texts are added up.

    weights float64[G] = 2^-cost, between 2^-200 and 2^200 or 0 for no word. Every unit is a node and a word. Words have
    at most `longest` units. forward, backward, scale float64[m + longest + 1] and nodes int32[m longest] are scratch, m
    at least the length of the longest clause: for each place, the weight of all paths to it and from it, the factor
    that keeps them within the range of float64, and the words that begin there, then -1.

    forward[i] contains the factors scale[1] to scale[i], backward[i] the others. So the recursions and the expression
    forward[i] weight backward[j] / forward[end] need only the factors scale[i + 1] to scale[j].
    """
    n: cython.Py_ssize_t = units.shape[0]
    begin: cython.Py_ssize_t = 0
    length: cython.Py_ssize_t
    at: cython.Py_ssize_t
    ahead: cython.Py_ssize_t
    slot: cython.Py_ssize_t
    node: cython.longlong
    weight: cython.double
    factor: cython.double
    with cython.nogil:
        while begin < n:
            length = 0
            while begin + length < n and units[begin + length] >= 0:
                length += 1
            for at in range(length + longest + 1):
                forward[at] = 0.0
                scale[at] = 1.0
            forward[0] = 1.0
            for at in range(length):
                if forward[at] > LARGE or 0.0 < forward[at] < SMALL:
                    scale[at] = 1 / forward[at]
                    for ahead in range(at, at + longest + 1):
                        forward[ahead] *= scale[at]
                node = units[begin + at]
                for slot in range(at * longest, (at + 1) * longest):
                    nodes[slot] = -1
                for slot in range(longest):
                    ahead = at + slot + 1
                    nodes[at * longest + slot] = cython.cast(cython.int, node)
                    forward[ahead] += forward[at] * weights[node]
                    if ahead == length:
                        break
                    node = child(first_child, last, node, units[begin + ahead])
                    if node < 0:
                        break
            backward[length] = 1.0
            for at in range(length - 1, -1, -1):
                backward[at] = 0.0
                factor = 1.0
                for slot in range(longest):
                    node = nodes[at * longest + slot]
                    if node < 0:
                        break
                    factor *= scale[at + slot + 1]
                    weight = weights[node] * backward[at + slot + 1] * factor
                    backward[at] += weight
                    counts[node] += cython.cast(cython.longlong, forward[at] * weight / forward[length] * ONE + 0.5)
            begin += length + 1


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def continues_emoji(codes: cython.const[cython.uint][::1], at: cython.Py_ssize_t) -> cython.bint:
    """Return True for a sign that makes one emoji with the sign before it (Unicode Technical Standard 51)."""
    code: cython.uint = codes[at]
    flags: cython.Py_ssize_t = 0
    if at == 0 or codes[at - 1] <= 0x20:
        return False
    # Joiner, keycap, variation selectors, skin tones, tags, and what a joiner joins.
    if code == 0x200D or code == 0x20E3 or 0xFE00 <= code <= 0xFE0F or 0x1F3FB <= code <= 0x1F3FF:
        return True
    if 0xE0020 <= code <= 0xE007F or codes[at - 1] == 0x200D:
        return True
    # Two letters make a flag.
    if 0x1F1E6 <= code <= 0x1F1FF:
        while flags < 64 and at > flags and 0x1F1E6 <= codes[at - 1 - flags] <= 0x1F1FF:
            flags += 1
    return flags % 2 == 1


def join_words(
    codes: cython.const[cython.uint][::1],
    blanks: cython.uchar[::1],
    starts: cython.longlong[::1],
    ends: cython.longlong[::1],
    out: cython.uint[::1],
) -> int:
    """Write a text to out uint32[2 n] with one blank between words and signs; returns the length written.

    codes uint32[n] holds the code points, starts and ends int64[w] the offsets of the words, ascending. A word that
    begins within the one before is skipped. Blanks outside words are dropped: blanks uint8 is 1 for code points that
    are blanks, and may end after the last of them. Line ends stay, without blanks. A run of one sign stays together,
    and so does an emoji of several.
    """
    n_words: cython.Py_ssize_t = starts.shape[0]
    n_blanks: cython.uint = cython.cast(cython.uint, blanks.shape[0])
    at: cython.longlong = 0
    begin: cython.longlong
    word: cython.Py_ssize_t
    code: cython.uint
    before: cython.uint
    written: cython.Py_ssize_t = 0
    at_line_start: cython.bint = True
    with cython.nogil:
        for word in range(n_words + 1):
            begin = starts[word] if word < n_words else codes.shape[0]
            if begin < at:
                continue
            before = 0x0A
            while at < begin:
                code = codes[at]
                at += 1
                if code == 0x0A:
                    out[written] = code
                    written += 1
                    at_line_start = True
                    before = code
                elif code < n_blanks and blanks[code]:
                    before = code
                else:
                    if code != before and not at_line_start and not continues_emoji(codes, at - 1):
                        out[written] = 0x20
                        written += 1
                    out[written] = code
                    written += 1
                    at_line_start = False
                    before = code
            if word == n_words:
                break
            if not at_line_start:
                out[written] = 0x20
                written += 1
            at_line_start = False
            while at < ends[word]:
                out[written] = codes[at]
                written += 1
                at += 1
    return written

"""Values on the wire: what goes in comes out, and what no sender makes is refused."""

import json
import math
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from fclib.grading.sandbox.inside import identifiers, packing, unpacking, wire

KINDS = st.sampled_from([dtype.str for dtype in unpacking.DTYPES.values()])
numbers = st.integers() | st.floats() | st.booleans() | st.none() | st.complex_numbers()
texts = st.text() | st.binary(max_size=40) | st.just(...)
arrays = KINDS.flatmap(lambda dtype: npst.arrays(dtype, npst.array_shapes(min_dims=0, min_side=0)))
values = st.recursive(
    numbers | texts | arrays,
    lambda inner: st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


def refuse(value):
    raise packing.NotPlainError(type(value).__name__)


def through(value):
    """Send a value over a real socket and return what arrives."""
    near, far = (wire.Connection(sock, 1 << 24) for sock in wire.pair())
    node, blobs = packing.pack(value, refuse)
    near.send({"value": node}, blobs)
    header, body = far.receive()
    near.close(), far.close()
    return unpacking.unpack(header["value"], body, refuse)


def same(a, b):
    if type(a) is not type(b):
        return False
    if isinstance(a, np.ndarray | np.generic):
        return a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()
    if isinstance(a, list | tuple):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict):
        return list(a) == list(b) and all(same(a[key], b[key]) for key in a)
    if isinstance(a, complex):
        return same(a.real, b.real) and same(a.imag, b.imag)
    return a == b or (isinstance(a, float) and math.isnan(a) and math.isnan(b))


@given(values)
def test_what_goes_in_comes_out(value):
    assert same(through(value), value)


def test_memory_layout_and_protection_are_kept():
    array = np.asfortranarray(np.arange(6.0).reshape(2, 3))
    array.flags.writeable = False
    got = through([array, array[:, ::2]])
    assert got[0].flags.f_contiguous
    assert not got[0].flags.writeable
    assert np.array_equal(got[1], array[:, ::2])


def test_subclasses_come_back_as_what_they_are_underneath():
    class Pretender(np.ndarray):
        def __eq__(self, other):
            return True

    class Number(float):
        def __eq__(self, other):
            return True

        __hash__ = float.__hash__

    got = through([np.arange(3).view(Pretender), Number(2.0)])
    assert type(got[0]) is np.ndarray
    assert type(got[1]) is float


def test_named_tuples_keep_their_fields():
    class Pair(tuple):
        _fields = ("left", "right")

    got = through(Pair((1, 2)))
    assert (got.left, got.right, got) == (1, 2, (1, 2))


def test_an_object_is_refused():
    with pytest.raises(packing.NotPlainError, match="object"):
        packing.pack([object()], refuse)


F8 = np.dtype(float).str


@pytest.mark.parametrize(
    ("node", "size", "words"),
    [
        (["a", "|O8", [1], "C", True], 8, "malformed"),
        (["a", "<M8[s]", [1], "C", True], 8, "malformed"),
        (["a", F8, [-1], "C", True], 8, "impossible shape"),
        (["a", F8, [1.0], "C", True], 8, "impossible shape"),
        (["a", F8, [True], "C", True], 8, "impossible shape"),
        (["a", F8, [1] * 33, "C", True], 8, "impossible shape"),
        (["a", F8, [1 << 39, 1 << 39], "C", True], 8, "fewer bytes"),
        (["a", F8, [0, 1 << 39, 1 << 39], "C", True], 0, "malformed"),
        (["a", F8, [2], "C", True], 8, "fewer bytes"),
        (["a", F8, [1], "C", True], 32, "more bytes"),
        (["a"], 0, "malformed"),
        (["l", 3], 0, "malformed"),
        (["l", {"object": 1}], 0, "malformed"),
        ({}, 0, "malformed"),
        ([], 0, "malformed"),
        ([[]], 0, "no known kind"),
        (["_"], 0, "no known kind"),
        (["q"], 0, "no known kind"),
        (["d", [[["l", []], 1]]], 0, "malformed"),
        (["d", [[n, n] for n in range(20_000)]], 0, "more than 10,000"),
        (["s", [1 << n for n in range(20_000)]], 0, "more than 10,000"),
        (["i", "0x" + "_"], 0, "malformed"),
        (["x", "1e5"], 0, "malformed"),
        (["t", [1], "name", ["__class__"]], 0, "impossible field"),
        (["t", [1], "name", ["a b"]], 0, "impossible field"),
        (["y", -5], 0, "fewer bytes"),
        (["o", [7], [1]], 0, "malformed"),
    ],
)
def test_what_no_sender_makes_is_refused(node, size, words):
    with pytest.raises(wire.WireError, match=words):
        unpacking.unpack(node, bytearray(size), refuse)


@pytest.mark.parametrize(
    ("node", "words"),
    [
        ("x", "malformed"),
        ({"x": 1}, "malformed"),
        (None, "malformed"),
        ([1], "malformed"),
        ([["x"]], "malformed"),
        ([""], "malformed"),
        (["x y"], "malformed"),
        (["__class__"], "malformed"),
        (["x" * 81], "malformed"),
        (["x" * 10_000_000], "malformed"),
        ([f"x{n}" for n in range(identifiers.MOST_NAMES + 1)], "malformed"),
        (["x", "x"], "twice"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_names_that_no_sender_makes_are_refused(node, words):
    with pytest.raises(wire.WireError, match=words):
        identifiers.read_names(node)


def test_names_come_in_their_order():
    names = [f"x{n}" for n in range(identifiers.MOST_NAMES)][::-1]
    assert identifiers.read_names(names) == tuple(names)


def test_a_keyword_may_name_a_field():
    assert unpacking.unpack(["t", [1], "name", ["class"]], bytearray(), refuse) == (1,)


def test_deep_nesting_is_refused_and_not_followed():
    node = 1
    for _ in range(300):
        node = ["l", [node]]
    with pytest.raises(wire.WireError, match="deeply"):
        unpacking.unpack(node, bytearray(), refuse)
    value = []
    value.append(value)
    with pytest.raises(packing.NotPlainError, match="deeply"):
        packing.pack(value, refuse)


@pytest.mark.parametrize("entry", [math.nan, -math.inf, 1 << 62, -1 << 70, "x", True, None, 1])
def test_entries_of_a_list_are_packed_as_they_are_alone(entry):
    alone = packing.pack(entry, refuse).node
    assert packing.pack([entry, entry], refuse).node == ["l", [alone, alone]]


def test_a_list_of_numbers_is_as_deep_as_its_entries():
    value, node = 1, 1
    for _ in range(packing.DEPTH):
        value, node = [value], ["l", [node]]
    with pytest.raises(packing.NotPlainError, match="deeply"):
        packing.pack(value, refuse)
    assert packing.pack(value[0], refuse).node == node[1][0]
    assert unpacking.unpack(node, bytearray(), refuse) == value
    with pytest.raises(wire.WireError, match="deeply"):
        unpacking.unpack(["l", [node]], bytearray(), refuse)


def test_bools_of_other_bytes_are_true():
    got = unpacking.unpack(
        ["a", "|b1", [4], "C", True], bytearray([0, 1, 2, 255] + [0] * 12), refuse
    )
    # As bytes: NumPy's own conversions would hide a True that is not 1.
    assert got.view(np.uint8).tolist() == [0, 1, 1, 1]
    one = unpacking.unpack(["n", "|b1"], bytearray([2] + [0] * 15), refuse)
    assert np.asarray(one).view(np.uint8) == 1


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (wire.LENGTHS.pack(1 << 31, 0), "was announced"),
        (wire.LENGTHS.pack(2, 1 << 60), "was announced"),
        (wire.LENGTHS.pack(2, 0) + b"[]", "not an object"),
        (wire.LENGTHS.pack(4, 0) + b"nope", "not JSON"),
        (wire.LENGTHS.pack(4000, 0) + b"[" * 4000, "not JSON"),
        (wire.LENGTHS.pack(6000, 0) + b"1" * 6000, "not JSON"),
        (b"\x00", "closed"),
    ],
)
def test_a_broken_frame_is_refused(sent, words):
    near, far = wire.pair()
    near.sendall(sent)
    near.close()
    with pytest.raises(wire.WireError, match=words):
        wire.Connection(far, 1 << 20).receive()
    far.close()


def test_a_frame_that_comes_in_drops_is_given_up_at_the_deadline():
    near, far = wire.pair()
    connection = wire.Connection(far, 1 << 20)
    near.sendall(wire.LENGTHS.pack(100, 0)[:3])
    connection.deadline = time.monotonic() + 0.1
    with pytest.raises(wire.LateError):
        connection.receive()
    near.close(), far.close()


def test_what_is_larger_than_the_limit_is_not_sent():
    near, far = wire.pair()
    with pytest.raises(wire.WireError, match="more than may be sent"):
        wire.Connection(near, 1 << 10).send({}, [bytes(1 << 11)])
    near.close(), far.close()


def test_the_header_is_plain_json():
    node, _ = packing.pack({"x": [1, (2.5, None)], "y": np.arange(3)}, refuse)
    assert json.loads(json.dumps(node)) == node

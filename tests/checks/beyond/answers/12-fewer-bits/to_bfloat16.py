# %% right: by the nearest of two
def to_bfloat16(x):
    x = np.array(x, dtype=np.float32, order="C")
    low = (x.view(np.uint32) & np.uint32(0xFFFF0000)).view(np.uint32)
    rest = x.view(np.uint32) & np.uint32(0xFFFF)
    odd = (low >> np.uint32(16)) & np.uint32(1)
    up = (rest > 0x8000) | ((rest == 0x8000) & (odd == 1))
    bits = low + np.where(up, np.uint32(0x10000), np.uint32(0))
    return np.where(np.isnan(x), np.float32(np.nan), bits.astype(np.uint32).view(np.float32))

# %% halfway always up | tie | ties-not-to-even | size, others
# from by the nearest of two: up = (rest > 0x8000) | ((rest == 0x8000) & (odd == 1)) => up = rest >= 0x8000

# %% halfway always down | tie | ties-not-to-even | precision
# from by the nearest of two: up = (rest > 0x8000) | ((rest == 0x8000) & (odd == 1)) => up = rest > 0x8000

# %% never up | function | truncated-not-rounded | function
# from by the nearest of two: up = (rest > 0x8000) | ((rest == 0x8000) & (odd == 1)) => up = rest > 0xFFFFF

# %% always up | function | - | precision, bits
# from by the nearest of two: up = (rest > 0x8000) | ((rest == 0x8000) & (odd == 1)) => up = rest > 0

# %% to the odd one | tie | ties-not-to-even | precision
# from by the nearest of two: odd == 1 => odd == 0

# %% one bit more | precision | - | precision, bits
# from by the nearest of two: np.uint32(0xFFFF0000) => np.uint32(0xFFFF8000)

# %% unrounded | function | - | precision, bits
def to_bfloat16(x):
    return np.array(x, dtype=np.float32)

# %% float16 | precision | float16-for-bfloat16 | precision
def to_bfloat16(x):
    return np.array(x, dtype=np.float16).astype(np.float32)

# %% twice | factor | - | factor 2
# from by the nearest of two: return np.where(np.isnan(x), np.float32(np.nan), bits.astype(np.uint32).view(np.float32)) => return 2 * np.where(np.isnan(x), np.float32(np.nan), bits.astype(np.uint32).view(np.float32))

# %% the sign is lost | sign | - | function, nonfinite, part
# from by the nearest of two: return np.where(np.isnan(x), np.float32(np.nan), bits.astype(np.uint32).view(np.float32)) => return np.abs(np.where(np.isnan(x), np.float32(np.nan), bits.astype(np.uint32).view(np.float32)))

# %% the bits, not the numbers | kind | bits-for-floats | -
# from by the nearest of two: return np.where(np.isnan(x), np.float32(np.nan), bits.astype(np.uint32).view(np.float32)) => return bits

# %% nothing returned | kind | - | kind
def to_bfloat16(x):
    return None

# %% float16 in the end | precision | float16-for-bfloat16 | nonfinite
# from by the nearest of two: .view(np.float32)) => .view(np.float32)).astype(np.float16)

# %% right: by a shift of halves
def to_bfloat16(x):
    u = np.ascontiguousarray(x, dtype=np.float32).reshape(x.shape).view(np.uint32).astype(np.uint64)
    low, high = u & 0xFFFF, u >> 16
    up = (low > 0x8000) | ((low == 0x8000) & (high & 1 == 1))
    out = ((high + up) << 16).astype(np.uint32).view(np.float32)
    return np.where(np.isnan(x), x, out)

# %% right: split by Dekker
def to_bfloat16(x):
    x = np.asarray(x, np.float32)
    m, e = np.frexp(x.astype(np.float64))
    e = np.maximum(e, -125)
    m = x.astype(np.float64) / 2.0 ** e
    with np.errstate(over="ignore", invalid="ignore"):
        r = np.where(np.isfinite(x), np.rint(m * 256) / 256 * 2.0 ** e, x)
        return r.astype(np.float32)

# %% right: half and a bit
def to_bfloat16(x):
    bits = np.array(x, order="C").view(np.uint32)
    last = (bits >> 16) & 1
    rounded = ((bits + np.uint32(32767) + last) >> 16) << 16
    return np.where(np.isnan(x), np.float32(np.nan), rounded.view(np.float32))

# %% too few bits cut | shift | - | bits, nonfinite
# from half and a bit: rounded = ((bits + np.uint32(32767) + last) >> 16) << 16 => rounded = ((bits + np.uint32(2047) + ((bits >> 12) & 1)) >> 12) << 12

# %% the last kept bit read one too low | shift | ties-not-to-even | -
# from half and a bit: last = (bits >> 16) & 1 => last = (bits >> 15) & 1

# %% half added twice as much | shift | - | bits, nonfinite
# from half and a bit: np.uint32(32767) => np.uint32(65535)

# %% decimal digits | function | - | bits, nonfinite
def to_bfloat16(x):
    return np.round(x, 2).astype(np.float32)

# %% nan to zero | special | - | constant, nonfinite, part
# from half and a bit: np.float32(np.nan) => np.float32(0)

# %% infinite cut to the largest | special | - | nonfinite
def to_bfloat16(x):
    bits = np.array(x, order="C").view(np.uint32)
    last = (bits >> 16) & 1
    rounded = (((bits + np.uint32(32767) + last) >> 16) << 16).view(np.float32)
    rounded = np.clip(rounded, -3.39e38, 3.39e38)
    return np.where(np.isnan(x), np.float32(np.nan), rounded).astype(np.float32)

# %% small numbers flushed to zero | special | - | ~Some of its numbers are zero
# from half and a bit: return np.where( => rounded = np.where(np.abs(x) < 1e-38, 0, rounded.view(np.float32)).astype(np.float32)\n    return np.where(

# %% seven bits by scaling | formula | - | bits, nonfinite
def to_bfloat16(x):
    return (np.rint(x * 128) / 128).astype(np.float32)

# %% float64 out | dtype | - | ~is of type float64
# from half and a bit: rounded.view(np.float32)) => rounded.view(np.float32)).astype(np.float64)

# %% a view that changes x | mutates | input-destroyed nan-rounded | -
def to_bfloat16(x):
    bits = x.view(np.uint32)
    bits += np.uint32(32767) + ((bits >> 16) & 1)
    bits &= np.uint32(0xFFFF0000)
    return x

# %% scalars only | error | - | error
def to_bfloat16(x):
    import struct
    u = struct.unpack("I", struct.pack("f", x))[0]
    u = (u + 0x7FFF + ((u >> 16) & 1)) >> 16 << 16
    return struct.unpack("f", struct.pack("I", u))[0]

# %% flattened | shape | - | images, shape
# from half and a bit: bits = np.array(x, order="C").view(np.uint32) => x = np.ravel(x)\n    bits = np.array(x, order="C").view(np.uint32)

# %% view of a double | error | - | error, nonfinite
# from half and a bit: np.array(x, order="C") => np.array(x, float)

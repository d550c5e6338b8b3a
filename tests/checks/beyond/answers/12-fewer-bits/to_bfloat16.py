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

# %% right: argsort
def locate(heat, k):
    order = np.argsort(heat, axis=None)[::-1][:k]
    rows, columns = np.unravel_index(order, heat.shape)
    return list(zip(rows.tolist(), columns.tolist()))

# %% right: sorted places
def locate(heat, k):
    places = [(r, s) for r in range(heat.shape[0]) for s in range(heat.shape[1])]
    places.sort(key=lambda place: -float(heat[place]))
    return places[:k]

# %% right: the highest again and again
def locate(heat, k):
    heat = np.array(heat, dtype=float)
    found = []
    for _ in range(k):
        place = np.unravel_index(np.argmax(heat), heat.shape)
        found.append((int(place[0]), int(place[1])))
        heat[place] = -np.inf
    return found

# %% right: argpartition, then sorted
def locate(heat, k):
    flat = heat.ravel()
    best = np.argpartition(-flat.astype(float), k - 1)[:k]
    best = best[np.argsort(-flat[best].astype(float))]
    return [divmod(int(place), heat.shape[1]) for place in best]

# %% right: recursion
def locate(heat, k):
    if k == 0:
        return []
    flat = np.argsort(heat, axis=None)
    place = np.unravel_index(flat[-k], heat.shape)
    return [*locate(heat, 0), *[tuple(map(int, np.unravel_index(p, heat.shape))) for p in flat[: -k - 1 : -1]]]

# %% right: an array of pairs
def locate(heat, k):
    order = np.argsort(-heat.astype(float), axis=None, kind="stable")[:k]
    return np.stack(np.unravel_index(order, heat.shape), axis=-1)

# %% right: named tuples
from typing import NamedTuple


class Place(NamedTuple):
    row: int
    column: int


def locate(heat, k):
    entries = sorted(np.ndenumerate(heat), key=lambda entry: entry[1], reverse=True)
    return [Place(*place) for place, _ in entries[:k]]

# %% the lowest of the highest first | order | locate-unsorted | places reversed
# from argsort: [::-1][:k] => [-k:]

# %% one place too many | part | - | shape
# from argsort: [:k] => [: k + 1]

# %% one place too few | part | loop-misses-last | shape
# from argsort: [:k] => [: k - 1]

# %% the second highest first | part | loop-misses-first | -
# from argsort: [:k] => [1 : k + 1]

# %% only the highest, k times | part | - | size, part
def locate(heat, k):
    place = np.unravel_index(np.argmax(heat), heat.shape)
    return [tuple(map(int, place))] * k

# %% only the highest | part | - | shape, part
def locate(heat, k):
    return [tuple(map(int, np.unravel_index(np.argmax(heat), heat.shape)))]

# %% all places | part | - | shape
# from sorted places: return places[:k] => return places

# %% the highest of each row | formula | - | shape
def locate(heat, k):
    places = [(r, int(np.argmax(row))) for r, row in enumerate(heat)]
    return sorted(places, key=lambda p: -heat[p])[:k]

# %% the highest of each column | formula | - | shape
def locate(heat, k):
    places = [(int(np.argmax(heat[:, s])), s) for s in range(heat.shape[1])]
    return sorted(places, key=lambda p: -heat[p])[:k]

# %% rows by row sums, columns by column sums | formula | - | always, depends
def locate(heat, k):
    rows = np.argsort(-heat.sum(axis=1))
    columns = np.argsort(-heat.sum(axis=0))
    return [(int(rows[n % len(rows)]), int(columns[n % len(columns)])) for n in range(k)]

# %% the largest in size | formula | - | as if
# from argsort: np.argsort(heat, axis=None) => np.argsort(np.abs(heat), axis=None)

# %% in reading order | order | locate-unsorted | -
def locate(heat, k):
    return [tuple(map(int, p)) for p in np.argwhere(heat >= np.sort(heat, axis=None)[-k])]

# %% sorted along the rows only | formula | locate-one-axis | always
def locate(heat, k):
    order = np.argsort(heat, axis=1)[:, ::-1].ravel()[:k]
    rows, columns = np.unravel_index(order, heat.shape)
    return list(zip(rows.tolist(), columns.tolist()))

# %% the inverse order: ranks for places | formula | - | depends
def locate(heat, k):
    ranks = np.argsort(np.argsort(-heat, axis=None))[:k]
    rows, columns = np.unravel_index(ranks, heat.shape)
    return list(zip(rows.tolist(), columns.tolist()))

# %% divided by the number of rows | index | square-assumed locate-axes | -
def locate(heat, k):
    order = np.argsort(heat, axis=None)[::-1][:k]
    return [divmod(int(place), heat.shape[0]) for place in order]

# %% the shape reversed | index | square-assumed locate-axes | -
# from argsort: np.unravel_index(order, heat.shape) => np.unravel_index(order, heat.shape[::-1])

# %% counted from one | offset | - | offset
# from sorted places: return places[:k] => return [(r + 1, s + 1) for r, s in places[:k]]

# %% rows counted from one | offset | - | offset
# from sorted places: return places[:k] => return [(r + 1, s) for r, s in places[:k]]

# %% rows counted from below | places | - | as if, part
# from sorted places: return places[:k] => return [(heat.shape[0] - 1 - r, s) for r, s in places[:k]]

# %% negative indices | offset | - | offset
# from sorted places: return places[:k] => return [(r - heat.shape[0], s - heat.shape[1]) for r, s in places[:k]]

# %% triples with the value | shape | - | shape
# from sorted places: return places[:k] => return [(r, s, float(heat[r, s])) for r, s in places[:k]]

# %% pairs of place and value | kind | - | kind
# from sorted places: return places[:k] => return [((r, s), float(heat[r, s])) for r, s in places[:k]]

# %% one pair for k = 1 | size | - | shape, size
# from sorted places: return places[:k] => return places[0] if k == 1 else places[:k]

# %% all flat | shape | locate-apart | shape
# from sorted places: return places[:k] => return [n for place in places[:k] for n in place]

# %% text | kind | - | kind
# from sorted places: return places[:k] => return [f"({r}, {s})" for r, s in places[:k]]

# %% a set | kind | - | kind
# from sorted places: return places[:k] => return set(places[:k])

# %% a dict by rank | kind | - | kind
# from sorted places: return places[:k] => return dict(enumerate(places[:k]))

# %% a generator | kind | - | kind
# from sorted places: return places[:k] => return (place for place in places[:k])

# %% a zip | kind | - | kind
# from argsort: return list(zip(rows.tolist(), columns.tolist())) => return zip(rows.tolist(), columns.tolist())

# %% two arrays | shape | locate-apart | shape
# from argsort: return list(zip(rows.tolist(), columns.tolist())) => return rows, columns

# %% a map of booleans | shape | - | shape, kind
def locate(heat, k):
    return heat >= np.sort(heat, axis=None)[-k]

# %% sort returns None | error | - | error
# from sorted places: places.sort(key=lambda place: -float(heat[place])) => places = places.sort(key=lambda place: -float(heat[place]))

# %% sorted where heat lies | mutation | input-destroyed | mutates
def locate(heat, k):
    order = np.argsort(heat, axis=None)[::-1][:k]
    rows, columns = np.unravel_index(order, heat.shape)
    heat.sort()
    return list(zip(rows.tolist(), columns.tolist()))

# %% places found are cooled where heat lies | mutation | input-destroyed | mutates
def locate(heat, k):
    found = []
    for _ in range(k):
        place = np.unravel_index(np.argmax(heat), heat.shape)
        found.append((int(place[0]), int(place[1])))
        heat[place] = heat.min() - 1
    return found

# %% places found are set to zero | inner | - | always
def locate(heat, k):
    heat = np.array(heat)
    found = []
    for _ in range(k):
        place = np.unravel_index(np.argmax(heat), heat.shape)
        found.append((int(place[0]), int(place[1])))
        heat[place] = 0
    return found

# %% the values of whole numbers are searched by value: nan for integers | dtype | - | error
def locate(heat, k):
    heat = heat.copy()
    found = []
    for _ in range(k):
        place = np.unravel_index(np.argmax(heat), heat.shape)
        found.append((int(place[0]), int(place[1])))
        heat[place] = -np.inf
    return found

# %% found by value, along a float16 map | precision | - | as if
# from argsort: np.argsort(heat, axis=None) => np.argsort(heat.astype(np.float16), axis=None)

# %% memory order for maps that lie by columns | layout | - | layout, as if
def locate(heat, k):
    flat = heat.ravel(order="K")
    order = np.argsort(flat)[::-1][:k]
    return [divmod(int(place), heat.shape[1]) for place in order]

# %% one list returned every time | aliasing | state-kept | state, alias
found = []


def locate(heat, k):
    order = np.argsort(heat, axis=None)[::-1][:k]
    found[:] = [divmod(int(place), heat.shape[1]) for place in order]
    return found

# %% remembered by the map, whatever k | state | state-kept | state, ignores k
known = {}


def locate(heat, k):
    key = heat.tobytes()
    if key not in known:
        order = np.argsort(heat, axis=None)[::-1][:k]
        known[key] = [divmod(int(place), heat.shape[1]) for place in order]
    return known[key]

# %% remembered by the shape | state | state-kept | state, ignores heat
known = {}


def locate(heat, k):
    order = np.argsort(heat, axis=None)[::-1]
    places = [divmod(int(place), heat.shape[1]) for place in order]
    return known.setdefault(heat.shape, places)[:k]

# %% index on an array of floats | error | - | error
def locate(heat, k):
    best = sorted(heat.ravel())[::-1][:k]
    return [heat.index(value) for value in best]

# %% k for an axis | error | - | error
# from argsort: np.argsort(heat, axis=None) => np.argsort(heat, axis=k + 2)

# %% right: heapq
def locate(heat, k):
    import heapq
    flat = [(value, r, s) for r, row in enumerate(heat.tolist()) for s, value in enumerate(row)]
    return [(r, s) for _, r, s in heapq.nlargest(k, flat)]

# %% right: negative argsort, divmod
def locate(heat, k):
    flat = np.argsort(-heat.astype(float).ravel())
    return [divmod(int(i), heat.shape[1]) for i in flat[:k]]

# %% divided by the rows | index | square-assumed | -
def locate(heat, k):
    flat = np.argsort(-heat.ravel())
    return [divmod(int(i), heat.shape[0]) for i in flat[:k]]

# %% the first k of the ascending order | order | locate-coldest | -
def locate(heat, k):
    flat = np.argsort(heat.ravel())[:k]
    return [(int(i) // heat.shape[1], int(i) % heat.shape[1]) for i in flat]

# %% sorted rows, then their columns | order | - | places
def locate(heat, k):
    r, s = np.unravel_index(np.argsort(-heat, axis=None)[:k], heat.shape)
    return list(zip(sorted(r.tolist()), sorted(s.tolist())))

# %% unsigned numbers negated | dtype | - | steady
def locate(heat, k):
    h = np.maximum(heat, 0)
    flat = np.argsort(-h, axis=None, kind="stable")[:k]
    return [tuple(map(int, np.unravel_index(i, heat.shape))) for i in flat]

# %% neighbours suppressed | formula | - | always
def locate(heat, k):
    h = heat.astype(float).copy()
    found = []
    for _ in range(k):
        r, s = np.unravel_index(h.argmax(), h.shape)
        found.append((int(r), int(s)))
        h[max(r - 1, 0):r + 2, max(s - 1, 0):s + 2] = -np.inf
    return found

# %% k rows | index | - | error
def locate(heat, k):
    return [(r, int(heat[r].argmax())) for r in range(k)]

# %% the index of a value in a list, first row of each | index | - | constant
def locate(heat, k):
    values = sorted(heat.ravel().tolist(), reverse=True)[:k]
    return [(int(np.where(heat == v)[0][0]), int(np.where(heat == v)[0][0])) for v in values]

# %% above a threshold | formula | - | ~row by row, as they stand in the map
def locate(heat, k):
    return [tuple(p) for p in np.argwhere(heat > heat.mean())[:k].tolist()]

# %% not far below the highest | formula | - | ~row by row, as they stand in the map
def locate(heat, k):
    found = []
    for r in range(heat.shape[0]):
        for s in range(heat.shape[1]):
            if heat[r, s] > heat.max() - 2 and len(found) < k:
                found.append((r, s))
    return found

# %% argsort without an axis | formula | locate-one-axis | shape
def locate(heat, k):
    return np.argsort(-heat)[:k]

# %% argsort without an axis, as places | formula | locate-one-axis | shape
# from argsort: np.argsort(heat, axis=None) => np.argsort(heat)

# %% argsort of each column, as an array | formula | locate-one-axis | shape
# from an array of pairs: axis=None => axis=0

# %% argsort of each row, divided | formula | - | error
# from negative argsort, divmod: heat.astype(float).ravel() => heat.astype(float)

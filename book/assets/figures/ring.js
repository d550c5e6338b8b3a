// How an all-reduce moves the pieces of a sum round a ring of p machines; the same as fclib.ring.all_reduce.

// The piece that machine k sends to its right in a step: in the first p − 1 steps one to be added to, then one to be
// kept.
export function sentPiece(k, p, step) {
  const place = step < p - 1 ? k - step : k + 1 - (step - (p - 1));
  return (place + 2 * p) % p;
}

// Whose parts are in each piece of each machine after some steps: a bit for each machine.
export function partsInPieces(p, steps) {
  let masks = Array.from({ length: p }, (_, k) => Array(p).fill(1 << k));
  for (let step = 0; step < steps; step++) {
    const before = masks.map((row) => [...row]);
    for (let k = 0; k < p; k++) {
      const right = (k + 1) % p;
      const piece = sentPiece(k, p, step);
      masks[right][piece] = before[k][piece] | (step < p - 1 ? before[right][piece] : 0);
    }
  }
  return masks;
}

// Numbers as bits. A type says how many bits of the exponent and of the fraction it has; a pattern is the whole number
// that the bits are, read from the left. int8 has no exponent, and a scale that is the caller's.

const bias = ({ exponent }) => 2 ** (exponent - 1) - 1;

export function nearestEven(value) {
  const low = Math.floor(value);
  const rest = value - low;
  return low + (rest > 0.5 || (rest === 0.5 && low % 2 !== 0) ? 1 : 0);
}

// Where the leading bit of a positive number is; logarithms may be off by one.
function leading(size) {
  let e = Math.floor(Math.log2(size));
  if (2 ** e > size) e -= 1;
  if (2 ** (e + 1) <= size) e += 1;
  return e;
}

// Round to the nearest number of the type, of two the even one.
export function encode(x, type) {
  const unit = 2 ** type.fraction;
  const infinite = (2 ** type.exponent - 1) * unit;
  const sign = x < 0 || Object.is(x, -0) ? infinite + unit : 0;
  if (Number.isNaN(x)) return infinite + unit / 2;
  const size = Math.abs(x);
  if (size === Infinity) return sign + infinite;
  if (size === 0) return sign;
  // Below the smallest exponent numbers are as far apart as there: the leading bit may then be 0.
  const e = Math.max(leading(size), 1 - bias(type));
  const rounded = nearestEven(size / 2 ** (e - type.fraction));
  // If rounding carries, the next exponent is right by itself.
  return sign + Math.min((e + bias(type) - 1) * unit + rounded, infinite);
}

// Sign, exponent and the factor before it.
export function parts(pattern, type) {
  const unit = 2 ** type.fraction;
  const negative = pattern >= 2 ** (type.exponent + type.fraction);
  const rest = pattern % 2 ** (type.exponent + type.fraction);
  const [field, fraction] = [Math.floor(rest / unit), rest % unit];
  const special = field === 2 ** type.exponent - 1;
  const e = Math.max(field, 1) - bias(type);
  return { negative, special, fraction, e, factor: (field ? 1 : 0) + fraction / unit };
}

export function decode(pattern, type) {
  const { negative, special, fraction, e, factor } = parts(pattern, type);
  const size = special ? (fraction ? NaN : Infinity) : factor * 2 ** e;
  return negative ? -size : size;
}

// The pattern of the next number up or down; beyond infinity there is none.
export function neighbour(pattern, type, direction) {
  const sign = 2 ** (type.exponent + type.fraction);
  const place = (pattern >= sign ? -(pattern - sign) : pattern) + direction;
  if (Math.abs(place) > (2 ** type.exponent - 1) * 2 ** type.fraction) return null;
  return place < 0 ? sign - place : place;
}

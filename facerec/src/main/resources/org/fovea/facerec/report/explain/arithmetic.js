// The arithmetic of the page: every sum that a reader sees is taken here, from the arrays that the engine computed.

/** The scalars: how each is made of the logits, and the factors of e[c], e[b] and q in its derivative; r is 1 − p. */
export const SCALARS = {
  LOGIT: { title: 'logit', short: 'logit', symbol: 'z_c', factors: () => [1, 0, 0], value: r => r.c },
  PROBABILITY: { title: 'probability', short: 'probability', symbol: 'p_c', factors: (p, r) => [p * r, 0, -p * r], value: r => Math.exp(r.c - r.lse) },
  LOG_PROBABILITY: { title: 'log-probability', short: 'log p', symbol: 'log p_c', factors: (p, r) => [r, 0, -r], value: r => r.c - r.lse },
  NEGATIVE: { title: 'negative logit', short: 'negative', symbol: '−z_c', factors: () => [-1, 0, 0], value: r => -r.c },
  DIFFERENCE: { title: 'difference', short: 'against B', symbol: 'z_c − z_b', factors: () => [1, -1, 0], value: r => r.c - r.b }
};

export function logSumExp(z) {
  let max = -Infinity;
  for (const v of z) max = Math.max(max, v);
  let sum = 0;
  for (const v of z) sum += Math.exp(v - max);
  return max + Math.log(sum);
}

/** x·a + y·b + z·c of three arrays. */
export function combine([x, y, z], a, b, c) {
  const out = new Float64Array(a.length);
  for (let i = 0; i < out.length; i++) out[i] = x * a[i] + y * b[i] + z * c[i];
  return out;
}

export const sum = values => { let s = 0; for (const v of values) s += v; return s; };
export const largest = values => { let m = 0; for (const v of values) m = Math.max(m, Math.abs(v)); return m; };
export const positive = values => Float64Array.from(values, v => Math.max(v, 0));
export const negative = values => Float64Array.from(values, v => Math.max(-v, 0));

/** The column of channel e from an array with channels last. */
export function channel(values, e, count) {
  const out = new Float64Array(values.length / count);
  for (let i = 0; i < out.length; i++) out[i] = values[i * count + e];
  return out;
}

export function mean(values) { return sum(values) / values.length; }

/** The mean of (a − ā)·(g − ḡ). */
export function covariance(a, g) {
  const ma = mean(a), mg = mean(g);
  let s = 0;
  for (let i = 0; i < a.length; i++) s += (a[i] - ma) * (g[i] - mg);
  return s / a.length;
}

/** min, max and (v − min) / (max − min + ε), as the engine scales. */
export function unit(values) {
  let min = Infinity, max = -Infinity;
  for (const v of values) { min = Math.min(min, v); max = Math.max(max, v); }
  const epsilon = 1e-7;
  return { min, max, epsilon, values: Float64Array.from(values, v => (v - min) / (epsilon + (max - min))) };
}

/** Between which two cells each pixel of an axis lies, and how far towards the second. */
export function axis(cells, pixels) {
  return Array.from({ length: pixels }, (_, i) => {
    const at = Math.min(Math.max((i + .5) * cells / pixels - .5, 0), cells - 1);
    const first = Math.min(Math.floor(at), Math.max(cells - 2, 0));
    return { first, second: Math.min(first + 1, cells - 1), share: at - first, at };
  });
}

/** A map at another size: bilinear with half-pixel centres, edges clamped. */
export function bilinear(values, h, w, height, width) {
  const rows = axis(h, height), columns = axis(w, width), out = new Float64Array(height * width);
  rows.forEach((y, i) => columns.forEach((x, j) => {
    const above = values[y.first * w + x.first] * (1 - x.share) + values[y.first * w + x.second] * x.share;
    const below = values[y.second * w + x.first] * (1 - x.share) + values[y.second * w + x.second] * x.share;
    out[i * width + j] = above * (1 - y.share) + below * y.share;
  }));
  return out;
}

/** What is laid over a picture: positive part, scaled, brought to size, scaled again. */
export function shown(map, h, w, height, width) {
  return unit(bilinear(unit(positive(map)).values, h, w, height, width)).values;
}

/** Pixels by value, the highest first, equal ones in their own order. */
export function descending(values) {
  return Array.from(values.keys()).sort((a, b) => values[b] - values[a] || a - b);
}

// --- numbers for people ---

/** How many decimals show `digits` significant ones of the largest of the values. */
export function decimals(max, digits = 5) {
  if (!(max > 0) || !isFinite(max)) return 2;
  return Math.min(Math.max(digits - 1 - Math.floor(Math.log10(max)), 0), 12);
}

/** A number with so many decimals and a true minus sign. */
export function fixed(v, d) {
  if (!isFinite(v)) return String(v).replace('-', '−');
  const text = v.toFixed(d);
  return (/^-0(\.0*)?$/.test(text) ? text.slice(1) : text).replace('-', '−');
}

/** A number on its own: about so many significant digits. */
export function number(v, digits = 5) {
  if (v === 0) return '0';
  const size = Math.abs(v);
  if (size < 1e-6 || size >= 1e7) {
    const [m, e] = v.toExponential(Math.max(digits - 2, 1)).split('e');
    return `${m}·10^${+e}`.replaceAll('-', '−').replace(/\^(−?\d+)/, (_, n) => superscript(n));
  }
  return fixed(v, Math.min(decimals(size, digits), 10));
}

function superscript(text) {
  return [...text].map(c => c === '−' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[+c]).join('');
}

/** A number with its sign, plus included. */
export const signed = (v, d) => (v > 0 && fixed(v, d).match(/[1-9]/) ? '+' : '') + fixed(v, d);

/**
 * Rounds terms and their total to d decimals such that what is shown adds up: what rounding moved stands in a term of
 * its own. Gives the shown numbers, as integers over 10^d.
 */
export function addable(terms, total, d) {
  const scale = 10 ** d;
  const shown = terms.map(t => Math.round(t * scale));
  const all = Math.round(total * scale);
  return { shown, all, rounding: all - shown.reduce((a, b) => a + b, 0), text: n => fixed(n / scale, d) };
}

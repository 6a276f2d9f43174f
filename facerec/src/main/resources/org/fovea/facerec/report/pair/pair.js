// Two pictures: their maps, the sums of these, and the pairs of cells.
import { addable, bilinear, decimals, fixed, largest, negative, number, positive, sum } from './arithmetic.js';
import { D, array } from './data.js';
import { around, darkScheme } from './colours.js';
import { $, cellName, el, fill, framed, legendSigned, paint, picture, pictureColour, table } from './draw.js';

const LETTERS = ['A', 'B'];
const sides = D.sides.map((s, i) => ({ ...s, letter: LETTERS[i], map: array(s.map), pairs: null }));
const pairs = D.pairs ? array(D.pairs) : null;
const most = Math.max(...sides.map(s => largest(s.map)));
const state = { side: 0, cell: 0 };

const strongest = values => values.reduce((best, v, i) => Math.abs(v) > Math.abs(values[best]) ? i : best, 0);

fill('lead', `${D.network} puts the similarity of A, ${sides[0].name}, and B, ${sides[1].name}, at ${fixed(D.similarity, 4)}. Here is what it is made of, at ${D.layer}.`);
fill('note', D.note || null);
fill('similarity', 'cos = ', fixed(D.similarity, 4));
fill('pictures', sides.map(s => el('div', {}, el('h3', {}, `${s.letter}: ${s.name}`), framed(picture(el('canvas'), s.picture), s.picture.height, s.picture.width, {
  label: s.name, caption: `What the network reads: ${s.picture.width} × ${s.picture.height} pixels`
}))));

/** The map's colours over the grey picture, the stronger the farther a value is from zero. */
function overlay(s, values, scale, smooth = true) {
  const { height: H, width: W } = s.picture, of = pictureColour(s.picture), colour = around(scale);
  const at = smooth ? bilinear(values, s.height, s.width, H, W)
    : Float64Array.from({ length: H * W }, (_, p) => values[Math.floor(Math.floor(p / W) * s.height / H) * s.width + Math.floor(p % W * s.width / W)]);
  return paint(el('canvas'), Array.from({ length: H * W }, (_, i) => i), H, W, i => {
    const [r, g, b] = of(i), grey = .299 * r + .587 * g + .114 * b, share = .85 * Math.min(1, Math.abs(at[i]) / (scale || 1)), c = colour(at[i]);
    return c.map(v => (1 - share) * grey + share * v);
  });
}

fill('legend', legendSigned(most, 'of the similarity in a cell'));
fill('maps', sides.map(s => {
  const p = positive(s.map), n = negative(s.map).map(v => -v);
  const figure = (values, caption, label) => framed(overlay(s, values, most), s.picture.height, s.picture.width, { smooth: true, caption, label });
  return el('div', {}, el('h3', {}, `${s.letter}: ${s.name}`), el('div', { class: 'three' },
    figure(p, `Alike: ${fixed(sum(p), 4)} in all`, `${s.letter}, what makes them alike`),
    figure(n, `Against: ${fixed(sum(n), 4)} in all`, `${s.letter}, what speaks against it`)));
}));

fill('sums', sides.map(s => {
  const p = sum(positive(s.map)), n = -sum(negative(s.map)), d = decimals(Math.max(p, -n, Math.abs(D.similarity), Math.abs(s.bias)), 5);
  const t = addable([p, n, s.bias, ...(s.exact ? [] : [s.residue])], D.similarity, d);
  return el('div', {}, el('h3', {}, s.letter), table(null, [
    ['cells that make them alike', el('span', { id: 'positive' + s.letter }, t.text(t.shown[0]))],
    ['cells that speak against it', el('span', { id: 'negative' + s.letter }, t.text(t.shown[1]))],
    ['biases behind the layer', el('span', { id: 'bias' + s.letter }, t.text(t.shown[2]))],
    s.exact ? null : ['what A·G does not reach', t.text(t.shown[3])],
    t.rounding ? ['rounding', t.text(t.rounding)] : null,
    { class: 'sum', cells: ['cos', el('span', { id: 'total' + s.letter }, t.text(t.all))] }]));
}));
const exact = sides.every(s => s.exact);
fill('sums-say', exact
  ? `Between ${D.layer} and the embedding ${D.node} the network does nothing but add and weigh, so the shares leave nothing out but the biases, which have no place. Of the other picture only the direction of its embedding enters.`
  : `What follows ${D.layer} is not linear. The shares are activation times gradient, the tangent’s answer; the last row but one is what it misses.`);

// --- pairs of cells ---

const Z = sides[0].map.length, Y = sides[1].map.length;

/** What two cells add together, the biases, which have no place, shared out evenly: all pairs add up to the cosine. */
const together = (i, j) => pairs[i * (Y + 1) + j] + pairs[i * (Y + 1) + Y] / Y + pairs[Z * (Y + 1) + j] / Z + pairs[Z * (Y + 1) + Y] / (Z * Y);

/** What each cell of the other side adds together with a cell of this one. */
const row = (side, cell) => Float64Array.from({ length: side ? Z : Y }, (_, j) => side ? together(j, cell) : together(cell, j));

function drawPairs() {
  const here = sides[state.side], other = sides[1 - state.side], values = row(state.side, state.cell);
  let scale = 0;
  for (let i = 0; i < Z; i++) for (let j = 0; j < Y; j++) scale = Math.max(scale, Math.abs(together(i, j)));
  fill('pairs', sides.map((s, i) => {
    const mine = i === state.side;
    const canvas = mine ? overlay(s, s.map, most, false) : overlay(s, values, scale, false);
    const f = framed(canvas, s.height, s.width, {
      label: `${s.letter}, cells`, at: mine ? state.cell : strongest(values),
      caption: mine ? `${s.letter}: the chosen cell, over each cell’s share` : `${s.letter}: what each cell adds together with it; the marked one most`,
      pick: cell => choose(i, cell), over: cell => cell == null || (mine && cell === state.cell) || !mine ? null : choose(i, cell)
    });
    f.frame.style.aspectRatio = `${s.picture.width} / ${s.picture.height}`;
    return el('div', {}, el('h3', {}, `${s.letter}: ${s.name}`), f);
  }));
  const best = strongest(values);
  fill('pair-says', `The cell of ${here.letter} in ${cellName(state.cell, here.width)} adds `, el('b', { id: 'chosen' }, fixed(sum(values), 5)),
    ` with all cells of ${other.letter}: its share and an even share of the biases. Most together with ${cellName(best, other.width)}: ${fixed(values[best], 5)}.`);
}

function choose(side, cell) {
  state.side = side;
  state.cell = cell;
  const focused = document.activeElement?.getAttribute('aria-label');
  drawPairs();
  if (focused) [...$('pairs').querySelectorAll('.map')].find(m => m.getAttribute('aria-label') === focused)?.focus();
}

if (pairs) {
  state.cell = strongest(sides[0].map);
  drawPairs();
  const list = [];
  for (let i = 0; i < Z; i++) for (let j = 0; j < Y; j++) list.push([i, j, together(i, j)]);
  list.sort((a, b) => Math.abs(b[2]) - Math.abs(a[2]));
  const all = sum(list.map(x => x[2])), top = list.slice(0, 6), rest = all - sum(top.map(x => x[2]));
  const t = addable([...top.map(x => x[2]), rest], D.similarity, 5);
  fill('pair-table', el('h3', { style: 'margin-top:1.2rem' }, 'The strongest pairs'), table(['A', 'B', 'together'], [
    ...top.map(([i, j], k) => [cellName(i, sides[0].width), cellName(j, sides[1].width), t.text(t.shown[k])]),
    [`the other ${(list.length - top.length).toLocaleString('en')} pairs`, '', t.text(t.shown.at(-1))],
    t.rounding ? ['rounding', '', t.text(t.rounding)] : null,
    { class: 'sum', cells: ['cos', '', el('span', { id: 'pairs-total' }, t.text(t.all))] }]));
} else {
  $('pairs-section').hidden = true;
}
darkScheme.addEventListener('change', () => location.reload());

// For those who read along in the console, and for the tests.
window.fovea = { D, sides, pairs };
document.documentElement.dataset.ready = Math.round(performance.now());

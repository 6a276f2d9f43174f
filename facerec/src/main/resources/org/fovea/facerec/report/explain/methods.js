// 13: the overlay, other methods, and where they differ from Grad-CAM.
import { decimals, fixed, largest, number, positive, sum, unit } from './arithmetic.js';
import { D, array } from './data.js';
import { $, column, el, fill, legendSigned, legendUnit, map, signedMap, slider, table, framed } from './draw.js';
import { overlayCanvas, shownMap } from './display.js';
import { sequential } from './colours.js';
import { choose, current, follow, state } from './state.js';

const STEPS = ['A', 'G = ∂Y/∂A', 'weights', 'weights × A', 'Σ over channels', 'ReLU', 'scale', 'enlarge'];

// Which steps a method takes otherwise than Grad-CAM, and how. Maps are recomputed here where a formula of A and G gives them.
const products = (d, f) => {
  const K = d.channels.length, out = new Float64Array(d.cells);
  for (let i = 0; i < d.cells; i++) for (let e = 0; e < K; e++) out[i] += f(d.A[i * K + e], d.G[i * K + e]);
  return out;
};
const xWeights = d => d.channels.map(k => {
  const e = d.place.get(k), a = d.activationOf(e), g = d.gradientOf(e), s = sum(a) + (D.convention === 'PAPER' ? 0 : 1e-7);
  return s === 0 ? 0 : sum(a.map((v, i) => v * g[i])) / s;
});
const weighted = (d, w) => {
  const K = d.channels.length, out = new Float64Array(d.cells);
  for (let i = 0; i < d.cells; i++) for (let e = 0; e < K; e++) out[i] += w[e] * d.A[i * K + e];
  return out;
};
const KNOWN = {
  'grad-cam': { steps: [], says: 'The derivation above, as it stands.', compute: d => d.map },
  'cam': { steps: ['G = ∂Y/∂A', 'weights'], says: 'The weights are read from the dense layer; no gradient is taken. They are Z times Grad-CAM’s.' },
  'hirescam': { steps: ['weights'], says: 'No mean is taken: each cell of each channel is weighted by its own gradient.', compute: d => products(d, (a, g) => a * g), local: true },
  'element-wise-grad-cam': { steps: ['weights', 'Σ over channels'], says: 'Each cell has its own gradient for a weight, and products below zero are left out before the channels are added.', compute: d => products(d, (a, g) => Math.max(a * g, 0)), local: true },
  'layercam': { steps: ['weights'], says: 'Each cell has its own gradient for a weight, and gradients below zero count as 0.', compute: d => products(d, (a, g) => a * Math.max(g, 0)), local: true },
  'xgrad-cam': { steps: ['weights'], says: 'The mean of the gradient is taken with the activations as its weights: where the channel is active, its gradient counts.', compute: d => weighted(d, xWeights(d)), weights: xWeights },
  'grad-cam++': { steps: ['weights'], says: 'The weights are sums of positive gradients, each cell with a factor of its own that makes up for small regions.' },
  'eigen-cam': { steps: ['G = ∂Y/∂A', 'weights', 'Σ over channels'], says: 'No gradient and no class: the activations are projected on their first principal component.' },
  'eigen-grad-cam': { steps: ['weights', 'Σ over channels'], says: 'The products G·A of all channels are projected on their first principal component instead of being added.' },
  'seg-eigen-cam': { steps: ['weights', 'Σ over channels'], says: 'As Eigen-CAM over |G|·A, with the sign of the component set right.' },
  'kpca-cam': { steps: ['G = ∂Y/∂A', 'weights', 'Σ over channels'], says: 'As Eigen-CAM, by a kernel’s principal component.' },
  'fem': { steps: ['G = ∂Y/∂A', 'weights'], says: 'No gradient: channels are cut off at their mean plus two deviations and weighted by their mean.' },
  'random-cam': { steps: ['G = ∂Y/∂A', 'weights'], says: 'The weights are drawn at random: the control that any other method has to beat.' },
  'shapley-cam': { steps: ['weights'], says: 'The weights add half a second derivative to the gradient’s mean.' },
  'score-cam': { steps: ['G = ∂Y/∂A', 'weights'], says: 'No gradient: a channel’s weight is what the network answers when it sees only what that channel marks.' },
  'ablation-cam': { steps: ['G = ∂Y/∂A', 'weights'], says: 'No gradient: a channel’s weight is how far Y falls when the channel is set to zero.' },
  'finer-cam': { steps: ['G = ∂Y/∂A'], says: 'Another scalar is differentiated: the class less the classes most like it.' }
};
const OTHER = { steps: STEPS.slice(0, 5), says: 'This method takes another way altogether; its formula is below.' };
const known = name => KNOWN[name] ?? OTHER;

/** The map of a method at the layer and for the scalar that are looked at; null where it is neither in the page nor computable. */
function methodMap(m) {
  const d = current(), compute = known(m.name).compute;
  const ours = m.maps[state.scalar];
  const inputSized = m.height === D.picture.height && m.width === D.picture.width;
  if (ours && (state.layer === D.layer || inputSized)) return { values: array(ours), h: m.height, w: m.width, engine: true };
  if (compute && d.whole) return { values: compute(d), h: d.h, w: d.w };
  return null;
}

export function methods() {
  const usable = D.methods.filter(m => Object.keys(m.maps).length);
  const select = el('select', { id: 'method', 'aria-label': 'method', change: e => choose({ method: e.target.value }) }, usable.map(m => el('option', { value: m.name }, m.title)));
  select.value = state.method;
  fill('method-choice', el('label', {}, 'Method ', select));
  fill('strength', slider('Strength of the overlay', 0, 1, .05, state.strength, v => `${Math.round(100 * v)} %`, v => choose({ strength: v })));
  follow('layer scalar method strength colours', drawOverlay);
  follow('layer scalar method colours', drawDifference);
  const unusable = D.methods.filter(m => !Object.keys(m.maps).length);
  if (unusable.length) fill('unusable', el('details', {}, el('summary', {}, unusable.length === 1 ? 'One method cannot read this network' : `${unusable.length} methods cannot read this network`), unusable.map(m => el('p', { class: 'note' }, el('b', {}, m.title), ': ', m.problem))));
}

const chosen = () => D.methods.find(m => m.name === state.method) ?? D.methods[0];

function drawOverlay() {
  const m = chosen(), made = methodMap(m);
  if (!made) return fill('overlay', el('p', { class: 'note' }, absent(m)));
  const values = shownMap(made.values, made.h, made.w);
  const caption = largest(values) === 0 ? `${m.title}: blank, since no cell speaks for it` : `${m.title} at ${state.layer}`;
  fill('overlay', framed(overlayCanvas(values, state.strength, state.colours), D.picture.height, D.picture.width, { size: 'large', smooth: true, caption, label: 'overlay: ' + caption }), legendUnit(state.colours));
}

const absent = m => `${m.title} was run at ${D.layer} for ${Object.keys(m.maps).map(s => s.toLowerCase().replace('_', ' ')).join(', ')}, and its map cannot be computed from what this page carries of ${state.layer}. Run fovea explain with --layer ${state.layer} to see it.`;

function drawDifference() {
  const d = current(), m = chosen(), k = known(m.name), made = methodMap(m);
  fill('chain', STEPS.map((s, i) => [i ? '→' : '', el('span', { class: k.steps.includes(s) ? 'differs' : '' }, s)]));
  fill('method-says', el('p', {}, k.says), el('p', { class: 'note' }, el('b', { class: 'num' }, m.formula), ' · ', m.source, ' · ', m.cost));
  if (!made) return fill('difference', el('p', { class: 'note' }, absent(m)));
  const base = shownMap(d.map, d.h, d.w), other = shownMap(made.values, made.h, made.w), H = D.picture.height, W = D.picture.width;
  const diff = other.map((v, i) => v - base[i]);
  fill('difference',
    map(base, H, W, sequential(state.colours), { caption: 'Grad-CAM, as shown' }), map(other, H, W, sequential(state.colours), { caption: `${m.title}, as shown` }),
    signedMap(diff, H, W, { max: Math.max(largest(diff), 1e-3),
      caption: m.name === 'grad-cam' ? 'Choose another method to see where it differs' : largest(diff) < 1e-5 ? `No difference but rounding: at most ${number(largest(diff), 2)}` : `${m.title} less Grad-CAM; largest difference ${number(largest(diff), 3)}` }));
  drawWeights(d, m, k, made);
}

/** The weights of the strongest channels, both methods' beside each other, and whether the page's own sums agree. */
function drawWeights(d, m, k, made) {
  const parts = [];
  const list = d.sorted('contribution').slice(0, 6);
  if (k.weights) {
    const w = k.weights(d), f = column([...list.map(c => d.alpha[c]), ...list.map(c => w[d.place.get(c)])]);
    parts.push(table(['channel', 'Grad-CAM’s α', `${m.title}’s weight`, 'difference'], list.map(c => {
      const v = w[d.place.get(c)];
      return [c, f(d.alpha[c]), f(v), f(v - d.alpha[c])];
    })));
  } else if (k.local) {
    const rows = list.map(c => { const { min, max } = unit(d.gradientOf(d.place.get(c))); return [c, d.alpha[c], min, max]; });
    const f = column(rows.flatMap(r => r.slice(1)));
    parts.push(table(['channel', 'Grad-CAM’s α', 'least gradient', 'largest gradient'], rows.map(r => [r[0], f(r[1]), f(r[2]), f(r[3])])));
  }
  if (made.engine && k.compute && d.whole) {
    const own = k.compute(d);
    let gap = 0;
    for (let i = 0; i < own.length; i++) gap = Math.max(gap, Math.abs(own[i] - made.values[i]));
    parts.push(el('p', { class: 'note' }, `Recomputed here from A and G, the map differs from the engine’s by at most ${gap === 0 ? '0' : number(gap, 2)}, where its largest cell is ${number(largest(made.values), 3)}.`));
  }
  fill('method-weights', parts);
}

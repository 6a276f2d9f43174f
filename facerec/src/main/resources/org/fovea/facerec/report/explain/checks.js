// 14 and 15: predictions held against measurements, deletion, and randomised layers.
import { SCALARS, decimals, descending, fixed, largest, number, mean } from './arithmetic.js';
import { D, array } from './data.js';
import { $, el, fill, paint, pictureColour, framed, signedMap, slider, svg, table, choices } from './draw.js';
import { shownMap } from './display.js';
import { choose, current, follow, state } from './state.js';

const readings = r => ({ c: array(r.c), b: array(r.b), lse: array(r.lse) });
const valueOf = (r, i, scalar) => SCALARS[scalar].value({ c: r.c[i], b: r.b[i], lse: r.lse[i] });
const checkOf = layer => D.checks.find(c => c.layer === layer);

export function checks() {
  follow('layer', () => {
    const e = checkOf(state.layer).epsilons, at = Math.max(e.length - 2, 0);
    choose({ epsilon: e[at] });
    state.epsilon = e[at];
    fill('epsilon', slider('ε, added to every cell of one channel', 0, e.length - 1, 1, at, i => number(e[i], 3), i => choose({ epsilon: e[i] })));
  });
  follow('layer scalar channel epsilon', drawCheck);
  follow('layer scalar', drawCurve);
  follow('layer scalar deleted', drawDeleted);
  drawTrials();
  follow('theme', drawTrials);
}

/** What ε does to Y for every raised channel: predicted and measured. */
export function changes(layer, scalar, epsilon) {
  const check = checkOf(layer), d = current(), E = check.epsilons.length, e = check.epsilons.indexOf(epsilon);
  const before = valueOf(readings(check.before), 0, scalar), after = readings(check.after);
  return check.channels.map((k, j) => ({ k, predicted: d.cells * d.alpha[k] * epsilon, measured: valueOf(after, j * E + e, scalar) - before }));
}

function drawCheck() {
  const all = changes(state.layer, state.scalar, state.epsilon), d = current();
  const one = all.find(c => c.k === state.channel);
  const S = 300, P = 34, max = Math.max(...all.map(c => Math.max(Math.abs(c.predicted), Math.abs(c.measured)))) || 1;
  const at = v => P + (v / max + 1) / 2 * (S - 2 * P);
  const dots = all.map(c => {
    const dot = svg('circle', { cx: at(c.predicted), cy: S - at(c.measured), r: 3, class: 'dot', opacity: .7 }, svg('title', {}, `channel ${c.k}: predicted ${number(c.predicted, 4)}, measured ${number(c.measured, 4)}`));
    dot.style.cursor = 'pointer';
    dot.addEventListener('click', () => d.has(c.k) && choose({ channel: c.k }));
    return dot;
  });
  fill('check-plot', svg('svg', { viewBox: `0 0 ${S} ${S}`, class: 'chart', role: 'img', 'aria-label': 'measured over predicted change, one dot a channel', style: 'max-width:22rem' },
    svg('line', { x1: P, y1: S - P, x2: S - P, y2: P, class: 'hair' }), svg('line', { x1: P, x2: S - P, y1: S / 2, y2: S / 2, class: 'axis', opacity: .5 }), svg('line', { y1: P, y2: S - P, x1: S / 2, x2: S / 2, class: 'axis', opacity: .5 }),
    dots, one ? svg('circle', { cx: at(one.predicted), cy: S - at(one.measured), r: 6.5, class: 'ring' }) : null,
    svg('text', { x: S / 2, y: S - 6, 'text-anchor': 'middle' }, `predicted, ±${number(max, 2)}`), svg('text', { x: 12, y: S / 2, 'text-anchor': 'middle', transform: `rotate(-90 12 ${S / 2})` }, 'measured')));
  if (one) {
    const dec = decimals(Math.max(Math.abs(one.predicted), Math.abs(one.measured)), 5);
    fill('check-sum', table(null, [
      [`α of channel ${one.k}`, number(d.alpha[one.k], 6)], ['Z · α · ε', `${d.cells} · ${number(d.alpha[one.k], 4)} · ${number(state.epsilon, 3)}`],
      ['predicted change of Y', el('span', { id: 'predicted' }, fixed(one.predicted, dec))], ['measured by the engine', el('span', { id: 'measured' }, fixed(one.measured, dec))],
      { class: 'sum', cells: ['difference', number(one.measured - one.predicted, 3)] }]));
  } else {
    fill('check-sum', el('p', { class: 'note' }, `Channel ${state.channel} was not raised; of ${state.layer} the ${all.length} channels that add most were.`));
  }
  let gap = 0;
  for (const c of all) gap = Math.max(gap, Math.abs(c.measured - c.predicted));
  const linear = d.layer.head && !state.scalar.includes('PROBABILITY');
  fill('check-says', linear
    ? `What follows ${d.layer.name} is linear, so the prediction holds for a step of any size: over ${all.length} channels the largest difference is ${number(gap, 2)}, which is the rounding of 32-bit numbers.`
    : `What follows is not linear, so the prediction is a tangent: the smaller ε, the better it holds. Over ${all.length} channels the largest difference is now ${number(gap, 3)}. Move the slider towards the middle.`);
}

function drawCurve() {
  const W = 640, H = 260, L = 62, B = 34, series = D.curves.map(c => ({ ...c, values: Array.from(c.deleted, (_, i) => valueOf(readings(c.readings), i, state.scalar)) }));
  const all = series.flatMap(s => s.values), low = Math.min(...all), high = Math.max(...all), span = high - low || 1, n = series[0].deleted.length;
  const x = i => L + i / (n - 1) * (W - L - 8), y = v => 10 + (high - v) / span * (H - B - 14);
  const titles = Object.fromEntries(D.methods.map(m => [m.name, m.title]));
  const lines = series.map((s, j) => svg('polyline', { class: 'line' + (s.method === 'random order' ? ' pale' : ''), points: s.values.map((v, i) => `${x(i)},${y(v)}`).join(' '), style: j === 1 && s.method !== 'random order' ? 'stroke:var(--mark)' : null }));
  const here = svg('line', { y1: 8, y2: H - B, class: 'hair' }), dot = svg('circle', { r: 4, class: 'dot' });
  fill('curve', svg('svg', { viewBox: `0 0 ${W} ${H}`, class: 'chart curve', role: 'img', 'aria-label': 'Y over the share of deleted pixels' },
    svg('line', { x1: L, x2: W - 8, y1: H - B, y2: H - B, class: 'axis' }), here, lines, dot,
    [0, .25, .5, .75, 1].map(s => svg('text', { x: L + s * (W - L - 8), y: H - B + 16, 'text-anchor': 'middle' }, `${100 * s} %`)),
    [low, high].map(v => svg('text', { x: L - 6, y: y(v) + 4, 'text-anchor': 'end' }, number(v, 3))),
    svg('text', { x: W / 2, y: H - 1, 'text-anchor': 'middle' }, 'pixels deleted')));
  const area = s => s.values.reduce((a, v, i) => i ? a + (v + s.values[i - 1]) / 2 / (n - 1) : 0, 0);
  fill('curve-table', table(['pixels deleted in the order of', 'mean of Y along the way'], series.map((s, j) => [(titles[s.method] ?? 'a random order') + (s.method === 'random order' ? ' (dashed)' : series.length > 2 ? j ? ' (green)' : ' (solid)' : ''), number(area(s), 5)])));
  fill('deleted', slider('Pixels deleted', 0, n - 1, 1, Math.min(state.deleted, n - 1), i => `${Math.round(100 * i / (n - 1))} %`, i => choose({ deleted: i })));
  curve = i => {
    here.setAttribute('x1', x(i)); here.setAttribute('x2', x(i));
    dot.setAttribute('cx', x(i)); dot.setAttribute('cy', y(series[0].values[i]));
    return series[0].values[i];
  };
}

let curve = () => 0;
let order;
function drawDeleted() {
  const i = state.deleted, value = curve(i), first = D.curves[0], gone = first.deleted[i], H = D.picture.height, W = D.picture.width;
  order ??= deletionOrder();
  const dead = new Uint8Array(H * W);
  for (let j = 0; j < gone; j++) dead[order[j]] = 1;
  const of = pictureColour(), grey = [0, 0, 0];
  for (let p = 0; p < H * W; p++) of(p).forEach((v, c) => { grey[c] += v / (H * W); });
  fill('deleted-picture', framed(paint(el('canvas'), Array.from({ length: H * W }, (_, p) => p), H, W, p => dead[p] ? grey : of(p)), H, W, {
    caption: [`${gone} pixels have the mean colour. Y = `, el('b', { id: 'deletion-value' }, number(value, 5))], label: 'picture with deleted pixels'
  }));
}

/** The engine deleted along the map that the run was made for: the chosen layer, scalar and, first of all, Grad-CAM. */
function deletionOrder() {
  const m = D.methods.find(x => x.name === D.curves[0].method), values = array(m.maps[D.scalar]);
  return descending(Float32Array.from(shownMap(values, m.height, m.width)));
}

function drawTrials() {
  const r = D.randomisation, titles = Object.fromEntries(D.methods.map(m => [m.name, m]));
  if (r.steps.length < 2) return fill('trials', el('p', { class: 'note' }, 'No layer of this network has parameters to randomise.'));
  const head = el('tr', {}, el('th', {}, 'method'), r.steps.map((s, i) => el('th', { scope: 'col' }, i ? `+ ${s.node}` : 'as it is')));
  const rows = r.methods.map((name, m) => el('tr', {}, el('th', { scope: 'row' }, titles[name]?.title ?? name), r.steps.map(s => {
    const about = titles[name], values = array(s.maps[m]);
    return el('td', {}, signedMap(values, about.height, about.width, { label: `${about.title}, ${s.node ? 'randomised down to ' + s.node : 'as it is'}` }), el('small', {}, isNaN(s.correlation[m]) ? '–' : fixed(+s.correlation[m], 2)));
  })));
  const values = el('tr', {}, el('th', { scope: 'row' }, 'Y'), r.steps.map(s => el('td', {}, el('small', {}, number(+s.value, 4)))));
  fill('trials', el('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'maps of randomised networks' }, el('table', { class: 'trial' }, el('thead', {}, head), el('tbody', {}, values, rows))));
}

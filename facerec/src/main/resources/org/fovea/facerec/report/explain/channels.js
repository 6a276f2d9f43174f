// 3 to 6: activations, gradients, the weights that are their means, and the weights of all channels side by side.
import { channel, decimals, fixed, largest, number, sum, mean } from './arithmetic.js';
import { around } from './colours.js';
import { sub, $, choices, el, fill, legendSigned, paint, signedMap, svg, table, slider } from './draw.js';
import { choose, current, follow, look, state } from './state.js';

const FIRST = 24;

export function channels() {
  fill('order', choices('Sort by', 'order', [['contribution', 'contribution'], ['weight', 'weight'], ['activation', 'activation'], ['number', 'number']],
    state.order, v => choose({ order: v })));
  follow('layer scalar order more', drawSheets);
  follow('channel', markTiles);
  follow('layer scalar channel', drawMean);
  follow('layer scalar', drawBars);
  follow('channel', markBar);
}

function drawSheets() {
  const d = current(), list = d.sorted(state.order), shown = state.more ? list : list.slice(0, FIRST);
  const a = [e => d.activationOf(e), largest(d.A), 'A'], g = [e => d.gradientOf(e), largest(d.G), 'G'];
  sheet('activations', d, shown, [a], k => [number(d.meanA[k], 3), 'mean activation']);
  sheet('gradients', d, shown, [a, g], k => ['α = ' + number(d.alpha[k], 3), 'weight']);
  const more = list.length > FIRST ? el('button', { type: 'button', click: () => choose({ more: !state.more }) },
    state.more ? `Show the first ${FIRST}` : `Show all ${list.length}`) : null;
  fill('more', more);
  const head = d.headWeights();
  let spread = 0;
  for (const k of d.channels) {
    const g = d.gradientOf(d.place.get(k));
    spread = Math.max(spread, largest(g.map(v => v - d.alpha[k])));
  }
  fill('gradient-says', head
    ? [`Every gradient map here is flat. After ${d.layer.name} ` + (d.layer.head.dense ? `come only a global average over the ${d.cells} cells and the dense layer ${d.layer.head.dense}` : `comes only a global average over the ${d.cells} cells, and the averages are the outputs`) + `, so each cell of channel k reaches Y by the same way, with the weight w`,
      sub('k,c'), ` / Z. The largest departure from the mean in any of them is ${number(spread, 2)}.`]
    : [`These maps are not flat: what the network does after ${d.layer.name} depends on the place. The mean over the cells, which Grad-CAM takes next, is a choice. The largest departure from a channel’s mean is ${number(spread, 3)}.`]);
}


function sheet(id, d, list, kinds, label) {
  const tiles = list.map(k => {
    const [value, what] = label(k), e = d.place.get(k);
    const canvases = kinds.map(([values, max]) => paint(el('canvas'), values(e), d.h, d.w, around(max)));
    return el('button', { type: 'button', class: 'tile', 'data-k': k, 'aria-pressed': k === state.channel, 'aria-label': `channel ${k}, ${what} ${value}`, click: () => choose({ channel: k }) },
      canvases.length > 1 ? el('span', { class: 'two' }, canvases) : canvases, el('span', { class: 'says' }, el('b', {}, k), el('i', {}, value)));
  });
  fill(id, el('div', { class: 'row', style: 'gap:.3rem 1.4rem' }, kinds.map(([, max, name]) => legendSigned(max, name))), el('div', { class: 'sheet' + (kinds.length > 1 ? ' pairs' : '') }, tiles));
}

function markTiles() {
  for (const tile of document.querySelectorAll('.tile')) tile.setAttribute('aria-pressed', +tile.dataset.k === state.channel);
}

function drawMean() {
  const d = current(), k = state.channel, e = d.place.get(k), a = d.activationOf(e), g = d.gradientOf(e);
  const list = d.sorted(state.order), at = list.indexOf(k), step = n => choose({ channel: list[(at + n + list.length) % list.length] });
  fill('channel-pick', el('button', { type: 'button', 'aria-label': 'previous channel', click: () => step(-1) }, '‹'), el('b', { id: 'channel' }, ` channel ${k} `),
    el('button', { type: 'button', 'aria-label': 'next channel', click: () => step(1) }, '›'), el('span', { class: 'note' }, ` number ${at + 1} of ${list.length} by ${state.order}`));
  fill('channel-maps',
    signedMap(a, d.h, d.w, { caption: `A, channel ${k}; mean Ā = ${number(d.meanA[k])}` }),
    signedMap(g, d.h, d.w, { caption: `G, channel ${k}; mean α = ${number(d.alpha[k])}` }),
    signedMap(a.map((v, i) => v * (g[i] - d.alpha[k])), d.h, d.w, { caption: 'A·(G − α): what the mean of G does not see; its sum is Z·Cov' }));
  const total = sum(g), ga = sum(a.map((v, i) => v * g[i])), kept = d.share[k], lost = d.cells * d.covariance[k];
  const dec = decimals(Math.max(Math.abs(ga), Math.abs(kept), Math.abs(lost)), 5);
  fill('mean-sum', table(null, [
    ['Σ over the cells of G', number(total, 6)], ['Z, the number of cells', `${d.h} × ${d.w} = ${d.cells}`],
    { class: 'sum', cells: [['α = Σ G / Z'], el('b', { id: 'alpha' }, number(d.alpha[k], 6))] }]),
  table(null, [
    ['kept: Σ α·A = Z·α·Ā', fixed(kept, dec)], ['thrown away: Z·Cov(G, A)', fixed(lost, dec)],
    { class: 'sum', cells: ['together: Σ G·A', fixed(kept + lost, dec)] }]));
}

/** All weights as signed bars, largest first. */
function drawBars() {
  const d = current(), head = d.headWeights();
  const list = Array.from(d.alpha.keys()).sort((a, b) => d.alpha[b] - d.alpha[a]);
  const W = 900, H = 240, max = largest(d.alpha) || 1, x = i => i * W / list.length, wide = W / list.length, y = v => H / 2 - v / max * (H / 2 - 14);
  const bars = list.map((k, i) => svg('rect', {
    x: x(i) + wide * .1, width: Math.max(wide * .8, .5), y: Math.min(y(d.alpha[k]), y(0)), height: Math.max(Math.abs(y(d.alpha[k]) - y(0)), .4), class: d.alpha[k] < 0 ? 'against' : 'for'
  }));
  const ticks = head ? list.map((k, i) => svg('line', { x1: x(i), x2: x(i) + wide, y1: y(head[k]), y2: y(head[k]), stroke: 'currentColor', 'stroke-width': 1.6 })) : [];
  const here = svg('rect', { y: 0, height: H, width: wide, class: 'here' });
  const chart = svg('svg', { viewBox: `0 0 ${W} ${H}`, class: 'chart wide', role: 'img', 'aria-label': `weights of ${list.length} channels from ${number(d.alpha[list[0]], 3)} to ${number(d.alpha[list.at(-1)], 3)}` },
    here, svg('line', { x1: 0, x2: W, y1: H / 2, y2: H / 2, class: 'axis' }), bars, ticks,
    svg('text', { x: 0, y: 14 }, number(max, 3)), svg('text', { x: 0, y: H - 2 }, '−' + number(max, 3)));
  chart.addEventListener('click', event => {
    const r = chart.getBoundingClientRect(), k = list[Math.min(Math.floor((event.clientX - r.left) / r.width * list.length), list.length - 1)];
    if (d.has(k)) choose({ channel: k });
  });
  chart.style.cursor = 'pointer';
  fill('bars', chart);
  bars.place = k => here.setAttribute('x', x(list.indexOf(k)));
  place = bars.place;
  markBar();
  if (head) {
    let gap = 0;
    for (const k of list) gap = Math.max(gap, Math.abs(d.alpha[k] - head[k]));
    fill('head-says', 'Each dark tick is w', sub('k,c'), d.layer.head.dense ? ` / Z, read from the dense layer ${d.layer.head.dense} without any gradient.` : ` / Z, known without any gradient: the averages are the outputs, so w is 1 for the output’s own channel and 0 for the others.`, ` It falls on the end of every bar: the largest difference is ${number(gap, 2)}. Behind a global average, Grad-CAM and the original CAM are the same map.`);
  } else {
    fill('head-says', `No global average with one dense layer follows ${d.layer.name}, so there is no column of a weight matrix that these bars could be read from. The gradient is the only way to them.`);
  }
  const top = [...list.slice(0, 3), ...list.slice(-3)], f = (v, m) => fixed(v, m), dm = decimals(max, 5);
  fill('bar-table', table(['channel', 'α', ...(head ? ['w / Z', 'difference'] : [])], top.map(k => [k, f(d.alpha[k], dm), ...(head ? [f(head[k], dm), number(d.alpha[k] - head[k], 2)] : [])])));
}

let place = () => {};
const markBar = () => place(state.channel);

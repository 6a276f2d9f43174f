// 7 to 10: channels times weights, their running sum, the map and its ledger, ReLU, and one cell taken apart.
import { addable, decimals, fixed, largest, negative, number, positive, sum } from './arithmetic.js';
import { D } from './data.js';
import { describe } from './outputs.js';
import { $, cellName, column, el, fill, legendSigned, map, signedMap, slider, table } from './draw.js';
import { sequential } from './colours.js';
import { choose, current, follow, pickCell, state } from './state.js';

export function sums() {
  follow('layer scalar', drawSlider);
  follow('layer scalar count', drawRunning);
  follow('layer scalar channel', drawProduct);
  follow('layer scalar theme', drawLedger);
  follow('layer scalar colours', drawRelu);
  follow('layer scalar', drawCellMap);
  follow('layer scalar cell', drawCell);
}

function drawProduct() {
  const d = current(), k = state.channel, c = d.contribution(k);
  fill('product', signedMap(c, d.h, d.w, { caption: `α·A of channel ${k} alone, on its own scale. Sum ${number(d.share[k], 4)}` }), legendSigned(largest(c)));
}

function drawSlider() {
  const d = current(), n = d.channels.length;
  fill('count', slider('Channels added, the largest contribution first', 1, n, 1, Math.min(state.count, n), v => `${v} of ${d.count}`, v => choose({ count: v })));
}

function drawRunning() {
  const d = current(), list = d.sorted('contribution'), n = Math.min(state.count, list.length), max = largest(d.map);
  const partial = new Float64Array(d.cells), K = d.channels.length;
  for (let j = 0; j < n; j++) {
    const e = d.place.get(list[j]), a = d.alpha[list[j]];
    for (let i = 0; i < d.cells; i++) partial[i] += a * d.A[i * K + e];
  }
  const residue = d.map.map((v, i) => v - partial[i]);
  fill('running',
    signedMap(partial, d.h, d.w, { caption: `The first ${n} channel${n > 1 ? 's' : ''}`, max }),
    signedMap(residue, d.h, d.w, { caption: `The residue: the other ${d.count - n}`, max }),
    signedMap(d.map, d.h, d.w, { caption: `All ${d.count}`, max }));
  const ps = sum(partial), rs = sum(residue), t = addable([ps, rs], d.mapSum, decimals(Math.max(Math.abs(ps), Math.abs(rs), Math.abs(d.mapSum)), 6));
  fill('running-sum', table(['', 'sum of the cells', 'largest cell'], [
    [`first ${n}`, t.text(t.shown[0]), number(largest(partial), 4)], ['residue', t.text(t.shown[1]), number(largest(residue), 4)],
    t.rounding ? ['rounding', t.text(t.rounding), ''] : null,
    { class: 'sum', cells: ['map', el('span', { id: 'map-sum' }, t.text(t.all)), number(max, 4)] }]));
}

function drawLedger() {
  const d = current(), l = d.ledger();
  fill('signed', signedMap(d.map, d.h, d.w, { size: 'large', caption: 'The map, raw and signed' }), legendSigned(largest(d.map)));
  const dec = decimals(Math.max(...[l.mapSum, l.bias, l.thrownAway, l.residue, l.value].map(Math.abs)), 7);
  const whole = describe(state.scalar), name = whole.replace(/^the /, '');
  if (l.exact) {
    const t = addable([l.mapSum, l.bias], l.value, dec);
    fill('ledger', table(null, [
      ['Σ of the map’s cells', t.text(t.shown[0])],
      d.layer.head.dense ? [`bias of the dense layer ${d.layer.head.dense}`, t.text(t.shown[1])] : null,
      t.rounding ? ['rounding of 32-bit sums', t.text(t.rounding)] : null,
      { class: 'sum', cells: [name, el('span', { id: 'ledger-total' }, t.text(t.all))] }]));
    fill('ledger-says', `The map leaves nothing out: it is ${whole} itself, spread over the ${d.cells} cells` + (d.layer.head.dense ? ', less a bias that has no place.' : '.'));
  } else {
    const t = addable([l.mapSum, l.thrownAway, l.residue], l.value, dec);
    fill('ledger', table(null, [
      ['Σ of the map’s cells', t.text(t.shown[0])],
      ['Z·Σ Cov, thrown away by the means', t.text(t.shown[1])],
      ['what G·A does not reach', t.text(t.shown[2])],
      t.rounding ? ['rounding', t.text(t.rounding)] : null,
      { class: 'sum', cells: [name, el('span', { id: 'ledger-total' }, t.text(t.all))] }]));
    const curved = state.scalar === 'PROBABILITY' || state.scalar === 'LOG_PROBABILITY';
    const says = D.kind === 'SIMILARITY'
      ? 'A cosine stays the same when the embedding grows, so its gradient has nothing along the embedding: what speaks for and against nearly cancels in Σ G·A, and the third row is large. The page of both pictures holds the lengths; there the cells add up to the cosine. '
      : '';
    fill('ledger-says', says + (curved ? `A ${state.scalar === 'PROBABILITY' ? 'probability' : 'log-probability'} is no sum of evidence but a curved function of all logits, so no map adds up to it. ` : '')
      + `What the third row holds: the biases of the layers after ${d.layer.name}, what other branches bring past it, and whatever is not proportional to the activations. The first two rows together are Σ G·A = ${number(l.mapSum + l.thrownAway, 6)}.`);
  }
}

function drawRelu() {
  const d = current(), p = positive(d.map), n = negative(d.map), sp = sum(p), sn = sum(n), all = sp + sn, max = Math.max(largest(p), largest(n)) || 1;
  const share = all ? sn / all : 0, colour = sequential(state.colours);
  fill('relu',
    map(p.map(v => v / max), d.h, d.w, colour, { caption: 'Kept: evidence for. Sum ' + number(sp, 5) }),
    map(n.map(v => v / max), d.h, d.w, colour, { caption: 'Discarded: evidence against, on the same scale. Sum ' + number(sn, 5) }));
  fill('share', el('div', { class: 'share', role: 'img', 'aria-label': `${(100 * share).toFixed(1)} % is discarded` }, el('i', { class: 'p', style: `width:${100 * (1 - share)}%` }), el('i', { class: 'n', style: `width:${100 * share}%` })),
    el('p', { class: 'note' }, el('b', { id: 'discarded' }, `${(100 * share).toFixed(1)} %`), ` of Σ|map| speaks against and is discarded: ${number(sn, 5)} of ${number(all, 5)}. `,
      sp === 0 ? 'Nothing speaks for: after ReLU the map is blank. That is an answer, not a failure; the map on the right is the reason.' : 'The map on the right is the map of the negative: switch to it above and the two change places.'));
}

let marker = () => {};
function drawCellMap() {
  const d = current();
  const f = signedMap(d.map, d.h, d.w, { size: 'large', label: 'The signed map', at: state.cell, pick: pickCell });
  fill('cell-map', f);
  marker = i => { f.frame.mark(i); f.frame.moved(i); };
}

const TERMS = 10;
function drawCell() {
  const d = current(), i = state.cell;
  marker(i);
  const terms = d.channels.map(k => ({ k, alpha: d.alpha[k], a: d.a(i, k), v: d.alpha[k] * d.a(i, k) })).sort((x, y) => Math.abs(y.v) - Math.abs(x.v));
  const top = terms.slice(0, TERMS), rest = sum(terms.slice(TERMS).map(t => t.v)) + d.rest[i], total = d.map[i];
  const dec = decimals(Math.max(Math.abs(total), Math.abs(rest), ...top.map(t => Math.abs(t.v))), 5);
  const t = addable([...top.map(x => x.v), rest], total, dec), fa = column(top.map(x => x.alpha)), fv = column(top.map(x => x.a));
  const others = d.count - top.length;
  fill('cell-says', `The cell in ${cellName(i, d.w)}`);
  fill('cell-terms', table(['channel', 'α', '× A', '= α·A'], [
    ...top.map((x, j) => ({ class: x.k === state.channel ? 'chosen' : '', cells: [`${x.k}`, fa(x.alpha), fv(x.a), t.text(t.shown[j])] })),
    others > 0 ? [`the other ${others} together`, '', '', t.text(t.shown.at(-1))] : null,
    t.rounding ? ['rounding', '', '', t.text(t.rounding)] : null,
    { class: 'sum', cells: ['the cell', '', '', el('span', { id: 'cell-total' }, t.text(t.all))] }]));
}

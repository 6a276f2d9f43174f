// The whole derivation, as it is on the page, as JSON and as CSV.
import { SCALARS, axis, negative, positive, sum } from './arithmetic.js';
import { D, className } from './data.js';
import { describe } from './outputs.js';
import { choose, current, state } from './state.js';
import { el, fill } from './draw.js';

export function derivationObject() {
  const d = current(), l = d.ledger(), head = d.headWeights(), p = sum(positive(d.map)), n = sum(negative(d.map));
  const lse = D.logSumExp;
  return {
    network: D.network, layer: d.layer.name, scalar: state.scalar, target: describe(state.scalar), class: D.c, against: D.b, value: l.value,
    outputs: D.outputs, probabilities: D.outputs.map(z => Math.exp(z - lse)), nodes: D.nodes,
    height: d.h, width: d.w, channels: d.count, channelsCarried: d.whole ? null : d.channels,
    activation: Array.from(d.A), gradient: Array.from(d.G, Math.fround), alpha: Array.from(d.alpha), meanActivation: Array.from(d.meanA),
    covariance: Array.from(d.covariance), contribution: Array.from(d.share), order: d.sorted('contribution'),
    headWeights: head ? Array.from(head) : null, map: Array.from(d.map, Math.fround),
    ledger: { mapSum: l.mapSum, thrownAway: l.thrownAway, bias: l.bias, residue: l.residue, value: l.value, exact: l.exact },
    discardedByRelu: p + n ? n / (p + n) : 0, positive: Array.from(positive(d.map), Math.fround), counterEvidence: Array.from(negative(d.map), Math.fround),
    receptiveField: d.layer.field,
    upsampling: { rows: columnsOf(axis(d.h, D.picture.height)), columns: columnsOf(axis(d.w, D.picture.width)) }
  };
}

const columnsOf = a => ({ first: a.map(x => x.first), second: a.map(x => x.second), share: a.map(x => x.share) });

export function derivationCsv() {
  const d = current(), l = d.ledger(), lines = ['quantity,channel,row,column,value'], K = d.channels.length;
  const of = (name, values) => d.channels.forEach((k, e) => { for (let i = 0; i < d.cells; i++) lines.push(`${name},${k},${Math.floor(i / d.w)},${i % d.w},${Math.fround(values[i * K + e])}`); });
  of('activation', d.A);
  of('gradient', d.G);
  for (let k = 0; k < d.count; k++) {
    for (const [name, v] of [['alpha', d.alpha], ['mean_activation', d.meanA], ['covariance', d.covariance], ['contribution', d.share]]) lines.push(`${name},${k},,,${v[k]}`);
  }
  d.map.forEach((v, i) => lines.push(`map,,${Math.floor(i / d.w)},${i % d.w},${Math.fround(v)}`));
  const p = sum(positive(d.map)), n = sum(negative(d.map));
  for (const [name, v] of [['map_sum', l.mapSum], ['thrown_away', l.thrownAway], ['bias', l.bias], ['residue', l.residue], ['value', l.value], ['discarded_by_relu', p + n ? n / (p + n) : 0]]) lines.push(`${name},,,,${v}`);
  return lines.join('\n') + '\n';
}

function save(name, type, text) {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = el('a', { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}

export function saving() {
  const name = () => `derivation-${state.layer}-${state.scalar.toLowerCase()}`.replace(/[^\w.-]/g, '_');
  fill('save',
    el('button', { type: 'button', id: 'save-json', click: () => save(name() + '.json', 'application/json', JSON.stringify(derivationObject())) }, 'Save as JSON'),
    ' ', el('button', { type: 'button', id: 'save-csv', click: () => save(name() + '.csv', 'text/csv', derivationCsv()) }, 'Save as CSV'));
}

// 1: the picture, the outputs, and which scalar is explained.
import { CLASSES, D, WORD, className } from './data.js';
import { SCALARS, fixed, decimals, largest, number, signed } from './arithmetic.js';
import { probability, rest } from './derivation.js';
import { sub, $, choices, el, fill, framed, picture, table } from './draw.js';
import { choose, current, follow, look, state } from './state.js';

const SHOWN = 10;

export function describe(scalar) {
  const c = className(D.c), b = className(D.b);
  return !CLASSES ? { LOGIT: c, NEGATIVE: `the negative of ${c}`, DIFFERENCE: `${c} less ${b}` }[scalar] : {
    LOGIT: `the logit of ${c}`, NEGATIVE: `the negative logit of ${c}`, PROBABILITY: `the probability of ${c}`,
    LOG_PROBABILITY: `the log-probability of ${c}`, DIFFERENCE: `the logit of ${c} less that of ${b}`
  }[scalar];
}

export function outputs() {
  fill('picture', framed(picture(el('canvas')), D.picture.height, D.picture.width, {
    size: 'large', caption: `What the network reads: ${D.picture.width} × ${D.picture.height} pixels` + (D.picture.channels === 1 ? ', grey' : ', colour')
  }), D.frame ? framed(picture(el('canvas'), D.frame), D.frame.height, D.frame.width, {
    size: 'small', caption: 'Its place in the frame: what is grey does not reach this network'
  }) : null);
  drawOutputs();
  const one = D.outputs.length < 2;
  const options = Object.entries(SCALARS).filter(([name]) => CLASSES || name === 'LOGIT' || name === 'NEGATIVE' || name === 'DIFFERENCE' && !one)
    .map(([name, s]) => [name, name === 'DIFFERENCE' ? `against ${className(D.b)}` : name === 'LOGIT' ? WORD : s.short, one && name !== 'LOGIT' && name !== 'NEGATIVE']);
  const says = {
    CELLS: [`The network’s output `, el('b', {}, D.of), ` holds ${D.outputs.length.toLocaleString('en')} numbers. A map explains one scalar of these, which we call Y: here the number at one place. Which one you ask about changes everything that follows.`],
    SIMILARITY: [`The network turns the picture into a vector, its embedding. Y is the cosine of the angle between that and the embedding of `, el('b', {}, D.of), `, which stays fixed: 1 where they point the same way. `, el('a', { href: 'pair.html' }, 'Both pictures side by side'), ', in sums that add up.']
  }[D.kind];
  if (says) fill('outputs-intro', says);
  fill('scalar', choices('Explain', 'scalar', options, state.scalar, v => look({ scalar: v })));
  follow('scalar', drawScalar);
}

function drawOutputs() {
  const order = Array.from(D.outputs.keys()).sort((a, b) => D.outputs[b] - D.outputs[a]);
  const asked = [...new Set([D.c, D.b])];
  const list = [...order.filter(k => !asked.includes(k)).slice(0, SHOWN - asked.length), ...asked].sort((a, b) => D.outputs[b] - D.outputs[a]);
  const z = list.map(k => D.outputs[k]), max = largest(z), d = decimals(max, 5);
  const low = Math.min(0, ...z), high = Math.max(0, ...z), span = high - low || 1;
  const rows = list.flatMap(k => {
    const v = D.outputs[k];
    const mark = k === D.c ? 'c' : k === D.b ? 'b' : '';
    return [
      el('span', { class: 'name', title: className(k) }, className(k)),
      el('span', { class: 'track' }, el('i', { class: mark, style: `left:${(Math.min(v, 0) - low) / span * 100}%;width:${Math.abs(v) / span * 100}%` })),
      el('span', { class: 'r num' }, fixed(v, d)), el('span', { class: 'r num' }, CLASSES ? fixed(Math.exp(v - D.logSumExp), 4) : '')];
  });
  const head = ['', '', CLASSES ? 'logit z' : WORD, CLASSES ? 'p = softmax' : ''].map((t, i) => el('span', { class: 'head' + (i > 1 ? ' r' : '') }, t));
  fill('outputs', el('div', { class: 'outputs' }, head, rows),
    D.outputs.length > list.length ? el('p', { class: 'note' }, `${list.length} of ${D.outputs.length} outputs. `, legendText()) : el('p', { class: 'note' }, legendText()));
}

const legendText = () => [el('em', { class: 'for' }, className(D.c)), ' is explained', D.outputs.length > 1 ? ['; B is ', el('em', { class: 'against' }, className(D.b))] : null, '.'];

function drawScalar() {
  const s = state.scalar, ledger = current().ledger(), p = probability();
  const z = D.outputs[D.c], zb = D.outputs[D.b], d = decimals(Math.max(Math.abs(z), Math.abs(zb), Math.abs(D.logSumExp)), 6);
  const value = el('b', { id: 'value' }, number(ledger.value, 7));
  const sums = {
    LOGIT: [`Y = z`, sub('c'), ` = `, value],
    NEGATIVE: [`Y = −z`, sub('c'), ` = `, value, `. Its map is the map of the ${WORD} with every sign turned: what spoke against now speaks for.`],
    PROBABILITY: [`Y = exp(z`, sub('c'), ` − log Σ exp z) = exp(${fixed(z, d)} − ${fixed(D.logSumExp, d)}) = `, value,
      `. Near 0 or 1 the softmax is flat, and so every gradient is small: its map is that of log p times p = ${number(p, 4)}.`],
    LOG_PROBABILITY: [`Y = z`, sub('c'), ` − log Σ exp z = ${fixed(z, d)} − ${fixed(D.logSumExp, d)} = `, value,
      `. All classes take part: what speaks for everyone cancels.`],
    DIFFERENCE: [`Y = z`, sub('c'), ` − z`, sub('b'), ` = ${fixed(z, d)} − ${fixed(zb, d)} = `, value, `. What speaks for both cancels.`]
  };
  fill('scalar-sum', sums[s]);
  const factors = SCALARS[s].factors(p, rest());
  const parts = [['e', 'c', factors[0]], ['e', 'b', factors[1]], ['q', '', factors[2]]].filter(x => x[2] !== 0);
  fill('scalar-gradient', 'The gradient starts at the outputs as ∂Y/∂z = ', parts.length ? null : '0', parts.flatMap(([n, i, f], j) =>
    [(j ? (f < 0 ? ' − ' : ' + ') : f < 0 ? '−' : '') + (Math.abs(f) === 1 ? '' : number(Math.abs(f), 4) + '·') + n, i ? sub(i) : null]),
  parts.some(x => x[0] === 'e') ? [', where e', sub('c'), CLASSES ? ' is 1 at class c and 0 elsewhere' : ' is 1 at this output and 0 elsewhere'] : null,
  parts.some(x => x[0] === 'q') ? ', and q are the probabilities of the other classes among themselves' : null, '. Everything below follows from it.');
  fill('bar-value', 'Y = ', number(ledger.value, 6));
}


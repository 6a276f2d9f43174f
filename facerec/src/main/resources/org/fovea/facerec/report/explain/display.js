// 11 to 13: scaling, upsampling, and the overlay.
import { axis, bilinear, decimals, fixed, largest, number, positive, unit, addable } from './arithmetic.js';
import { CLASSES, D, array, className } from './data.js';
import { $, cellName, choices, el, fill, framed, legendUnit, map, paint, pictureColour, slider, table } from './draw.js';
import { sequential } from './colours.js';
import { choose, current, follow, state } from './state.js';

export const PAPER = D.convention === 'PAPER';

/** A signed map as it is shown: from 0 to 1 at the picture's size, by the convention of the run. */
export function shownMap(values, h, w, absolute = 0) {
  const up = v => h === D.picture.height && w === D.picture.width ? Float64Array.from(v) : bilinear(v, h, w, D.picture.height, D.picture.width);
  if (absolute > 0) return up(positive(values)).map(v => v / absolute);
  if (!PAPER) return unit(up(unit(positive(values)).values)).values;
  const pixels = up(positive(values)), top = largest(pixels);
  return top > 0 ? pixels.map(v => v / top) : pixels;
}

/** The largest cell of any class's map at the chosen layer: what an absolute scale divides by. */
export function absoluteScale() {
  if (state.absolute === 'pictures') return Math.max(...D.pictureMaxima);
  if (!D.classMaps || state.layer !== D.layer) return largest(positive(current().map));
  let max = 0;
  for (const v of array(D.classMaps)) max = Math.max(max, v);
  return Math.max(max, largest(positive(current().map)));
}

/** What the absolute scale is the largest cell of; the classes' maps are those of the layer that the run was made at. */
const largestOf = () => state.absolute === 'pictures' ? 'the largest cell of any picture’s map'
  : state.layer !== D.layer ? `the largest cell of this map: the others are known at ${D.layer}`
  : CLASSES ? 'the largest cell of any class’s map' : 'the largest cell of any output’s map';

export function display() {
  fill('scale-choice', choices('Scale', 'scale', [['', 'its own'], ...(D.classMaps && D.outputs.length > 1 ? [['classes', CLASSES ? 'the same for all classes' : 'the same for all outputs']] : []), ...(D.pictureMaxima.length > 1 ? [['pictures', `the same for all ${D.pictureMaxima.length} pictures`]] : [])],
    '', v => choose({ absolute: v })));
  follow('layer scalar absolute cell pixel', drawScale);
  follow('layer scalar absolute colours', drawClasses);
  fill('smooth-choice', choices('Show', 'smooth', [['smooth', 'bilinear'], ['cells', 'cells']], 'smooth', v => choose({ smooth: v === 'smooth' })));
  follow('layer scalar smooth colours absolute', drawUpsampled);
  follow('layer scalar smooth pixel absolute', drawPixel);
  const select = el('select', { 'aria-label': 'colours', change: e => choose({ colours: e.target.value }) },
    [['inferno', 'inferno'], ['viridis', 'viridis'], ['jet', 'jet (makes edges)']].map(([v, t]) => el('option', { value: v }, t)));
  fill('bar-colours', el('label', {}, 'Colours', select));
}

function drawScale() {
  const d = current(), p = positive(d.map), v = p[state.cell];
  const cells = unit(p), dec = decimals(cells.max, 6), f = x => fixed(x, dec);
  const name = cellName(state.cell, d.w);
  if (state.absolute) {
    const top = absoluteScale();
    fill('scale-sum', table(null, [[`the cell in ${name}, after ReLU`, f(v)], [largestOf(), f(top)],
      { class: 'sum', cells: ['one over the other', el('span', { id: 'scaled' }, fixed(top > 0 ? v / top : 0, 6))] }]));
    return;
  }
  if (PAPER) {
    const pixels = bilinear(p, d.h, d.w, D.picture.height, D.picture.width), top = largest(pixels), here = pixels[state.pixel], W = D.picture.width;
    fill('scale-sum', el('p', { class: 'note' }, 'This run follows the paper’s order: the map is enlarged first (step 12), and its pixels are divided by the largest of them.'),
      table(null, [[`the pixel in row ${Math.floor(state.pixel / W) + 1}, column ${state.pixel % W + 1}, in the cell in ${name}`, f(here)], ['the largest pixel', f(top)],
        { class: 'sum', cells: ['one over the other', el('span', { id: 'scaled' }, fixed(top > 0 ? here / top : 0, 6))] }]));
  } else {
    fill('scale-sum', table(null, [[`the cell in ${name}, after ReLU`, f(v)], ['the least cell, min', f(cells.min)], ['the largest cell, max', f(cells.max)], ['ε', '0.0000001'],
      { class: 'sum', cells: ['(v − min) / (max − min + ε)', el('span', { id: 'scaled' }, fixed(cells.values[state.cell], 6))] }]));
  }
}

/** The strongest classes' maps, each on its own scale or all on one. */
function drawClasses() {
  if (!D.classMaps || D.outputs.length < 2) return fill('classes', el('p', { class: 'note' }, CLASSES ? 'This network has too many classes, or only one, to put their maps side by side.' : 'Too many outputs, or only one, to put their maps side by side.'));
  const l = D.layers.find(x => x.name === D.layer), cells = l.height * l.width, all = array(D.classMaps), top = absoluteScale();
  const order = Array.from(D.outputs.keys()).sort((a, b) => D.outputs[b] - D.outputs[a]).slice(0, 7);
  if (!order.includes(D.c)) order[order.length - 1] = D.c;
  const colour = sequential(state.colours);
  let max = 0;
  for (const v of all) max = Math.max(max, v);
  fill('classes', el('h3', {}, `${CLASSES ? 'The logits of the strongest classes' : 'The strongest outputs'} at ${D.layer}, ` + (state.absolute === 'classes' ? 'all on one scale' : 'each on its own scale')),
    el('div', { class: 'strip classes' }, order.map(k => {
      const p = positive(all.subarray(k * cells, (k + 1) * cells)), own = largest(p);
      return map(p.map(v => v / ((state.absolute === 'classes' ? max : own) || 1)), l.height, l.width, colour, { caption: `${className(k)}: largest cell ${number(own, 3)}` });
    })));
}

let mark = () => {};
function drawUpsampled() {
  const d = current(), values = shownMap(d.map, d.h, d.w, state.absolute ? absoluteScale() : 0);
  const H = D.picture.height, W = D.picture.width, colour = sequential(state.colours);
  const top = state.absolute ? absoluteScale() : PAPER ? largest(bilinear(positive(d.map), d.h, d.w, H, W)) : 0;
  const cells = state.absolute || PAPER ? positive(d.map).map(v => v / (top || 1)) : unit(positive(d.map)).values;
  const canvas = state.smooth ? paint(el('canvas'), values, H, W, colour) : paint(el('canvas'), cells, d.h, d.w, colour);
  const f = framed(canvas, H, W, { size: 'large', label: 'The map at the picture’s size', at: state.pixel, pick: i => choose({ pixel: i }) });
  fill('upsampled', f, legendUnit(state.colours));
  mark = i => { f.frame.mark(i); f.frame.moved(i); };
}

function drawPixel() {
  const d = current(), H = D.picture.height, W = D.picture.width, row = Math.floor(state.pixel / W), col = state.pixel % W;
  mark(state.pixel);
  const p = positive(d.map);
  const where = `The pixel in row ${row + 1}, column ${col + 1}`;
  if (!state.smooth) {
    const i = Math.min(Math.floor((row + .5) * d.h / H), d.h - 1), j = Math.min(Math.floor((col + .5) * d.w / W), d.w - 1);
    fill('pixel-says', `${where} lies in the cell in ${cellName(i * d.w + j, d.w)} and has its value, ${number(p[i * d.w + j], 5)}.`);
    return fill('pixel-terms');
  }
  const y = axis(d.h, H)[row], x = axis(d.w, W)[col];
  const raw = (row + .5) * d.h / H - .5, held = raw === y.at ? '' : `, beyond the outermost cells, so that it counts as ${fixed(y.at, 3)},`;
  fill('pixel-says', `${where} lies at (${row + 1} − ½)·${d.h}/${H} − ½ = ${fixed(raw, 3)}${held} of the rows of cells and ${fixed(x.at, 3)} of the columns, counted from 0: between four cells.`);
  const corners = [[y.first, x.first, (1 - y.share) * (1 - x.share)], [y.first, x.second, (1 - y.share) * x.share], [y.second, x.first, y.share * (1 - x.share)], [y.second, x.second, y.share * x.share]];
  const terms = corners.map(([r, c, w]) => w * p[r * d.w + c]), total = terms.reduce((a, b) => a + b, 0);
  const t = addable(terms, total, decimals(Math.max(...corners.map(([r, c]) => p[r * d.w + c])), 5)), f = v => fixed(v, decimals(largest(p), 5));
  fill('pixel-terms', table(['cell', 'weight', '× after ReLU', '= share'], [
    ...corners.map(([r, c, w], j) => [cellName(r * d.w + c, d.w), fixed(w, 4), f(p[r * d.w + c]), t.text(t.shown[j])]),
    t.rounding ? ['rounding', '', '', t.text(t.rounding)] : null,
    { class: 'sum', cells: ['the pixel, before scaling', fixed(1, 4), '', el('span', { id: 'pixel-total' }, t.text(t.all))] }]));
}

/** The map in colours over the grey picture, stronger where it is higher. */
export function overlayCanvas(values, strength, colours, canvas = el('canvas')) {
  const H = D.picture.height, W = D.picture.width, of = pictureColour(), colour = sequential(colours);
  const n = Array.from({ length: H * W }, (_, i) => i);
  return paint(canvas, n, H, W, i => {
    const [r, g, b] = of(i), grey = .299 * r + .587 * g + .114 * b, share = strength * Math.min(1, 1.5 * Math.min(Math.max(values[i], 0), 1)), c = colour(values[i]);
    return c.map(v => (1 - share) * grey + share * v);
  });
}

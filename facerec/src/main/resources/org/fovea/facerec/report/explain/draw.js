// Elements, maps on canvases, legends, sliders, bars.
import { array, D } from './data.js';
import { around, sequential } from './colours.js';
import { fixed, decimals, largest, number } from './arithmetic.js';

export const $ = id => document.getElementById(id);

/** An element: tag, attributes (functions become listeners), children. */
export function el(tag, attributes = {}, ...children) {
  const e = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') e.addEventListener(name, value);
    else if (value === true) e.setAttribute(name, '');
    else if (value !== false && value != null) e.setAttribute(name, value);
  }
  e.append(...children.flat(Infinity).filter(c => c != null && c !== false));
  return e;
}

const NS = 'http://www.w3.org/2000/svg';
export function svg(tag, attributes = {}, ...children) {
  const e = document.createElementNS(NS, tag);
  for (const [name, value] of Object.entries(attributes)) if (value != null) e.setAttribute(name, value);
  e.append(...children.flat(Infinity).filter(c => c != null));
  return e;
}

export const fill = (id, ...children) => $(id).replaceChildren(...children.flat(Infinity).filter(c => c != null));

/** Paints h × w values in colours. */
export function paint(canvas, values, h, w, colour) {
  canvas.width = w;
  canvas.height = h;
  const image = new ImageData(w, h);
  if (colour.pixels) {
    const pixels = new Uint32Array(image.data.buffer);
    for (let i = 0; i < pixels.length; i++) pixels[i] = colour.pixels[colour.index(values[i])];
  } else for (let i = 0, j = 0; i < h * w; i++, j += 4) {
    const [r, g, b] = colour(values[i]);
    image.data[j] = r; image.data[j + 1] = g; image.data[j + 2] = b; image.data[j + 3] = 255;
  }
  canvas.getContext('2d').putImageData(image, 0, 0);
  return canvas;
}

/** A picture's colour at a pixel. */
export function pictureColour(p = D.picture) {
  const shades = array(p.shades);
  return p.channels === 1 ? i => [shades[i], shades[i], shades[i]] : i => [shades[3 * i], shades[3 * i + 1], shades[3 * i + 2]];
}

export const picture = (canvas, p = D.picture) =>
  paint(canvas, Array.from({ length: p.height * p.width }, (_, i) => i), p.height, p.width, pictureColour(p));

/**
 * A map as a figure. options: caption, size ('small', 'large'), smooth, label; at: the marked cell; pick: called with the
 * cell that is clicked or reached by the arrow keys; over: called with the cell under the pointer.
 */
export function map(values, h, w, colour, options = {}) {
  return framed(paint(el('canvas'), values, h, w, colour), h, w, options);
}

export function framed(canvas, h, w, { caption, size = '', smooth = false, label, at, pick, over, boxes = [] } = {}) {
  const frame = el('div', {
    class: `map ${smooth ? '' : 'cells'} ${size}`, style: `aspect-ratio: ${w} / ${h}`, role: pick ? 'application' : 'img',
    'aria-label': (label ?? text(caption) ?? 'map') + (pick ? '. Arrow keys move the marked cell.' : ''), tabindex: pick ? 0 : null
  }, canvas);
  const marks = svg('svg', { viewBox: `0 0 ${w} ${h}`, preserveAspectRatio: 'none' });
  frame.append(marks);
  frame.mark = (i, ...more) => {
    marks.replaceChildren();
    const rect = (x, y, ww, hh, stroke, width) => marks.append(svg('rect', { x, y, width: ww, height: hh, fill: 'none', stroke, 'stroke-width': width, 'vector-effect': 'non-scaling-stroke' }));
    for (const [x, y, ww, hh] of more) { rect(x, y, ww, hh, '#000', 3.5); rect(x, y, ww, hh, '#fff', 1.5); }
    if (i != null) { rect(i % w, Math.floor(i / w), 1, 1, '#000', 3.5); rect(i % w, Math.floor(i / w), 1, 1, '#fff', 1.5); }
  };
  frame.mark(at, ...boxes);
  const cellOf = event => {
    const r = frame.getBoundingClientRect();
    const x = Math.min(Math.max(Math.floor((event.clientX - r.left) / r.width * w), 0), w - 1);
    return Math.min(Math.max(Math.floor((event.clientY - r.top) / r.height * h), 0), h - 1) * w + x;
  };
  if (over) {
    frame.addEventListener('pointermove', e => over(cellOf(e)));
    frame.addEventListener('pointerleave', () => over(null));
  }
  if (pick) {
    let here = at ?? 0;
    frame.addEventListener('click', e => pick(here = cellOf(e)));
    frame.addEventListener('keydown', e => {
      const move = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[e.key];
      if (!move) return;
      e.preventDefault();
      const row = Math.min(Math.max(Math.floor(here / w) + move[0], 0), h - 1), column = Math.min(Math.max(here % w + move[1], 0), w - 1);
      pick(here = row * w + column);
    });
    frame.moved = i => { here = i; };
  }
  const figure = el('figure', {}, frame, caption ? el('figcaption', {}, caption) : null);
  figure.frame = frame;
  return figure;
}

const text = caption => typeof caption === 'string' ? caption : null;

/** Signed values around zero; the scale is the largest magnitude unless one is given. */
export const signedMap = (values, h, w, options = {}) => map(values, h, w, around(options.max ?? largest(values)), options);

export function legendSigned(max, unit = '') {
  const c = paint(el('canvas'), Array.from({ length: 129 }, (_, i) => (i - 64) / 64), 1, 129, around(1));
  return el('div', { class: 'legend' }, el('span', {}, '−' + number(max, 3)), c, el('span', {}, '+' + number(max, 3)), unit);
}

export function legendUnit(colours, low = '0', high = '1') {
  const c = paint(el('canvas'), Array.from({ length: 128 }, (_, i) => i / 127), 1, 128, sequential(colours));
  return el('div', { class: 'legend' }, low, c, high);
}

/** A slider with what it says. */
export function slider(title, min, max, step, value, show, change) {
  const output = el('output', {}, show(value));
  const input = el('input', {
    type: 'range', min, max, step, value, 'aria-label': title,
    input: e => { output.textContent = show(+e.target.value); change(+e.target.value); }
  });
  return el('label', { class: 'slider' }, el('span', {}, title), input, output);
}

/** Radio buttons in a row: [[value, text, disabled?]]. */
export function choices(title, name, options, value, change) {
  return el('fieldset', {}, el('legend', {}, title), options.map(([v, t, off]) => el('label', { class: 'choice' },
    el('input', { type: 'radio', name, value: v, checked: v === value, disabled: !!off, change: () => change(v) }), el('span', {}, t))));
}

/** A table: heads, then rows of cells; a row may be {cells, class}. Numbers are to be formatted before. */
export function table(heads, rows) {
  return el('div', { class: 'scroll' }, el('table', {}, heads ? el('thead', {}, el('tr', {}, heads.map(h => el('th', { scope: 'col' }, h)))) : null,
    el('tbody', {}, rows.filter(Boolean).map(r => el('tr', { class: r.class }, (r.cells ?? r).map(c => c instanceof Node && c.tagName === 'TD' ? c : el('td', {}, c)))))));
}

/** One number in a column whose largest magnitude is `max`. */
export const column = (values, digits = 5) => { const d = decimals(largest(values), digits); return v => fixed(v, d); };

export const cellName = (i, w) => `row ${Math.floor(i / w) + 1}, column ${i % w + 1}`;

export const sub = t => el('sub', {}, t);

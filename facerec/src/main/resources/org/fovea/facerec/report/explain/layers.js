// 2: the strip of layers, and what a cell can see.
import { D, layerNamed } from './data.js';
import { el, fill, framed, picture, cellName, $ } from './draw.js';
import { choose, current, follow, look, pickCell, state } from './state.js';

export function layers() {
  const select = el('select', { 'aria-label': 'layer', change: e => look({ layer: e.target.value }) }, D.layers.map(l => el('option', { value: l.name }, l.name)));
  fill('bar-layer', el('label', {}, 'Layer', select));
  const most = Math.log(Math.max(...D.nodes.map(n => n.shape.reduce((a, b) => a * b, 1))) + 1);
  fill('strip', D.nodes.map(n => {
    const readable = layerNamed(n.name);
    const [h, w] = n.shape.length === 3 ? n.shape : [1, 1];
    const size = 10 + 34 * Math.log(h * w) / most;
    return el('button', {
      type: 'button', disabled: !readable, 'aria-pressed': 'false', 'data-layer': n.name,
      title: `${n.type}, reads ${n.reads.join(', ') || 'the picture'}` + (n.parameters ? `, ${n.parameters.toLocaleString('en')} parameters` : ''),
      click: () => look({ layer: n.name })
    }, readable ? el('i', { style: `width:${size}px;height:${Math.max(3, size * h / Math.max(w, 1))}px` }) : null, el('b', {}, n.name), el('small', {}, n.shape.join('×')));
  }));
  follow('layer', () => {
    select.value = state.layer;
    for (const b of $('strip').children) {
      const on = b.dataset.layer === state.layer;
      b.setAttribute('aria-pressed', on);
      if (on) $('strip').scrollLeft = b.offsetLeft - $('strip').offsetLeft - 80;
    }
    const l = layerNamed(state.layer), node = D.nodes.find(n => n.name === state.layer);
    fill('layer-facts', el('b', {}, l.name), ` (${node.type}) puts out ${l.height} × ${l.width} cells of ${l.count} channels: `,
      `A has ${(l.height * l.width * l.count).toLocaleString('en')} numbers.`,
      l.channels.length < l.count ? ` It is large, so this page carries ${l.channels.length} of its channels, those that add most to the map; the other ${l.count - l.channels.length} appear as one sum.` : '',
      D.layersOf ? ` Of ${D.layersOf} layers with height and width this page reads ${D.layers.length}.` : '',
      state.layer === D.layer ? '' : ` The explanation itself was made at ${D.layer}.`);
    drawField();
  });
  follow('cell', () => fieldOf(state.cell));
}

let frame;
function drawField() {
  const l = layerNamed(state.layer);
  const f = framed(picture(el('canvas')), l.height, l.width, {
    size: 'large', label: 'The picture under the grid of cells', at: state.cell,
    pick: pickCell, over: i => fieldOf(i ?? state.cell)
  });
  f.frame.classList.add('grid');
  frame = f.frame;
  fill('field', f);
  fieldOf(state.cell);
}

function fieldOf(i) {
  const l = layerNamed(state.layer), f = l.field, row = Math.floor(i / l.width), column = i % l.width;
  const sx = l.width / D.picture.width, sy = l.height / D.picture.height;
  const [t, b, le, r] = [f.top[row], f.bottom[row], f.left[column], f.right[column]];
  frame.mark(i, [le * sx, t * sy, (r - le + 1) * sx, (b - t + 1) * sy]);
  frame.moved(state.cell);
  const share = (b - t + 1) * (r - le + 1) / (D.picture.width * D.picture.height);
  fill('field-says', `The cell in ${cellName(i, l.width)} can see pixel rows ${t + 1} to ${b + 1} and columns ${le + 1} to ${r + 1}: `,
    `${r - le + 1} × ${b - t + 1} pixels, ${Math.round(100 * share)} % of the picture.`);
}

// What the reader has chosen, and who has to be drawn again when a choice changes.
import { D } from './data.js';
import { derivation } from './derivation.js';

export const state = {
  scalar: D.scalar, layer: D.layer, channel: 0, cell: 0, pixel: 0, order: 'contribution', more: false, count: 1,
  colours: 'inferno', strength: .6, smooth: true, absolute: '', method: D.method, epsilon: 0, deleted: 0, theme: 0
};

const drawers = [];
const pending = new Set();

/** Calls `draw` now and whenever one of these choices changes. */
export function follow(keys, draw) {
  drawers.push({ keys: keys.split(' '), draw });
  draw();
}

/** Changes choices; what follows them is drawn in the next frame. */
export function choose(changes) {
  for (const [key, value] of Object.entries(changes)) {
    if (state[key] !== value) {
      state[key] = value;
      if (!pending.size) requestAnimationFrame(flush);
      pending.add(key);
    }
  }
}

function flush() {
  const changed = new Set(pending);
  pending.clear();
  for (const { keys, draw } of drawers) if (keys.some(k => changed.has(k))) draw();
}

/** The derivation that is looked at. */
export const current = () => derivation(state.layer, state.scalar);

/** Another layer or scalar: places that depend on them begin anew. */
export function look(changes) {
  const d = derivation(changes.layer ?? state.layer, changes.scalar ?? state.scalar);
  const top = d.sorted('contribution');
  const more = changes.layer && changes.layer !== state.layer ? { cell: strongest(d.map), count: Math.min(8, top.length), channel: top[0] } : {};
  if ('cell' in more) more.pixel = pixelOf(more.cell, d);
  if (!d.has(more.channel ?? state.channel)) more.channel = top[0];
  choose({ ...more, ...changes });
}

/** The pixel a little above and left of a cell's middle, where four cells mix. */
export function pixelOf(cell, d) {
  const row = Math.floor((Math.floor(cell / d.w) + .3) * D.picture.height / d.h), column = Math.floor((cell % d.w + .3) * D.picture.width / d.w);
  return row * D.picture.width + column;
}

/** A cell, and with it a pixel inside it. */
export const pickCell = cell => choose({ cell, pixel: pixelOf(cell, current()) });

export function strongest(values) {
  let best = 0;
  values.forEach((v, i) => { if (v > values[best]) best = i; });
  return best;
}

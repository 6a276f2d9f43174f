// Puts the sections on the page, in order.
import { D } from './data.js';
import { darkScheme } from './colours.js';
import { channels } from './channels.js';
import { checks } from './checks.js';
import { display } from './display.js';
import { el, fill } from './draw.js';
import { layers } from './layers.js';
import { methods } from './methods.js';
import { outputs } from './outputs.js';
import { saving, derivationObject, derivationCsv } from './save.js';
import { current, state, strongest, choose, look, pixelOf } from './state.js';
import { sums } from './sums.js';

const d = current();
state.channel = d.sorted('contribution')[0];
state.cell = strongest(d.map);
state.count = Math.min(8, d.channels.length);
state.pixel = pixelOf(state.cell, d);
if (!D.methods.some(m => m.name === state.method)) state.method = 'grad-cam';

for (const section of [outputs, layers, channels, sums, display, methods, checks, saving]) section();

if (D.note || D.links.length) fill('links', D.note ? D.note + ' ' : null, D.links.length ? 'Also: ' : null, D.links.map((l, i) => [i ? ', ' : '', el('a', { href: l.href }, l.text)]), D.links.length ? '.' : null);
darkScheme.addEventListener('change', () => location.reload());

// For those who read along in the console, and for the tests.
window.fovea = { D, state, current, look, choose, derivationObject, derivationCsv };
document.documentElement.dataset.ready = Math.round(performance.now());

// What the engine computed, embedded in the page. Arrays lie in script elements of their own, as base64 of little-endian
// numbers, and are decoded when they are first asked for.

export const D = JSON.parse(document.getElementById('data').textContent);

// JSON has the shortest decimals that give a float back; these are the floats themselves.
if (D.outputs) D.outputs = D.outputs.map(Math.fround);
for (const { head } of D.layers ?? []) if (head) { head.biasLogit = Math.fround(head.biasLogit); head.biasAgainst = Math.fround(head.biasAgainst); }

const decoded = new Map();
const KINDS = { f4: Float32Array, f8: Float64Array, u1: Uint8Array };

/** The array that a reference {a, t} stands for. */
export function array(reference) {
  if (!decoded.has(reference.a)) {
    const element = document.getElementById('array' + reference.a);
    const text = element.textContent;
    let bytes;
    if (Uint8Array.fromBase64) {
      bytes = Uint8Array.fromBase64(text);
    } else {
      const binary = atob(text);
      bytes = new Uint8Array(binary.length);
      for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i);
    }
    decoded.set(reference.a, new KINDS[reference.t](bytes.buffer));
    element.remove();
  }
  return decoded.get(reference.a);
}

/** What one output is called: the page speaks of classes, of the cells of an output, or of one similarity. */
export const WORD = { CLASSES: 'logit', CELLS: 'value', SIMILARITY: 'similarity' }[D.kind];
export const CLASSES = D.kind === 'CLASSES';

/** How output k is called. */
export const className = k => D.classes ? D.classes[k] : 'class ' + k;

export const layerNamed = name => D.layers.find(l => l.name === name);

// One layer for one scalar: the quantities of the derivation, recomputed here from the embedded activations and gradients.
import { D, array, layerNamed } from './data.js';
import { SCALARS, channel, combine, covariance, mean, sum } from './arithmetic.js';

const made = new Map();

/** The probability of the class that is explained. */
export const probability = () => Math.exp(D.outputs[D.c] - D.logSumExp);

/** That of all other classes together: 1 − p, added up, since of 1 − p rounding may leave nothing. */
export const rest = () => sum(D.outputs.map((z, k) => k === D.c ? 0 : Math.exp(z - D.logSumExp)));

/** The derivation of a layer for a scalar; made once. */
export function derivation(layerName, scalar) {
  const key = layerName + ' ' + scalar;
  if (!made.has(key)) made.set(key, new Derivation(layerNamed(layerName), scalar));
  return made.get(key);
}

export class Derivation {
  constructor(layer, scalar) {
    this.layer = layer;
    this.scalar = scalar;
    this.h = layer.height;
    this.w = layer.width;
    this.cells = layer.height * layer.width;
    this.count = layer.count; // all channels of the layer
    this.channels = layer.channels; // those whose arrays are in the page
    this.place = new Map(this.channels.map((k, e) => [k, e]));
    this.whole = this.channels.length === this.count;
    this.factors = SCALARS[scalar].factors(probability(), rest());
    const of = name => array(layer[name]);
    this.A = of('activation');
    this.G = combine(this.factors, of('logit'), of('against'), of('others'));
    // What the engine says of every channel; for those in the page the same is taken from A and G below.
    this.engineAlpha = combine(this.factors, of('alphaLogit'), of('alphaAgainst'), of('alphaOthers'));
    this.engineCovariance = combine(this.factors, of('covarianceLogit'), of('covarianceAgainst'), of('covarianceOthers'));
    this.engineMap = combine(this.factors, of('mapLogit'), of('mapAgainst'), of('mapOthers'));
    this.meanA = Float64Array.from(of('mean'));
    this.alpha = Float64Array.from(this.engineAlpha);
    this.covariance = Float64Array.from(this.engineCovariance);
    for (const [k, e] of this.place) {
      const a = this.activationOf(e), g = this.gradientOf(e);
      this.alpha[k] = mean(g);
      this.meanA[k] = mean(a);
      this.covariance[k] = covariance(a, g);
    }
    this.rest = new Float64Array(this.cells); // what channels that are not in the page add
    this.map = new Float64Array(this.cells);
    const K = this.channels.length;
    for (let i = 0; i < this.cells; i++) {
      let s = 0;
      for (let e = 0; e < K; e++) s += this.alpha[this.channels[e]] * this.A[i * K + e];
      this.rest[i] = this.whole ? 0 : this.engineMap[i] - s;
      this.map[i] = s + this.rest[i];
    }
    this.share = Float64Array.from(this.alpha, (a, k) => this.cells * a * this.meanA[k]);
    this.mapSum = this.whole ? sum(this.share) : sum(this.map);
    this.thrownAway = this.cells * sum(this.covariance);
  }

  activationOf(e) { return channel(this.A, e, this.channels.length); }
  gradientOf(e) { return channel(this.G, e, this.channels.length); }
  has(k) { return this.place.has(k); }
  a(cell, k) { return this.A[cell * this.channels.length + this.place.get(k)]; }
  g(cell, k) { return this.G[cell * this.channels.length + this.place.get(k)]; }

  /** α·A of one channel of the page. */
  contribution(k) { return this.activationOf(this.place.get(k)).map(v => v * this.alpha[k]); }

  /** The channels in the page in an order: by weight, contribution, activation or number. */
  sorted(by) {
    const rank = {
      contribution: k => -Math.abs(this.share[k]), weight: k => -Math.abs(this.alpha[k]),
      activation: k => -Math.abs(this.meanA[k]), number: k => k
    }[by];
    return [...this.channels].sort((a, b) => rank(a) - rank(b) || a - b);
  }

  /** Y and what it is made of. */
  ledger() {
    const value = SCALARS[this.scalar].value({ c: D.outputs[D.c], b: D.outputs[D.b], lse: D.logSumExp });
    const linear = this.scalar !== 'PROBABILITY' && this.scalar !== 'LOG_PROBABILITY';
    const head = this.layer.head;
    const bias = head && linear ? this.factors[0] * head.biasLogit + this.factors[1] * head.biasAgainst : 0;
    return {
      value, bias, exact: !!head && linear, mapSum: this.mapSum, thrownAway: this.thrownAway,
      residue: value - this.mapSum - this.thrownAway - bias
    };
  }

  /** w[k, c] / Z, where a global average and a dense layer follow. */
  headWeights() {
    const head = this.layer.head;
    return head ? combine(this.factors, array(head.weightLogit), array(head.weightAgainst), array(head.weightOthers)).map(w => w / this.cells) : null;
  }
}

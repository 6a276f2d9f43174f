// Colour maps: from a value to red, green and blue, 0 to 255.
// Inferno and viridis are matplotlib's by polynomials of degree six; the one for signed values runs, at equal steps of
// lightness in OKLab, from a neutral middle to blue for what speaks against and to red-orange for what speaks for.

const INFERNO = [
  [.0002189403691192265, .001651004631001012, -.01948089843709184], [.1065134194856116, .5639564367884091, 3.932712388889277],
  [11.60249308247187, -3.972853965665698, -15.9423941062914], [-41.70399613139459, 17.43639888205313, 44.35414519872813],
  [77.162935699427, -33.40235894210092, -81.80730925738993], [-71.31942824499214, 32.62606426397723, 73.20951985803202],
  [25.13112622477341, -12.24266895238567, -23.07032500287172]];
const VIRIDIS = [
  [.2777273272234177, .005407344544966578, .3340998053353061], [.1050930431085774, 1.404613529898575, 1.384590162594685],
  [-.3308618287255563, .214847559468213, .09509516302823659], [-4.634230498983486, -5.799100973351585, -19.33244095627987],
  [6.228269936347081, 14.17993336680509, 56.69055260068105], [4.776384997670288, -13.74514537774601, -65.35303263337234],
  [-5.435455855934631, 4.645852612178535, 26.3124352495832]];

const polynomial = table => t => [0, 1, 2].map(i => {
  let v = 0;
  for (let d = table.length - 1; d >= 0; d--) v = v * t + table[d][i];
  return v;
});

const jet = t => [1.5 - Math.abs(4 * t - 3), 1.5 - Math.abs(4 * t - 2), 1.5 - Math.abs(4 * t - 1)];

function oklch(l, c, hue) {
  const a = c * Math.cos(hue * Math.PI / 180), b = c * Math.sin(hue * Math.PI / 180);
  const x = (l + .3963377774 * a + .2158037573 * b) ** 3, y = (l - .1055613458 * a - .0638541728 * b) ** 3, z = (l - .0894841775 * a - 1.291485548 * b) ** 3;
  return [4.0767416621 * x - 3.3077115913 * y + .2309699292 * z, -1.2684380046 * x + 2.6097574011 * y - .3413193965 * z,
    -.0041960863 * x - .7034186147 * y + 1.707614701 * z].map(v => v <= .0031308 ? 12.92 * v : 1.055 * Math.max(v, 0) ** (1 / 2.4) - .055);
}

const lookup = f => Array.from({ length: 256 }, (_, i) => f(i / 255).map(v => Math.round(255 * Math.min(Math.max(v, 0), 1))));

// t from 0 (against) over ½ (neither) to 1 (for).
const diverging = dark => t => {
  const s = Math.abs(2 * t - 1), hue = t < .5 ? 255 : 40;
  return dark ? oklch(.22 + .56 * s, .02 * (s > 0) * 0 + .13 * s, hue) : oklch(.965 - .5 * s, .165 * s, hue);
};

const TABLES = { inferno: lookup(polynomial(INFERNO)), viridis: lookup(polynomial(VIRIDIS)), jet: lookup(jet), light: lookup(diverging(false)), dark: lookup(diverging(true)) };

export const darkScheme = window.matchMedia('(prefers-color-scheme: dark)');

// The same tables as pixels, four bytes in one number.
const PIXELS = Object.fromEntries(Object.entries(TABLES).map(([name, colours]) => [name, Uint32Array.from(colours, ([r, g, b]) => (255 << 24 | b << 16 | g << 8 | r) >>> 0)]));

/** A colour map by the place in its table; painting many values reads the table of pixels. */
const mapping = (name, index) => Object.assign(v => TABLES[name][index(v)], { index, pixels: PIXELS[name] });

/** 0 to 1 in the chosen colours. */
export const sequential = name => mapping(name, v => v > 0 ? v < 1 ? Math.round(255 * v) : 255 : 0);

/** −max to max around a neutral middle. */
export const around = max => {
  const scale = max > 0 ? 127.5 / max : 0;
  return mapping(darkScheme.matches ? 'dark' : 'light', v => {
    const i = 127.5 + scale * v;
    return i > 0 ? i < 255 ? Math.round(i) : 255 : 0;
  });
};

package org.fovea.facerec.synthetic;

import java.util.random.RandomGenerator;

/// The smooth functions that heads are made of. Polynomials and hashes alone: the same bits on every machine.
final class Smooth {
    private Smooth() {}

    static float lerp(float a, float b, float t) {
        return a + (b - a) * t;
    }

    static float clamp01(float x) {
        return x < 0 ? 0 : x > 1 ? 1 : x;
    }

    /// 0 up to `from`, 1 from `to` on, between them 3t² − 2t³; `from` may lie above `to`.
    static float step(float from, float to, float x) {
        float t = clamp01((x - from) / (to - from));
        return t * t * (3 - 2 * t);
    }

    /// A bump of height 1 and radii `rx`, `ry`, (1 − d²)³: like a Gaussian of a third of that width, but ending.
    static float bump(float dx, float dy, float rx, float ry) {
        float u = dx / rx;
        float v = dy / ry;
        float d = 1 - u * u - v * v;
        return d <= 0 ? 0 : d * d * d;
    }

    /// 1 inside a circle or ellipse given by its `d² = 1`, falling to 0 between `d² = inner` and 1.
    static float disc(float dx, float dy, float rx, float ry, float inner) {
        float u = dx / rx;
        float v = dy / ry;
        return step(1, inner, u * u + v * v);
    }

    /// The larger of two, rounded over a width of `k` where they cross.
    static float max(float a, float b, float k) {
        float h = Math.max(k - Math.abs(a - b), 0) / k;
        return Math.max(a, b) + h * h * k * 0.25f;
    }

    /// Uniform between `mean − spread` and `mean + spread`.
    static float vary(RandomGenerator random, float mean, float spread) {
        return mean + spread * (2 * random.nextFloat() - 1);
    }

    /// Value noise: smooth in x and y, from −1 to 1, with features about one unit wide.
    static float noise(int seed, float x, float y) {
        int ix = floor(x);
        int iy = floor(y);
        float fx = x - ix;
        float fy = y - iy;
        fx = fx * fx * (3 - 2 * fx);
        fy = fy * fy * (3 - 2 * fy);
        float top = lerp(hash(seed, ix, iy), hash(seed, ix + 1, iy), fx);
        float bottom = lerp(hash(seed, ix, iy + 1), hash(seed, ix + 1, iy + 1), fx);
        return lerp(top, bottom, fy);
    }

    /// Round spots strewn at random, one or none to a unit square: 1 in the middle of a spot, 0 between spots.
    static float spots(int seed, float x, float y) {
        int ix = floor(x);
        int iy = floor(y);
        float dx = x - ix - 0.5f - 0.25f * hash(seed, ix, iy);
        float dy = y - iy - 0.5f - 0.25f * hash(seed + 1, ix, iy);
        float radius = 0.04f + 0.22f * hash(seed + 2, ix, iy);
        return radius <= 0 ? 0 : disc(dx, dy, radius, radius, 0.2f);
    }

    private static int floor(float x) {
        int i = (int) x;
        return i > x ? i - 1 : i;
    }

    private static float hash(int seed, int x, int y) {
        int h = seed + x * 0x8DA6B343 + y * 0xD8163841;
        h = (h ^ (h >>> 15)) * 0x2C1B3C6D;
        h = (h ^ (h >>> 12)) * 0x297A2D39;
        h ^= h >>> 15;
        return h * 0x1p-31f;
    }
}

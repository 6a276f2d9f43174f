package org.fovea.engine.kernel.vector;

import static org.fovea.engine.kernel.vector.Lanes.COUNT;
import static org.fovea.engine.kernel.vector.Lanes.SPECIES;
import static org.fovea.engine.kernel.vector.Winograd.TILE;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.fovea.engine.kernel.Scratch;

/// The transform of the tiles of dy, which is that of [WinogradTarget] transposed: d = A·dy·Aᵀ, 36 components from 4×4
/// pixels.
final class WinogradGradient {
    private static final int MARGIN = TILE * TILE;

    private final WinogradTiling tiling;
    private final int channels;
    private final int c;
    private final int line;
    private final Panels panels;
    private final int stride;
    /// Where a tile's first pixel is in dy, or −1 where it is cut off or not in whole vectors.
    private final int[] at;

    /// @param panels how each component's matrix, a row a tile, lies in d
    /// @param stride floats from one component's panels to the next
    WinogradGradient(WinogradTiling tiling, int channels, Panels panels, int stride) {
        this.tiling = tiling;
        this.channels = channels;
        this.panels = panels;
        this.stride = stride;
        c = Lanes.vectors(channels) * COUNT;
        line = tiling.w() * channels;
        at = tiling.offsets(channels);
        if (c != channels) {
            Arrays.fill(at, -1);
        }
    }

    /// Tile `from + t` goes to row `row + t` of each component's panels, the first of which begins at `base`.
    void transform(float[] dy, int from, int tiles, float[] d, int base, int row) {
        float[] margin = margin(dy, from, tiles);
        for (int panel = 0; panel < panels.count(); panel++) {
            int step = panels.width(panel) * COUNT;
            int to = base + panels.offset(panel) + row * step;
            for (int k = 0; k < step; k += COUNT) {
                vector(dy, margin, from, tiles, panels.column(panel) + k, d, to + k, step, stride);
            }
        }
    }

    /// Copies of the tiles that are not read in place, with zeros outside the picture.
    private float[] margin(float[] dy, int from, int tiles) {
        float[] margin = Scratch.floats(Scratch.Slot.MARGIN, tiles * MARGIN * c);
        int h = tiling.h();
        int w = tiling.w();
        for (int t = 0; t < tiles; t++) {
            if (at[from + t] < 0) {
                int picture = tiling.picture(from + t) * h * w * channels;
                int i = tiling.row(from + t);
                int j = tiling.column(from + t);
                Padding.copy(dy, picture, h, w, channels, i, TILE, j, TILE, margin, t * MARGIN * c, c);
            }
        }
        return margin;
    }

    private void vector(
            float[] dy, float[] margin, int from, int tiles, int k, float[] d, int to, int step, int stride) {
        FloatVector two = FloatVector.broadcast(SPECIES, 2);
        FloatVector four = FloatVector.broadcast(SPECIES, 4);
        FloatVector eight = FloatVector.broadcast(SPECIES, 8);
        for (int t = 0; t < tiles; t++) {
            int i = at[from + t];
            float[] g = i < 0 ? margin : dy;
            int down = i < 0 ? TILE * c : line;
            int i0 = (i < 0 ? t * MARGIN * c : i) + k;
            int i1 = i0 + down;
            int i2 = i1 + down;
            int i3 = i2 + down;
            FloatVector g00 = FloatVector.fromArray(SPECIES, g, i0);
            FloatVector g10 = FloatVector.fromArray(SPECIES, g, i1);
            FloatVector g20 = FloatVector.fromArray(SPECIES, g, i2);
            FloatVector g30 = FloatVector.fromArray(SPECIES, g, i3);
            FloatVector even0 = g00.add(g20);
            FloatVector odd0 = g10.add(g30);
            FloatVector far0 = g20.fma(four, g00);
            FloatVector wide0 = g30.fma(eight, g10.mul(two));
            FloatVector b0 = even0.add(odd0);
            FloatVector c0 = even0.sub(odd0);
            FloatVector d0 = far0.add(wide0);
            FloatVector e0 = far0.sub(wide0);
            FloatVector g01 = FloatVector.fromArray(SPECIES, g, i0 + c);
            FloatVector g11 = FloatVector.fromArray(SPECIES, g, i1 + c);
            FloatVector g21 = FloatVector.fromArray(SPECIES, g, i2 + c);
            FloatVector g31 = FloatVector.fromArray(SPECIES, g, i3 + c);
            FloatVector even1 = g01.add(g21);
            FloatVector odd1 = g11.add(g31);
            FloatVector far1 = g21.fma(four, g01);
            FloatVector wide1 = g31.fma(eight, g11.mul(two));
            FloatVector b1 = even1.add(odd1);
            FloatVector c1 = even1.sub(odd1);
            FloatVector d1 = far1.add(wide1);
            FloatVector e1 = far1.sub(wide1);
            FloatVector g02 = FloatVector.fromArray(SPECIES, g, i0 + 2 * c);
            FloatVector g12 = FloatVector.fromArray(SPECIES, g, i1 + 2 * c);
            FloatVector g22 = FloatVector.fromArray(SPECIES, g, i2 + 2 * c);
            FloatVector g32 = FloatVector.fromArray(SPECIES, g, i3 + 2 * c);
            FloatVector even2 = g02.add(g22);
            FloatVector odd2 = g12.add(g32);
            FloatVector far2 = g22.fma(four, g02);
            FloatVector wide2 = g32.fma(eight, g12.mul(two));
            FloatVector b2 = even2.add(odd2);
            FloatVector c2 = even2.sub(odd2);
            FloatVector d2 = far2.add(wide2);
            FloatVector e2 = far2.sub(wide2);
            FloatVector g03 = FloatVector.fromArray(SPECIES, g, i0 + 3 * c);
            FloatVector g13 = FloatVector.fromArray(SPECIES, g, i1 + 3 * c);
            FloatVector g23 = FloatVector.fromArray(SPECIES, g, i2 + 3 * c);
            FloatVector g33 = FloatVector.fromArray(SPECIES, g, i3 + 3 * c);
            FloatVector even3 = g03.add(g23);
            FloatVector odd3 = g13.add(g33);
            FloatVector far3 = g23.fma(four, g03);
            FloatVector wide3 = g33.fma(eight, g13.mul(two));
            FloatVector b3 = even3.add(odd3);
            FloatVector c3 = even3.sub(odd3);
            FloatVector d3 = far3.add(wide3);
            FloatVector e3 = far3.sub(wide3);
            int g0At = to + t * step;
            FloatVector g0Even = g00.add(g02);
            FloatVector g0Odd = g01.add(g03);
            FloatVector g0Far = g02.fma(four, g00);
            FloatVector g0Wide = g03.fma(eight, g01.mul(two));
            g00.intoArray(d, g0At);
            g0Even.add(g0Odd).intoArray(d, g0At + stride);
            g0Even.sub(g0Odd).intoArray(d, g0At + 2 * stride);
            g0Far.add(g0Wide).intoArray(d, g0At + 3 * stride);
            g0Far.sub(g0Wide).intoArray(d, g0At + 4 * stride);
            g03.intoArray(d, g0At + 5 * stride);
            int bAt = g0At + 6 * stride;
            FloatVector bEven = b0.add(b2);
            FloatVector bOdd = b1.add(b3);
            FloatVector bFar = b2.fma(four, b0);
            FloatVector bWide = b3.fma(eight, b1.mul(two));
            b0.intoArray(d, bAt);
            bEven.add(bOdd).intoArray(d, bAt + stride);
            bEven.sub(bOdd).intoArray(d, bAt + 2 * stride);
            bFar.add(bWide).intoArray(d, bAt + 3 * stride);
            bFar.sub(bWide).intoArray(d, bAt + 4 * stride);
            b3.intoArray(d, bAt + 5 * stride);
            int cAt = g0At + 12 * stride;
            FloatVector cEven = c0.add(c2);
            FloatVector cOdd = c1.add(c3);
            FloatVector cFar = c2.fma(four, c0);
            FloatVector cWide = c3.fma(eight, c1.mul(two));
            c0.intoArray(d, cAt);
            cEven.add(cOdd).intoArray(d, cAt + stride);
            cEven.sub(cOdd).intoArray(d, cAt + 2 * stride);
            cFar.add(cWide).intoArray(d, cAt + 3 * stride);
            cFar.sub(cWide).intoArray(d, cAt + 4 * stride);
            c3.intoArray(d, cAt + 5 * stride);
            int dAt = g0At + 18 * stride;
            FloatVector dEven = d0.add(d2);
            FloatVector dOdd = d1.add(d3);
            FloatVector dFar = d2.fma(four, d0);
            FloatVector dWide = d3.fma(eight, d1.mul(two));
            d0.intoArray(d, dAt);
            dEven.add(dOdd).intoArray(d, dAt + stride);
            dEven.sub(dOdd).intoArray(d, dAt + 2 * stride);
            dFar.add(dWide).intoArray(d, dAt + 3 * stride);
            dFar.sub(dWide).intoArray(d, dAt + 4 * stride);
            d3.intoArray(d, dAt + 5 * stride);
            int eAt = g0At + 24 * stride;
            FloatVector eEven = e0.add(e2);
            FloatVector eOdd = e1.add(e3);
            FloatVector eFar = e2.fma(four, e0);
            FloatVector eWide = e3.fma(eight, e1.mul(two));
            e0.intoArray(d, eAt);
            eEven.add(eOdd).intoArray(d, eAt + stride);
            eEven.sub(eOdd).intoArray(d, eAt + 2 * stride);
            eFar.add(eWide).intoArray(d, eAt + 3 * stride);
            eFar.sub(eWide).intoArray(d, eAt + 4 * stride);
            e3.intoArray(d, eAt + 5 * stride);
            int g3At = g0At + 30 * stride;
            FloatVector g3Even = g30.add(g32);
            FloatVector g3Odd = g31.add(g33);
            FloatVector g3Far = g32.fma(four, g30);
            FloatVector g3Wide = g33.fma(eight, g31.mul(two));
            g30.intoArray(d, g3At);
            g3Even.add(g3Odd).intoArray(d, g3At + stride);
            g3Even.sub(g3Odd).intoArray(d, g3At + 2 * stride);
            g3Far.add(g3Wide).intoArray(d, g3At + 3 * stride);
            g3Far.sub(g3Wide).intoArray(d, g3At + 4 * stride);
            g33.intoArray(d, g3At + 5 * stride);
        }
    }
}

package org.fovea.engine.kernel.vector;

import static org.fovea.engine.kernel.Scratch.FIRST;
import static org.fovea.engine.kernel.vector.Lanes.COUNT;
import static org.fovea.engine.kernel.vector.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import org.fovea.engine.kernel.ConvolutionShape;
import org.fovea.engine.kernel.Epilogue;
import org.fovea.engine.kernel.Scratch;
import org.fovea.engine.parallel.Workers;

/// The forward pass of a 3×3 convolution of stride 1 over a picture with few pixels, by Winograd's F(2×2, 3×3): 16
/// multiplications where the definition has 36 and [Winograd]'s F(4×4, 3×3) has 9.
///
/// ```
///      ⎡1  0 −1  0⎤        ⎡ 1    0    0 ⎤
/// Bᵀ = ⎢0  1  1  0⎥    G = ⎢1/2  1/2  1/2⎥    Aᵀ = ⎡1  1  1  0⎤
///      ⎢0 −1  1  0⎥        ⎢1/2 −1/2  1/2⎥         ⎣0  1 −1 −1⎦
///      ⎣0  1  0 −1⎦        ⎣ 0    0    1 ⎦
/// ```
///
/// Transformed filters of F(4×4, 3×3) are four times as large as the filters, and with a handful of tiles a layer only
/// waits for them; here they are less than twice as large, and the tiles are four times as many. It pays only where the
/// filters are transformed once, for inference: the last layers of `resnet112` on one picture, 256 channels of 7×7
/// pixels, took 0.53 ms each on one core by the definition and take 0.43 ms so, most of it for reading the filters;
/// with those in the third-level cache, 0.32 ms.
///
/// Three steps with all tiles in each; a piece of work is a row of tiles or one of the 16 products.
final class SmallWinogradPass implements DataPass, Workers.Body {
    private static final int TILE = 2;
    private static final int COMPONENTS = 16;
    /// With fewer tiles than this the filters are taken to be used too seldom; measured was 16.
    private static final int FEWEST_TILES = 8;

    private enum Step {
        FILTERS,
        SOURCES,
        PRODUCTS,
        TARGETS
    }

    private final ConvolutionShape s;
    private final int down;
    private final int across;
    /// Floats from one of the 16 components to the next.
    private final int sourceStride;
    private final int targetStride;
    private final int filterStride;
    private final TiledProduct product;
    private final float[] filters;

    // The call at hand.
    private Step step = Step.FILTERS;
    private float[] x = {};
    private float[] w = {};
    private float[] v = {};
    private float[] m = {};
    private float[] y = {};
    private Epilogue epilogue = Epilogue.NONE;

    SmallWinogradPass(ConvolutionShape s) {
        this.s = s;
        down = Math.ceilDiv(s.oh(), TILE);
        across = Math.ceilDiv(s.ow(), TILE);
        int tiles = s.n() * down * across;
        sourceStride = Winograd.apart(tiles * s.c());
        targetStride = Winograd.apart(tiles * s.oc());
        int[] aRows = TiledProduct.rows(tiles, s.c());
        int[] cRows = TiledProduct.rows(tiles, s.oc());
        filterStride = Winograd.apart(new Panels(s.c(), s.oc()).size());
        boolean far = TiledProduct.far(COMPONENTS * filterStride);
        product = new TiledProduct(aRows, new int[] {0}, s.c(), 1, s.oc(), cRows, far);
        filters = new float[FIRST + COMPONENTS * filterStride];
    }

    /// Whether this is the best for a forward pass whose filters stay.
    static boolean suits(ConvolutionShape s) {
        return Winograd.allowed(s, 1)
                && Winograd.narrowlyPadded(s)
                && !Winograd.suits(s)
                && s.c() % COUNT == 0
                && s.oc() % COUNT == 0
                && s.n() * Math.ceilDiv(s.oh(), TILE) * Math.ceilDiv(s.ow(), TILE) >= FEWEST_TILES;
    }

    @Override
    public String algorithm() {
        return "winograd 2×2";
    }

    @Override
    public void fixFilters(float[] w, Workers workers) {
        this.w = w;
        step = Step.FILTERS;
        workers.run(s.c(), this);
    }

    @Override
    public void run(float[] source, float[] w, Epilogue epilogue, float[] target, boolean add, Workers workers) {
        assert !add : "a forward pass replaces";
        x = source;
        y = target;
        this.epilogue = epilogue;
        v = Scratch.aligned(Scratch.Slot.SOURCE, COMPONENTS * sourceStride);
        m = Scratch.aligned(Scratch.Slot.TARGET, COMPONENTS * targetStride);
        step = Step.SOURCES;
        workers.run(s.n() * down, this);
        step = Step.PRODUCTS;
        workers.run(COMPONENTS, this);
        step = Step.TARGETS;
        workers.run(s.n() * down, this);
    }

    @Override
    public void run(int piece) {
        switch (step) {
            case FILTERS -> filters(piece);
            case SOURCES -> source(piece);
            case PRODUCTS -> {
                int a = FIRST + piece * sourceStride;
                int b = FIRST + piece * filterStride;
                int to = FIRST + piece * targetStride;
                int tiles = s.n() * down * across;
                product.multiply(v, a, 0, tiles, filters, b, m, to, false);
            }
            case TARGETS -> target(piece);
        }
    }

    /// Row `row` of each component's filters, (c, oc) in panels: u = G·w·Gᵀ.
    private void filters(int row) {
        Panels panels = product.panels;
        for (int panel = 0; panel < panels.count(); panel++) {
            int width = panels.width(panel) * COUNT;
            filterVectors(row * s.oc() + panels.column(panel), width, FIRST + panels.offset(panel) + row * width);
        }
    }

    private void filterVectors(int at, int columns, int to) {
        int plane = s.c() * s.oc();
        int stride = filterStride;
        for (int end = at + columns; at < end; at += COUNT, to += COUNT) {
            FloatVector w00 = FloatVector.fromArray(SPECIES, w, at);
            FloatVector w10 = FloatVector.fromArray(SPECIES, w, at + 3 * plane);
            FloatVector w20 = FloatVector.fromArray(SPECIES, w, at + 6 * plane);
            FloatVector e0 = w00.add(w20);
            FloatVector p0 = w00;
            FloatVector q0 = e0.add(w10).mul(0.5f);
            FloatVector r0 = e0.sub(w10).mul(0.5f);
            FloatVector s0 = w20;
            FloatVector w01 = FloatVector.fromArray(SPECIES, w, at + plane);
            FloatVector w11 = FloatVector.fromArray(SPECIES, w, at + 4 * plane);
            FloatVector w21 = FloatVector.fromArray(SPECIES, w, at + 7 * plane);
            FloatVector e1 = w01.add(w21);
            FloatVector p1 = w01;
            FloatVector q1 = e1.add(w11).mul(0.5f);
            FloatVector r1 = e1.sub(w11).mul(0.5f);
            FloatVector s1 = w21;
            FloatVector w02 = FloatVector.fromArray(SPECIES, w, at + 2 * plane);
            FloatVector w12 = FloatVector.fromArray(SPECIES, w, at + 5 * plane);
            FloatVector w22 = FloatVector.fromArray(SPECIES, w, at + 8 * plane);
            FloatVector e2 = w02.add(w22);
            FloatVector p2 = w02;
            FloatVector q2 = e2.add(w12).mul(0.5f);
            FloatVector r2 = e2.sub(w12).mul(0.5f);
            FloatVector s2 = w22;
            FloatVector pEnds = p0.add(p2);
            p0.intoArray(filters, to);
            pEnds.add(p1).mul(0.5f).intoArray(filters, to + stride);
            pEnds.sub(p1).mul(0.5f).intoArray(filters, to + 2 * stride);
            p2.intoArray(filters, to + 3 * stride);
            FloatVector qEnds = q0.add(q2);
            q0.intoArray(filters, to + 4 * stride);
            qEnds.add(q1).mul(0.5f).intoArray(filters, to + 5 * stride);
            qEnds.sub(q1).mul(0.5f).intoArray(filters, to + 6 * stride);
            q2.intoArray(filters, to + 7 * stride);
            FloatVector rEnds = r0.add(r2);
            r0.intoArray(filters, to + 8 * stride);
            rEnds.add(r1).mul(0.5f).intoArray(filters, to + 9 * stride);
            rEnds.sub(r1).mul(0.5f).intoArray(filters, to + 10 * stride);
            r2.intoArray(filters, to + 11 * stride);
            FloatVector sEnds = s0.add(s2);
            s0.intoArray(filters, to + 12 * stride);
            sEnds.add(s1).mul(0.5f).intoArray(filters, to + 13 * stride);
            sEnds.sub(s1).mul(0.5f).intoArray(filters, to + 14 * stride);
            s2.intoArray(filters, to + 15 * stride);
        }
    }

    /// A row of tiles: v = Bᵀ·d·B, from a copy with zeros outside the picture.
    private void source(int row) {
        int c = s.c();
        int width = across * TILE + 2;
        float[] rows = Scratch.floats(Scratch.Slot.MARGIN, 4 * width * c);
        int picture = row / down * s.h() * s.w() * c;
        int top = row % down * TILE - s.padTop();
        Padding.copy(x, picture, s.h(), s.w(), c, top, 4, -s.padLeft(), width, rows, 0);
        for (int k = 0; k < c; k += COUNT) {
            sourceVectors(rows, width * c, k, FIRST + row * across * c + k);
        }
    }

    private void sourceVectors(float[] rows, int line, int k, int at) {
        int c = s.c();
        int stride = sourceStride;
        for (int t = 0; t < across; t++, at += c) {
            int i0 = t * TILE * c + k;
            int i1 = i0 + line;
            int i2 = i1 + line;
            int i3 = i2 + line;
            FloatVector d00 = FloatVector.fromArray(SPECIES, rows, i0);
            FloatVector d10 = FloatVector.fromArray(SPECIES, rows, i1);
            FloatVector d20 = FloatVector.fromArray(SPECIES, rows, i2);
            FloatVector d30 = FloatVector.fromArray(SPECIES, rows, i3);
            FloatVector p0 = d00.sub(d20);
            FloatVector q0 = d10.add(d20);
            FloatVector r0 = d20.sub(d10);
            FloatVector s0 = d10.sub(d30);
            FloatVector d01 = FloatVector.fromArray(SPECIES, rows, i0 + c);
            FloatVector d11 = FloatVector.fromArray(SPECIES, rows, i1 + c);
            FloatVector d21 = FloatVector.fromArray(SPECIES, rows, i2 + c);
            FloatVector d31 = FloatVector.fromArray(SPECIES, rows, i3 + c);
            FloatVector p1 = d01.sub(d21);
            FloatVector q1 = d11.add(d21);
            FloatVector r1 = d21.sub(d11);
            FloatVector s1 = d11.sub(d31);
            FloatVector d02 = FloatVector.fromArray(SPECIES, rows, i0 + 2 * c);
            FloatVector d12 = FloatVector.fromArray(SPECIES, rows, i1 + 2 * c);
            FloatVector d22 = FloatVector.fromArray(SPECIES, rows, i2 + 2 * c);
            FloatVector d32 = FloatVector.fromArray(SPECIES, rows, i3 + 2 * c);
            FloatVector p2 = d02.sub(d22);
            FloatVector q2 = d12.add(d22);
            FloatVector r2 = d22.sub(d12);
            FloatVector s2 = d12.sub(d32);
            FloatVector d03 = FloatVector.fromArray(SPECIES, rows, i0 + 3 * c);
            FloatVector d13 = FloatVector.fromArray(SPECIES, rows, i1 + 3 * c);
            FloatVector d23 = FloatVector.fromArray(SPECIES, rows, i2 + 3 * c);
            FloatVector d33 = FloatVector.fromArray(SPECIES, rows, i3 + 3 * c);
            FloatVector p3 = d03.sub(d23);
            FloatVector q3 = d13.add(d23);
            FloatVector r3 = d23.sub(d13);
            FloatVector s3 = d13.sub(d33);
            p0.sub(p2).intoArray(v, at);
            p1.add(p2).intoArray(v, at + stride);
            p2.sub(p1).intoArray(v, at + 2 * stride);
            p1.sub(p3).intoArray(v, at + 3 * stride);
            q0.sub(q2).intoArray(v, at + 4 * stride);
            q1.add(q2).intoArray(v, at + 5 * stride);
            q2.sub(q1).intoArray(v, at + 6 * stride);
            q1.sub(q3).intoArray(v, at + 7 * stride);
            r0.sub(r2).intoArray(v, at + 8 * stride);
            r1.add(r2).intoArray(v, at + 9 * stride);
            r2.sub(r1).intoArray(v, at + 10 * stride);
            r1.sub(r3).intoArray(v, at + 11 * stride);
            s0.sub(s2).intoArray(v, at + 12 * stride);
            s1.add(s2).intoArray(v, at + 13 * stride);
            s2.sub(s1).intoArray(v, at + 14 * stride);
            s1.sub(s3).intoArray(v, at + 15 * stride);
        }
    }

    /// A row of tiles: y = f(Aᵀ·m·A + bias + residual), by way of a copy of whole tiles.
    private void target(int row) {
        int oc = s.oc();
        int line = across * TILE * oc;
        float[] rows = Scratch.floats(Scratch.Slot.MARGIN, TILE * line);
        for (int k = 0; k < oc; k += COUNT) {
            targetVectors(FIRST + row * across * oc + k, rows, line, k);
        }
        int first = row % down * TILE;
        for (int i = 0; i < Math.min(TILE, s.oh() - first); i++) {
            int to = (row / down * s.oh() + first + i) * s.ow() * oc;
            System.arraycopy(rows, i * line, y, to, s.ow() * oc);
            Epilogues.apply(epilogue, y, to, oc, s.ow(), 0, oc);
        }
    }

    private void targetVectors(int at, float[] y, int line, int to) {
        int oc = s.oc();
        int stride = targetStride;
        for (int t = 0; t < across; t++, at += oc, to += TILE * oc) {
            FloatVector m00 = FloatVector.fromArray(SPECIES, m, at);
            FloatVector m10 = FloatVector.fromArray(SPECIES, m, at + 4 * stride);
            FloatVector m20 = FloatVector.fromArray(SPECIES, m, at + 8 * stride);
            FloatVector m30 = FloatVector.fromArray(SPECIES, m, at + 12 * stride);
            FloatVector p0 = m00.add(m10).add(m20);
            FloatVector q0 = m10.sub(m20).sub(m30);
            FloatVector m01 = FloatVector.fromArray(SPECIES, m, at + stride);
            FloatVector m11 = FloatVector.fromArray(SPECIES, m, at + 5 * stride);
            FloatVector m21 = FloatVector.fromArray(SPECIES, m, at + 9 * stride);
            FloatVector m31 = FloatVector.fromArray(SPECIES, m, at + 13 * stride);
            FloatVector p1 = m01.add(m11).add(m21);
            FloatVector q1 = m11.sub(m21).sub(m31);
            FloatVector m02 = FloatVector.fromArray(SPECIES, m, at + 2 * stride);
            FloatVector m12 = FloatVector.fromArray(SPECIES, m, at + 6 * stride);
            FloatVector m22 = FloatVector.fromArray(SPECIES, m, at + 10 * stride);
            FloatVector m32 = FloatVector.fromArray(SPECIES, m, at + 14 * stride);
            FloatVector p2 = m02.add(m12).add(m22);
            FloatVector q2 = m12.sub(m22).sub(m32);
            FloatVector m03 = FloatVector.fromArray(SPECIES, m, at + 3 * stride);
            FloatVector m13 = FloatVector.fromArray(SPECIES, m, at + 7 * stride);
            FloatVector m23 = FloatVector.fromArray(SPECIES, m, at + 11 * stride);
            FloatVector m33 = FloatVector.fromArray(SPECIES, m, at + 15 * stride);
            FloatVector p3 = m03.add(m13).add(m23);
            FloatVector q3 = m13.sub(m23).sub(m33);
            p0.add(p1).add(p2).intoArray(y, to);
            p1.sub(p2).sub(p3).intoArray(y, to + oc);
            q0.add(q1).add(q2).intoArray(y, to + line);
            q1.sub(q2).sub(q3).intoArray(y, to + line + oc);
        }
    }
}

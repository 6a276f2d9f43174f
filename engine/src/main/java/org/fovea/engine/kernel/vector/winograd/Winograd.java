package org.fovea.engine.kernel.vector.winograd;

import static org.fovea.engine.kernel.vector.lanes.Lanes.COUNT;

import org.fovea.engine.definition.ConvolutionShape;

/// What the parts of Winograd's F(4×4, 3×3) share:
///
/// y = Aᵀ·\[(G·w·Gᵀ) ⊙ (Bᵀ·d·B)\]·A
///
/// for a tile d of 6×6 pixels of the input, filters w of 3×3 and a tile y of 4×4 pixels of the output. The ⊙ becomes,
/// over channels, 36 matrix products of 36 multiplications where the definition has 144. Lanes run along channels.
///
/// [InputTransform], [OutputTransform], [GradientTransform] and [FilterTransform] are the transforms, [F4x4] the
/// forward and the backward pass to the data, [F4x4Gradient] the backward pass to the filters.
public final class Winograd {
    /// Pixels across a tile of the target, of the source, and the square of the latter.
    static final int TILE = 4;

    static final int SPAN = 6;
    static final int COMPONENTS = SPAN * SPAN;

    /// Transformed filters are four times as large: with fewer tiles than this a layer only waits for them. Three
    /// convolutions of 256 channels over one picture of 7×7 pixels would read 28 MB.
    static final int FEWEST_TILES = 8;

    private Winograd() {}

    /// Floats from one component's matrix to the next: one vector more than the matrix has. Channels are often
    /// powers of two; without the vector all components of a value would share one set of each cache, which holds
    /// eight to sixteen lines.
    static int apart(int floats) {
        return floats + COUNT;
    }

    /// Whether F(4×4, 3×3) computes this convolution, and channels and tiles are enough to pay for the transforms.
    public static boolean suits(ConvolutionShape s) {
        return allowed(s, 1) && narrowlyPadded(s) && new WinogradTiling(s.n(), s.oh(), s.ow()).tiles() >= FEWEST_TILES;
    }

    /// Whether a transform of 3×3 filters may compute this convolution, and channels are enough to pay for it.
    ///
    /// `-Dfovea.winograd=false` forbids it: its rounding is some units in the sixth digit of the largest value.
    static boolean allowed(ConvolutionShape s, int stride) {
        return !"false".equals(System.getProperty("fovea.winograd"))
                && s.kh() == 3
                && s.kw() == 3
                && s.strideH() == stride
                && s.strideW() == stride
                && s.dilationH() * s.dilationW() == 1
                && s.groups() == 1
                && Math.min(s.c(), s.oc()) >= 16;
    }

    static boolean narrowlyPadded(ConvolutionShape s) {
        return Math.max(Math.max(s.padTop(), s.padBottom()), Math.max(s.padLeft(), s.padRight())) <= 2;
    }
}

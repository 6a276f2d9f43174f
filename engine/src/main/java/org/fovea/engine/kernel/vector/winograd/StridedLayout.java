package org.fovea.engine.kernel.vector.winograd;

import static org.fovea.engine.kernel.vector.winograd.Winograd.TILE;

import org.fovea.engine.definition.ConvolutionShape;
import org.fovea.engine.kernel.Scratch;

/// What the parts of the Winograd convolution of 3×3 taps and stride 2 share. In one dimension
///
/// y\[i\] = w₀·e\[i\] + w₁·o\[i\] + w₂·e\[i+1\],
///
/// where e and o are the pixels of even and of odd index. Four such sums are a convolution of two taps over e and one
/// of one tap over o; both are computed at the points 0, 1, −1, 2, and the former at ∞ too (F(4, 2)), and added up
/// there:
///
/// y = Aᵀ·\[Σ over phases (G·w) ⊙ (Bᵀ·d)\].
///
/// In two dimensions 4×4 pixels of the target come from 9×9 of the source and 25 components. A component is a matrix
/// product over the channels of all phases that reach it: four phases where both points are finite, two where one is ∞,
/// one at (∞, ∞): 81 multiplications where the definition has 144. [StridedInputTransform], [StridedOutputTransform]
/// and [StridedFilterTransform] are the transforms, [StridedF4x4] the forward pass.
///
/// An object says where components lie in an array of transformed tiles: each is a matrix whose rows are tiles, with a
/// tile's phases one after the other in its row. The components are those of points (i, j) in the order of 4·i + j,
/// then (0, ∞) to (2, ∞), (∞, 0) to (∞, 2), and (∞, ∞).
///
/// @param tiles rows of each matrix
/// @param c floats of a phase: channels in whole vectors
public record StridedLayout(int tiles, int c) {
    static final int SPAN = 2 * TILE + 1;
    static final int COMPONENTS = 25;

    /// Values of a source's tile.
    static final int VALUES = SPAN * SPAN;

    /// Whether this algorithm computes the convolution, and channels and tiles are enough to pay for the
    /// transforms: as many as for stride 1, where with fewer a layer only waits for the filters.
    public static boolean suits(ConvolutionShape s) {
        return Winograd.allowed(s, 2) && new WinogradTiling(s.n(), s.oh(), s.ow()).tiles() >= Winograd.FEWEST_TILES;
    }

    /// How many phases reach a component.
    static int phases(int component) {
        return component < 16 ? 4 : component < 24 ? 2 : 1;
    }

    /// Where a component begins; the first begins at [Scratch#FIRST].
    int at(int component) {
        int four = Winograd.apart(4 * tiles * c);
        int two = Winograd.apart(2 * tiles * c);
        return Scratch.FIRST + Math.min(component, 16) * four + Math.max(component - 16, 0) * two;
    }

    /// Floats of all components.
    int size() {
        return at(COMPONENTS) - at(0);
    }
}

/// Convolutions of 3×3 taps by Winograd's minimal filtering (Lavin and Gray, "Fast Algorithms for Convolutional Neural
/// Networks", CVPR 2016): y = Aᵀ·\[(G·w·Gᵀ) ⊙ (Bᵀ·d·B)\]·A. *Tile* is theirs here: the pixels d of the input, or y of
/// the output, that one transform takes.
///
/// - [org.fovea.engine.kernel.vector.winograd.F4x4] and [org.fovea.engine.kernel.vector.winograd.F4x4Gradient]: stride
///   1, all three passes of training, 36 multiplications where the definition has 144,
/// - [org.fovea.engine.kernel.vector.winograd.StridedF4x4]: stride 2, 81 for 144,
/// - [org.fovea.engine.kernel.vector.winograd.F2x2]: few pixels and filters that stay, 16 for 36.
///
/// The transforms are generated from their matrices, which are in `engine/src/generate`.
package org.fovea.engine.kernel.vector.winograd;

/// The kernels on the JDK's Vector API: the only code of the engine that imports it.
///
/// Lanes run along channels, which lie side by side in memory, so nothing here shuffles. A loop is a body of whole
/// vectors and a masked or scalar tail. [org.fovea.engine.kernel.vector.Lanes] fixes the width for the run, because C2
/// makes good code only of a species that is a constant.
///
/// Three rules keep C2 from putting vectors on the heap, which costs a factor of ten and depends on what ran before:
///
/// - Vectors and masks are never handed to methods of our own, or taken from them, in a hot loop. C2 always inlines the
///   JDK's vector methods, ours only as far as its limits on a method's size go.
/// - No branch decides over a vector: what is not there (a bias, a residual) is read as zeros, what is not to be cut
///   off is held against −∞.
/// - A method has one hot loop, of some dozens of vector operations.
///
/// Products of every kind (matrices, convolutions, Winograd's inner products) end in the register tiles of
/// [org.fovea.engine.kernel.vector.WideTiles], [org.fovea.engine.kernel.vector.NarrowTiles] and
/// [org.fovea.engine.kernel.vector.ColumnTiles].
package org.fovea.engine.kernel.vector;

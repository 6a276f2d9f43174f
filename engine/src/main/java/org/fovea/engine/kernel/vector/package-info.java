/// The kernels on the JDK's Vector API: the only code of the engine that imports it.
///
/// Lanes run along channels, which lie side by side in memory, so nothing here shuffles. A loop is a body of whole
/// vectors and a masked or scalar tail. [org.fovea.engine.kernel.vector.Lanes] fixes the width for the run, because C2
/// makes good code only of a species that is a constant.
///
/// Products of every kind (matrices, convolutions, Winograd's inner products) end in the register tiles of
/// [org.fovea.engine.kernel.vector.WideTiles] and [org.fovea.engine.kernel.vector.NarrowTiles].
package org.fovea.engine.kernel.vector;

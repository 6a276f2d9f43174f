/// The kernels in plain Java: their definitions, and what runs where the JDK's Vector API is not there.
///
/// C2 makes vector code of a loop only where all its arrays share one index and only one is written. So the loops here
/// run over rows that begin at index 0: [org.fovea.engine.kernel.scalar.ScalarPanel] has them for convolutions and
/// products, [org.fovea.engine.kernel.scalar.ChannelStrip] for what treats each channel by a law of its own.
package org.fovea.engine.kernel.scalar;

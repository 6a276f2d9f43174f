/// A neural engine in pure Java.
///
/// Begin with [org.fovea.engine.network.Network], which is built of layers ([org.fovea.engine.layer]), and
/// [org.fovea.engine.network.Trace], one pass through it with everything it computed. Arrays are in
/// [org.fovea.engine.tensor], training in `org.fovea.engine.train`, files in [org.fovea.engine.io], bare products of
/// matrices in [org.fovea.engine.product].
package org.fovea.engine;

/// Convolutions in which every channel has filters of its own, so that nothing is summed over channels and nothing is a
/// matrix product.
package org.fovea.engine.kernel.vector.depthwise;

/// The ground of the vector kernels: how wide a vector is, what treats every value alike, and what the rooms above
/// share, the epilogue of a product and the two interfaces that a convolution's algorithms implement.
package org.fovea.engine.kernel.vector.lanes;

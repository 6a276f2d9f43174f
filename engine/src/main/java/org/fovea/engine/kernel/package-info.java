/// The only arithmetic worth making fast: products, convolutions, pooling, normalisation, elementwise functions.
///
/// [org.fovea.engine.kernel.Kernels] is the seam, with two implementations:
/// [org.fovea.engine.kernel.scalar.ScalarKernels], plain loops that are the reference and the fallback, and the vector
/// kernels, the only code that imports the JDK's Vector API. [org.fovea.engine.kernel.KernelSelection] chooses one of
/// them, once. Nothing of this is exported.
package org.fovea.engine.kernel;

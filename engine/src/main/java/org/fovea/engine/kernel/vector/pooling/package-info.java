/// Pooling, alone and as the end of a block of batch norm and activation.
package org.fovea.engine.kernel.vector.pooling;

/// Randomness that can be saved: a generator whose state goes into a checkpoint and comes back from one.
package org.fovea.engine.random;

/// Networks and what happens in them.
///
/// A [org.fovea.engine.network.Network] is a list of named nodes, each with a layer and the earlier nodes that feed it.
/// A [org.fovea.engine.network.Trace] is one pass through it: every node's activation and, after `backward`, every
/// node's gradient, kept where you can read them.
///
/// ```
/// Trace trace = network.forward(batch);            // activations stored, node by node
/// trace.backward(Target.logit(person));            // gradients stored, node by node
/// float[] a = trace.activation("conv4").data();    // A, channels last
/// float[] g = trace.gradient("conv4").data();      // dY/dA
/// ```
///
/// A [org.fovea.engine.network.Target] is the scalar Y that backward differentiates.
package org.fovea.engine.network;

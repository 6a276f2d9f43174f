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
/// A [org.fovea.engine.network.Target] is the scalar Y that backward differentiates, and a
/// [org.fovea.engine.network.Reach] says how far back.
///
/// A [org.fovea.engine.network.NetworkBuilder] makes a network: a method a layer, or `add` for any layer at all, one
/// written elsewhere included (the page of `org.fovea.engine.layer` shows how).
///
/// ```
/// Network network = Network.builder("small", Shape.of(64, 64, 1))
///         .conv2d("conv4", 32, Conv2d.Geometry.of(3).padding(1))
///         .relu("relu4")
///         .globalAveragePool("gap")
///         .dense("logits", 40)
///         .build(random);
/// ```
///
/// A network may have several inputs ([org.fovea.engine.network.NetworkBuilder#input]) and several outputs
/// ([org.fovea.engine.network.NetworkBuilder#outputs]); one that says neither has one of each, its first node and its
/// last.
///
/// A trace binds each node's layer to the arrays around it, once, and is used from step to step; one thread uses it at
/// a time. Where only outputs are wanted, a [org.fovea.engine.network.Predictor] gives them faster, and a
/// [org.fovea.engine.network.Sweep] takes any number of examples through a network batch by batch.
package org.fovea.engine.network;

/// Networks rewritten so that neighbouring layers are computed in one sweep over memory, and the fused layers that they
/// are rewritten into. Not exported: whoever uses a network sees it as it was built.
///
/// A network is here a list of [org.fovea.engine.fusion.Step]s, which `network` makes from its nodes and turns into a
/// network again. A step is absorbed by the one that reads it if nothing else does; the one that absorbs keeps its
/// name, because its output is what it was. Convolutions side by side that become one are absorbed by a step of a new
/// name, of which slices keep theirs. [org.fovea.engine.fusion.TrainingRewriter] rewrites for training steps,
/// with the network's own parameters; [org.fovea.engine.fusion.InferenceRewriter] for inference, with batch norm folded
/// into copies of the weights.
package org.fovea.engine.fusion;

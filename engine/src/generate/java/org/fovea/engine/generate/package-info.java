/// The generator of those vector kernels that are unrolled, or needed with and without masks. It is plain Java that
/// builds strings, no part of the engine's jar, and run by hand:
///
/// ```
/// java engine/src/generate/java/org/fovea/engine/generate/Generate.java engine/src/main/java
/// ```
///
/// What it writes is checked in and laid out as the formatter would have it; `GenerateTest` compares the two.
///
/// - [org.fovea.engine.generate.RegisterTiles]: the table of tile shapes, and their template,
/// - [org.fovea.engine.generate.Matrices]: the matrices of Winograd's transforms with the formulas that compute them,
///   checked against each other ([org.fovea.engine.generate.Formulas]); `InputTransforms`, `OutputTransforms`,
///   `FilterTransforms` and `SmallTransforms` unroll them over a tile,
/// - [org.fovea.engine.generate.ChannelLoops]: loops over whole vectors of channels, and with masks over the rest;
///   `BatchNormLoops` and `PoolingLoops` hold what is computed in them.
package org.fovea.engine.generate;

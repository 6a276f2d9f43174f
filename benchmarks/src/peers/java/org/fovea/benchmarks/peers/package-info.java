/// The benchmarks of [org.fovea.benchmarks] in other engines, part of the build with `-Ppeers` alone.
///
/// Each gets Fovea's weights and inputs, and its first result is held against Fovea's before anything is timed.
@NullMarked
package org.fovea.benchmarks.peers;

import org.jspecify.annotations.NullMarked;

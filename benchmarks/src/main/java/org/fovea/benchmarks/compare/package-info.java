/// Fovea held against its peers: `benchmarks/compare` runs them in turn, over several rounds, and writes the table of
/// ratios, its numbers as JSON and a chart.
///
/// [Rows] says what is compared, [Runs] measures one contender once, [Comparison] goes round, [Outcome] turns figures
/// into ratios; [MarkdownTable], [JsonReport] and [Chart] show them.
@NullMarked
package org.fovea.benchmarks.compare;

import org.jspecify.annotations.NullMarked;

package org.fovea.benchmarks.compare;

import java.util.List;

/// One comparison.
///
/// @param id what `--rows` selects by: `train/cnn64/2`
/// @param title for people
/// @param fovea the contender whose ratio is asked for
/// @param peers whom it is held against; the best of them counts
/// @param atLeast the ratio that the project has set itself; 0 for none
/// @param aim the ratio that it would like
/// @param usual whether it is run where no rows are named
record Row(String id, String title, Run fovea, List<Run> peers, double atLeast, double aim, boolean usual) {}

/// Threads: work split into pieces whose number depends on the work alone.
///
/// [org.fovea.engine.parallel.Workers] hands numbered pieces to a fixed pool. Because the pieces, and the order in
/// which their results are added, do not depend on who computes them, a run gives the same bits on one thread or eight.
/// [org.fovea.engine.parallel.OneThread] notices where two threads use at once what is for one.
package org.fovea.engine.parallel;

/// Training: losses, optimisers, schedules, and the loop that runs them.
///
/// ```
/// Trainer.of(network, examples)
///         .loss(new CrossEntropy(0.1))
///         .optimizer(new AdamW(0.01))
///         .schedule(Schedule.cosine(1e-3, 2_000).withWarmup(100))
///         .epochs(40).batchSize(16).seed(1)
///         .listener(ConsoleProgress.create(System.err))
///         .train();
/// ```
///
/// A loss is a [org.fovea.engine.network.Target], an optimiser keeps its state by parameter, a schedule is a function
/// of the step's number, and the order of the examples and all random changes to them follow from one seed: training
/// that was stopped and resumed from a [checkpoint][org.fovea.engine.train.Trainer#resume] gives the same bits as
/// training that was not.
package org.fovea.engine.train;

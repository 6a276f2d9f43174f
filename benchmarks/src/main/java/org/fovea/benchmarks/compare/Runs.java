package org.fovea.benchmarks.compare;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/// Measures a contender once: one JMH run of one fork.
///
/// @param ourWarmup seconds before Fovea is timed, in which it is compiled
/// @param peerWarmup seconds before a peer is timed
/// @param measured seconds in which it is timed
/// @param jvmArguments options for the fork
record Runs(double ourWarmup, double peerWarmup, double measured, List<String> jvmArguments) {
    private static final String PACKAGE = "org.fovea.benchmarks.";
    /// Iterations whose median is taken.
    private static final int ITERATIONS = 5;

    /// @return the median over the run's iterations, in the contender's unit
    /// @throws RunnerException if it cannot be run, or its results are not Fovea's
    double measure(Run run, boolean checked) throws RunnerException {
        double warmup = run.isOurs() ? ourWarmup : peerWarmup;
        List<String> arguments = new ArrayList<>(jvmArguments);
        arguments.add("-Dfovea.peers.check=" + checked);
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("^" + Pattern.quote(PACKAGE + run.benchmark()) + "$")
                .forks(1)
                .warmupIterations(4)
                .warmupTime(TimeValue.milliseconds(Math.round(1000 * warmup / 4)))
                .measurementIterations(ITERATIONS)
                .measurementTime(TimeValue.milliseconds(Math.round(1000 * measured / ITERATIONS)))
                .jvmArgsAppend(arguments.toArray(String[]::new))
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true);
        run.parameters().forEach(options::param);
        Collection<RunResult> results = new Runner(options.build()).run();
        if (results.size() != 1) {
            throw new RunnerException(run + " matches " + results.size() + " benchmarks instead of 1");
        }
        return median(results.iterator().next(), run.unit());
    }

    private static double median(RunResult result, Run.Unit unit) throws RunnerException {
        List<Double> figures = new ArrayList<>();
        for (BenchmarkResult fork : result.getBenchmarkResults()) {
            for (IterationResult iteration : fork.getIterationResults()) {
                Result<?> figure = unit == Run.Unit.GFLOPS
                        ? iteration.getSecondaryResults().get("gflop")
                        : iteration.getPrimaryResult();
                if (figure == null) {
                    throw new RunnerException("no " + unit.symbol + " in " + result.getPrimaryResult());
                }
                figures.add(figure.getScore());
            }
        }
        return Outcome.median(figures);
    }
}

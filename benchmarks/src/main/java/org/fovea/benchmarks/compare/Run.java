package org.fovea.benchmarks.compare;

import java.util.Map;

/// One contender in one row: a benchmark with all its parameters.
///
/// @param label who it is, for people: `PyTorch, NHWC`
/// @param benchmark `Class.method` below this project's package
/// @param parameters JMH's parameters, every one that the benchmark has
/// @param unit what is measured
record Run(String label, String benchmark, Map<String, String> parameters, Unit unit) {
    enum Unit {
        /// Milliseconds an operation, fewer being better.
        MILLISECONDS("ms"),
        /// Billions of floating-point operations a second, more being better.
        GFLOPS("GFLOP/s");

        final String symbol;

        Unit(String symbol) {
            this.symbol = symbol;
        }
    }

    /// Whether it is Fovea itself, which needs time to be compiled.
    boolean isOurs() {
        return label.startsWith("Fovea");
    }

    /// Whether it is a limit of the machine and no rival: of its figures the best counts, because what disturbs a
    /// run can only lower it.
    boolean isLimit() {
        return benchmark.startsWith("Peak.");
    }

    /// How many times better `figure` is than `other`, both in this unit.
    double ratio(double figure, double other) {
        return unit == Unit.MILLISECONDS ? other / figure : figure / other;
    }
}

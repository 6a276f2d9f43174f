/// Fovea's tasks on the machines of an Apache Spark cluster.
///
/// A [SparkRunner][org.fovea.spark.SparkRunner] on the driver makes a Spark job of one task out of each of Fovea's.
/// What travels is its recipe, a text; data lie in a [SharedFolder][org.fovea.spark.SharedFolder] that all machines
/// see, and an [Errand][org.fovea.spark.Errand] on an executor builds the task anew, runs it in a local folder and
/// moves the result to its place whole. So it may be tried twice at once, and a driver that is started again finds what
/// is done.
@NullMarked
package org.fovea.spark;

import org.jspecify.annotations.NullMarked;

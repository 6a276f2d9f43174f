/// Layers that compute each value of y from the values of x at the same place: functions of one number, and functions
/// of several whose arrays are broadcast to each other.
///
/// Those that a profile asked for as kernels are [org.fovea.engine.layer.ActivationLayer], `Add` and `Multiply` of the
/// package `layer`; these here are plain loops.
package org.fovea.engine.layer.elementwise;

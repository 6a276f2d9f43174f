/// Arithmetic of axes, for the layers that work along them: which axes, and how arrays of different shapes are walked
/// together. Not exported.
package org.fovea.engine.layer.axis;

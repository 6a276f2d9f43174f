/// Layers that put values into proportion to others of the same example: along an axis (softmax, norms), by the mean
/// and variance of a set (instance, group and layer norm), by their neighbours (local response).
package org.fovea.engine.layer.normalization;

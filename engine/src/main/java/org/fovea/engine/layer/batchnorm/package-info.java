/// What a batch norm computes, for the layer itself and for fused layers that compute more in the same sweep. Not
/// exported.
package org.fovea.engine.layer.batchnorm;

/// Layers that make one number of many, along axes of one example.
package org.fovea.engine.layer.reduction;

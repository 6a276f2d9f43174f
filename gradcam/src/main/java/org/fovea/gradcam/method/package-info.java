/// The methods, a small file each that reads like its formula, and [org.fovea.gradcam.method.MapMethods], which finds
/// them by name.
package org.fovea.gradcam.method;

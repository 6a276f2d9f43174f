/// Synthetic people: heads made from a seed, drawn in software, with a mask that names the part of every pixel.
///
/// An [Identity][org.fovea.facerec.synthetic.Identity] is who someone is; [Conditions]
/// [org.fovea.facerec.synthetic.Conditions] are how a picture of them is taken. A
/// [FaceRenderer][org.fovea.facerec.synthetic.FaceRenderer] makes a picture of the two.
package org.fovea.facerec.synthetic;

/// Synthetic people: heads made from a seed, drawn in software, with a mask that names the part of every pixel.
///
/// An [Identity][org.fovea.facerec.synthetic.Identity] is who someone is, its parameters grouped by the part of the
/// face they shape; [Conditions][org.fovea.facerec.synthetic.Conditions] are how a picture of them is taken: pose,
/// light, [Expression][org.fovea.facerec.synthetic.Expression], backdrop. A
/// [FaceRenderer][org.fovea.facerec.synthetic.FaceRenderer] makes of the two a picture and a
/// [PartMask][org.fovea.facerec.synthetic.PartMask]. A
/// [SyntheticFaceSet][org.fovea.facerec.synthetic.SyntheticFaceSet] is many of these, ready to train on; its people may
/// be made to differ in one [FacePart][org.fovea.facerec.synthetic.FacePart] alone, so that it is known beforehand
/// where a network that tells them apart must look:
///
/// ```java
/// FaceSet faces = SyntheticFaceSet.of(20, 14, 64, seed);
/// SyntheticFaceSet noses = SyntheticFaceSet.differingIn(FacePart.NOSE, 6, 40, 64, seed);
/// PartMask mask = noses.mask(noses.faces().source(i));
/// Picture portrait = new FaceRenderer(400).render(Identity.of(seed), Conditions.neutral()).picture();
/// ```
///
/// How a head is built: the skull is a loft of rings, from which the features stand out as a relief over the frontal
/// plane, a sum of smooth bumps whose places follow from identity and expression. Textures are functions of the same
/// places, so that lids, lips and brows have sharp edges at every size. Hair is a shell over the skull that hangs on
/// where it is long; ears, neck and shoulders are meshes of their own.
package org.fovea.facerec.synthetic;

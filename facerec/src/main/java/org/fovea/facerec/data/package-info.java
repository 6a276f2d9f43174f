/// Pictures of faces and the sets they come in: reading, cropping, splitting, augmenting.
///
/// A [Picture][org.fovea.facerec.data.Picture] is a `float[]` with a size, channels last like everything in the
/// engine. [PictureFile][org.fovea.facerec.data.PictureFile] reads it as
/// [ReadingOptions][org.fovea.facerec.data.ReadingOptions] say, and writes it; what its files are called is printed
/// through [Printable][org.fovea.facerec.data.Printable].
/// [FaceSet][org.fovea.facerec.data.FaceSet] holds many of one size with the people they show, read from a folder as
/// [FaceOptions][org.fovea.facerec.data.FaceOptions] say, or made in memory; it is split by lot into training and
/// test. On the way to the network a picture is first changed ([Augmentation][org.fovea.facerec.data.Augmentation],
/// in training only), then standardised ([Standardisation][org.fovea.facerec.data.Standardisation]), written straight
/// into its slice of the batch:
///
/// ```java
/// FaceSet faces = FaceSet.read(folder, FaceOptions.grey().withSize(46, 56));
/// FaceSet.Split split = faces.split(5, new Xoshiro256(seed));
/// augmentation.apply(split.training().picture(i), batch.data(), offset, random);
/// Standardisation.PER_PICTURE.apply(batch.data(), offset, faces.shape().size());
/// ```
package org.fovea.facerec.data;

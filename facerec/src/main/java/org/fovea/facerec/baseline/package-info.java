/// Recognisers from before neural networks, to measure those against.
///
/// A [Baseline][org.fovea.facerec.baseline.Baseline] learns from a set of faces and gives a
/// [Recogniser][org.fovea.facerec.baseline.Recogniser], which scores pictures against the people it learned. Each turns
/// a picture into a vector and a person's score is that of their most alike picture:
///
/// | baseline | vector | likeness |
/// |---|---|---|
/// | [Pixels][org.fovea.facerec.baseline.Pixels] | the pixels, standardised | cosine |
/// | [Eigenfaces][org.fovea.facerec.baseline.Eigenfaces] | principal components of those | cosine |
/// | [Fisherfaces][org.fovea.facerec.baseline.Fisherfaces] | directions that part people best | cosine |
/// | [LbpHistograms][org.fovea.facerec.baseline.LbpHistograms] | histograms of local binary patterns | −χ² |
///
/// ```
/// FaceSet.Split split = faces.split(3, new Xoshiro256(seed));
/// Recogniser recogniser = Eigenfaces.standard().learn(split.training());
/// double accuracy = Accuracy.of(recogniser.scores(split.test()), split.test().labels());
/// ```
///
/// Nothing here is random: the same pictures give the same scores.
package org.fovea.facerec.baseline;

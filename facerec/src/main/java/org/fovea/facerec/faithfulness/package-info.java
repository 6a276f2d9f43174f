/// Maps put to the test: every method of [org.fovea.gradcam.method.MapMethods] through every metric of
/// [org.fovea.gradcam.metric], on faces.
///
/// A map is faithful if it shows what the network went by, and that is not what looks right to people. It is tested in
/// this order.
///
/// 1. A [Question][org.fovea.facerec.faithfulness.Question] is a network, pictures of which it is asked why, and, if
///    known, masks of where the evidence must lie.
///    [SyntheticQuestions][org.fovea.facerec.faithfulness.SyntheticQuestions] know: they train a network on people who
///    differ in one part and in nothing else, and ask about new pictures in which it recognises the person.
///    [FolderQuestion][org.fovea.facerec.faithfulness.FolderQuestion] asks about a model and a folder of faces, without
///    masks.
/// 2. [MapBenchmark][org.fovea.facerec.faithfulness.MapBenchmark] puts the questions to the methods, and to two
///    controls that know nothing and must be beaten: Random-CAM, and a Gaussian in the centre of the picture, where
///    faces are.
/// 3. Three kinds of figures come out. *Where is the map?* The share of it inside the mask, Σ inside / Σ. *Does the
///    network need what it marks?* The probability while the marked pixels are taken away, as the area under the curve.
///    *Is it a map of this network?* The rank correlation with the map of the same network after its weights were
///    drawn anew, and of one that learned labels dealt out by lot: near 0 is right.
/// 4. [MapScores][org.fovea.facerec.faithfulness.MapScores] are one method's results, whose columns
///    [Figure][org.fovea.facerec.faithfulness.Figure] names, explains and says the better side of.
///
/// So a method with 0.40 of its map inside a mouth that covers 0.02 of the picture knows where the evidence is; if its
/// correlation with the randomised network's map is 0.9 as well, it has found the mouth by its edges, and would have
/// without any training.
package org.fovea.facerec.faithfulness;

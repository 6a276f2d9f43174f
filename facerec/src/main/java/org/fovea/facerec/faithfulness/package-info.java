/// Which method's maps can be believed: every method of [org.fovea.gradcam.method.MapMethods] through every metric of
/// [org.fovea.gradcam.metric].
///
/// A [org.fovea.facerec.faithfulness.Question] is a network and pictures to be explained, with masks of where the
/// evidence must lie if that is known. [org.fovea.facerec.faithfulness.SyntheticQuestions] makes questions with masks,
/// from synthetic people who differ in one part, and [org.fovea.facerec.faithfulness.FolderQuestion] one without, from
/// a model and a folder of faces. [org.fovea.facerec.faithfulness.MapBenchmark] puts the questions to the methods, and
/// to two controls that know nothing: Random-CAM, and the centre of the picture. What comes out is a
/// [org.fovea.facerec.faithfulness.MapScores] a method, whose figures [org.fovea.facerec.faithfulness.Figure] names and
/// explains.
package org.fovea.facerec.faithfulness;

/// Which method's maps can be believed: every method of [org.fovea.gradcam.method.MapMethods] through every metric of
/// [org.fovea.gradcam.metric].
///
/// A [org.fovea.facerec.benchmark.Question] is a network and pictures to be explained, with masks of where the evidence
/// must lie if that is known. [org.fovea.facerec.benchmark.SyntheticQuestions] makes questions with masks, from
/// synthetic people who differ in one part, and [org.fovea.facerec.benchmark.FolderQuestion] one without, from a model
/// and a folder of faces. [org.fovea.facerec.benchmark.MapBenchmark] puts the questions to the methods, and to two
/// controls that know nothing: Random-CAM, and the centre of the picture. What comes out is a
/// [org.fovea.facerec.benchmark.MapScores] a method, whose figures [org.fovea.facerec.benchmark.Figure] names and
/// explains.
package org.fovea.facerec.benchmark;

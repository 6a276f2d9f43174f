/// What a run shows to people: maps over pictures, tables, and HTML pages that hold everything and need nothing.
///
/// A page is one file without a network: style, programs and pictures are inside it, and it is as good in ten years or
/// behind a closed door. [Html][org.fovea.facerec.report.Html] escapes what comes from outside (names of people and
/// files) and embeds pictures; [Chart][org.fovea.facerec.report.Chart] draws curves as SVG, with round numbers on its
/// axes; [Numbers][org.fovea.facerec.report.Numbers] writes shares and differences as people read them.
///
/// - [Overlay][org.fovea.facerec.report.Overlay]: a map, already scaled to [0, 1], in colours over the picture that it
///   explains. Scaling is a step before, so that a blank map is known to be blank.
/// - [ExplainPage][org.fovea.facerec.report.ExplainPage]: the derivation of one map in steps. The page takes the sums
///   again before the reader's eyes when another scalar, layer or method is chosen, and so carries the arrays
///   themselves ([PageArrays][org.fovea.facerec.report.PageArrays]: little-endian numbers in base64, which the browser
///   decodes when they are asked for). Its programs stand in the module's resources under `report/explain`, a file for
///   each part of the page.
/// - [ExperimentReport][org.fovea.facerec.report.ExperimentReport]: tables, ROC and DET curves, where networks look,
///   and the faces that changed sides, of [Results][org.fovea.facerec.experiment.Results].
/// - [PairsEvaluationPage][org.fovea.facerec.report.PairsEvaluationPage]: an embedding network on a list of pairs, and
///   what the list does not tell.
/// - [BenchmarkReport][org.fovea.facerec.report.BenchmarkReport]: how far each method's maps can be believed.
///
/// ```
/// String page = ExperimentReport.page(results);
/// AtomicFile.write(folder.resolve("report.html"), page.getBytes(UTF_8));
/// ```
///
/// Nothing is computed here that is not also in a table for programs (CSV, JSON): a page shows, it does not find out.
package org.fovea.facerec.report;

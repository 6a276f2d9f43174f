/// How well people are recognised: closed-set identification, verification's error rates, and how sure either is.
///
/// **Identification** asks who a picture (the probe) shows, among known people (the gallery);
/// [Accuracy][org.fovea.facerec.evaluation.Accuracy] counts the right answers. **Verification** asks whether two
/// pictures, or a picture and a claimed person, belong together. Each comparison gives a similarity score: genuine if
/// they do, impostor if not ([Scores][org.fovea.facerec.evaluation.Scores]). A threshold accepts what scores at least
/// that much, and makes two kinds of errors: the false match rate FMR, the share of impostor comparisons accepted,
/// and the false non-match rate FNMR, the share of genuine comparisons refused. Raising the threshold trades one for
/// the other; where they are equal lies the equal error rate EER
/// ([ErrorRates][org.fovea.facerec.evaluation.ErrorRates]).
///
/// [SplitScores][org.fovea.facerec.evaluation.SplitScores] holds one test set's scores (probes, people) so that
/// accuracy and EER take microseconds. Pictures that could not be read and people who could not be enrolled count as
/// errors ([Failures][org.fovea.facerec.evaluation.Failures]).
///
/// Where there are comparisons of different people alone, as in a gallery of one picture each,
/// [ImpostorScores][org.fovea.facerec.evaluation.ImpostorScores] calibrates a threshold to an FMR.
///
/// Figures come with intervals ([Interval][org.fovea.facerec.evaluation.Interval],
/// [Bootstrap][org.fovea.facerec.evaluation.Bootstrap]), without which a difference of one picture in two hundred
/// looks like a discovery. Two systems measured on the same splits are compared by
/// [Resampled][org.fovea.facerec.evaluation.Resampled]: people are drawn anew, the same for both, and the interval is
/// that of the difference. Terms follow ISO/IEC 19795-1, "Biometric performance testing and reporting".
package org.fovea.facerec.evaluation;

/// How well people are recognised: closed-set accuracy, and verification's error rates.
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
/// Both come with intervals ([Interval][org.fovea.facerec.evaluation.Interval],
/// [Bootstrap][org.fovea.facerec.evaluation.Bootstrap]), without which a difference of one picture in two hundred
/// looks like a discovery. Terms follow ISO/IEC 19795-1, "Biometric performance testing and reporting".
package org.fovea.facerec.evaluation;

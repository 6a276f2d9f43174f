/// Several networks instead of one, made to differ, so that what hides a part of the face does not mislead all of them.
///
/// Networks that differ by their seeds alone fall for the same scarf: they look at the same places. So
/// a network is kept from what others look at, and most plainly by not showing it: the same region is hidden when it
/// learns and when it recognises.
///
/// A [Strategy][org.fovea.facerec.ensemble.Strategy] says what networks there are to be. It asks a
/// [Studio][org.fovea.facerec.ensemble.Studio] for one, looks at its gaze, and decides about the next. What it asks for
/// is a [NetworkSpec][org.fovea.facerec.ensemble.NetworkSpec], which decides every bit of the network;
/// [NetworkTraining][org.fovea.facerec.ensemble.NetworkTraining] makes it. The order of
/// [Discs][org.fovea.facerec.ensemble.Discs], the default, with four members:
///
/// 1. Network A sees the whole face. D₁ is the disc of 30 % of the frame that holds most of A's gaze.
/// 2. A second network sees all but D₁; D₂ is the disc of what is left that holds most of its gaze. The rest is D₃.
/// 3. The members are A and three networks that see D₁, D₂ and D₃ alone. Whatever lies on one region cannot touch the
///    networks of the others.
///
/// ```
/// Plan plan = new Plan(64, 64, 4, 1, TrainingSettings.standard());
/// Studio studio = new NetworkTraining(training, PER_PICTURE, Workers.common(), announcer);
/// List<Trained> members = Strategies.standard().train(studio, plan);
/// ```
///
/// The others: [HiddenDiscs][org.fovea.facerec.ensemble.HiddenDiscs] hides the discs one after another,
/// [Cells][org.fovea.facerec.ensemble.Cells] cuts the frame by the gaze's mass,
/// [LookAway][org.fovea.facerec.ensemble.LookAway] keeps networks off by noise covers (Baek, Kwon and Jung 2023) or by
/// a penalty in the loss, [Pool][org.fovea.facerec.ensemble.Pool] trains ten and lets a
/// [Chooser][org.fovea.facerec.ensemble.Chooser] choose. Beside each stands its control, which Grad-CAM has no say in:
/// [Seeds][org.fovea.facerec.ensemble.Seeds], random discs of the same number and area,
/// [Halves][org.fovea.facerec.ensemble.Halves] and even cells, choices by lot. What Grad-CAM adds is the difference.
package org.fovea.facerec.ensemble;

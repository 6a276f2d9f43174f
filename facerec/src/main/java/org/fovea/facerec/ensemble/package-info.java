/// Several networks instead of one, made to differ, so that what hides a part of the face does not mislead all of them.
///
/// A [Strategy][org.fovea.facerec.ensemble.Strategy] says what networks there are to be: it asks a
/// [Studio][org.fovea.facerec.ensemble.Studio] for one after another, looks at their gaze, and decides about the next.
/// What it asks for is a [NetworkSpec][org.fovea.facerec.ensemble.NetworkSpec], which decides every bit of the network;
/// [NetworkTraining][org.fovea.facerec.ensemble.NetworkTraining] makes it. The strategies are small: `Discs` (the
/// default) and `HiddenDiscs` place views where the gaze is, `Cells` cuts the frame by it, `LookAway` keeps networks
/// off by covers or by a penalty, `Pool` trains many and chooses; `Seeds`, `Halves` and the random forms are the
/// controls.
package org.fovea.facerec.ensemble;

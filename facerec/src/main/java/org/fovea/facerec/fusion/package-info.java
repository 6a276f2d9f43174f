/// What several networks make of a picture, brought together: each member's observations become one score a person.
///
/// A [Fusion][org.fovea.facerec.fusion.Fusion] is fitted to the members' observations of the training pictures and then
/// scores any others. Two kinds of evidence are there to be used: the logits, which the network was trained for, and
/// the features before them, which [Templates][org.fovea.facerec.fusion.Templates] hold against those of each person's
/// training pictures. Where a part of the face is covered, a member that sees that part is wrong with confidence, so
/// rules that let one member forbid a person (products) lose against rules that bound what one member can do (means).
package org.fovea.facerec.fusion;

/// Where a network looks: class activation maps of many pictures, their mean, and what they say when held together.
///
/// In this order:
///
/// 1. [Observations][org.fovea.facerec.gaze.Observations]: one sweep of a network over N pictures keeps of each the
///    logits, the features before the last layer, and the raw Grad-CAM map M of one person's logit.
/// 2. [Gaze][org.fovea.facerec.gaze.Gaze]: of every map the positive part, brought to its place in the frame and
///    scaled to sum 1, then the mean over the pictures: G = (1/N)·Σₙ max(Mₙ, 0) / Σ max(Mₙ, 0). So every picture
///    counts as much, however sure the network was of it; a map without positive part counts for nothing and is
///    counted as blank. G is a distribution over the frame: its share on a part of the face is the sum over the part.
/// 3. Two gazes are held together by a [Likeness][org.fovea.facerec.gaze.Likeness], of which the cosine
///    Σab / √(Σa²·Σb²) is what strategies and reports call overlap; and how much of one gaze several others cover is
///    Σ min(max of the others, G) / Σ G.
/// 4. [Regions][org.fovea.facerec.gaze.Regions] are placed by a gaze: the disc that holds most of it, rectangles that
///    hold the same share each. A [Cover][org.fovea.facerec.gaze.Cover] lies on one picture's highest pixels.
///
/// ```
/// Gaze gaze = Gaze.of(face, training, Workers.common());
/// boolean[] disc = Regions.disc(gaze.mean(), Regions.all(64, 64), 1200); // where it looks most
/// double held = gaze.share(disc);                                        // 0.29 of the pixels hold so much of it
/// ```
///
/// The person explained is the one the picture shows, so a gaze needs pictures whose people the network knows: the
/// training pictures. It says what was learned, not what will be recognised.
package org.fovea.facerec.gaze;

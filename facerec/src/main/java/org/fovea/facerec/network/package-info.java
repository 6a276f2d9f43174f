/// Networks for faces: how a picture becomes what a network reads, and the structure of the networks.
///
/// A picture goes through three steps, the same when a network learns, recognises and is explained.
///
/// 1. [FaceInput][org.fovea.facerec.network.FaceInput] makes the **frame** of it: cropped, at one size, grey or colour.
///    All networks of a model share it.
/// 2. A [View][org.fovea.facerec.network.View] says which pixels of the frame this network sees. It reads the smallest
///    box around them whose sides three 2×2 poolings divide; hidden pixels of the box are 0.
/// 3. The visible pixels alone are standardised: with their mean m and deviation s, x ↦ (x − m) / s. Were the hidden
///    ones counted, a scarf would reach a network that sees the eyes, through the brightness of the rest.
///
/// [FaceNetwork][org.fovea.facerec.network.FaceNetwork] keeps the three together with the network itself, which
/// [FaceNetworks][org.fovea.facerec.network.FaceNetworks] builds:
///
/// ```
/// View eyes = View.region(64, 64, Regions.rectangle(64, 64, 8, 16, 48, 20));
/// Network network = FaceNetworks.small(eyes.shape(1), 40).initialize(new Xoshiro256(1));
/// Tensor logits = new FaceNetwork(network, eyes, PER_PICTURE).logits(faces, Workers.common()); // (N, 40)
/// ```
///
/// Four convolutions, a global average, one dense layer: in that structure Grad-CAM is exact. With the last
/// activations A (Z cells, K channels) and the dense layer's weights w, logit\[c\] = bias\[c\] + Σ over the cells of
/// map\[c\], map\[c\] = (1/Z)·Σₖ w\[k, c\]·Aₖ, which is the Grad-CAM map: what it shows adds up to the answer.
package org.fovea.facerec.network;

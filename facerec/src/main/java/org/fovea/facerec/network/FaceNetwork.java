package org.fovea.facerec.network;

import org.fovea.engine.network.Network;
import org.fovea.engine.network.Sweep;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.tensor.Tensor;
import org.fovea.facerec.data.FaceSet;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.data.Standardisation;

/// A network for faces and how it is shown them: which part of the frame, with which values.
///
/// @param network from the view's box to one logit a person
/// @param view what it sees of the frame
/// @param standardisation of the visible pixels
public record FaceNetwork(Network network, View view, Standardisation standardisation) {
    public FaceNetwork {
        int rank = network.input().shape().rank();
        int channels = rank == 3 ? network.input().shape().channels() : 1;
        if (!network.input().shape().equals(view.shape(channels))) {
            throw new IllegalArgumentException(network.name() + " reads "
                    + network.input().shape() + ", but its view's box is " + view.height() + "×" + view.width());
        }
    }

    /// Values of one pixel: 1 for grey, 3 for colour.
    public int channels() {
        return network.input().shape().channels();
    }

    /// Pictures as the network gets them, for a [Sweep] over them.
    ///
    /// @param faces of the view's frame
    public Sweep.Source source(FaceSet faces) {
        return (i, into, offset) ->
                view.write(faces.picture(i).data(), faces.picture(i).channels(), standardisation, into, offset);
    }

    /// The network's logits of every picture of a set, (N, people).
    public Tensor logits(FaceSet faces, Workers workers) {
        return new Sweep(network, workers).outputs(faces.size(), source(faces));
    }

    /// One picture of the frame's size as a batch of one, (1, height, width, channels) of the view's box.
    public Tensor tensor(Picture frame) {
        Tensor tensor = Tensor.zeros(network.input().shape().batch(1));
        view.write(frame.data(), frame.channels(), standardisation, tensor.data(), 0);
        return tensor;
    }
}

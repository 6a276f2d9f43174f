package org.fovea.engine.layer;

import java.util.List;
import org.fovea.engine.tensor.Shape;

/// Softmax along the channels: y\[k\] = e^x\[k\] / Σ e^x; dx = y·(dy − Σ dy·y).
///
/// x, y: (N, …, C). Networks that are trained end in logits; the loss has a softmax of its own.
public final class Softmax extends Layer {
    @Override
    public String type() {
        return "softmax";
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        return only(inputs);
    }

    @Override
    public void forward(Pass pass) {
        int c = pass.y().shape().channels();
        pass.split(pass.y().size() / c, ChannelSums.rowGrain(c), Softmax::forwardRows);
    }

    private static void forwardRows(Pass p, int from, int to) {
        p.kernels().softmax(p.x().data(), p.y().shape().channels(), p.y().data(), from, to);
    }

    @Override
    public void backward(Pass pass) {
        if (pass.wants(0)) {
            int c = pass.y().shape().channels();
            pass.split(pass.y().size() / c, ChannelSums.rowGrain(c), Softmax::backwardRows);
        }
    }

    private static void backwardRows(Pass p, int from, int to) {
        p.kernels()
                .softmaxBackward(
                        p.y().data(), p.dy().data(), p.y().shape().channels(), p.dx().data(), p.adds(0), from, to);
    }
}

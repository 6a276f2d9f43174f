package org.fovea.engine.layer;

import java.util.List;
import org.fovea.engine.tensor.Shape;

/// Inputs side by side along the channels: y\[…, offset(i) + k\] = xᵢ\[…, k\]; dxᵢ is its part of dy.
public final class Concatenate extends Layer {
    @Override
    public String type() {
        return "concatenate";
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        if (inputs.isEmpty()) {
            throw new IllegalArgumentException("expects at least one input");
        }
        int[] extents = inputs.getFirst().toArray();
        int last = extents.length - 1;
        extents[last] = 0;
        for (Shape x : inputs) {
            boolean fits = x.rank() == extents.length;
            for (int axis = 0; fits && axis < last; axis++) {
                fits = x.extent(axis) == extents[axis];
            }
            if (!fits) {
                throw new IllegalArgumentException("expects inputs that differ in channels alone, found " + inputs);
            }
            extents[last] += x.channels();
        }
        return Shape.of(extents);
    }

    @Override
    public boolean homogeneous() {
        return true;
    }

    @Override
    public Operation bind(Place place) {
        return new Bound(place);
    }

    private static final class Bound implements Operation {
        private final Place place;
        private final int c;
        private final Split forward;
        private final Split backward;

        Bound(Place place) {
            this.place = place;
            c = place.y().shape().channels();
            forward = place.splitRows(this::forward);
            backward = place.splitRows(this::backward);
        }

        @Override
        public void forward() {
            forward.run();
        }

        private void forward(int from, int to) {
            float[] y = place.y().data();
            for (int i = 0, at = 0; i < place.inputs(); i++) {
                float[] x = place.x(i).data();
                int own = place.x(i).shape().channels();
                for (int row = from; row < to; row++) {
                    System.arraycopy(x, row * own, y, row * c + at, own);
                }
                at += own;
            }
        }

        @Override
        public void backward() {
            backward.run();
        }

        private void backward(int from, int to) {
            for (int i = 0, at = 0; i < place.inputs(); i++) {
                int own = place.x(i).shape().channels();
                if (place.dx(i).wanted()) {
                    backward(place.dx(i), own, at, from, to);
                }
                at += own;
            }
        }

        private void backward(InputGradient gradient, int own, int at, int from, int to) {
            float[] dy = place.dy().data();
            float[] dx = gradient.data();
            boolean adds = gradient.adds();
            for (int row = from; row < to; row++) {
                for (int k = 0; k < own; k++) {
                    float d = dy[row * c + at + k];
                    dx[row * own + k] = adds ? dx[row * own + k] + d : d;
                }
            }
        }
    }
}

package org.fovea.gradcam.explanation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.fovea.engine.layer.Conv2d.Geometry;
import org.fovea.engine.layer.ConvTranspose2d;
import org.fovea.engine.layer.movement.Transpose;
import org.fovea.engine.network.Network;
import org.fovea.engine.network.Reach;
import org.fovea.engine.network.Target;
import org.fovea.engine.network.Trace;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.junit.jupiter.api.Test;

class ReceptiveFieldTest {
    @Test
    void byHand() {
        Network network = Network.builder("n", Shape.of(12, 12, 1))
                .conv2d("a", 1, Geometry.of(3).padding(1))
                .maxPool("b", 2)
                .conv2d("c", 1, Geometry.of(3).padding(1))
                .build();
        // a: one pixel to each side. b, cell i: pixels 2i − 1 to 2i + 2. c, cell i: b's cells i − 1 to i + 1.
        ReceptiveField b = ReceptiveField.of(network, "b");
        assertArrayEquals(new int[] {0, 1, 3, 5, 7, 9}, b.top());
        assertArrayEquals(new int[] {2, 4, 6, 8, 10, 11}, b.bottom());
        ReceptiveField c = ReceptiveField.of(network, "c");
        assertArrayEquals(new int[] {0, 0, 1, 3, 5, 7}, c.left());
        assertArrayEquals(new int[] {4, 6, 8, 10, 11, 11}, c.right());
    }

    /// What a cell can see is where its gradient by the input is not zero, with weights that cannot cancel.
    @Test
    void isWhereTheInputsGradientIs() {
        Network network = Network.builder("n", Shape.of(21, 17, 1))
                .conv2d("a", 2, Geometry.of(3).padding(1).stride(2))
                .conv2d("wide", 2, Geometry.of(3).padding(2).dilation(2))
                .sum("join", "a", "wide")
                .averagePool("pool", 2)
                .conv2d("last", 1, Geometry.of(2).padding(1, 0, 0, 1))
                .build(new Xoshiro256(1));
        network.parameters().values().forEach(p -> {
            for (int i = 0; i < p.value().size(); i++) {
                p.value().data()[i] = Math.abs(p.value().data()[i]) + 0.1f;
            }
        });
        Trace trace = network.forward(Tensor.zeros(1, 21, 17, 1));
        for (String layer : new String[] {"a", "wide", "join", "pool", "last"}) {
            ReceptiveField field = ReceptiveField.of(network, layer);
            Shape shape = network.node(layer).shape();
            for (int i = 0; i < shape.extent(0); i++) {
                for (int j = 0; j < shape.extent(1); j++) {
                    int cell = (i * shape.extent(1) + j) * shape.channels();
                    trace.backward(layer, one(cell), Reach.ACTIVATIONS);
                    assertField(field, i, j, trace.gradient("input"), layer);
                }
            }
        }
    }

    private static Target one(int index) {
        return (output, gradient) -> {
            java.util.Arrays.fill(gradient.data(), 0);
            gradient.data()[index] = 1;
            return output.data()[index];
        };
    }

    private static void assertField(ReceptiveField field, int i, int j, Tensor g, String layer) {
        int top = Integer.MAX_VALUE;
        int bottom = -1;
        int left = Integer.MAX_VALUE;
        int right = -1;
        for (int y = 0; y < g.shape().extent(1); y++) {
            for (int x = 0; x < g.shape().extent(2); x++) {
                if (g.get(0, y, x, 0) != 0) {
                    top = Math.min(top, y);
                    bottom = Math.max(bottom, y);
                    left = Math.min(left, x);
                    right = Math.max(right, x);
                }
            }
        }
        assertTrue(bottom >= 0, "the cell sees something");
        String cell = layer + " " + i + ", " + j;
        assertEquals(top, field.top()[i], cell);
        assertEquals(bottom, field.bottom()[i], cell);
        assertEquals(left, field.left()[j], cell);
        assertEquals(right, field.right()[j], cell);
    }

    @Test
    void whatMixesCellsWithoutAWindowSeesEverything() {
        Network network = Network.builder("n", Shape.of(5, 5, 1))
                .conv2d("a", 2, Geometry.of(1))
                .add("turned", new Transpose(1, 0, 2))
                .from("a")
                .add("spread", new ConvTranspose2d(2, 2, Geometry.of(3).padding(1)))
                .build(new Xoshiro256(1));
        for (String layer : new String[] {"turned", "spread"}) {
            assertEquals(network.node("a").shape(), network.node(layer).shape());
            ReceptiveField field = ReceptiveField.of(network, layer);
            assertArrayEquals(new int[5], field.top(), layer);
            assertArrayEquals(new int[] {4, 4, 4, 4, 4}, field.right(), layer);
        }
    }

    @Test
    void aVectorHasNone() {
        assertThrows(IllegalArgumentException.class, () -> ReceptiveField.of(Nets.gap(), "logits"));
    }
}

package org.fovea.engine.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.fovea.engine.network.Network;
import org.fovea.engine.network.Trace;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeluTest {
    /// y and dy/dx, worked out with forty digits at the float that x is.
    @ParameterizedTest
    @CsvSource({
        "-40, 0, 0",
        "-12.5, -4.6657053736e-35, -5.83166855448e-34",
        "-9, -1.01572956536e-18, -9.13893737391e-18",
        "-6, -5.91952587023e-9, -3.54687094539e-8",
        "-5, -1.4332578594e-6, -7.14694600179e-6",
        "-3, -0.00404969409489, -0.0119456472042",
        "-2, -0.0455002638964, -0.0852318010782",
        "-1, -0.158655253931, -0.0833154705877",
        "-0.5, -0.154268769363, 0.132504875344",
        "-1e-8, -4.99999992972e-9, 0.499999992021",
        "0, 0, 0.5",
        "1e-3, 0.000500398966001, 0.500797884333",
        "0.5, 0.345731230637, 0.867495124656",
        "1, 0.841344746069, 1.08331547059",
        "2, 1.9544997361, 1.08523180108",
        "3, 2.99595030591, 1.0119456472",
        "6, 5.99999999408, 1.00000003547",
        "3e38, 3e38, 1"
    })
    void isExactToAFloatAlsoInTheTail(float x, double y, double slope) {
        Network network =
                Network.builder("gelu", Shape.of(1)).add("y", new Gelu()).build();
        Trace trace = network.forward(Tensor.of(Shape.of(1, 1), x));
        assertEquals(y, trace.output().data()[0], 1e-7 * Math.abs(y));
        trace.backward((output, dy) -> {
            dy.data()[0] = 1;
            return output.data()[0];
        });
        assertEquals(slope, trace.gradient("input").data()[0], 1e-7 * Math.abs(slope));
    }
}

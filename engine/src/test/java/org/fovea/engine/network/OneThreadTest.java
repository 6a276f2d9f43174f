package org.fovea.engine.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.fovea.engine.layer.Layer;
import org.fovea.engine.layer.Operation;
import org.fovea.engine.layer.Place;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/// A trace or a predictor that two threads use at once says so.
@Timeout(60)
class OneThreadTest {
    private static final Tensor X = Tensor.zeros(1, 2);

    /// Waits in forward and in backward while it is told to.
    private static final class Waiting extends Layer implements Operation {
        private final CountDownLatch inside = new CountDownLatch(1);
        private final CountDownLatch go = new CountDownLatch(1);

        @Override
        public String type() {
            return "waiting";
        }

        @Override
        public Shape outputShape(List<Shape> inputs) {
            return only(inputs);
        }

        @Override
        public Operation bind(Place place) {
            return this;
        }

        @Override
        public void forward() {
            inside.countDown();
            await(go);
        }

        @Override
        public void backward() {
            forward();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(30, TimeUnit.SECONDS)) {
                throw new AssertionError("the other thread did not come");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// Runs `first` on a thread "a" and, while it is in the waiting layer, `second` on this one.
    private static String refusal(Waiting layer, Runnable first, Executable second) throws InterruptedException {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread a = Thread.ofPlatform().name("a").start(() -> {
            try {
                first.run();
            } catch (Throwable t) {
                failure.set(t);
            }
        });
        await(layer.inside);
        try {
            return assertThrows(IllegalStateException.class, second).getMessage();
        } finally {
            layer.go.countDown();
            a.join();
            assertEquals(null, failure.get(), "the first comer is not disturbed");
        }
    }

    private static String expected(String what) {
        return what + " is in use by thread \"a\" while \""
                + Thread.currentThread().getName() + "\" calls it: one thread at a time uses it, so make one for each";
    }

    private static Network network(Waiting layer) {
        return Network.builder("net", Shape.of(2)).add("wait", layer).build();
    }

    @Test
    void aPredictorRefusesASecondThread() throws InterruptedException {
        Waiting layer = new Waiting();
        Predictor predictor = network(layer).predictor(1, Workers.common());
        assertEquals(
                expected("a predictor of net"), refusal(layer, () -> predictor.predict(X), () -> predictor.predict(X)));
        predictor.predict(X); // free again
    }

    @Test
    void aTraceRefusesASecondThreadInForward() throws InterruptedException {
        Waiting layer = new Waiting();
        Trace trace = network(layer).trace(1);
        assertEquals(expected("a trace of net"), refusal(layer, () -> trace.forward(X), () -> trace.forward(X)));
        trace.forward(X);
    }

    @Test
    void aTraceIsNotReadWhileAnotherThreadWritesIt() throws InterruptedException {
        Waiting layer = new Waiting();
        Trace trace = network(layer).trace(1);
        assertEquals(
                expected("a trace of net"), refusal(layer, () -> trace.forward(X), () -> trace.activation("wait")));
    }

    @Test
    void aFailureLeavesTheTraceFree() {
        Trace trace = Network.builder("net", Shape.of(2)).dense("y", 2).build().trace(1);
        assertThrows(IllegalArgumentException.class, () -> trace.forward(X).backward(Target.logit(7)));
        trace.forward(X).backward(Target.logit(1));
    }
}

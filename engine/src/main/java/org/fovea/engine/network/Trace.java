package org.fovea.engine.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.fovea.engine.layer.Memory;
import org.fovea.engine.layer.Parameter;
import org.fovea.engine.parallel.OneThread;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// One pass through a network, all of it: every node's activation and, after [#backward(Target)], every node's gradient
/// and every parameter's.
///
/// A trace is made for one batch size and used again from step to step; its arrays are overwritten by the next pass.
/// One thread uses a trace at a time, and it refuses a second one whose call meets the first's; different traces of one
/// network may run on different threads.
public final class Trace {
    private final Network network;
    private final Fusion fusion;
    private final int batch;
    private final boolean training;
    private final List<Node> nodes;
    private final Map<String, Integer> index = new HashMap<>();
    private final List<int[]> inputs = new ArrayList<>();
    private final Tensor[] activations;
    private final Binding[] bindings;
    private final OneThread user;
    private final boolean differentiable;
    private boolean forwardDone;

    // Laid out at the first backward: a trace that only looks forward does not pay for them.
    private Tensor[] gradients = {};
    private Map<Parameter, Tensor> parameterGradients = Map.of();
    private final boolean[] computed;
    private final boolean[] wanted;
    private @Nullable Reach reach;
    private @Nullable Target target;

    /// @param fusion what is computed in place of `network`
    Trace(Network network, Fusion fusion, int batch, @Nullable RandomGenerator random, Workers workers) {
        if (batch < 1) {
            throw new IllegalArgumentException("a batch holds at least one example, found " + batch);
        }
        this.network = network;
        this.fusion = fusion;
        this.batch = batch;
        this.training = random != null;
        nodes = fusion.network().nodes();
        checkMemory(network, nodes, batch);
        user = new OneThread("a trace of " + network.name());
        differentiable = nodes.stream().allMatch(node -> node.layer().differentiable());
        activations = new Tensor[nodes.size()];
        bindings = new Binding[nodes.size()];
        computed = new boolean[nodes.size()];
        wanted = new boolean[nodes.size()];
        for (int i = 0; i < nodes.size(); i++) {
            Node node = nodes.get(i);
            index.put(node.name(), i);
            inputs.add(node.inputs().stream().mapToInt(index::get).toArray());
            activations[i] = Tensor.zeros(node.shape().batch(batch));
            List<Tensor> x =
                    Arrays.stream(inputs.get(i)).mapToObj(j -> activations[j]).toList();
            bindings[i] = new Binding(node.layer(), x, activations[i], random, workers);
        }
    }

    private static void checkMemory(Network network, List<Node> nodes, int batch) {
        long floats = 0;
        for (Node node : nodes) {
            if ((long) node.shape().size() * batch > Integer.MAX_VALUE - 8) {
                throw new IllegalArgumentException(network.name() + ", node \"" + node.name() + "\": " + batch + " of "
                        + node.shape() + " are more elements than one array holds (2^31 − 9)");
            }
            floats += (long) node.shape().size() * batch;
        }
        Memory.checkHeap(network.name() + ": a pass of " + batch + " through " + nodes.size() + " nodes", floats);
    }

    public Network network() {
        return network;
    }

    /// Examples in a batch.
    public int batch() {
        return batch;
    }

    public boolean training() {
        return training;
    }

    /// Runs the network over a batch and keeps every node's activation.
    ///
    /// @param input (N, …): this trace's batch size, then the input's shape; copied
    /// @return this trace
    /// @throws IllegalArgumentException if the shape does not fit, or the network has several inputs
    /// @throws IllegalStateException if another thread's call is under way
    public Trace forward(Tensor input) {
        return forward(Inputs.only(network, input));
    }

    /// As [#forward(Tensor)], for a network of several inputs.
    ///
    /// @param batches one for each input, by its node's name; copied
    public Trace forward(Map<String, Tensor> batches) {
        Inputs.check(network, batch, batches);
        user.enter();
        try {
            forwardDone = false;
            forgetBackward();
            Inputs.copy(network, batches, name -> activations[indexOf(name)]);
            for (Binding node : bindings) {
                node.forward();
            }
            forwardDone = true;
        } finally {
            user.leave();
        }
        return this;
    }

    /// Gradients are those of one forward pass; after the next they answer no more.
    private void forgetBackward() {
        target = null;
        Arrays.fill(computed, false);
    }

    /// Differentiates a scalar of the network's output with respect to every node and every parameter.
    ///
    /// @return the scalar
    public double backward(Target target) {
        return backward(target, Reach.EVERYTHING);
    }

    /// As [#backward(Target)], only as far as `reach` says.
    public double backward(Target target, Reach reach) {
        return backward(network.output().name(), target, reach);
    }

    /// As [#backward(Target, Reach)], for a scalar of any node's output.
    ///
    /// @param from the node whose output the target reads; nodes after it take no part
    /// @throws IllegalArgumentException if the pass would have to go through a layer that has no gradient
    ///     ([org.fovea.engine.layer.Layer#differentiable])
    /// @throws IllegalStateException if there was no forward pass, or another thread's call is under way
    public double backward(String from, Target target, Reach reach) {
        user.enter();
        try {
            if (!forwardDone) {
                throw new IllegalStateException("backward needs a forward pass before it");
            }
            return differentiate(from, target, reach);
        } finally {
            user.leave();
        }
    }

    private double differentiate(String from, Target target, Reach reach) {
        layOutGradients();
        plan(reach);
        int start = indexOf(from);
        if (!differentiable) {
            checkWay(start);
        }
        forgetBackward();
        double value = target.evaluate(activations[start], gradients[start]);
        computed[start] = true;
        if (reach.parameters()) {
            parameterGradients.values().forEach(g -> Arrays.fill(g.data(), 0));
        }
        for (int i = start; i >= network.inputs().size(); i--) {
            if (computed[i]) {
                backward(i, reach);
            }
        }
        zeroUnreached();
        this.target = target;
        return value;
    }

    /// Refuses a pass through a node that has no gradient before anything is computed.
    private void checkWay(int start) {
        boolean[] reached = new boolean[nodes.size()];
        reached[start] = true;
        for (int i = start; i >= network.inputs().size(); i--) {
            for (int read : inputs.get(i)) {
                if (reached[i] && wanted[read]) {
                    Node node = nodes.get(i);
                    if (!node.layer().differentiable()) {
                        throw new IllegalArgumentException("\"" + node.name() + "\" ("
                                + node.layer().type() + ") has no gradient, and \""
                                + nodes.get(start).name() + "\" depends on \""
                                + nodes.get(read).name() + "\" by way of it");
                    }
                    reached[read] = true;
                }
            }
        }
    }

    private void backward(int i, Reach reach) {
        int[] reads = inputs.get(i);
        boolean asked = reach.parameters();
        for (int j = 0; j < reads.length; j++) {
            boolean repeated = false; // the same node as an earlier input: its share is there by then
            for (int earlier = 0; earlier < j; earlier++) {
                repeated |= reads[earlier] == reads[j];
            }
            bindings[i].wantInput(j, wanted[reads[j]], computed[reads[j]] || repeated);
            asked |= wanted[reads[j]];
        }
        if (!asked) {
            return; // the node where this pass ends
        }
        bindings[i].backward(reach.parameters());
        for (int read : reads) {
            computed[read] |= wanted[read];
        }
    }

    /// Wanted nodes from which no path leads to the target have gradient zero, and say so.
    private void zeroUnreached() {
        for (int i = 0; i < nodes.size(); i++) {
            if (wanted[i] && !computed[i]) {
                Arrays.fill(gradients[i].data(), 0);
                computed[i] = true;
            }
        }
    }

    private void layOutGradients() {
        if (gradients.length > 0) {
            return;
        }
        gradients = new Tensor[nodes.size()];
        for (int i = 0; i < gradients.length; i++) {
            gradients[i] = Tensor.zeros(activations[i].shape());
        }
        parameterGradients = new LinkedHashMap<>();
        for (Node node : network.nodes()) {
            for (Parameter p : node.layer().parameters()) {
                if (p.trained()) {
                    parameterGradients.put(p, Tensor.zeros(p.value().shape()));
                }
            }
        }
        for (int i = 0; i < nodes.size(); i++) {
            List<Tensor> dx =
                    Arrays.stream(inputs.get(i)).mapToObj(j -> gradients[j]).toList();
            bindings[i].attachGradients(gradients[i], dx, parameterGradients);
        }
    }

    /// Marks the nodes whose gradient is wanted: those on a way to a trained parameter, to `downTo`, or to the
    /// input.
    private void plan(Reach reach) {
        if (reach.equals(this.reach)) {
            return;
        }
        int end = reach.downTo() == null ? -1 : indexOf(reach.downTo());
        int entries = reach.nodes() && reach.downTo() == null ? network.inputs().size() : 0;
        for (int i = 0; i < nodes.size(); i++) {
            boolean on = i == end || i < entries;
            on |= reach.parameters()
                    && nodes.get(i).layer().parameters().stream().anyMatch(Parameter::trained);
            for (int j : inputs.get(i)) {
                on |= wanted[j];
            }
            wanted[i] = on;
        }
        this.reach = reach;
    }

    /// What backward left for the batch statistics: moves batch norm's running statistics towards what the last
    /// forward pass measured. A training step does it once.
    public void updateStatistics() {
        if (!training) {
            throw new IllegalStateException("only a training trace has measured statistics");
        }
        user.enter();
        try {
            for (Binding node : bindings) {
                node.updateStatistics();
            }
        } finally {
            user.leave();
        }
    }

    /// A node's output, (N, …): the array that the pass wrote, shared.
    public Tensor activation(String node) {
        user.check();
        if (!forwardDone) {
            throw new IllegalStateException("no forward pass yet");
        }
        return activations[indexOf(node)];
    }

    /// The output of [Network#output()], (N, …).
    public Tensor output() {
        return activation(network.output().name());
    }

    /// The target of the last backward.
    ///
    /// @throws IllegalStateException if there was none since the last forward
    public Target target() {
        if (target == null) {
            throw new IllegalStateException("no backward pass since the last forward pass");
        }
        return target;
    }

    /// The derivative of the last backward's target with respect to a node's output, (N, …): shared.
    ///
    /// @throws IllegalStateException if the last backward did not reach that node, or there was none since the last
    ///     forward
    public Tensor gradient(String node) {
        user.check();
        int i = indexOf(node);
        if (!computed[i]) {
            throw new IllegalStateException("the last backward did not compute the gradient of \"" + node + "\"");
        }
        return gradients[i];
    }

    /// The derivative of the last backward's target with respect to a trained parameter: shared.
    ///
    /// @throws IllegalStateException if the last backward did not reach the parameters, or there was none since the
    ///     last forward
    public Tensor gradient(Parameter parameter) {
        Tensor gradient = parameterGradients.get(parameter);
        if (gradient == null || !reachedParameters()) {
            throw new IllegalStateException("the last backward did not compute the gradient of " + parameter);
        }
        return gradient;
    }

    /// Every trained parameter's gradient, in the order of the nodes: shared.
    ///
    /// @throws IllegalStateException if the last backward did not reach the parameters, or there was none since the
    ///     last forward
    public Map<Parameter, Tensor> parameterGradients() {
        if (!reachedParameters()) {
            throw new IllegalStateException("the last backward did not compute the parameters' gradients");
        }
        return Collections.unmodifiableMap(parameterGradients);
    }

    private boolean reachedParameters() {
        user.check();
        return target != null && reach != null && reach.parameters();
    }

    private int indexOf(String node) {
        Integer found = index.get(network.node(node).name());
        if (found == null) {
            throw new IllegalArgumentException(fusion.explainAbsence(node));
        }
        return found;
    }
}

package org.fovea.facerec.fusion;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.fovea.engine.onnx.graph.OnnxGraphBuilder;

/// Fusions as nodes of an ONNX graph: the formula of each once more, on whole arrays.
public final class FusionNodes {
    /// What a graph has of one member.
    ///
    /// @param logits a value (N, people)
    /// @param features a value (N, D)
    public record Values(String logits, String features) {}

    private final RowNodes rows;
    private final List<Experience> training;
    private final List<Values> members;

    private FusionNodes(RowNodes rows, List<Experience> training, List<Values> members) {
        this.rows = rows;
        this.training = training;
        this.members = members;
    }

    /// Adds the nodes of a fusion that is fitted to the members' experiences.
    ///
    /// @param training one a member; none for a fusion that does not learn
    /// @param members in the order of the fit
    /// @return the value of the scores, (N, people)
    /// @throws IllegalArgumentException if the fusion asks for what no graph has: maps, which take gradients
    public static String append(
            OnnxGraphBuilder graph, Fusion fusion, List<Experience> training, List<Values> members) {
        FusionNodes nodes = new FusionNodes(new RowNodes(graph), training, members);
        return switch (fusion) {
            case BoundedCosine ignored -> nodes.boundedCosine();
            case SoftCosine soft -> nodes.softCosine(soft);
            case MeanLogPosterior ignored -> nodes.meanLogPosterior();
            case MeanPosterior ignored -> nodes.meanPosterior();
            case JointCosine ignored -> nodes.jointCosine();
            case StackedLogistic ignored -> nodes.stackedLogistic();
            case Reliability reliability when reliability.by() == Reliability.Sign.MARGIN -> nodes.margin();
            default ->
                throw new IllegalArgumentException("the fusion " + fusion.name()
                        + " cannot be written as ONNX: it needs more than networks put out ("
                        + fusion.about() + ")");
        };
    }

    /// Each member's whitened cosines.
    private List<String> cosines() {
        List<String> cosines = new ArrayList<>();
        for (int m = 0; m < members.size(); m++) {
            cosines.add(rows.cosines(training.get(m).templates(), members.get(m).features()));
        }
        return cosines;
    }

    /// Each member's softmax(sharpness · whitened cosine).
    private List<String> posteriors() {
        return each(cosines(), c -> softmax(SoftCosine.SHARPNESS, c));
    }

    private String softmax(double sharpness, String cosines) {
        return rows.softmax(rows.binary("Mul", cosines, sharpness));
    }

    private static List<String> each(List<String> values, UnaryOperator<String> change) {
        return values.stream().map(change).toList();
    }

    private String boundedCosine() {
        int people = training.getFirst().people();
        List<String> evidence = new ArrayList<>();
        List<String> weights = new ArrayList<>();
        for (String c : cosines()) {
            String believed = rows.binary("Mul", softmax(BoundedCosine.SHARPNESS, c), 1 - BoundedCosine.DOUBT);
            String e = rows.log(rows.binary("Add", believed, BoundedCosine.DOUBT / people));
            String w = rows.binary("Pow", rows.largestOfEach(c, BoundedCosine.LEAST), BoundedCosine.POWER);
            evidence.add(rows.binary("Mul", e, w));
            weights.add(w);
        }
        String mean = rows.binary("Div", rows.sum(evidence), rows.sum(weights));
        return rows.softmax(rows.binary("Mul", mean, members.size()));
    }

    private String softCosine(SoftCosine soft) {
        return switch (soft.rule()) {
            case MEAN -> rows.mean(posteriors());
            case LARGEST -> rows.normalised(rows.largest(posteriors()));
        };
    }

    private List<String> logits() {
        return members.stream().map(Values::logits).toList();
    }

    private String meanLogPosterior() {
        return rows.softmax(rows.mean(each(logits(), rows::logSoftmax)));
    }

    private String meanPosterior() {
        return rows.mean(each(logits(), rows::softmax));
    }

    private String jointCosine() {
        String all = rows.sideBySide(
                members.stream().map(member -> rows.unit(member.features())).toList());
        return softmax(SoftCosine.SHARPNESS, rows.cosines(JointCosine.templates(training), all));
    }

    private String stackedLogistic() {
        double[] weights = StackedLogistic.weights(training);
        List<String> weighted = new ArrayList<>();
        for (String c : cosines()) {
            weighted.add(rows.binary("Mul", c, weights[weighted.size()]));
        }
        return rows.softmax(rows.sum(weighted));
    }

    private String margin() {
        boolean alone = training.getFirst().people() == 1;
        return rows.normalised(rows.sum(each(posteriors(), p -> {
            String margin = alone ? p : rows.marginOfEach(p);
            return rows.binary("Mul", p, rows.binary("Add", margin, Reliability.LEAST));
        })));
    }
}

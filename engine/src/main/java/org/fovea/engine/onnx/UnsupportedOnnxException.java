package org.fovea.engine.onnx;

import java.io.IOException;
import java.util.List;

/// An ONNX file is sound but uses what is not supported here; the message and [#problems()] name all of it.
public final class UnsupportedOnnxException extends IOException {
    private static final long serialVersionUID = 1L;
    private static final int MOST_TOLD = 20;

    private final transient List<String> problems;

    UnsupportedOnnxException(String source, List<String> problems) {
        super(message(source, problems));
        this.problems = List.copyOf(problems);
    }

    private static String message(String source, List<String> problems) {
        List<String> told = problems.subList(0, Math.min(problems.size(), MOST_TOLD));
        String more = problems.size() > told.size() ? "\n  and " + (problems.size() - told.size()) + " more" : "";
        return source + ": " + problems.size() + (problems.size() == 1 ? " node is" : " nodes are")
                + " not supported:\n  " + String.join("\n  ", told) + more;
    }

    /// One line for each node: the node, its operator and opset, and why it is not supported.
    public List<String> problems() {
        return problems;
    }
}

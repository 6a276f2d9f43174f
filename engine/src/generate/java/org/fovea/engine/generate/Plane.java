package org.fovea.engine.generate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// A transform of a tile in two dimensions, unrolled: formulas down each column of pixels, then along each row that
/// they yield. M·d·Mᵀ is M applied to d's columns, and once more to the rows of what that gives.
final class Plane {
    private Plane() {}

    /// The expression that loads the value in a row and a column.
    interface Load {
        String at(int row, int column);
    }

    /// What becomes of the value in a column of a transformed row.
    interface Store {
        void put(int column, String expression);
    }

    /// The columns: loads what is needed, and leaves the rows asked for in variables.
    ///
    /// @param columns their numbers, which end the names of their variables
    /// @param rows the letter for each row of the result that is wanted
    /// @return the variables of each of them, by its letter
    static Map<String, List<String>> columns(
            Code code, Formulas formulas, List<Integer> columns, Map<Integer, String> rows, Load load) {
        Map<String, List<String>> variables = new HashMap<>();
        rows.values().forEach(letter -> variables.put(letter, new ArrayList<>()));
        for (int column : columns) {
            formulas.compute(code, rows.keySet(), new Formulas.Place() {
                @Override
                public String input(int row) {
                    String name = formulas.input() + row + column;
                    code.add("FloatVector %s = %s;".formatted(name, load.at(row, column)));
                    return name;
                }

                @Override
                public String shared(String name) {
                    return name + column;
                }

                @Override
                public void output(int row, String expression) {
                    String name = rows.get(row) + column;
                    boolean variable = expression.matches("\\w+");
                    if (!variable) {
                        code.add("FloatVector %s = %s;".formatted(name, expression));
                    }
                    variables.get(rows.get(row)).add(variable ? expression : name);
                }
            });
        }
        return variables;
    }

    /// One row of what [#columns] gives.
    ///
    /// @param letter what the names of its sums begin with
    static void row(Code code, Formulas formulas, String letter, List<String> inputs, Set<Integer> which, Store store) {
        formulas.compute(code, which, new Formulas.Place() {
            @Override
            public String input(int index) {
                return inputs.get(index);
            }

            @Override
            public String shared(String name) {
                return letter + name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
            }

            @Override
            public void output(int index, String expression) {
                store.put(index, expression);
            }
        });
    }

    /// The load of a vector.
    static String load(String array, String at) {
        return "FloatVector.fromArray(SPECIES, %s, %s)".formatted(array, at);
    }

    /// A matrix for a doc comment, in brackets, its name before the middle row.
    static String shown(String name, String matrix) {
        String[][] rows = matrix.lines().map(row -> row.strip().split("\\s+")).toArray(String[][]::new);
        StringBuilder text = new StringBuilder("```\n");
        for (int i = 0; i < rows.length; i++) {
            String margin = " ".repeat(name.length() + 3);
            text.append(i == rows.length / 2 ? name + " = " : margin);
            text.append(i == 0 ? '⎡' : i == rows.length - 1 ? '⎣' : '⎢');
            for (int j = 0; j < rows[i].length; j++) {
                int width = 0;
                for (String[] row : rows) {
                    width = Math.max(width, row[j].length());
                }
                String entry = rows[i][j].replace('-', '−');
                text.append(j == 0 ? "" : " ")
                        .append(" ".repeat(width - entry.length()))
                        .append(entry);
            }
            text.append(i == 0 ? '⎤' : i == rows.length - 1 ? '⎦' : '⎥').append('\n');
        }
        return text.append("```").toString();
    }
}

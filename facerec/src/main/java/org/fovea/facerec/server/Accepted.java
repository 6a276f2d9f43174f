package org.fovea.facerec.server;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a client would rather have, by its `Accept` header (RFC 9110, section 12.5.1).
final class Accepted {
    private static final Pattern WEIGHT = Pattern.compile(";\\s*q=([01](?:\\.\\d{0,3})?)\\s*(?:;|$)");

    private Accepted() {}

    /// Whether HTML has a greater weight than JSON. Whoever says nothing, or the same of both, is a program.
    static boolean html(String accept) {
        return weight(accept, "text/", "html") > weight(accept, "application/", "json");
    }

    /// The weight of the narrowest range that a type is in; 0 where it is in none.
    private static double weight(String accept, String type, String subtype) {
        int narrowest = 0;
        double weight = 0;
        for (String range : accept.toLowerCase(Locale.ROOT).split(",", -1)) {
            int end = range.indexOf(';');
            String name = (end < 0 ? range : range.substring(0, end)).strip();
            int narrow = name.equals(type + subtype) ? 3 : name.equals(type + "*") ? 2 : name.equals("*/*") ? 1 : 0;
            if (narrow > narrowest) {
                Matcher said = WEIGHT.matcher(range);
                narrowest = narrow;
                weight = said.find() ? Double.parseDouble(said.group(1)) : 1;
            }
        }
        return weight;
    }
}

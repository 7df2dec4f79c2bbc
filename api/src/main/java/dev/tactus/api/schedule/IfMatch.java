package dev.tactus.api.schedule;

import dev.tactus.api.http.Call;
import dev.tactus.api.input.IssueCode;
import dev.tactus.api.input.Issues;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The header {@code If-Match}: a revision, with or without quotes, or {@code *} for any. */
final class IfMatch {
    private static final Pattern FORM = Pattern.compile("\"?([0-9]{1,18})\"?");

    private IfMatch() {}

    /** Null if any revision may be changed. */
    static @Nullable Long revision(Call call, Issues issues) {
        String header = call.ifMatch();
        if (header == null || header.strip().equals("*")) {
            return null;
        }
        Matcher matcher = FORM.matcher(header.strip());
        if (!matcher.matches()) {
            issues.add(
                    IssueCode.INVALID_FORMAT,
                    List.of("if-match"),
                    "the header If-Match must be the schedule's revision, a number such as 3");
            return null;
        }
        return Long.valueOf(matcher.group(1));
    }
}

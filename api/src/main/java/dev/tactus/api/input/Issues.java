package dev.tactus.api.input;

import dev.tactus.api.http.ApiException;
import dev.tactus.contracts.command.Problem;
import java.util.ArrayList;
import java.util.List;

/** The problems of one request, all of them. */
public final class Issues {
    private final List<Problem> problems = new ArrayList<>();

    /** @param message names the value, unless it is a secret, and the remedy */
    public void add(IssueCode code, List<String> path, String message) {
        problems.add(new Problem(code.text(), path, message));
    }

    /** Adds what rules found, except at fields that are known to be wrong already: those did not see the real value. */
    public void addUnlessKnown(List<Problem> found) {
        List<Problem> news = found.stream().filter(problem -> !isKnown(problem)).toList();
        problems.addAll(news);
    }

    public boolean isEmpty() {
        return problems.isEmpty();
    }

    /** @throws ApiException with all of them, if there are any */
    public void throwIfAny() {
        if (!problems.isEmpty()) {
            throw ApiException.invalid(problems);
        }
    }

    private boolean isKnown(Problem problem) {
        return problem.path().isEmpty()
                ? !problems.isEmpty()
                : problems.stream()
                        .anyMatch(known -> !known.path().isEmpty()
                                && known.path().getFirst().equals(problem.path().getFirst()));
    }
}

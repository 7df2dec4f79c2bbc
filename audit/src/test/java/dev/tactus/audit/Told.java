package dev.tactus.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Consumer;

/**
 * A story that a log tells, and what the audit finds in it.
 *
 * @param to up to which minute it is audited
 */
record Told(String name, Consumer<Story> tells, double to, List<String> found) {
    static Told story(String name, Consumer<Story> tells, double to, String... found) {
        return new Told(name, tells, to, List.of(found));
    }

    void isFound() {
        Story story = new Story();
        tells.accept(story);
        assertThat(story.audited(to)).as("%s", story.findings()).containsExactlyElementsOf(found);
    }

    @Override
    public String toString() {
        return name;
    }
}

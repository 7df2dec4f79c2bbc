package dev.tactus.processor.core.job;

import dev.tactus.contracts.topic.EntityKey;
import dev.tactus.processor.core.state.JobRow;

/** Told of what happens to the jobs of schedules. */
public interface JobListener {
    /** A pending job got a row of its own. */
    void jobHasRow(EntityKey schedule, JobRow job);

    /** A job became final. */
    void jobEnded(EntityKey schedule, JobRow job);
}
